"""What the tables of the package share."""

from datetime import date

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q

from portevoix.base.core.privacy import Privacy

PAGE_PRIVACY = Privacy(owner="France Assos Santé", personal=False, retention="sans limite\u00a0: texte public")
TESTIMONY_PRIVACY = Privacy(
    owner="France Assos Santé",
    personal=True,
    retention="tant que l’accord de la personne n’est pas retiré (à valider avec le DPO)",
    anonymise="le témoignage est supprimé",
)
HAND_OVER_PRIVACY = Privacy(
    owner="France Assos Santé",
    personal=True,
    retention="1 an après la dernière étape (à valider avec le DPO)",
    anonymise="nom, coordonnées, message et réponses sont effacés\u00a0; il reste le département, l’association, les dates et l’issue",
)
COUNT_PRIVACY = Privacy(
    owner="France Assos Santé", personal=False, retention="sans limite\u00a0: des nombres par jour, sans aucune personne"
)


class ShownQuerySet(models.QuerySet):
    def shown_on(self, day: date) -> "ShownQuerySet":
        """Rows that the public reads on `day`, in the order of the page."""
        return self.filter(shown__contains=day).order_by("rank", "pk")


class Shown(models.Model):
    """What the public reads during a period, at a place in its list. `shown` empty: in preparation."""

    rank = models.PositiveSmallIntegerField("ordre", default=0)
    shown = DateRangeField("en ligne", null=True, blank=True)

    objects = ShownQuerySet.as_manager()

    class Meta:
        abstract = True


def code_once(name: str) -> models.UniqueConstraint:
    """Return the constraint « a code names one row »."""
    return models.UniqueConstraint("code", name=name, condition=~Q(code=""), violation_error_message="Ce code est déjà pris.")
