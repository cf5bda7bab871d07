"""What the tables of the candidacies share."""

from django.conf import settings
from django.db import models

from portevoix.base.core.privacy import Privacy

CALL_PRIVACY = Privacy(owner="agence régionale de santé", personal=False, retention="sans limite\u00a0: acte public")
CANDIDACY_PRIVACY = Privacy(
    owner="agence régionale de santé",
    personal=True,
    retention="retenue\u00a0: comme le mandat\u00a0; non retenue\u00a0: 1 an après la fin de l’appel (à valider avec le DPO)",
    anonymise="nom, coordonnées, textes et pièces sont effacés\u00a0; il reste l’association, les vœux, les dates et les décisions",
)


def actor_field(label: str) -> models.ForeignKey:
    """Return the account who did something; empty when a program did it, or when the account is gone."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=label, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
