"""« Qui peut proposer pour notre association », and the requests of access for the agency."""

from django.core.exceptions import ValidationError
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from portevoix.base.ui.forms import Form
from portevoix.base.ui.tables import Table
from portevoix.register.access.delegation import managers, withdraw
from portevoix.register.access.permissions import Permission, scope_for
from portevoix.register.access.views import ScopedActionView, ScopedView
from portevoix.register.directory.scope import NOTHING
from portevoix.work.candidacies.actions.links import invite
from portevoix.work.candidacies.actions.managers import answer_access
from portevoix.work.candidacies.forms.managers import InviteForm
from portevoix.work.candidacies.models import ManagerRequest
from portevoix.work.candidacies.selectors.filing import associations_of
from portevoix.work.candidacies.selectors.managers import manager_rows, waiting_requests
from portevoix.work.candidacies.tables.filing import MANAGERS

GRANTED = "L’accès est ouvert\u00a0: un lien part par courriel."
REFUSED = "La demande est refusée\u00a0: la personne est prévenue."


class ManagersView(ScopedActionView):
    """Who proposes people in the name of our association; invite somebody; answer those who ask."""

    permission = Permission.CANDIDACY_FILE
    form_class = InviteForm
    template_name = "candidacies/managers/list.html"
    success_message = "L’invitation est envoyée. La personne reçoit un lien par courriel, sans mot de passe."

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"associations": associations_of(self.request.user)}

    def perform(self, data):
        return invite(by=self.request.user, at=timezone.now(), **data)

    def get_success_url(self):
        return reverse("candidacies:managers")

    def get_context_data(self, **kwargs):
        scope = scope_for(self.request.user, self.permission)
        rows = manager_rows(scope, me=self.request.user.pk, today=timezone.localdate())
        table = Table(caption="Qui peut proposer aujourd’hui", columns=MANAGERS, rows=rows)
        return super().get_context_data(table=table, requests=waiting_requests(scope), **kwargs)


class WithdrawManagerView(ScopedActionView):
    """Withdraw the right of somebody else to propose people for our association."""

    permission = Permission.CANDIDACY_FILE
    form_class = Form
    template_name = "candidacies/managers/withdraw.html"
    success_message = "Le droit est retiré\u00a0: les liens déjà reçus par cette personne n’ouvrent plus rien."

    def get_object(self):
        """Return the right among those of one's own associations; 404 for any other."""
        scope = scope_for(self.request.user, self.permission)
        row = managers(scope, today=timezone.localdate()).filter(pk=self.kwargs["pk"]).first()
        if row is None and scope != NOTHING:
            raise Http404
        return row

    def check_permission(self):
        """The right is asked about the association on which the other's right bears."""
        row = self.object
        self.object = row.association if row else None
        super().check_permission()
        self.object = row

    def perform(self, data):
        return withdraw(assignment=self.object, by=self.request.user, today=timezone.localdate())

    def get_success_url(self):
        return reverse("candidacies:managers")


class RequestPage(ScopedActionView):
    """The answer to one request of access."""

    abstract = True
    model = ManagerRequest
    form_class = Form
    template_name = "candidacies/managers/answer.html"
    context_object_name = "asked"
    refusals = (ValidationError,)
    list_url: str
    list_label: str

    def get_rows(self):
        return super().get_rows().select_related("association__parent", "answered_by")

    def perform(self, data):
        granted = "accorder" in self.request.POST
        answer_access(request=self.object, granted=granted, by=self.request.user, at=timezone.now())
        self.success_message = GRANTED if granted else REFUSED

    def get_success_url(self):
        return reverse(self.list_url)

    def get_context_data(self, **kwargs):
        return super().get_context_data(back=reverse(self.list_url), list_label=self.list_label, **kwargs)


class AnswerRequestView(RequestPage):
    """By a manager of the association."""

    permission = Permission.CANDIDACY_FILE
    list_url = "candidacies:managers"
    list_label = "Qui peut proposer"


class AccessRequestsView(ScopedView):
    """The requests of access that wait, for the agency."""

    permission = Permission.ASSOCIATION_MANAGE
    template_name = "candidacies/managers/requests.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(requests=waiting_requests(scope_for(self.request.user, self.permission)), **kwargs)


class AnswerAccessView(RequestPage):
    """By an agent of the agency."""

    permission = Permission.ASSOCIATION_MANAGE
    list_url = "candidacies:access_requests"
    list_label = "Demandes d’accès"
