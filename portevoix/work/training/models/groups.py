"""Practice exchange groups: who, when, where. Never what is said (dossier §4.3, §14.1 g)."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q

from portevoix.base.audit.history import track
from portevoix.register.directory.models import Commune, Person, Territory
from portevoix.register.directory.scope import ScopeKeys, scope_of
from portevoix.work.training.models.base import CATALOGUE_PRIVACY, TRAINING_PRIVACY


class PracticeGroupQuerySet(models.QuerySet):
    def visible_to(self, viewer) -> "PracticeGroupQuerySet":
        """Groups of the territory of the scope, and those of which one is a member."""
        scope = scope_of(viewer)
        if scope.everything:
            return self
        mine = self.model.objects.filter(members__person__in=scope.persons).values("pk")
        return self.filter(Q(region__code__in=scope.regions) | Q(pk__in=mine))


@track()
class PracticeGroup(models.Model):
    """A group of 6 to 12 representatives. The agency sees that it exists and when it meets, nothing else.

    There is no place for minutes, on purpose: what is said in the group stays in the group.
    """

    name = models.CharField("nom", max_length=120)
    region = models.ForeignKey(Territory, verbose_name="région", on_delete=models.PROTECT, related_name="+")
    department = models.ForeignKey(Territory, verbose_name="département", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    facilitator = models.CharField("animation", max_length=120)
    rules = models.TextField("règles du groupe", max_length=1000, blank=True)
    seats = models.PositiveSmallIntegerField("places", default=12)
    active = DateRangeField("période")

    objects = PracticeGroupQuerySet.as_manager()
    privacy = CATALOGUE_PRIVACY

    class Meta:
        verbose_name = "groupe d’échange de pratiques"
        verbose_name_plural = "groupes d’échange de pratiques"

    def __str__(self) -> str:
        return self.name

    @property
    def scope_keys(self) -> ScopeKeys:
        return ScopeKeys(region=self.region.code)


class OfGroupQuerySet(models.QuerySet):
    def visible_to(self, viewer) -> "OfGroupQuerySet":
        """Rows of the groups that one sees."""
        return self.filter(group__in=PracticeGroup.objects.visible_to(viewer))


class GroupMember(models.Model):
    """Somebody in a group during a period."""

    group = models.ForeignKey(PracticeGroup, verbose_name="groupe", on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, verbose_name="personne", on_delete=models.PROTECT, related_name="practice_groups")
    period = DateRangeField("période")

    objects = OfGroupQuerySet.as_manager()
    person_merge = {"person": "move"}
    privacy = TRAINING_PRIVACY

    class Meta:
        verbose_name = "membre d’un groupe"
        verbose_name_plural = "membres des groupes"
        constraints = [
            ExclusionConstraint(
                name="group_member_no_overlap",
                expressions=[
                    ("group", RangeOperators.EQUAL),
                    ("person", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                violation_error_message="Cette personne est déjà membre du groupe pendant cette période.",
            )
        ]

    def __str__(self) -> str:
        return f"membre {self.pk}"


class GroupMeeting(models.Model):
    """A meeting of a group: date and place, no content. commune: empty when it is held remotely.

    calendar_sequence: how often it changed, for calendars (RFC 5545).
    """

    group = models.ForeignKey(PracticeGroup, verbose_name="groupe", on_delete=models.CASCADE, related_name="meetings")
    day = models.DateField("jour")
    starts = models.TimeField("début")
    ends = models.TimeField("fin")
    place = models.CharField("lieu", max_length=160, blank=True)
    commune = models.ForeignKey(Commune, verbose_name="commune", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    remote_link = models.URLField("lien de la visioconférence", max_length=300, blank=True)
    cancelled = models.BooleanField("annulée", default=False)
    calendar_sequence = models.PositiveIntegerField("changements annoncés aux agendas", default=0, editable=False)

    objects = OfGroupQuerySet.as_manager()
    privacy = CATALOGUE_PRIVACY

    class Meta:
        verbose_name = "rencontre d’un groupe"
        verbose_name_plural = "rencontres des groupes"
        constraints = [
            models.UniqueConstraint(
                "group", "day", "starts", name="group_meeting_once", violation_error_message="Cette rencontre existe déjà."
            ),
            models.CheckConstraint(
                condition=Q(ends__gt=F("starts")),
                name="group_meeting_lasts",
                violation_error_message="La fin de la rencontre suit son début.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group} {self.day:%Y-%m-%d}"
