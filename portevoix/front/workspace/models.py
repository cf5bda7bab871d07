"""What people keep for themselves in their workspace."""

from django.conf import settings
from django.db import models

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
