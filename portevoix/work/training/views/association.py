"""« Nos formations »: the people whom an association enrolled, and the dates."""

from functools import cached_property

from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from portevoix.base.ui.forms import Form
from portevoix.register.access.permissions import Permission, scope_for
from portevoix.register.access.views import ScopedActionView, ScopedView
from portevoix.register.workflow.engine import StepRefused
from portevoix.work.training.actions.enrolments import accept_place, cancel_enrolment, enrol_many
from portevoix.work.training.enums import EnrolmentChannel
from portevoix.work.training.forms.enrolments import EnrolPeopleForm
from portevoix.work.training.models import Enrolment
from portevoix.work.training.selectors.enrolments import our_enrolments, people_to_enrol
from portevoix.work.training.selectors.sessions import announced_session, open_sessions, takes_registrations
from portevoix.work.training.workflow import ACTIVE, OUTCOMES

PAST_SHOWN = 30


class OurTrainingView(ScopedView):
    """Who of us goes where; then the dates."""

    permission = Permission.TRAINING_ENROL
    template_name = "training/association/home.html"

    def get_context_data(self, **kwargs):
        scope, today = scope_for(self.request.user, self.permission), timezone.localdate()
        return super().get_context_data(
            active=list(our_enrolments(scope, states=ACTIVE)),
            past=list(our_enrolments(scope, states=OUTCOMES).reverse()[:PAST_SHOWN]),
            sessions=list(open_sessions(today=today)),
            **kwargs,
        )


class EnrolOursView(ScopedActionView):
    """Tick the people of the association who go to a session."""

    permission = Permission.TRAINING_ENROL
    form_class = EnrolPeopleForm
    template_name = "training/association/enrol.html"
    refusals = (*ScopedActionView.refusals, StepRefused)

    @cached_property
    def session(self):
        found = announced_session(self.kwargs["session"])
        if found is None:
            raise Http404
        return found

    @cached_property
    def people(self):
        return people_to_enrol(scope_for(self.request.user, self.permission), session=self.session, today=timezone.localdate())

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"session": self.session, "people": self.people}

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            session=self.session,
            open=takes_registrations(self.session, today=timezone.localdate()),
            people=self.people.exists(),
            **kwargs,
        )

    def perform(self, data):
        return enrol_many(
            session=self.session,
            people=list(data["people"]),
            channel=EnrolmentChannel.ASSOCIATION,
            by=self.request.user,
            at=timezone.now(),
            remote=data.get("how") == "a-distance",
        )

    @property
    def success_message(self):
        waiting = sum(row.state == "waiting" for row in self.result)
        placed = len(self.result) - waiting
        words = [f"{placed} inscription{'s' if placed > 1 else ''} confirmée{'s' if placed > 1 else ''}"] if placed else []
        words += [f"{waiting} sur liste d’attente"] if waiting else []
        return f"{', '.join(words).capitalize()}. Chaque personne est prévenue."

    def get_success_url(self):
        return reverse("training:our_training")


class OurEnrolment(ScopedActionView):
    """A page about the enrolment of one of us."""

    abstract = True
    permission = Permission.TRAINING_ENROL
    model = Enrolment
    form_class = Form
    refusals = (*ScopedActionView.refusals, StepRefused)

    def get_rows(self):
        rows = super().get_rows()
        return rows.select_related("session__region", "session__course", "session__commune__department", "association__parent", "person")

    def get_success_url(self):
        return reverse("training:our_training")


class CancelOursView(OurEnrolment):
    """Cancel the enrolment of one of us."""

    template_name = "training/association/cancel.html"
    success_message = "L’inscription est annulée, et la personne est prévenue."

    def perform(self, data):
        return cancel_enrolment(enrolment=self.object, by=self.request.user, at=timezone.now())


class AcceptOursView(OurEnrolment):
    """Confirm the place offered to one of us."""

    template_name = "training/association/accept.html"
    success_message = "La place est confirmée, et la personne est prévenue."

    def perform(self, data):
        return accept_place(enrolment=self.object, by=self.request.user, at=timezone.now())
