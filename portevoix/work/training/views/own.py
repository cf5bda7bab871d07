"""« Ma formation »: my places, the dates near my home, what I need on the spot."""

from functools import cached_property

from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from portevoix.base.ui.screened import ConfirmsText
from portevoix.register.access.permissions import Permission, scope_for
from portevoix.register.access.views import ScopedActionView, ScopedView
from portevoix.register.directory.selectors.places import find_place
from portevoix.register.workflow.engine import StepRefused
from portevoix.work.training.actions.enrolments import accept_place, cancel_enrolment, enrol
from portevoix.work.training.actions.needs import save_need
from portevoix.work.training.enums import EnrolmentChannel
from portevoix.work.training.forms.enrolments import AroundForm, EnrolForm, NeedForm
from portevoix.work.training.models import Enrolment
from portevoix.work.training.selectors.certificates import certificates_of
from portevoix.work.training.selectors.enrolments import enrolments_of_person, need_of, person_of
from portevoix.work.training.selectors.groups import groups_of
from portevoix.work.training.selectors.next_dates import proposal_for
from portevoix.work.training.selectors.offers import last_day_of_offer
from portevoix.work.training.selectors.satisfaction import may_answer
from portevoix.work.training.selectors.sessions import announced_session, measured, takes_registrations
from portevoix.work.training.workflow import ACTIVE

OTHERS_SHOWN = 8


class OwnPage(ScopedView):
    """A page of somebody about their own training."""

    abstract = True
    permission = Permission.TRAINING_OWN

    @cached_property
    def person(self):
        return person_of(scope_for(self.request.user, self.permission))

    @cached_property
    def today(self):
        return timezone.localdate()


class MyTrainingView(OwnPage):
    """My places, what waits for my answer, then the dates of what I have not followed: two near home, one remote, the others."""

    template_name = "training/own/home.html"

    def get_context_data(self, **kwargs):
        rows = list(enrolments_of_person(self.person)) if self.person else []
        form = AroundForm(self.request.GET)
        text = form.cleaned_data["q"].strip() if form.is_valid() else ""
        search = find_place(text) if text else None
        home = search.found if search else self.person.home if self.person else None
        shown = proposal_for(self.person, rows, home=home, today=self.today)
        return super().get_context_data(
            person=self.person,
            active=[(row, last_day_of_offer(row) if row.state == "offered" else None) for row in rows if row.state in ACTIVE],
            past=[row for row in rows if row.state not in ACTIVE],
            opinions=[row for row in rows if may_answer(row, today=self.today)],
            groups=groups_of(scope_for(self.request.user, self.permission), today=self.today) if self.person else [],
            certificates=certificates_of(self.person).count() if self.person else 0,
            form=AroundForm(initial={"q": text}),
            text=text,
            search=search,
            home=home,
            first=shown.first,
            others=shown.others[:OTHERS_SHOWN],
            more=len(shown.others) > OTHERS_SHOWN,
            **kwargs,
        )


class RegisterView(OwnPage, ScopedActionView):
    """The second click: what the session is, how far, one button."""

    form_class = EnrolForm
    template_name = "training/own/register.html"
    refusals = (*ScopedActionView.refusals, StepRefused)

    @cached_property
    def session(self):
        found = announced_session(self.kwargs["session"])
        if found is None or self.person is None:
            raise Http404
        return found

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"session": self.session}

    def get_context_data(self, **kwargs):
        near = measured([self.session], home=self.person.home, today=self.today)[0] if self.session else None
        return super().get_context_data(
            session=self.session, near=near, open=takes_registrations(self.session, today=self.today), person=self.person, **kwargs
        )

    def perform(self, data):
        return enrol(
            session=self.session,
            person=self.person,
            channel=EnrolmentChannel.PERSON,
            by=self.request.user,
            at=timezone.now(),
            remote=data.get("how") == "a-distance",
        )

    @property
    def success_message(self):
        if self.result.state == "waiting":
            return "Vous êtes sur la liste d’attente. Nous vous écrivons dès qu’une place se libère."
        return "Votre place est réservée. Un courriel vous le confirme."

    def get_success_url(self):
        return reverse("training:my_training")


class OwnEnrolment(OwnPage, ScopedActionView):
    """A page about one of my enrolments."""

    abstract = True
    model = Enrolment
    refusals = (*ScopedActionView.refusals, StepRefused)

    def get_rows(self):
        rows = super().get_rows().filter(person__in=scope_for(self.request.user, self.permission).persons)
        return rows.select_related("session__region", "session__course", "session__commune__department", "association", "person")

    def get_success_url(self):
        return reverse("training:my_training")


class CancelMineView(OwnEnrolment):
    """Give up my place or my rank."""

    form_class = EnrolForm
    template_name = "training/own/cancel.html"
    success_message = "Votre inscription est annulée. Rien d’autre n’est à faire."

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"session": self.object.session}

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        form.fields.pop("how", None)
        return form

    def perform(self, data):
        return cancel_enrolment(enrolment=self.object, by=self.request.user, at=timezone.now())


class AcceptMineView(CancelMineView):
    """Confirm the place that is offered to me."""

    template_name = "training/own/accept.html"
    success_message = "Votre place est réservée. Un courriel vous le confirme."

    def get_context_data(self, **kwargs):
        until = last_day_of_offer(self.object) if self.object.offer_expires_at else None
        return super().get_context_data(until=until, **kwargs)

    def perform(self, data):
        return accept_place(enrolment=self.object, by=self.request.user, at=timezone.now())


class MyNeedsView(ConfirmsText, OwnEnrolment):
    """What makes my coming easier: read by France Assos Santé only, deleted after the session."""

    form_class = NeedForm
    template_name = "training/own/needs.html"
    success_message = "C’est noté. Seule France Assos Santé le lit."

    def get_initial(self):
        return need_of(self.object)

    def perform(self, data):
        return save_need(enrolment=self.object, kinds=data["kinds"], remark=data["remark"], by=self.request.user, confirmed=self.confirmed)
