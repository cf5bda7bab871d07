"""Who comes: enrolments, needs of the place, marks, certificates, what people thought of it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from portevoix.base.audit.history import track
from portevoix.base.core.fields import actor_field
from portevoix.base.core.privacy import Privacy
from portevoix.base.documents.models import IssuedDocument
from portevoix.register.directory.models import Association, Person
from portevoix.register.directory.scope import ScopeKeys, scope_of
from portevoix.work.training.enums import AccessNeedKind, EnrolmentChannel, EnrolmentState, Presence
from portevoix.work.training.models.base import CATALOGUE_PRIVACY, TRAINING_PRIVACY
from portevoix.work.training.models.sessions import HalfDay, Session

NEEDS_PRIVACY = Privacy(
    owner="France Assos Santé",
    personal=True,
    retention="jusqu’à la fin de la session",
    anonymise="la ligne est supprimée après la session",
)
PLACE_TAKEN = (EnrolmentState.WAITING, EnrolmentState.OFFERED, EnrolmentState.REGISTERED)


class EnrolmentQuerySet(models.QuerySet):
    def visible_to(self, viewer) -> "EnrolmentQuerySet":
        """Enrolments in the sessions of the territory, of the people whom one's association enrolled or who sit for it, and one's own."""
        scope = scope_of(viewer)
        if scope.everything:
            return self
        ours = Q(association__in=scope.associations) | Q(association__parent__in=scope.associations)
        return self.filter(Q(session__region__code__in=scope.regions) | ours | Q(person__in=scope.persons))

    def holding(self) -> "EnrolmentQuerySet":
        """Enrolments that take a place: registered, or offered and not yet confirmed."""
        return self.filter(state__in=[EnrolmentState.REGISTERED, EnrolmentState.OFFERED])


@track()
class Enrolment(models.Model):
    """One person in one session. `state` changes by `workflow.ENROLMENT` only. The waiting list is in the order of `pk`:
    rows are written under the lock of the session.

    association: for which the person sits, when there is one (it sees the row). remote: how the person follows a hybrid session.
    offer_expires_at: until when an offered place is kept.
    """

    state = models.CharField("état", max_length=10, choices=EnrolmentState.choices, default=EnrolmentState.WAITING, editable=False)
    state_changed_at = models.DateTimeField("état depuis", db_default=Now(), editable=False)
    session = models.ForeignKey(Session, verbose_name="session", on_delete=models.PROTECT, related_name="enrolments")
    person = models.ForeignKey(Person, verbose_name="personne", on_delete=models.PROTECT, related_name="enrolments")
    association = models.ForeignKey(
        Association, verbose_name="association", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    channel = models.CharField("demandée par", max_length=12, choices=EnrolmentChannel.choices, default=EnrolmentChannel.PERSON)
    remote = models.BooleanField("à distance", default=False)
    offer_expires_at = models.DateTimeField("place gardée jusqu’au", null=True, blank=True, editable=False)
    opinion_given = models.BooleanField("a répondu au questionnaire", default=False, editable=False)
    created_at = models.DateTimeField("demandée le", db_default=Now(), editable=False)
    created_by = actor_field("saisie par")

    objects = EnrolmentQuerySet.as_manager()
    person_merge = {"person": "move"}
    privacy = TRAINING_PRIVACY

    class Meta:
        verbose_name = "inscription"
        verbose_name_plural = "inscriptions"
        indexes = [
            models.Index(fields=["session", "state", "id"], name="enrolment_list"),
            models.Index(fields=["person", "state"], name="enrolment_person"),
        ]
        constraints = [
            models.UniqueConstraint(
                "session",
                "person",
                condition=Q(state__in=PLACE_TAKEN),
                name="enrolment_once",
                violation_error_message="Cette personne est déjà inscrite à cette session.",
            ),
            models.CheckConstraint(
                condition=~Q(state=EnrolmentState.OFFERED) | Q(offer_expires_at__isnull=False),
                name="enrolment_offer_has_an_end",
                violation_error_message="Une place proposée est gardée jusqu’à une date.",
            ),
        ]

    def __str__(self) -> str:
        return f"inscription {self.pk}"

    @property
    def scope_keys(self) -> ScopeKeys:
        association = self.association
        ours = {association.pk, association.parent_id} - {None} if association else set()
        return ScopeKeys(region=self.session.region.code, associations=frozenset(ours), person=self.person_id)


class AccessNeed(models.Model):
    """What somebody needs on the spot, kept apart from everything else and deleted after the session (standards §3.2)."""

    enrolment = models.OneToOneField(Enrolment, verbose_name="inscription", on_delete=models.CASCADE, related_name="access_need")
    kinds = ArrayField(models.CharField(max_length=14, choices=AccessNeedKind.choices), verbose_name="besoins", default=list)
    remark = models.CharField("précision", max_length=200, blank=True)

    privacy = NEEDS_PRIVACY

    class Meta:
        verbose_name = "besoin d’accueil"
        verbose_name_plural = "besoins d’accueil"

    def __str__(self) -> str:
        return f"besoin {self.pk}"


class Mark(models.Model):
    """One person during one half-day. missed: minutes that they missed of it (came late, left early)."""

    enrolment = models.ForeignKey(Enrolment, verbose_name="inscription", on_delete=models.CASCADE, related_name="marks")
    half_day = models.ForeignKey(HalfDay, verbose_name="demi-journée", on_delete=models.PROTECT, related_name="marks")
    presence = models.CharField("présence", max_length=8, choices=Presence.choices)
    missed = models.PositiveSmallIntegerField("minutes manquées", default=0)
    marked_at = models.DateTimeField("noté le", db_default=Now(), editable=False)
    marked_by = actor_field("noté par", indexed=False)

    privacy = TRAINING_PRIVACY

    class Meta:
        verbose_name = "émargement"
        verbose_name_plural = "émargements"
        constraints = [
            models.UniqueConstraint(
                "enrolment",
                "half_day",
                name="mark_once",
                violation_error_message="Cette demi-journée est déjà notée pour cette personne.",
            ),
            models.CheckConstraint(
                condition=Q(presence=Presence.PARTIAL, missed__gt=0) | ~Q(presence=Presence.PARTIAL) & Q(missed=0),
                name="mark_minutes_of_a_part",
                violation_error_message="Indiquez les minutes manquées d’une présence en partie, et d’elle seule.",
            ),
        ]

    def __str__(self) -> str:
        return f"émargement {self.pk}"


class CertificateQuerySet(models.QuerySet):
    def visible_to(self, viewer) -> "CertificateQuerySet":
        """Certificates of the enrolments that one sees."""
        scope = scope_of(viewer)
        if scope.everything:
            return self
        return self.filter(enrolment__in=Enrolment.objects.visible_to(scope))


class Certificate(models.Model):
    """The certificate of a training followed whole, issued from a closed sheet only (standards §7.3). Its document may be revoked.

    minutes: done, not planned. in_force: False from the moment when its document is revoked: one in force at most an enrolment.
    """

    enrolment = models.ForeignKey(Enrolment, verbose_name="inscription", on_delete=models.PROTECT, related_name="certificates")
    number = models.CharField("numéro", max_length=24, unique=True)
    minutes = models.PositiveIntegerField("minutes suivies")
    document = models.OneToOneField(IssuedDocument, verbose_name="document", on_delete=models.PROTECT, related_name="training_certificate")
    in_force = models.BooleanField("en vigueur", default=True, editable=False)

    objects = CertificateQuerySet.as_manager()
    privacy = TRAINING_PRIVACY

    class Meta:
        verbose_name = "attestation"
        verbose_name_plural = "attestations"
        constraints = [
            models.UniqueConstraint(
                "enrolment",
                condition=Q(in_force=True),
                name="certificate_once",
                violation_error_message="Une attestation est déjà en vigueur pour cette inscription.",
            )
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def scope_keys(self) -> ScopeKeys:
        return self.enrolment.scope_keys


class CertificateRequest(models.Model):
    """The certificates of a session, asked for: the worker draws them. tries: runs begun; refusal: why they were not issued.

    signatory_name, signatory_quality, place: as printed.
    """

    session = models.OneToOneField(
        Session, verbose_name="session", on_delete=models.CASCADE, primary_key=True, related_name="certificate_request"
    )
    signatory_name = models.CharField("nom du signataire", max_length=120)
    signatory_quality = models.CharField("qualité du signataire", max_length=200)
    place = models.CharField("fait à", max_length=120)
    asked_at = models.DateTimeField("demandées le")
    asked_by = actor_field("demandées par", indexed=False)
    tries = models.PositiveSmallIntegerField("essais", default=0)
    closed = models.BooleanField("traitée", default=False)
    refusal = models.CharField("refus", max_length=1000, blank=True)

    privacy = TRAINING_PRIVACY

    class Meta:
        verbose_name = "demande d’attestations"
        verbose_name_plural = "demandes d’attestations"

    def __str__(self) -> str:
        return f"attestations de la session {self.pk}"


class SatisfactionAnswer(models.Model):
    """What somebody thought of a session: no person, no date, no order (the primary key is drawn at random by the database).

    Each grade from 1 (pas du tout) to 4 (tout à fait).
    """

    id = models.UUIDField(primary_key=True, db_default=models.Func(function="gen_random_uuid"), editable=False)
    session = models.ForeignKey(Session, verbose_name="session", on_delete=models.CASCADE, related_name="satisfaction_answers")
    useful = models.PositiveSmallIntegerField("utile pour mon mandat")
    clear = models.PositiveSmallIntegerField("clair")
    welcome = models.PositiveSmallIntegerField("bon accueil")
    recommend = models.PositiveSmallIntegerField("je la conseille")
    remark = models.CharField("une remarque", max_length=300, blank=True)

    privacy = CATALOGUE_PRIVACY

    class Meta:
        verbose_name = "réponse au questionnaire"
        verbose_name_plural = "réponses au questionnaire"
        constraints = [
            models.CheckConstraint(
                condition=Q(useful__range=(1, 4), clear__range=(1, 4), welcome__range=(1, 4), recommend__range=(1, 4)),
                name="satisfaction_grades",
                violation_error_message="Chaque réponse va de 1 à 4.",
            )
        ]

    def __str__(self) -> str:
        return "réponse"
