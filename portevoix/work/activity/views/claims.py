"""« Mes frais »: what can be asked back, the claims, one claim and its journeys."""

from dataclasses import asdict, fields

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from portevoix.base.documents.responses import large_asked, pdf_response
from portevoix.base.files.responses import download
from portevoix.base.ui.forms import Form
from portevoix.register.access.views import ScopedActionView
from portevoix.register.workflow.engine import StepRefused
from portevoix.work.activity.actions import claims, receipts
from portevoix.work.activity.enums import ClaimChannel, Means, PayerKind
from portevoix.work.activity.forms.claims import ONLINE, LineForm, ReceiptForm, SendForm, StartForm
from portevoix.work.activity.models import ExpenseClaim, ExpenseLine, Receipt
from portevoix.work.activity.selectors.claim_pdf import claim_pdf
from portevoix.work.activity.selectors.claims import READING, Way, claims_of, groups_to_claim, lines_of, sheet_of, usual_way
from portevoix.work.activity.selectors.people import secretariat_of
from portevoix.work.activity.selectors.scales import payer_of, rates_shown
from portevoix.work.activity.tables import claims_table
from portevoix.work.activity.views.own import OwnPage
from portevoix.work.activity.workflow import CLAIM, EDITABLE

PAGE_SIZE = 20
LINE_FIELDS = tuple(LineForm.base_fields)


class ClaimsView(OwnPage):
    """What can be asked back, then every claim."""

    template_name = "activity/claims/list.html"

    def get_context_data(self, **kwargs):
        page = Paginator(claims_of(self.person), PAGE_SIZE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            groups=groups_to_claim(self.person),
            page=page,
            table=claims_table(page, query=self.request.GET),
            rates=rates_shown(self.today),
            **kwargs,
        )


class StartView(OwnPage, ScopedActionView):
    """Prepare a claim for the journeys of one body (`?instance=`), or of none."""

    form_class = StartForm
    template_name = "activity/claims/start.html"

    @property
    def group(self):
        """The journeys that the address asks for; 404 when there are none."""
        asked = self.request.GET.get("instance", "")
        for group in groups_to_claim(self.person):
            if asked == (str(group.body.pk) if group.body else ""):
                return group
        raise Http404

    def get_initial(self):
        way = usual_way(self.person)
        return {"origin": self.person.home, "means": Means.CAR, **(asdict(way) if way else {})}

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"of_a_body": self.group.body is not None}

    def perform(self, data):
        way = Way(**{one.name: data.pop(one.name) for one in fields(Way)})
        return claims.start_claim(person=self.person, body=self.group.body, way=way, by=self.request.user, today=self.today, **data)

    def get_success_url(self):
        return reverse("activity:claim", args=[self.result.pk])

    def get_context_data(self, **kwargs):
        group = self.group
        payer = payer_of(group.body, self.today) if group.body else None
        return super().get_context_data(group=group, payer=payer, **kwargs)


class ClaimPage(OwnPage):
    """A page about one of my claims: what a facility received of others does not exist here."""

    abstract = True
    model = ExpenseClaim
    context_object_name = "claim"

    def get_rows(self):
        return super().get_rows().filter(person=self.person).select_related(*READING)

    def sheet_url(self) -> str:
        return reverse("activity:claim", args=[self.object.pk])


class ClaimView(ClaimPage):
    """One claim: its journeys, what they come to, its receipts, what can be done."""

    template_name = "activity/claims/claim.html"

    def get_context_data(self, **kwargs):
        claim = self.object
        editable, online = claim.state in EDITABLE, may_send_online(claim, self.today)
        return super().get_context_data(
            sheet=sheet_of(claim),
            editable=editable,
            discardable=claims.is_draft(claim),
            steps={step.name for step in CLAIM.available(claim, by=self.request.user)},
            on_paper=claim.channel == ClaimChannel.PAPER,
            receipts=list(claim.receipts.select_related("file").order_by("pk")),
            receipt_form=ReceiptForm() if editable else None,
            send_form=SendForm(online=online) if editable else None,
            **kwargs,
        )


class LineView(ClaimPage, ScopedActionView):
    """Correct one journey."""

    form_class = LineForm
    template_name = "activity/claims/line.html"
    refusals = (ValidationError, StepRefused)
    success_message = "Le trajet est enregistré."

    @property
    def line(self) -> ExpenseLine:
        """The journey of the address; 404 when the claim has no such one."""
        for line in lines_of(self.object):
            if line.pk == self.kwargs["line"]:
                return line
        raise Http404

    def get_initial(self):
        line = self.line
        return {name: getattr(line, name) for name in LINE_FIELDS}

    def perform(self, data):
        return claims.change_line(line=self.line, by=self.request.user, **data)

    def get_success_url(self):
        return self.sheet_url()

    def get_context_data(self, **kwargs):
        return super().get_context_data(line=self.line, **kwargs)


class PostOnly(ClaimPage, ScopedActionView):
    """An act that one button does; what it refuses is said on the page of the claim."""

    abstract = True
    http_method_names = ["post"]
    form_class = Form
    template_name = "activity/claims/refused.html"
    refusals = (ValidationError, StepRefused)

    def get_success_url(self):
        return self.sheet_url()


class RemoveLineView(PostOnly):
    """Take one journey out of the claim."""

    success_message = "Le trajet est retiré de l’état de frais. Il reste dans votre journal."

    def perform(self, data):
        for line in lines_of(self.object):
            if line.pk == self.kwargs["line"]:
                return claims.remove_line(line=line, by=self.request.user)
        raise Http404


class SendView(PostOnly):
    """Send the claim, or note that it leaves on paper."""

    form_class = SendForm

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"online": may_send_online(self.object, self.today)}

    def perform(self, data):
        online = data["way"] == ONLINE
        self.success_message = "L’état de frais est envoyé à l’établissement." if online else "L’état de frais est prêt à imprimer."
        return claims.send(claim=self.object, online=online, by=self.request.user, at=timezone.now())


class TakeBackView(PostOnly):
    """Take the claim back."""

    success_message = "Vous pouvez de nouveau corriger cet état de frais."

    def perform(self, data):
        claims.take_back(claim=self.object, by=self.request.user)


class PaidView(PostOnly):
    """Note that a claim sent on paper was paid."""

    success_message = "Le paiement est noté."

    def perform(self, data):
        claims.settle_oneself(claim=self.object, by=self.request.user)


class DiscardView(PostOnly):
    """Delete a claim that was never sent."""

    success_message = "L’état de frais est supprimé. Vos lignes de journal restent."

    def perform(self, data):
        claims.discard(claim=self.object, by=self.request.user)

    def get_success_url(self):
        return reverse("activity:claims")


class AddReceiptView(PostOnly):
    """Join a receipt."""

    form_class = ReceiptForm
    success_message = "Le justificatif est joint."

    def perform(self, data):
        return receipts.add_receipt(claim=self.object, upload=data["file"], by=self.request.user)


class ReceiptView(ClaimPage):
    """A receipt, given back as a download; by POST it is taken away."""

    def get(self, request, *args, **kwargs):
        return download(receipt_of(self.object, kwargs["receipt"]).file)

    def post(self, request, *args, **kwargs):
        try:
            receipts.remove_receipt(receipt=receipt_of(self.object, kwargs["receipt"]), by=request.user)
        except StepRefused:
            return redirect(f"{self.sheet_url()}#justificatifs")
        return redirect(f"{self.sheet_url()}#justificatifs")


class ClaimPdfView(ClaimPage):
    """The claim as a PDF; in large characters when asked."""

    def get(self, request, *args, **kwargs):
        content = claim_pdf(sheet_of(self.object), at=timezone.now(), large=large_asked(request))
        return pdf_response(content, f"etat-de-frais-{self.object.number or self.object.pk}.pdf")


def receipt_of(claim: ExpenseClaim, number: int) -> Receipt:
    """Return a receipt of a claim; 404 when it has no such one."""
    receipt = claim.receipts.select_related("file", "claim").filter(pk=number).first()
    if receipt is None:
        raise Http404
    return receipt


def may_send_online(claim: ExpenseClaim, today) -> bool:
    """Tell whether somebody at the payer reads claims here."""
    return claim.payer == PayerKind.FACILITY and secretariat_of(claim.body, today)
