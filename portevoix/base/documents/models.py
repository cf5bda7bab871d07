"""Documents that were issued: never changed, checked by anybody who holds one."""

import pgtrigger
from django.conf import settings
from django.db import models

from portevoix.base.core.constraints import dated_act
from portevoix.base.core.privacy import Privacy
from portevoix.base.files.models import StoredFile

CHANGES_OF_ACCOUNTS = ["issued_by", "revoked_by"]  # an account that is deleted leaves its documents
REVOCATION = ["revoked_at", "revoked_reason"]


class IssuedDocument(models.Model):
    """One document as it was issued, with its code, its fingerprint and what the public check page says of it.

    The database refuses to change or to delete it; it can only be revoked, once. The row that points to it decides who may read the file.
    `summary`: pairs of French texts (« Mandat », « du … au … ») that anybody may read: initials at most, never a name.
    """

    code = models.CharField("code de vérification", max_length=16, unique=True)
    kind = models.SlugField("nature", max_length=40)
    title = models.CharField("titre", max_length=300)
    authority = models.CharField("autorité", max_length=200)
    dated_on = models.DateField("date du document")
    region_code = models.CharField("code de la région", max_length=3)
    summary = models.JSONField("résumé public", default=list, blank=True)
    file = models.ForeignKey(StoredFile, verbose_name="fichier", on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField("empreinte SHA-256", max_length=64)
    large_file = models.ForeignKey(
        StoredFile, verbose_name="fichier en gros caractères", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    large_sha256 = models.CharField("empreinte SHA-256 du fichier en gros caractères", max_length=64, blank=True)
    issued_at = models.DateTimeField("émis le")
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="émis par", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    revoked_at = models.DateTimeField("annulé le", null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="annulé par", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    revoked_reason = models.CharField("motif de l’annulation", max_length=300, blank=True)

    privacy = Privacy(
        owner="agence régionale de santé",
        personal=True,
        retention="arrêtés et attestations : 10 ans (à valider avec les archives départementales)",
        anonymise="versement aux archives, puis suppression de la ligne et du fichier",
    )

    class Meta:
        verbose_name = "document émis"
        verbose_name_plural = "documents émis"
        constraints = [
            dated_act("revoked", name="document_revoked_dated"),
            models.CheckConstraint(
                condition=models.Q(revoked_at__isnull=True, revoked_reason="")
                | models.Q(revoked_at__isnull=False) & ~models.Q(revoked_reason=""),
                name="document_revoked_for_a_reason",
                violation_error_message="Donnez le motif de l’annulation.",
            ),
            models.CheckConstraint(
                condition=models.Q(large_file__isnull=True, large_sha256="")
                | models.Q(large_file__isnull=False) & ~models.Q(large_sha256=""),
                name="document_large_fingerprint",
                violation_error_message="Le fichier en gros caractères a son empreinte.",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="document_kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="document_unchanged", exclude=[*REVOCATION, *CHANGES_OF_ACCOUNTS]),
            pgtrigger.Protect(
                name="document_revoked_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__revoked_at__isnull=False)
                & (
                    pgtrigger.Q(old__revoked_at__df=pgtrigger.F("new__revoked_at"))
                    | pgtrigger.Q(old__revoked_reason__df=pgtrigger.F("new__revoked_reason"))
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.code})"
