"""The journal: what somebody did for their mandates, in one line."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from portevoix.base.core.fields import actor_field
from portevoix.register.directory.models import Body, Person
from portevoix.register.directory.scope import ScopeKeys, scope_of
from portevoix.work.activity.enums import ActivityKind
from portevoix.work.activity.models.base import ACTIVITY_PRIVACY

LONGEST_DAY = 24 * 60
FARTHEST = 2000


class JournalQuerySet(models.QuerySet):
    def visible_to(self, viewer) -> "JournalQuerySet":
        """One's own lines and no others, whatever else one may see."""
        return self.filter(person__in=scope_of(viewer).persons)

    def of_year(self, year: int) -> "JournalQuerySet":
        """Lines of a calendar year."""
        return self.filter(day__year=year)


class JournalEntry(models.Model):
    """One activity of one day. Nothing is compulsory; no history is kept: what its writer deletes is gone.

    minutes: how long. kilometres: there and back. remarks: screened, read by the writer alone.
    """

    person = models.ForeignKey(Person, verbose_name="personne", on_delete=models.PROTECT, related_name="journal_entries")
    kind = models.CharField("activité", max_length=12, choices=ActivityKind.choices)
    body = models.ForeignKey(Body, verbose_name="instance", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    day = models.DateField("jour")
    minutes = models.PositiveSmallIntegerField("durée, en minutes")
    kilometres = models.PositiveSmallIntegerField("trajet, en kilomètres", default=0)
    remarks = models.CharField("remarques", max_length=500, blank=True)
    created_at = models.DateTimeField("écrite le", db_default=Now(), editable=False)
    created_by = actor_field("écrite par")

    objects = JournalQuerySet.as_manager()
    person_merge = {"person": "move"}
    privacy = ACTIVITY_PRIVACY

    class Meta:
        verbose_name = "ligne du journal"
        verbose_name_plural = "lignes du journal"
        indexes = [models.Index(fields=["person", "-day", "-id"], name="journal_entry_list")]
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__gte=1, minutes__lte=LONGEST_DAY),
                name="journal_entry_lasts",
                violation_error_message="Une activité dure au moins une minute et au plus 24 heures.",
            ),
            models.CheckConstraint(
                condition=Q(kilometres__lte=FARTHEST),
                name="journal_entry_distance",
                violation_error_message="Un trajet d’une journée fait au plus 2\u00a0000 kilomètres.",
            ),
        ]

    def __str__(self) -> str:
        return f"ligne {self.pk}"

    @property
    def scope_keys(self) -> ScopeKeys:
        return ScopeKeys(person=self.person_id)
