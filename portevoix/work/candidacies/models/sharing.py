"""Who else may read a file, because its association agrees."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from portevoix.base.core.constraints import dated_act
from portevoix.base.core.fields import actor_field
from portevoix.work.candidacies.models.base import CANDIDACY_PRIVACY
from portevoix.work.candidacies.models.candidacies import Candidacy


class ReadingConsent(models.Model):
    """The association lets France Assos Santé read one of its files (dossier §14.1), until it withdraws. Every row is kept.

    What is read: the name, the wishes, the states, the motivation; never the pieces nor the contact details.
    """

    candidacy = models.ForeignKey(Candidacy, verbose_name="candidature", on_delete=models.CASCADE, related_name="reading_consents")
    given_at = models.DateTimeField("donné le", db_default=Now())
    given_by = actor_field("donné par")
    withdrawn_at = models.DateTimeField("retiré le", null=True, blank=True)
    withdrawn_by = actor_field("retiré par")

    privacy = CANDIDACY_PRIVACY

    class Meta:
        verbose_name = "accord de lecture"
        verbose_name_plural = "accords de lecture"
        constraints = [
            dated_act("withdrawn", name="reading_consent_withdrawn_act"),
            models.UniqueConstraint(
                "candidacy",
                name="reading_consent_once",
                condition=Q(withdrawn_at__isnull=True),
                violation_error_message="Cet accord est déjà donné.",
            ),
        ]

    def __str__(self) -> str:
        return f"accord {self.pk}"
