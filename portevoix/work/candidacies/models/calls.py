"""Calls: a query on the register frozen into a list of seats, open during a window."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from portevoix.base.audit.history import track
from portevoix.base.core.constraints import dated_act
from portevoix.base.core.fields import actor_field
from portevoix.base.files.models import StoredFile
from portevoix.register.directory.models import Seat, Territory
from portevoix.register.directory.scope import ScopeKeys, scope_of
from portevoix.work.candidacies.enums import CallMode, CallState, SeatOrigin
from portevoix.work.candidacies.models.base import CALL_PRIVACY

PUBLIC_STATES = (CallState.OPEN, CallState.CLOSED, CallState.DECIDED, CallState.PUBLISHED)


class CallQuerySet(models.QuerySet):
    def visible_to(self, viewer) -> "CallQuerySet":
        """Calls of the regions of the scope; in a department, those with one of its seats; elsewhere, those that are public."""
        scope = scope_of(viewer)
        if scope.everything:
            return self
        here = Q(region__code__in=scope.regions) | Q(departments__overlap=sorted(scope.departments))
        return self.filter(here | Q(state__in=PUBLIC_STATES))

    def public(self) -> "CallQuerySet":
        """Calls that anybody may read."""
        return self.filter(state__in=PUBLIC_STATES)

    def receiving(self, moment) -> "CallQuerySet":
        """Calls that take candidacies at `moment`."""
        return self.filter(Q(closes_at__isnull=True) | Q(closes_at__gt=moment), state=CallState.OPEN, opens_at__lte=moment)


class OfCallQuerySet(models.QuerySet):
    def visible_to(self, viewer) -> "OfCallQuerySet":
        """What belongs to the calls that the viewer sees."""
        return self.filter(call__in=Call.objects.visible_to(viewer))


@track()
class Call(models.Model):
    """One call (appel à candidatures). `state` changes by `workflow.CALL` only.

    perimeter: the query that made the list of seats (codes only), kept to tell it and to make it again. departments: of its seats.
    closes_at: the first moment at which nothing is received any more; empty for a permanent call.
    """

    state = models.CharField("état", max_length=10, choices=CallState.choices, default=CallState.DRAFT, editable=False)
    state_changed_at = models.DateTimeField("état depuis", db_default=Now(), editable=False)
    number = models.CharField("numéro", max_length=20, unique=True, editable=False)
    title = models.CharField("titre", max_length=160)
    mode = models.CharField("nature", max_length=14, choices=CallMode.choices)
    region = models.ForeignKey(Territory, verbose_name="région", on_delete=models.PROTECT, related_name="calls")
    introduction = models.TextField("présentation", blank=True)
    help_email = models.EmailField("adresse pour les questions", blank=True)
    perimeter = models.JSONField("périmètre", default=dict, blank=True)
    departments = ArrayField(models.CharField(max_length=3), verbose_name="départements", default=list, blank=True)
    opens_at = models.DateTimeField("ouverture")
    closes_at = models.DateTimeField("clôture", null=True, blank=True)
    decision_expected_on = models.DateField("décision attendue pour le", null=True, blank=True)
    drafted_at = models.DateTimeField("préparé le", db_default=Now(), editable=False)
    drafted_by = actor_field("préparé par")

    objects = CallQuerySet.as_manager()
    privacy = CALL_PRIVACY

    class Meta:
        verbose_name = "appel à candidatures"
        verbose_name_plural = "appels à candidatures"
        indexes = [models.Index(fields=["region", "state", "-opens_at"], name="call_recent")]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__isnull=True) | Q(closes_at__gt=F("opens_at")),
                name="call_closes_after_opening",
                violation_error_message="La clôture vient après l’ouverture.",
            ),
            models.CheckConstraint(
                condition=Q(mode=CallMode.PERMANENT) | Q(closes_at__isnull=False),
                name="call_window",
                violation_error_message="Indiquez la date de clôture\u00a0; seul un appel permanent n’en a pas.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def scope_keys(self) -> ScopeKeys:
        """Lies in its region, and in the departments of its seats (written when the list is frozen)."""
        return ScopeKeys(region=self.region.code, departments=frozenset(self.departments))

    def receives(self, moment) -> bool:
        """Tell whether a candidacy sent at `moment` is received."""
        return self.state == CallState.OPEN and self.opens_at <= moment and (self.closes_at is None or moment < self.closes_at)


@track()
class CallSeat(models.Model):
    """A seat of the frozen list of a call."""

    call = models.ForeignKey(Call, verbose_name="appel", on_delete=models.CASCADE, related_name="call_seats")
    seat = models.ForeignKey(Seat, verbose_name="siège", on_delete=models.PROTECT, related_name="call_seats")
    origin = models.CharField("pourquoi", max_length=10, choices=SeatOrigin.choices)
    vacant_from = models.DateField("vacant à partir du", null=True, blank=True)

    objects = OfCallQuerySet.as_manager()
    privacy = CALL_PRIVACY

    class Meta:
        verbose_name = "siège d’un appel"
        verbose_name_plural = "sièges d’un appel"
        constraints = [
            models.UniqueConstraint("call", "seat", name="call_seat_once", violation_error_message="Ce siège est déjà dans l’appel.")
        ]

    def __str__(self) -> str:
        return f"{self.call_id} · {self.seat_id}"

    @property
    def scope_keys(self) -> ScopeKeys:
        return self.call.scope_keys


class CallDocument(models.Model):
    """A file that the agency joins to a call."""

    call = models.ForeignKey(Call, verbose_name="appel", on_delete=models.CASCADE, related_name="documents")
    title = models.CharField("titre", max_length=120)
    file = models.ForeignKey(StoredFile, verbose_name="fichier", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField("ajouté le", db_default=Now(), editable=False)
    added_by = actor_field("ajouté par")

    objects = OfCallQuerySet.as_manager()
    privacy = CALL_PRIVACY

    class Meta:
        verbose_name = "document d’un appel"
        verbose_name_plural = "documents d’un appel"

    def __str__(self) -> str:
        return self.title

    @property
    def scope_keys(self) -> ScopeKeys:
        return self.call.scope_keys


class CallReminder(models.Model):
    """A reminder before the closing: to whoever keeps a draft, and to the associations concerned that filed nothing."""

    call = models.ForeignKey(Call, verbose_name="appel", on_delete=models.CASCADE, related_name="reminders")
    days_before = models.PositiveSmallIntegerField("jours avant la clôture")
    sent_at = models.DateTimeField("envoyé le", null=True, blank=True)
    sent_by = actor_field("envoyé par")

    privacy = CALL_PRIVACY

    class Meta:
        verbose_name = "rappel"
        verbose_name_plural = "rappels"
        constraints = [
            dated_act("sent", name="call_reminder_sent_act"),
            models.UniqueConstraint("call", "days_before", name="call_reminder_once", violation_error_message="Ce rappel est déjà prévu."),
        ]

    def __str__(self) -> str:
        return f"J-{self.days_before}"
