"""The signatures that were asked, and the certificates that were issued of the mandates."""

from django.db import models

from portevoix.base.core.fields import actor_field
from portevoix.base.core.privacy import Privacy
from portevoix.base.documents.models import IssuedDocument
from portevoix.register.mandates.models import Mandate
from portevoix.register.orders.models.orders import ORDER_PRIVACY, DesignationOrder


class SignatureRequest(models.Model):
    """The signature of one order, asked by whoever signs and done by the worker: the last one asked.

    order_since: since when the order was to be signed when it was asked; one that was rewritten meanwhile is not signed.
    proof: what the account showed last in its session (`accounts.selectors.last_proof`). tries: how many times a worker began.
    closed: signed, or refused with `refusal` (one sentence a line); the order itself says which.
    """

    order = models.OneToOneField(
        DesignationOrder, verbose_name="arrêté", on_delete=models.CASCADE, primary_key=True, related_name="signature_request"
    )
    asked_at = models.DateTimeField("demandée le")
    asked_by = actor_field("demandée par")
    proof = models.CharField("preuve d’identité", max_length=20, blank=True)
    order_since = models.DateTimeField("arrêté prêt depuis")
    tries = models.PositiveSmallIntegerField("essais", default=0)
    closed = models.BooleanField("traitée", default=False)
    refusal = models.TextField("refus", blank=True, help_text="phrases montrées à la personne qui signe")

    privacy = ORDER_PRIVACY

    class Meta:
        verbose_name = "demande de signature"
        verbose_name_plural = "demandes de signature"
        indexes = [models.Index(fields=["tries", "asked_at"], name="signature_waiting", condition=models.Q(closed=False))]

    def __str__(self) -> str:
        return f"signature de l’{self.order}"

    @property
    def sentences(self) -> list[str]:
        """Return the sentences of the refusal."""
        return self.refusal.splitlines()


class MandateCertificate(models.Model):
    """Which mandate a certificate is about: what became of it since is read there, never copied. Empty: the mandate was removed."""

    document = models.OneToOneField(
        IssuedDocument, verbose_name="document", on_delete=models.PROTECT, primary_key=True, related_name="mandate_certificate"
    )
    mandate = models.ForeignKey(
        Mandate, verbose_name="mandat", on_delete=models.SET_NULL, null=True, blank=True, related_name="certificates"
    )

    privacy = Privacy(
        owner="agence régionale de santé",
        personal=True,
        retention="comme le document émis",
        anonymise="rien à remplacer\u00a0: la ligne ne contient que des numéros",
    )

    class Meta:
        verbose_name = "attestation de mandat"
        verbose_name_plural = "attestations de mandat"

    def __str__(self) -> str:
        return f"attestation {self.document_id}"
