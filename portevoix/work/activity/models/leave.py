"""The leave of a representative who is employed, and the certificate of presence for the employer."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from portevoix.base.audit.history import track
from portevoix.base.core.fields import actor_field
from portevoix.base.documents.models import IssuedDocument
from portevoix.register.directory.models import Body, Person
from portevoix.register.directory.scope import ScopeKeys, scope_of
from portevoix.work.activity.enums import LeavePortion, PresenceState, SignatoryFunction
from portevoix.work.activity.models.base import ACTIVITY_PRIVACY


class LeaveQuerySet(models.QuerySet):
    def visible_to(self, viewer) -> "LeaveQuerySet":
        """One's own leave."""
        return self.filter(person__in=scope_of(viewer).persons)

    def of_year(self, year: int) -> "LeaveQuerySet":
        """Leave of a calendar year."""
        return self.filter(day__year=year)


class RepresentationLeave(models.Model):
    """A day or half a day away from work to sit in a body (art. L. 3142-60 and following C. trav.). The employer is not kept.

    asked_on: when the person asked their employer, as they say it.
    """

    person = models.ForeignKey(Person, verbose_name="personne", on_delete=models.PROTECT, related_name="representation_leaves")
    body = models.ForeignKey(Body, verbose_name="instance", on_delete=models.PROTECT, related_name="+")
    day = models.DateField("jour")
    portion = models.CharField("durée", max_length=10, choices=LeavePortion.choices, default=LeavePortion.DAY)
    asked_on = models.DateField("demandé le")
    created_at = models.DateTimeField("noté le", db_default=Now(), editable=False)
    created_by = actor_field("noté par")

    objects = LeaveQuerySet.as_manager()
    person_merge = {"person": "move"}
    privacy = ACTIVITY_PRIVACY

    class Meta:
        verbose_name = "congé de représentation"
        verbose_name_plural = "congés de représentation"
        constraints = [
            models.UniqueConstraint(
                "person", "day", name="leave_once_a_day", violation_error_message="Vous avez déjà noté un congé ce jour-là."
            )
        ]

    def __str__(self) -> str:
        return f"congé {self.pk}"

    @property
    def half_days(self) -> int:
        """How many half-days it counts for."""
        return 2 if self.portion == LeavePortion.DAY else 1

    @property
    def scope_keys(self) -> ScopeKeys:
        return ScopeKeys(person=self.person_id)


class PresenceQuerySet(models.QuerySet):
    def visible_to(self, viewer) -> "PresenceQuerySet":
        """One's own certificates, and those asked from a facility of the scope."""
        scope = scope_of(viewer)
        return self.filter(Q(leave__person__in=scope.persons) | Q(leave__body__facility__in=scope.facilities))

    def received_by(self, scope) -> "PresenceQuerySet":
        """Certificates asked from a facility of `scope`."""
        return self.filter(leave__body__facility__in=scope.facilities)


@track()
class PresenceCertificate(models.Model):
    """The certificate that somebody sat in a body on a day, for their employer: no word of the agenda (standards §7.3).

    `state` changes by `workflow.PRESENCE` only. starts, ends: of the meeting. The name of who signs is in the document alone.
    """

    state = models.CharField("état", max_length=8, choices=PresenceState.choices, default=PresenceState.ASKED, editable=False)
    state_changed_at = models.DateTimeField("état depuis", db_default=Now(), editable=False)
    leave = models.OneToOneField(RepresentationLeave, verbose_name="congé", on_delete=models.PROTECT, related_name="presence")
    starts = models.TimeField("début de la réunion")
    ends = models.TimeField("fin de la réunion")
    signatory_function = models.CharField("signée par", max_length=10, choices=SignatoryFunction.choices, blank=True)
    reason = models.CharField("motif du refus", max_length=300, blank=True)
    document = models.OneToOneField(
        IssuedDocument, verbose_name="attestation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    asked_at = models.DateTimeField("demandée le", db_default=Now(), editable=False)
    asked_by = actor_field("demandée par")

    objects = PresenceQuerySet.as_manager()
    privacy = ACTIVITY_PRIVACY

    class Meta:
        verbose_name = "attestation de présence"
        verbose_name_plural = "attestations de présence"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__gt=F("starts")),
                name="presence_lasts",
                violation_error_message="La fin de la réunion suit son début.",
            ),
            models.CheckConstraint(
                condition=~Q(state=PresenceState.ISSUED) | Q(document__isnull=False),
                name="presence_issued_with_its_document",
                violation_error_message="Une attestation délivrée a son document.",
            ),
            models.CheckConstraint(
                condition=~Q(state=PresenceState.REFUSED) | ~Q(reason=""),
                name="presence_refused_for_a_reason",
                violation_error_message="Dites pourquoi l’attestation n’est pas délivrée.",
            ),
        ]

    def __str__(self) -> str:
        return f"attestation de présence {self.pk}"

    @property
    def scope_keys(self) -> ScopeKeys:
        """Lies with the person, and with the facility of the body that signs."""
        return ScopeKeys(person=self.leave.person_id, facility=self.leave.body.facility_id)
