"""The duty of the basic training: equivalences decided by France Assos Santé, and the letters that left. The duty itself is a query."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from portevoix.base.audit.history import track
from portevoix.base.core.constraints import dated_act
from portevoix.base.core.fields import actor_field
from portevoix.base.files.models import StoredFile
from portevoix.register.directory.models import Person
from portevoix.register.directory.scope import scope_of
from portevoix.work.training.enums import EquivalenceState, ReminderKind
from portevoix.work.training.models.base import TRAINING_PRIVACY


class EquivalenceQuerySet(models.QuerySet):
    def visible_to(self, viewer) -> "EquivalenceQuerySet":
        """Equivalences of the people whom one sees."""
        scope = scope_of(viewer)
        if scope.everything:
            return self
        return self.filter(person__in=Person.objects.visible_to(scope))


@track()
class Equivalence(models.Model):
    """Somebody says that they already followed the basic training elsewhere; France Assos Santé decides (dossier §4.1).

    origin: where the request comes from (« déclaré dans la candidature 2026-0012 »). reason: told to the person.
    """

    state = models.CharField("état", max_length=8, choices=EquivalenceState.choices, default=EquivalenceState.ASKED, editable=False)
    state_changed_at = models.DateTimeField("état depuis", db_default=Now(), editable=False)
    person = models.ForeignKey(Person, verbose_name="personne", on_delete=models.PROTECT, related_name="equivalences")
    done_on = models.DateField("formation suivie le")
    organiser = models.CharField("organisme", max_length=160, blank=True)
    origin = models.CharField("origine de la demande", max_length=200, blank=True)
    proof = models.ForeignKey(StoredFile, verbose_name="justificatif", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField("motif", max_length=300, blank=True)
    asked_at = models.DateTimeField("demandée le", db_default=Now(), editable=False)
    asked_by = actor_field("demandée par")
    decided_at = models.DateTimeField("décidée le", null=True, blank=True, editable=False)
    decided_by = actor_field("décidée par")

    objects = EquivalenceQuerySet.as_manager()
    person_merge = {"person": "move"}
    privacy = TRAINING_PRIVACY
    scope_keys = None  # lies where its person lies: `can` asks the database

    class Meta:
        verbose_name = "équivalence"
        verbose_name_plural = "équivalences"
        indexes = [models.Index(fields=["person", "state"], name="equivalence_person")]
        constraints = [
            dated_act("decided", name="equivalence_decided_act"),
            models.UniqueConstraint(
                "person",
                condition=Q(state=EquivalenceState.ASKED),
                name="equivalence_asked_once",
                violation_error_message="Une demande d’équivalence attend déjà une décision.",
            ),
            models.CheckConstraint(
                condition=~Q(state=EquivalenceState.REFUSED) | ~Q(reason=""),
                name="equivalence_refused_for_a_reason",
                violation_error_message="Indiquez pourquoi l’équivalence est refusée.",
            ),
        ]

    def __str__(self) -> str:
        return f"équivalence {self.pk}"


class DutyReminder(models.Model):
    """A kind letter about the duty that left: none leaves twice."""

    person = models.ForeignKey(Person, verbose_name="personne", on_delete=models.CASCADE, related_name="duty_reminders")
    kind = models.CharField("rappel", max_length=8, choices=ReminderKind.choices)
    due_on = models.DateField("échéance rappelée")
    sent_on = models.DateField("envoyé le")

    person_merge = {"person": "stay"}
    privacy = TRAINING_PRIVACY

    class Meta:
        verbose_name = "rappel de formation"
        verbose_name_plural = "rappels de formation"
        constraints = [
            models.UniqueConstraint(
                "person", "kind", "due_on", name="duty_reminder_once", violation_error_message="Ce rappel est déjà parti."
            )
        ]

    def __str__(self) -> str:
        return f"rappel {self.pk}"
