"""« Frais reçus »: what a facility is asked to pay back, and the certificates of presence that it signs."""

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.urls import reverse
from django.utils import timezone

from portevoix.base.core.table_files import TableFormat
from portevoix.base.documents.responses import large_asked, pdf_response
from portevoix.base.files.responses import download
from portevoix.base.ui.downloads import columns_file
from portevoix.base.ui.forms import Form
from portevoix.base.ui.screened import ConfirmsText
from portevoix.base.ui.tables import Sort
from portevoix.register.access.permissions import Permission, scope_for
from portevoix.register.access.views import ScopedActionView, ScopedView
from portevoix.register.workflow.engine import StepRefused
from portevoix.work.activity.actions import claims
from portevoix.work.activity.forms.claims import ReturnForm
from portevoix.work.activity.models import ExpenseClaim
from portevoix.work.activity.selectors.claim_pdf import claim_pdf
from portevoix.work.activity.selectors.claims import READING, received_claims, sheet_of
from portevoix.work.activity.selectors.leave import asked_presences
from portevoix.work.activity.tables import RECEIVED_CLAIMS, received_table
from portevoix.work.activity.views.claims import receipt_of
from portevoix.work.activity.workflow import CLAIM

PAGE_SIZE = 25


class ReceivedView(ScopedView):
    """The claims sent to the facility, and the certificates to issue."""

    permission = Permission.EXPENSE_VIEW
    template_name = "activity/received/list.html"

    def rows(self):
        """Return the claims in the order asked, those to pay first when none is."""
        self.sort = Sort.read(self.request.GET, RECEIVED_CLAIMS, default="-etat")
        return received_claims(scope_for(self.request.user, self.permission), order_by=self.sort.order_by())

    def get_context_data(self, **kwargs):
        page = Paginator(self.rows(), PAGE_SIZE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            page=page,
            table=received_table(page, query=self.request.GET, sort=self.sort),
            presences=asked_presences(scope_for(self.request.user, self.permission)),
            formats=list(TableFormat),
            **kwargs,
        )


class ReceivedFileView(ReceivedView):
    """The same list as a file."""

    def get(self, request, *args, **kwargs):
        name = f"frais-recus-{timezone.localdate().isoformat()}"
        return columns_file(kwargs["format"], columns=RECEIVED_CLAIMS, rows=self.rows(), title="Frais reçus", name=name)


class ReceivedPage(ScopedView):
    """A page about one claim that the facility received."""

    abstract = True
    permission = Permission.EXPENSE_VIEW
    model = ExpenseClaim
    context_object_name = "claim"

    def get_rows(self):
        return ExpenseClaim.objects.visible_to(scope_for(self.request.user, self.permission)).select_related(*READING)

    def sheet_url(self) -> str:
        return reverse("activity:received_claim", args=[self.object.pk])


class ReceivedClaimView(ReceivedPage):
    """One claim: its journeys, its receipts, what can be done."""

    template_name = "activity/received/claim.html"

    def get_context_data(self, **kwargs):
        claim = self.object
        return super().get_context_data(
            sheet=sheet_of(claim),
            receipts=list(claim.receipts.select_related("file").order_by("pk")),
            steps={step.name for step in CLAIM.available(claim, by=self.request.user)},
            **kwargs,
        )


class SettleView(ReceivedPage, ScopedActionView):
    """Note that the claim was paid, after a question."""

    form_class = Form
    template_name = "activity/received/settle.html"
    refusals = (ValidationError, StepRefused)
    success_message = "Le paiement est noté\u00a0; la personne est prévenue."

    def perform(self, data):
        claims.settle(claim=self.object, by=self.request.user)

    def get_success_url(self):
        return self.sheet_url()


class SendBackView(ConfirmsText, ReceivedPage, ScopedActionView):
    """Send the claim back with a reason."""

    form_class = ReturnForm
    template_name = "activity/received/send_back.html"
    refusals = (ValidationError, StepRefused)
    success_message = "L’état de frais est renvoyé\u00a0; la personne est prévenue."

    def perform(self, data):
        claims.send_back(claim=self.object, reason=data["reason"], by=self.request.user, confirmed=self.confirmed)

    def get_success_url(self):
        return reverse("activity:received")


class ReceivedPdfView(ReceivedPage):
    """The claim as a PDF; in large characters when asked."""

    def get(self, request, *args, **kwargs):
        content = claim_pdf(sheet_of(self.object), at=timezone.now(), large=large_asked(request))
        return pdf_response(content, f"etat-de-frais-{self.object.number}.pdf")


class ReceivedReceiptView(ReceivedPage):
    """A receipt, given back as a download."""

    def get(self, request, *args, **kwargs):
        return download(receipt_of(self.object, kwargs["receipt"]).file)
