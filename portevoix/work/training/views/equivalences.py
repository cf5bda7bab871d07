"""Equivalences of the basic training: asked by the person, decided by France Assos Santé."""

from django.core.paginator import Paginator
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from portevoix.base.files.responses import download
from portevoix.base.ui.forms import Form
from portevoix.base.ui.screened import ConfirmsText
from portevoix.base.ui.tables import Table
from portevoix.register.access.acts import ActView
from portevoix.register.access.permissions import Permission, scope_for
from portevoix.register.access.views import ScopedActionView, ScopedView
from portevoix.register.workflow.engine import StepRefused
from portevoix.work.training.actions import equivalences as actions
from portevoix.work.training.forms.duty import EquivalenceForm, RefusalForm
from portevoix.work.training.models import Equivalence
from portevoix.work.training.selectors.duty import duty_of
from portevoix.work.training.selectors.enrolments import person_of
from portevoix.work.training.selectors.equivalences import equivalences, my_equivalence, waiting
from portevoix.work.training.tables.equivalences import EQUIVALENCES
from portevoix.work.training.workflow import EQUIVALENCE

PAGE_SIZE = 25


class EquivalencesView(ScopedView):
    """The requests, those to decide first."""

    permission = Permission.TRAINING_VIEW
    template_name = "training/duty/equivalences.html"

    def get_context_data(self, **kwargs):
        page = Paginator(equivalences(self.request.user), PAGE_SIZE).get_page(self.request.GET.get("page"))
        table = Table(caption="Demandes d’équivalence", columns=EQUIVALENCES, rows=page)
        return super().get_context_data(page=page, table=table, to_decide=waiting(self.request.user), **kwargs)


class EquivalencePage(ScopedView):
    """A page about one request."""

    abstract = True
    permission = Permission.TRAINING_MANAGE
    model = Equivalence

    def get_rows(self):
        return super().get_rows().select_related("person", "proof", "decided_by", "asked_by")

    def sheet(self) -> str:
        return reverse("training:equivalence", args=[self.object.pk])

    def facts(self) -> list[tuple[str, object]]:
        row = self.object
        return [("Personne", row.person), ("Formation suivie le", row.done_on), ("Organisme", row.organiser or "non précisé")]


class EquivalenceView(EquivalencePage):
    """One request: what is said, the proof, what was decided."""

    permission = Permission.TRAINING_VIEW
    template_name = "training/duty/equivalence.html"

    def get_context_data(self, **kwargs):
        acts = {step.name for step in EQUIVALENCE.available(self.object, by=self.request.user)}
        return super().get_context_data(acts=acts, duty=duty_of(self.object.person, at=timezone.localdate()), **kwargs)


class ProofView(EquivalencePage):
    """The proof, given back as a file to whoever decides."""

    permission = Permission.TRAINING_VIEW

    def get(self, request, *args, **kwargs):
        if self.object.proof is None:
            raise Http404
        return download(self.object.proof)


class EquivalenceAct(EquivalencePage, ActView):
    """One decision on one request."""

    abstract = True
    refusals = (*ScopedActionView.refusals, StepRefused)

    def back(self):
        return self.sheet()

    def trail(self):
        return [("Équivalences", reverse("training:equivalences")), (str(self.object.person), self.sheet())]


class GrantView(EquivalenceAct):
    title = "Accorder l’équivalence"
    button = "Accorder l’équivalence"
    form_class = Form
    success_message = "L’équivalence est accordée. La personne est prévenue."

    def warnings(self):
        return ["La formation de base sera comptée comme suivie. La personne reçoit un courriel."]

    def act(self, data):
        return actions.grant(equivalence=self.object, by=self.request.user)


class RefuseView(ConfirmsText, EquivalenceAct):
    title = "Refuser l’équivalence"
    button = "Refuser l’équivalence"
    form_class = RefusalForm
    success_message = "L’équivalence est refusée. La personne est prévenue, avec votre motif."

    def act(self, data):
        return actions.refuse(equivalence=self.object, reason=data["reason"], by=self.request.user, confirmed=self.confirmed)


class UndoView(EquivalenceAct):
    title = "Revenir sur la décision"
    button = "Revenir sur la décision"
    success_message = "La demande est de nouveau à décider. La personne est prévenue."

    def warnings(self):
        return ["La personne reçoit un courriel\u00a0: sa demande est de nouveau étudiée."]

    def act(self, data):
        return actions.undo(equivalence=self.object, by=self.request.user)


class MyEquivalenceView(ScopedActionView):
    """I already followed the basic training: three answers, and what became of them."""

    permission = Permission.TRAINING_OWN
    form_class = EquivalenceForm
    template_name = "training/duty/my_equivalence.html"
    success_message = "Votre demande est envoyée. France Assos Santé vous répondra par courriel."

    @cached_property
    def person(self):
        person = person_of(scope_for(self.request.user, self.permission))
        if person is None:
            raise Http404
        return person

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"today": timezone.localdate()}

    def perform(self, data):
        return actions.ask(person=self.person, by=self.request.user, today=timezone.localdate(), **data)

    def get_success_url(self):
        return reverse("training:my_equivalence")

    def get_context_data(self, **kwargs):
        return super().get_context_data(mine=my_equivalence(self.person, today=timezone.localdate()), **kwargs)
