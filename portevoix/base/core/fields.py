"""Columns that many tables need."""

from django.conf import settings
from django.db import models


def actor_field(label: str, *, indexed: bool = True) -> models.ForeignKey:
    """Return the account who did something; empty when a program did it, or when the account is gone."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=label,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=indexed,
    )
