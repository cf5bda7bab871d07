"""The assignment proposal of a call: computed, explained, taken line by line; then the refusals that follow, and the order."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from portevoix.base.ui.components.words import number_fr
from portevoix.base.ui.screened import ConfirmsText
from portevoix.register.access.permissions import Permission
from portevoix.register.access.views import ScopedActionView, ScopedView
from portevoix.register.workflow.engine import StepRefused
from portevoix.work.candidacies.actions import decisions, proposals
from portevoix.work.candidacies.actions.designation import draft_order_from_call
from portevoix.work.candidacies.assignment.weights import Weights
from portevoix.work.candidacies.enums import RefusalReason, WishState
from portevoix.work.candidacies.forms.assignment import AcceptLinesForm, OrderForm, RefusalsForm, WeightsForm
from portevoix.work.candidacies.models import Call, Wish
from portevoix.work.candidacies.selectors import assignment as reading
from portevoix.work.candidacies.selectors.designation import awaiting_order, templates_for
from portevoix.work.candidacies.selectors.proposals import latest_proposal, material_of, suggested_refusals, weights_at
from portevoix.work.candidacies.selectors.wish_words import asked

PAGE_SIZE = 40


class CallPage(ScopedView):
    """A page about one call."""

    abstract = True
    permission = Permission.CANDIDACY_DECIDE
    model = Call

    def get_rows(self):
        return super().get_rows().select_related("region")


class CallForm(ConfirmsText, CallPage, ScopedActionView):
    """A form about one call; leads back to its proposal."""

    abstract = True
    refusals = (*ScopedActionView.refusals, StepRefused)

    def get_success_url(self):
        return reverse("candidacies:proposal", args=[self.object.pk])

    def report(self, refused: list[decisions.Refused], done: int) -> None:
        """Say how many decisions stand, and each one that could not be taken, with its reason."""
        if done:
            messages.success(
                self.request, f"{number_fr(done)}\u00a0décision{'s' if done > 1 else ''} enregistrée{'s' if done > 1 else ''}."
            )
        for one in refused:
            messages.warning(self.request, f"{one.decision.wish.candidacy.full_name}\u00a0: {one.sentence}")


class ProposalView(CallForm):
    """The last proposal, or how to ask for one; by POST, its ticked lines become decisions."""

    form_class = AcceptLinesForm
    template_name = "candidacies/desk/proposal.html"

    @cached_property
    def proposal(self):
        return latest_proposal(self.object)

    @cached_property
    def open_lines(self):
        return reading.open_lines(self.proposal)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"lines": self.open_lines}

    def perform(self, data):
        lines = list(data["lines"])
        refused = proposals.accept_lines(
            lines=lines, reason=data["reason"], by=self.request.user, today=timezone.localdate(), confirmed=self.confirmed
        )
        self.report(refused, len(lines) - len(refused))

    def get_context_data(self, **kwargs):
        today, number = timezone.localdate(), self.request.GET.get("page")
        material = material_of(self.object, today=today, weights=weights_at(today))
        page = Paginator(reading.lines_with_reasons(self.proposal), PAGE_SIZE).get_page(number)
        ticked = self.request.POST.getlist("lines") if self.request.method == "POST" else None
        return super().get_context_data(
            proposal=self.proposal,
            page=page,
            ticked=ticked,
            undecided=self.open_lines.count(),
            changed=self.proposal is not None and material.digest != self.proposal.data_digest,
            left_out=material.left_out,
            candidates=len(material.instance.candidates),
            seats=len(material.instance.seats),
            refusals=reading.some_retained(self.object),
            awaiting=awaiting_order(self.object).count(),
            weights=WeightsForm(weights=Weights(**self.proposal.weights) if self.proposal else weights_at(today)),
            **kwargs,
        )


class ComputeView(CallForm):
    """Ask the solver; reached from the page of the proposal."""

    form_class = WeightsForm
    template_name = "candidacies/desk/weights.html"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"weights": weights_at(timezone.localdate())}

    def perform(self, data):
        return proposals.propose(call=self.object, by=self.request.user, today=timezone.localdate(), weights=data)

    def get_success_url(self):
        messages.success(self.request, "La proposition est calculée. Elle ne décide rien\u00a0: c’est vous qui décidez.")
        return super().get_success_url()


class LineView(CallPage):
    """Why this person is proposed for this seat, and what each other would cost."""

    template_name = "candidacies/desk/line.html"

    def get_context_data(self, **kwargs):
        proposal = latest_proposal(self.object)
        found = reading.explained(proposal, self.kwargs["seat"], today=timezone.localdate()) if proposal else None
        if found is None:
            raise Http404
        return super().get_context_data(proposal=proposal, explained=found, **kwargs)


class RefusalsView(CallForm):
    """The wishes that no seat awaits any more: a person ticks and confirms, nothing is automatic."""

    form_class = RefusalsForm
    template_name = "candidacies/desk/refusals.html"

    @cached_property
    def suggested(self):
        found = suggested_refusals(self.object, today=timezone.localdate())
        return [(wish, reason, _refusal_words(wish, reason)) for wish, reason in found]

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"suggested": self.suggested}

    def perform(self, data):
        chosen = [
            decisions.Decision(
                wish=wish,
                outcome=WishState.NOT_RETAINED,
                refusal_reason=reason,
                reason=data["reason"],
                deviation="",
                confirmed=self.confirmed,
            )
            for wish, reason in data["wishes"]
        ]
        refused = decisions.decide_many(decisions=chosen, by=self.request.user, today=timezone.localdate())
        self.report(refused, len(chosen) - len(refused))

    def get_context_data(self, **kwargs):
        return super().get_context_data(suggested=self.suggested, **kwargs)


class OrderView(CallForm):
    """Write the order that designates the retained people of the call."""

    permission = Permission.ORDER_PREPARE
    form_class = OrderForm
    template_name = "candidacies/desk/order.html"

    @cached_property
    def templates(self):
        return templates_for(self.object, today=timezone.localdate())

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"templates": self.templates, "today": timezone.localdate()}

    def perform(self, data):
        return draft_order_from_call(
            call=self.object,
            template=data["template"],
            effective_on=data["effective_on"],
            by=self.request.user,
            today=timezone.localdate(),
        )

    def get_success_url(self):
        messages.success(self.request, "Le projet d’arrêté est prêt. Relisez-le, puis soumettez-le à la signature.")
        return reverse("orders:order", args=[self.result.pk])

    def get_context_data(self, **kwargs):
        return super().get_context_data(waiting=list(awaiting_order(self.object)), templates=self.templates, **kwargs)


def _refusal_words(wish: Wish, reason: RefusalReason) -> str:
    return f"{wish.candidacy.full_name}, vœu {wish.rank}\u00a0: {asked(wish)} ({RefusalReason(reason).label})"
