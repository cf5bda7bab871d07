"""The certificate of a mandate, the nominative list of a body."""

from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator

from portevoix.base.accounts.limits import limited
from portevoix.base.documents.engine import render
from portevoix.base.documents.printing import DocumentRefused
from portevoix.base.documents.responses import document_response, large_asked, pdf_response
from portevoix.base.ui.errors import BadInput
from portevoix.register.access.permissions import Permission, permissions_of
from portevoix.register.access.views import ScopedActionView, ScopedView, denied
from portevoix.register.directory.models import Body
from portevoix.register.mandates.models import Mandate
from portevoix.register.orders import actions
from portevoix.register.orders.forms import CertificateForm
from portevoix.register.orders.permissions import may_certify
from portevoix.register.orders.selectors.certificates import mandate_period, roster_data
from portevoix.register.orders.selectors.values import agency_name


@method_decorator(limited("export"), name="dispatch")
class CertificateView(ScopedActionView):
    """For the agency, the association and the person herself: issue the certificate of a mandate, and hand it out."""

    signed_in = True
    model = Mandate
    form_class = CertificateForm
    template_name = "orders/certificate.html"

    def get_rows(self):
        return super().get_rows().select_related("seat", "body__body_type", "body__region", "person", "association__parent")

    def check_permission(self):
        if not may_certify(self.request.user, self.object):
            raise denied(self.request.user, Permission.ORDER_VIEW)

    def perform(self, data):
        return actions.certify_mandate(
            mandate=self.object, with_association=data["association"], by=self.request.user, at=timezone.now(), today=timezone.localdate()
        )

    def form_valid(self, form):
        try:
            document = self.perform(form.cleaned_data)
        except self.refusals as refusal:
            return self.refused(form, refusal)
        return document_response(self.request, document, large=form.cleaned_data["large"])

    def get_context_data(self, **kwargs):
        return super().get_context_data(days=mandate_period(self.object), back=self.back(), **kwargs)

    def back(self):
        held = permissions_of(self.request.user)
        if Permission.MANDATE_VIEW in held:
            return reverse("workspace:mandate", args=[self.object.pk])
        return reverse("workspace:my_mandates" if Permission.OWN_MANDATES in held else "workspace:association_mandates")


class RosterView(ScopedView):
    """The nominative list of a body, to be put up; `?gros=1` in large characters."""

    permission = Permission.MANDATE_VIEW
    model = Body

    def get_rows(self):
        return super().get_rows().select_related("body_type", "facility", "region", "department")

    def get(self, request, *args, **kwargs):
        body, large = self.object, large_asked(request)
        try:
            pdf = render(
                "roster",
                roster_data(body, today=timezone.localdate()),
                title=f"Représentants des usagers, {body.readable_name}",
                timestamp=timezone.now(),
                author=agency_name(body.region),
                large=large,
            )
        except DocumentRefused as refusal:
            raise BadInput(str(refusal), hint="Corrigez la fiche, puis recommencez.") from refusal
        return pdf_response(pdf, f"liste-nominative-{body.pk}{'-gros-caracteres' if large else ''}.pdf")
