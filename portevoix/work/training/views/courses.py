"""The catalogue, as France Assos Santé keeps it: add, correct and withdraw the courses of the region."""

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from portevoix.base.core.table_files import TableFormat
from portevoix.base.ui.downloads import columns_file
from portevoix.base.ui.errors import BadInput
from portevoix.base.ui.tables import Table
from portevoix.register.access.acts import ActView
from portevoix.register.access.permissions import Permission, scope_for
from portevoix.register.access.views import ScopedActionView, ScopedListView
from portevoix.register.workflow.engine import StepRefused
from portevoix.work.training.actions import catalogue as actions
from portevoix.work.training.forms.courses import CourseForm, WithdrawForm
from portevoix.work.training.models import Course
from portevoix.work.training.selectors.catalogue import body_types_of_courses, families, managed_courses, regions_of
from portevoix.work.training.tables.sessions import COURSE_ACTS, COURSES

PAGE_SIZE = 25


class CoursesView(ScopedListView):
    """The national catalogue and the courses of the region."""

    permission = Permission.TRAINING_MANAGE
    template_name = "training/courses/list.html"
    paginate_by = PAGE_SIZE

    def get_queryset(self):
        family = self.request.GET.get("famille", "")
        if family and family not in {one.code for one in families()}:
            raise BadInput("Cette famille de formations n’existe pas.", hint="Choisissez une famille au-dessus de la liste.")
        return managed_courses(self.scope(), family=family)

    def get_context_data(self, **kwargs):
        context, family = super().get_context_data(**kwargs), self.request.GET.get("famille", "")
        chips = [("Toutes", "?", not family)] + [(one.name, f"?famille={one.code}", one.code == family) for one in families()]
        table = Table(caption="Formations du catalogue", columns=(*COURSES, COURSE_ACTS), rows=context["page_obj"])
        return context | {"table": table, "chips": chips, "formats": list(TableFormat), "total": context["paginator"].count}


class CoursesFileView(CoursesView):
    """The same list as a file."""

    def get(self, request, *args, **kwargs):
        name = f"catalogue-{timezone.localdate().isoformat()}"
        return columns_file(kwargs["format"], columns=COURSES, rows=self.get_queryset(), title="Catalogue", name=name)


class CourseFormView(ScopedActionView):
    """The form of a course of the region."""

    abstract = True
    permission = Permission.TRAINING_MANAGE
    form_class = CourseForm
    template_name = "training/courses/form.html"
    refusals = (*ScopedActionView.refusals, StepRefused)

    def get_form_kwargs(self):
        known = {"families": families(), "body_types": body_types_of_courses(), "new": self.object is None, "today": timezone.localdate()}
        return super().get_form_kwargs() | known

    def get_success_url(self):
        return reverse("training:courses")


class NewCourseView(CourseFormView):
    """Add a course of the region."""

    success_message = "La formation est au catalogue."

    def get_initial(self):
        return {"first": timezone.localdate(), "provider": "France Assos Santé"}

    def perform(self, data):
        region = regions_of(scope_for(self.request.user, self.permission))[0]
        return actions.add_course(region=region, by=self.request.user, today=timezone.localdate(), **data)


class EditCourseView(CourseFormView):
    """Correct a course of the region."""

    model = Course
    success_message = "La formation est corrigée."

    def get_initial(self):
        kept = {name: getattr(self.object, name) for name in actions.EDITABLE}
        return kept | {"body_types": self.object.body_types.all()}

    def perform(self, data):
        return actions.edit_course(course=self.object, by=self.request.user, **data)


class WithdrawCourseView(ActView):
    """Take a course of the region out of the catalogue."""

    permission = Permission.TRAINING_MANAGE
    model = Course
    form_class = WithdrawForm
    title = "Retirer du catalogue"
    button = "Retirer la formation"
    success_message = "La formation quitte le catalogue à la date indiquée."
    refusals = (ValidationError, StepRefused)

    def get_initial(self):
        return {"last": timezone.localdate()}

    def back(self):
        return reverse("training:courses")

    def trail(self):
        return [("Formations", reverse("training:sessions")), ("Catalogue", self.back())]

    def facts(self):
        return [("Formation", self.object.title)]

    def act(self, data):
        return actions.withdraw_course(course=self.object, last=data["last"], by=self.request.user)
