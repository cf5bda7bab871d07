"""Sessions: when, where, for how many; their half-days."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Now

from portevoix.base.audit.history import track
from portevoix.base.core.constraints import dated_act
from portevoix.base.core.fields import actor_field
from portevoix.register.directory.models import Commune, Territory
from portevoix.register.directory.scope import ScopeKeys, scope_of
from portevoix.work.training.enums import CancellationReason, SessionFormat, SessionState
from portevoix.work.training.models.base import CATALOGUE_PRIVACY
from portevoix.work.training.models.catalogue import Course


class SessionQuerySet(models.QuerySet):
    def visible_to(self, viewer) -> "SessionQuerySet":
        """Sessions of the territories of the scope, drafts included: for whoever runs or follows the training."""
        scope = scope_of(viewer)
        if scope.everything:
            return self
        return self.filter(region__code__in=scope.regions)

    def announced(self) -> "SessionQuerySet":
        """Sessions that everybody may read of: neither in preparation nor cancelled."""
        return self.exclude(state__in=[SessionState.DRAFT, SessionState.CANCELLED])


@track()
class Session(models.Model):
    """One session of a course. `state` changes by `workflow.SESSION` only.

    seats: places in all (on site and remote together). minimum: enrolled people under which it is not held.
    trainers: as printed on the certificate. commune: where it is held; empty for a session held remotely.
    calendar_sequence: how often its dates or its place changed, for calendars (RFC 5545); calendar_slots: the most half-days that it had.
    """

    state = models.CharField("état", max_length=12, choices=SessionState.choices, default=SessionState.DRAFT, editable=False)
    state_changed_at = models.DateTimeField("état depuis", db_default=Now(), editable=False)
    course = models.ForeignKey(Course, verbose_name="formation", on_delete=models.PROTECT, related_name="sessions")
    region = models.ForeignKey(Territory, verbose_name="région", on_delete=models.PROTECT, related_name="+")
    format = models.CharField("forme", max_length=8, choices=SessionFormat.choices, default=SessionFormat.ONSITE)
    place = models.CharField("lieu", max_length=160, blank=True, help_text="par exemple « Maison des associations, salle 3 »")
    street = models.CharField("adresse", max_length=200, blank=True)
    commune = models.ForeignKey(Commune, verbose_name="commune", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    access_words = models.CharField("comment venir", max_length=500, blank=True)
    remote_link = models.URLField("lien de la visioconférence", max_length=300, blank=True)
    seats = models.PositiveSmallIntegerField("places", default=15)
    minimum = models.PositiveSmallIntegerField("minimum pour tenir la session", default=6)
    closes_on = models.DateField("inscriptions jusqu’au", help_text="inclus")
    trainers = models.CharField("animation", max_length=200, blank=True)
    questions_email = models.EmailField("adresse pour les questions", blank=True)
    questions_phone = models.CharField("téléphone pour les questions", max_length=20, blank=True)
    cancelled_for = models.CharField("motif de l’annulation", max_length=10, choices=CancellationReason.choices, blank=True)
    calendar_sequence = models.PositiveIntegerField("changements annoncés aux agendas", default=0, editable=False)
    calendar_slots = models.PositiveSmallIntegerField("demi-journées annoncées aux agendas", default=0, editable=False)
    sheet_closed_at = models.DateTimeField("présences closes le", null=True, blank=True, editable=False)
    sheet_closed_by = actor_field("présences closes par")
    created_at = models.DateTimeField("créée le", db_default=Now(), editable=False)
    created_by = actor_field("créée par")

    objects = SessionQuerySet.as_manager()
    privacy = CATALOGUE_PRIVACY

    class Meta:
        verbose_name = "session"
        verbose_name_plural = "sessions"
        indexes = [models.Index(fields=["region", "state"], name="session_region_state")]
        constraints = [
            dated_act("sheet_closed", name="session_sheet_closed_act"),
            models.CheckConstraint(
                condition=Q(seats__gte=1, minimum__gte=1) & Q(minimum__lte=F("seats")),
                name="session_seats",
                violation_error_message="Le minimum est d’au moins une personne, et ne dépasse pas le nombre de places.",
            ),
            models.CheckConstraint(
                condition=Q(format=SessionFormat.REMOTE, commune__isnull=True) | ~Q(format=SessionFormat.REMOTE) & Q(commune__isnull=False),
                name="session_place",
                violation_error_message="Indiquez la commune d’une session sur place\u00a0; une session à distance n’en a pas.",
            ),
            models.CheckConstraint(
                condition=~Q(state=SessionState.CANCELLED) | ~Q(cancelled_for=""),
                name="session_cancelled_for_a_reason",
                violation_error_message="Indiquez pourquoi la session est annulée.",
            ),
            models.CheckConstraint(
                condition=~Q(state=SessionState.DONE) | Q(sheet_closed_at__isnull=False),
                name="session_done_with_closed_sheet",
                violation_error_message="Une session est terminée quand ses présences sont closes.",
            ),
        ]

    def __str__(self) -> str:
        where = self.commune.name if self.commune else "à distance"
        return f"{self.course.title}, {where}"

    @property
    def scope_keys(self) -> ScopeKeys:
        return ScopeKeys(region=self.region.code)


class HalfDay(models.Model):
    """A morning or an afternoon of a session: attendance is noted by half-day (dossier §4.3). Times are those of the clock in Paris."""

    session = models.ForeignKey(Session, verbose_name="session", on_delete=models.CASCADE, related_name="half_days")
    day = models.DateField("jour")
    starts = models.TimeField("début")
    ends = models.TimeField("fin")

    privacy = CATALOGUE_PRIVACY

    class Meta:
        verbose_name = "demi-journée"
        verbose_name_plural = "demi-journées"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__gt=F("starts")),
                name="half_day_lasts",
                violation_error_message="La fin d’une demi-journée suit son début.",
            ),
            ExclusionConstraint(
                name="half_day_no_overlap",
                expressions=[
                    ("session", RangeOperators.EQUAL),
                    (Func(F("day") + F("starts"), F("day") + F("ends"), function="tsrange"), RangeOperators.OVERLAPS),
                ],
                violation_error_message="Deux demi-journées de la session se chevauchent.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.starts:%H:%M}"

    @property
    def minutes(self) -> int:
        """How long it lasts, in minutes."""
        return (self.ends.hour - self.starts.hour) * 60 + self.ends.minute - self.starts.minute
