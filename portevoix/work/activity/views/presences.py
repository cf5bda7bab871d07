"""The certificates of presence that a facility is asked for."""

from django.core.exceptions import ValidationError
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from portevoix.base.documents.responses import document_response
from portevoix.base.ui.screened import ConfirmsText
from portevoix.register.access.permissions import Permission, scope_for
from portevoix.register.access.views import ScopedActionView, ScopedView
from portevoix.register.workflow.engine import StepRefused
from portevoix.work.activity.actions import leave as actions
from portevoix.work.activity.enums import PresenceState
from portevoix.work.activity.forms.claims import ReturnForm
from portevoix.work.activity.forms.leave import IssueForm
from portevoix.work.activity.models import PresenceCertificate
from portevoix.work.activity.selectors.leave_papers import quality_of


class PresencePage(ScopedView):
    """A page about one certificate asked from the facility."""

    abstract = True
    permission = Permission.EXPENSE_VIEW
    model = PresenceCertificate
    context_object_name = "presence"

    def get_rows(self):
        reading = ("leave__person", "leave__body__body_type", "leave__body__facility", "leave__body__region", "document")
        return PresenceCertificate.objects.visible_to(scope_for(self.request.user, self.permission)).select_related(*reading)

    def get_success_url(self):
        return reverse("activity:received")


class PresenceView(PresencePage, ScopedActionView):
    """Confirm the hours, say who signs, issue."""

    form_class = IssueForm
    template_name = "activity/received/presence.html"
    refusals = (ValidationError, StepRefused)
    success_message = "L’attestation est délivrée\u00a0; la personne est prévenue."

    def get_initial(self):
        return {"starts": self.object.starts, "ends": self.object.ends, "signatory": str(self.request.user)}

    def perform(self, data):
        return actions.issue_presence(presence=self.object, by=self.request.user, at=timezone.now(), **data)

    def get_context_data(self, **kwargs):
        leave = self.object.leave
        return super().get_context_data(
            open=self.object.state == PresenceState.ASKED, quality=quality_of(leave.person, leave.body, leave.day), **kwargs
        )


class RefusePresenceView(ConfirmsText, PresencePage, ScopedActionView):
    """Do not issue it, with a reason."""

    form_class = ReturnForm
    template_name = "activity/received/refuse_presence.html"
    refusals = (ValidationError, StepRefused)
    success_message = "La personne est prévenue."

    def perform(self, data):
        return actions.refuse_presence(presence=self.object, reason=data["reason"], by=self.request.user, confirmed=self.confirmed)


class PresenceFileView(PresencePage):
    """The certificate that was issued."""

    def get(self, request, *args, **kwargs):
        if self.object.document is None:
            raise Http404
        return document_response(request, self.object.document)
