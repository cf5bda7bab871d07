"""« Formations » for France Assos Santé: the list of sessions, a new one, the sheet of one."""

from functools import cached_property

from django.urls import reverse
from django.utils import timezone

from portevoix.base.core.table_files import TableFormat
from portevoix.base.ui.downloads import columns_file, format_asked
from portevoix.base.ui.errors import BadInput
from portevoix.base.ui.query import with_params
from portevoix.base.ui.tables import Sort, Table
from portevoix.register.access.permissions import Permission, can, scope_for
from portevoix.register.access.rehearsal import mark_of
from portevoix.register.access.views import ScopedActionView, ScopedListView, ScopedView
from portevoix.work.training.actions import sessions as actions
from portevoix.work.training.forms.sessions import COMING, MORE, VIEWS, SessionFilterForm, SessionForm, half_days_asked, half_days_form
from portevoix.work.training.models import Session
from portevoix.work.training.selectors import sessions as selectors
from portevoix.work.training.selectors.attendance import half_days_of, left_to_note
from portevoix.work.training.selectors.catalogue import managed_courses, regions_of
from portevoix.work.training.selectors.certificates import in_force
from portevoix.work.training.selectors.enrolments import enrolments_in, needs_of
from portevoix.work.training.tables.sessions import ENROLMENT_ACTS, ENROLMENTS, SESSIONS
from portevoix.work.training.workflow import ACTIVE, OUTCOMES, SESSION

PAGE_SIZE = 25


class SessionsView(ScopedListView):
    """The sessions of the region; by default those to come."""

    permission = Permission.TRAINING_VIEW
    template_name = "training/sessions/list.html"
    paginate_by = PAGE_SIZE

    def get_queryset(self):
        query, scope = self.request.GET, self.scope()
        self.sort = Sort.read(query, SESSIONS, default="debut")
        self.form = SessionFilterForm(
            query,
            courses=selectors.courses_with_sessions(scope),
            departments=selectors.departments_of_sessions(scope),
            today=timezone.localdate(),
        )
        if not self.form.is_valid():
            label = str(self.form.fields[next(iter(self.form.errors))].label)
            raise BadInput(f"Le filtre «\u00a0{label}\u00a0» n’est pas compris.", hint="Choisissez une valeur dans la liste.")
        asked = self.form.cleaned_data
        rows = selectors.listed_sessions(
            scope,
            view=asked["e"] or COMING,
            today=timezone.localdate(),
            course=int(asked["c"]) if asked["c"] else None,
            department=asked["d"],
            first=asked["du"],
            last=asked["au"],
        )
        return rows.order_by(*self.sort.order_by())

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        current = self.form.cleaned_data["e"] or COMING
        return context | {
            "filters": self.form,
            "total": context["paginator"].count,
            "narrowed": self.form.narrowed,
            "chips": [(label, with_params(self.request.GET, e=code), code == current) for code, label in VIEWS],
            "table": Table(caption="Sessions", columns=SESSIONS, rows=context["page_obj"], sort=self.sort, query=self.request.GET),
            "formats": list(TableFormat),
            "manages": can(self.request.user, Permission.TRAINING_MANAGE),
        }


class SessionsFileView(SessionsView):
    """The same list as a file; it names nobody."""

    def get(self, request, *args, **kwargs):
        name = f"sessions-{timezone.localdate().isoformat()}"
        return columns_file(kwargs["format"], columns=SESSIONS, rows=self.get_queryset(), title="Sessions", name=name)


class SessionFormView(ScopedActionView):
    """The form of a session and of its half-days; « Ajouter » gives more rows, everything typed is kept."""

    abstract = True
    permission = Permission.TRAINING_MANAGE
    form_class = SessionForm
    template_name = "training/sessions/form.html"

    def half_days_initial(self):
        return []

    @cached_property
    def half_days(self):
        posted = self.request.POST if self.request.method == "POST" else None
        if posted is not None and MORE in posted:
            posted = posted.copy()
            posted["demi-TOTAL_FORMS"] = str(int(posted.get("demi-TOTAL_FORMS", "0") or 0) + 2)
        initial = self.half_days_initial()
        return half_days_form(posted, initial=initial, today=timezone.localdate(), extra=2 if initial else 4)

    def post(self, request, *args, **kwargs):
        form = self.get_form()
        if MORE in request.POST:
            return self.render_to_response(self.get_context_data(form=form, kept=True))
        if form.is_valid() & self.half_days.is_valid():
            return self.form_valid(form)
        return self.form_invalid(form)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"today": timezone.localdate()}

    def get_context_data(self, **kwargs):
        return super().get_context_data(half_days=self.half_days, forms=[kwargs.get("form"), *self.half_days.forms], **kwargs)

    def get_success_url(self):
        return reverse("training:session", args=[self.result.pk])


class NewSessionView(SessionFormView):
    """Prepare a session."""

    success_message = "La session est préparée. Relisez-la, puis ouvrez les inscriptions."

    def get_form_kwargs(self):
        courses = list(managed_courses(self.request.user, today=timezone.localdate()))
        return super().get_form_kwargs() | {"courses": courses}

    def get_initial(self):
        query = self.request.GET
        asked = {"course": query.get("formation", ""), "commune": query.get("commune", ""), "format": query.get("forme", "onsite")}
        return asked | {"questions_email": self.request.user.email}

    def half_days_initial(self):
        return half_days_asked(self.request.GET)

    def perform(self, data):
        region = regions_of(scope_for(self.request.user, self.permission))[0]
        return actions.create_session(region=region, half_days=self.half_days.slots(), by=self.request.user, **data)


class EditSessionView(SessionFormView):
    """Correct a session."""

    model = Session
    success_message = "La session est modifiée."

    def get_rows(self):
        return super().get_rows().select_related("course", "region", "commune__department")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"courses": None}

    def get_initial(self):
        return {name: getattr(self.object, name) for name in actions.EDITABLE}

    def half_days_initial(self):
        return [{"day": one.day, "starts": one.starts, "ends": one.ends} for one in half_days_of(self.object)]

    def perform(self, data):
        return actions.edit_session(session=self.object, half_days=self.half_days.slots(), by=self.request.user, at=timezone.now(), **data)


class SessionView(ScopedView):
    """The sheet of a session: what it is, who comes, what is needed on the spot, what may be done."""

    permission = Permission.TRAINING_VIEW
    model = Session
    template_name = "training/sessions/session.html"

    def get_rows(self):
        return selectors.with_figures(super().get_rows())

    def get_context_data(self, **kwargs):
        session, user, today = self.object, self.request.user, timezone.localdate()
        manages = can(user, Permission.TRAINING_MANAGE, session)
        rows = list(enrolments_in(session, states=ACTIVE | OUTCOMES))
        gone = list(enrolments_in(session).exclude(pk__in=[row.pk for row in rows]))
        columns = (*ENROLMENTS, ENROLMENT_ACTS) if manages and session.state in selectors.RUNNING else ENROLMENTS
        begun = session.first_day is not None and session.first_day <= today
        half_days = [(one, missing, one.day <= today) for one, missing in left_to_note(session)]
        return super().get_context_data(
            table=Table(caption="Personnes inscrites", columns=columns, rows=rows) if rows else None,
            gone=Table(caption="Inscriptions annulées", columns=ENROLMENTS, rows=gone) if gone else None,
            people=len(rows),
            needs=needs_of(session) if manages else [],
            steps={step.name for step in SESSION.available(session, by=user)},
            manages=manages,
            running=session.state in selectors.RUNNING,
            begun=begun,
            over=session.last_day is not None and session.last_day <= today,
            short=session.state in selectors.RUNNING and session.taken < session.minimum,
            mark=mark_of(session),
            certified=in_force(session).exists(),
            half_days=half_days,
            to_note=next((one for one, missing, past in half_days if past and missing), None),
            formats=list(TableFormat),
            today=today,
            **kwargs,
        )


class EnrolledFileView(ScopedView):
    """Who comes, as a file with the addresses. By POST: each export is written in the journal."""

    permission = Permission.TRAINING_MANAGE
    model = Session
    http_method_names = ("post",)

    def post(self, request, *args, **kwargs):
        form = format_asked(request.POST)
        rows = list(enrolments_in(self.object, states=ACTIVE | OUTCOMES))
        actions.record_export(session=self.object, count=len(rows), by=request.user)
        return columns_file(form, columns=ENROLMENTS, rows=rows, title="Inscrits", name=f"session-{self.object.pk}-inscrits")
