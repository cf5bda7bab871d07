"""What people keep for themselves in their workspace."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from portevoix.base.core.privacy import Privacy


class SavedView(models.Model):
    """A list of seats with its filters, kept under a name by one account. `query`: the address after the question mark, without the day."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name="compte", on_delete=models.CASCADE, related_name="saved_views")
    name = models.CharField("nom de la vue", max_length=60)
    query = models.CharField("filtres", max_length=1000, blank=True)

    privacy = Privacy(
        owner="administration de la plateforme",
        personal=True,
        retention="tant que le compte existe",
        anonymise="la ligne est supprimée avec le compte",
    )

    class Meta:
        verbose_name = "vue enregistrée"
        verbose_name_plural = "vues enregistrées"
        constraints = [
            models.UniqueConstraint("user", "name", name="saved_view_once", violation_error_message="Vous avez déjà une vue de ce nom.")
        ]

    def __str__(self) -> str:
        return self.name


class CalendarFeed(models.Model):
    """The address of the personal calendar of an account. key: what the token of the address is made from, with the key of the site.

    token_hash: SHA-256 of the token, by which the feed is found. One in force at most an account; a revoked one answers no more.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name="compte", on_delete=models.CASCADE, related_name="calendar_feeds")
    key = models.CharField("graine", max_length=64)
    token_hash = models.CharField("empreinte du jeton", max_length=64, unique=True)
    since = models.DateTimeField("créée le")
    until = models.DateTimeField("révoquée le", null=True, blank=True)

    privacy = Privacy(
        owner="administration de la plateforme",
        personal=True,
        retention="tant que le compte existe",
        anonymise="la ligne est supprimée avec le compte",
    )

    class Meta:
        verbose_name = "adresse d’agenda"
        verbose_name_plural = "adresses d’agenda"
        constraints = [
            models.UniqueConstraint(
                "user",
                condition=Q(until__isnull=True),
                name="calendar_feed_once",
                violation_error_message="Vous avez déjà une adresse d’agenda. Révoquez-la d’abord.",
            )
        ]

    def __str__(self) -> str:
        return f"agenda {self.pk}"
