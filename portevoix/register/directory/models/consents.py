"""What people agree to about their data, and what they ask: both dated, neither ever rewritten."""

from datetime import date

import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from portevoix.base.audit.history import track
from portevoix.base.core.constraints import dated_act
from portevoix.base.core.fields import actor_field
from portevoix.base.core.periods import day_of
from portevoix.base.core.privacy import Privacy
from portevoix.register.directory.enums import ConsentChannel, ConsentPurpose, DataRequestKind, DataRequestOutcome
from portevoix.register.directory.models.people import Person
from portevoix.register.directory.scope import scope_of

# The two answers that open a public page are read on the record of the person: this keeps the record equal to the latest answer.
PUBLISH = """
IF NEW.purpose NOT IN ('name', 'association') OR EXISTS (
  SELECT 1 FROM directory_consent c WHERE c.person_id = NEW.person_id AND c.purpose = NEW.purpose AND c.given_at > NEW.given_at
) THEN
  RETURN NULL;
END IF;
UPDATE directory_person SET
  name_published = CASE NEW.purpose WHEN 'name' THEN NEW.granted ELSE name_published END,
  association_published = CASE NEW.purpose WHEN 'association' THEN NEW.granted ELSE association_published END,
  consent_recorded_on = (NEW.given_at AT TIME ZONE 'Europe/Paris')::date
WHERE id = NEW.person_id;
RETURN NULL;
"""


class Consent(models.Model):
    """One answer of one person for one purpose. Append-only: to withdraw is to answer again; the last answer counts.

    `Person.name_published` and `Person.association_published` are moved by the database when such an answer is written.
    """

    person = models.ForeignKey(Person, verbose_name="personne", on_delete=models.PROTECT, related_name="consents")
    purpose = models.CharField("finalité", max_length=12, choices=ConsentPurpose.choices)
    granted = models.BooleanField("accord donné")
    channel = models.CharField("recueilli", max_length=8, choices=ConsentChannel.choices, default=ConsentChannel.SELF)
    given_at = models.DateTimeField("le", db_default=Now())
    given_by = actor_field("enregistré par", indexed=False)

    person_merge = {"person": "move"}
    privacy = Privacy(
        owner="agence régionale de santé",
        personal=True,
        retention="preuve de l’accord\u00a0: le mandat + 5 ans (à valider avec le DPO)",
        anonymise="la ligne reste, la personne est anonymisée",
    )

    class Meta:
        verbose_name = "accord"
        verbose_name_plural = "accords"
        indexes = [models.Index(fields=["person", "purpose", "-given_at", "-id"], name="consent_last")]
        constraints = [dated_act("given", name="consent_given_act")]
        triggers = [
            pgtrigger.Protect(name="consent_kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(name="consent_unchanged", operation=pgtrigger.UpdateOf("purpose", "granted", "channel", "given_at")),
            pgtrigger.Trigger(name="consent_publishes", when=pgtrigger.After, operation=pgtrigger.Insert, func=PUBLISH),
        ]

    def __str__(self) -> str:
        return f"accord {self.pk}"


class DataRequestQuerySet(models.QuerySet):
    def visible_to(self, viewer) -> "DataRequestQuerySet":
        """Requests of the people whom one sees."""
        scope = scope_of(viewer)
        if scope.everything:
            return self
        return self.filter(person__in=Person.objects.visible_to(scope))

    def waiting(self) -> "DataRequestQuerySet":
        """Requests without an answer yet."""
        return self.filter(answered_at__isnull=True)


@track()
class DataRequest(models.Model):
    """Something that somebody asks about their data and that another person must do (RGPD, art. 16, 17 and 21).

    answer_before: last day to answer, fixed when it is asked from the dated setting `data-request-months` (RGPD, art. 12 §3).
    answer: read by the person.
    """

    person = models.ForeignKey(Person, verbose_name="personne", on_delete=models.PROTECT, related_name="data_requests")
    kind = models.CharField("demande", max_length=10, choices=DataRequestKind.choices)
    words = models.TextField("ce que vous demandez", max_length=1000)
    answer_before = models.DateField("réponse avant le")
    outcome = models.CharField("suite donnée", max_length=8, choices=DataRequestOutcome.choices, blank=True)
    answer = models.TextField("réponse", max_length=1000, blank=True)
    asked_at = models.DateTimeField("demandée le", db_default=Now(), editable=False)
    asked_by = actor_field("demandée par", indexed=False)
    answered_at = models.DateTimeField("répondue le", null=True, blank=True, editable=False)
    answered_by = actor_field("répondue par", indexed=False)

    objects = DataRequestQuerySet.as_manager()
    person_merge = {"person": "move"}
    privacy = Privacy(
        owner="agence régionale de santé",
        personal=True,
        retention="5 ans après la réponse (à valider avec le DPO)",
        anonymise="les mots de la demande et de la réponse sont effacés",
    )

    class Meta:
        verbose_name = "demande sur des données"
        verbose_name_plural = "demandes sur des données"
        indexes = [models.Index(fields=["answer_before"], condition=Q(answered_at__isnull=True), name="data_request_waiting")]
        constraints = [
            dated_act("answered", name="data_request_answered_act"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, outcome="") | Q(answered_at__isnull=False) & ~Q(outcome="") & ~Q(answer=""),
                name="data_request_answered_whole",
                violation_error_message="Dites la suite donnée et écrivez la réponse.",
            ),
        ]

    def __str__(self) -> str:
        return f"demande {self.pk}"

    # Lies where its person lies: `can` asks the database.
    scope_keys = None

    def days_left(self, today: date) -> int | None:
        """Return how many days remain to answer (negative: late), None once answered."""
        return None if self.answered_at else (self.answer_before - today).days

    def late_answer(self) -> bool:
        """Tell whether the answer came after its last day."""
        return bool(self.answered_at) and day_of(self.answered_at) > self.answer_before
