"""Where a candidacy begins: the open calls, the choice of the association, the renewal of somebody who sits, the end of a draft."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from portevoix.base.ui.forms import Form
from portevoix.register.access.permissions import Permission
from portevoix.register.access.views import ScopedActionView, ScopedView
from portevoix.register.mandates.models import Mandate
from portevoix.register.workflow.engine import StepRefused
from portevoix.work.candidacies.actions import filing
from portevoix.work.candidacies.actions.renewal import propose_renewal
from portevoix.work.candidacies.enums import CandidacyState
from portevoix.work.candidacies.forms.managers import AssociationChoiceForm
from portevoix.work.candidacies.models import Call
from portevoix.work.candidacies.selectors.calls import days_left, last_day
from portevoix.work.candidacies.selectors.filing import associations_of, drafts_of, open_calls
from portevoix.work.candidacies.views.filing_steps import FilePage, FormStep


class OpenCallsView(ScopedView):
    """« Proposer une personne » : the calls that are open, and the drafts begun."""

    permission = Permission.CANDIDACY_FILE
    template_name = "candidacies/filing/calls.html"

    def get_context_data(self, **kwargs):
        now = timezone.now()
        calls = [(call, last_day(call), days_left(call, today=timezone.localdate(now))) for call in open_calls(now)]
        return super().get_context_data(calls=calls, drafts=drafts_of(self.request.user), **kwargs)


class StartView(ScopedActionView):
    """Begin a candidacy for one call: in whose name."""

    permission = Permission.CANDIDACY_FILE
    form_class = AssociationChoiceForm
    template_name = "candidacies/filing/start.html"

    def get_object(self):
        """Return the call of the address: every public call may be answered from anywhere."""
        call = Call.objects.visible_to(self.request.user).public().filter(number=self.kwargs["number"]).first()
        if call is None:
            raise Http404
        return call

    def check_permission(self):
        """The call is public: the right is asked about the association that is chosen."""
        call, self.object = self.object, None
        super().check_permission()
        self.object = call

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"associations": associations_of(self.request.user)}

    def perform(self, data):
        return filing.start(call=self.object, association=data["association"], by=self.request.user, at=timezone.now())

    def get_success_url(self):
        return reverse("candidacies:file_person", args=[self.result.pk])

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            call=self.object,
            until=last_day(self.object),
            receives=self.object.receives(timezone.now()),
            drafts=drafts_of(self.request.user, call=self.object),
            **kwargs,
        )


class RenewView(ScopedView):
    """POST only: propose again the holder of a mandate; then the declarations are left to make."""

    permission = Permission.CANDIDACY_FILE
    model = Mandate
    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        try:
            candidacy = propose_renewal(mandate=self.object, by=request.user, at=timezone.now())
        except ValidationError as refusal:
            messages.warning(request, " ".join(refusal.messages))
            return redirect("workspace:association_mandates")
        return redirect("candidacies:file_person", candidacy.pk)


class DiscardView(FilePage, ScopedActionView):
    """Erase a draft, after a question."""

    step = FormStep.REVIEW
    states = frozenset({CandidacyState.DRAFT})
    refusals = (StepRefused,)
    form_class = Form
    template_name = "candidacies/filing/discard.html"
    success_message = "Le brouillon est supprimé."

    def get(self, request, *args, **kwargs):
        if self.object.number and self.object.state in self.states:
            messages.warning(request, filing.ACKNOWLEDGED.format(number=self.object.number))
            return redirect(self.sheet())
        return super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        return self.gone() or super().post(request, *args, **kwargs)

    def perform(self, data):
        return filing.discard(candidacy=self.object, by=self.request.user)

    def get_success_url(self):
        return reverse("candidacies:paper_files" if self.family == "paper" else "candidacies:our_candidacies")
