"""The journal of actions."""

import pgtrigger
from django.db import models
from django.db.models.functions import Now

from portevoix.base.core.privacy import Privacy


class Entry(models.Model):
    """One action: who, when, what, on which row. Never updated, deleted only by `journal.forget`; no copy of the data itself.

    `actor_id` is the account's number without a foreign key: the journal outlives accounts, and audit is below accounts.
    """

    at = models.DateTimeField("date", db_default=Now(), editable=False)
    actor_id = models.BigIntegerField("compte", null=True)
    actor = models.CharField("programme", max_length=120, blank=True)
    action = models.CharField("action", max_length=80)
    target_type = models.CharField("objet", max_length=60)
    target_id = models.BigIntegerField("numéro", null=True)
    data = models.JSONField("précisions", default=dict)
    request_id = models.CharField("requête", max_length=40, blank=True)

    privacy = Privacy(
        owner="administration de la plateforme",
        personal=True,
        retention="12 mois pour les accès, durée du dossier pour les décisions (à valider avec le DPO)",
        anonymise="le compte est supprimé, son numéro ne désigne plus personne",
    )

    class Meta:
        verbose_name = "entrée du journal"
        verbose_name_plural = "journal"
        indexes = [
            models.Index(fields=["target_type", "target_id", "at"], name="audit_target"),
            models.Index(fields=["actor_id", "at"], name="audit_actor"),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.action} · {self.target_type} {self.target_id}"
