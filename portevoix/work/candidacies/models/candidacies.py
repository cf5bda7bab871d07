"""Candidacies: one person proposed by one association for one call, with ranked wishes."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from portevoix.base.audit.history import track
from portevoix.base.core.constraints import dated_act
from portevoix.base.core.fields import actor_field
from portevoix.base.core.sorting import sort_key_field
from portevoix.base.files.models import StoredFile
from portevoix.register.directory.enums import Civility, SeatQuality
from portevoix.register.directory.models import Association, Body, Commune, Person, Seat
from portevoix.register.directory.scope import ScopeKeys, scope_of
from portevoix.register.orders.models import OrderLine
from portevoix.work.candidacies.enums import AttachmentKind, CandidacyState, Channel, RefusalReason, WishState
from portevoix.work.candidacies.models.base import CANDIDACY_PRIVACY
from portevoix.work.candidacies.models.calls import Call

UNSENT = (CandidacyState.DRAFT, CandidacyState.LAPSED)


class CandidacyQuerySet(models.QuerySet):
    def visible_to(self, viewer) -> "CandidacyQuerySet":
        """Candidacies of the territory of the scope, of one's associations (sections included), and one's own.

        A draft belongs to the association alone; the agency sees the paper files that it is typing.
        """
        scope = scope_of(viewer)
        sent = ~Q(state__in=UNSENT) | Q(channel=Channel.PAPER)
        if scope.everything:
            return self.filter(sent)
        here = Q(call__region__code__in=scope.regions) | Q(departments__overlap=sorted(scope.departments))
        own = Q(association__in=scope.associations) | Q(association__parent__in=scope.associations)
        return self.filter((here & sent) | own | (Q(person__in=scope.persons) & sent))

    def shared(self) -> "CandidacyQuerySet":
        """Candidacies that were sent and that their association lets France Assos Santé read now (dossier §14.1)."""
        in_force = Q(reading_consents__given_at__isnull=False, reading_consents__withdrawn_at__isnull=True)
        return self.exclude(state__in=UNSENT).filter(in_force)


@track(exclude=("sort_key",))
class Candidacy(models.Model):
    """One file. `state` changes by `workflow.CANDIDACY` only; every entry in a state leaves a `Passage`.

    The person is described as the association wrote it; `person` is the record of the directory, chosen by an agent (or by the
    association for somebody who already sits in its name): never guessed. departments: of the wishes and of the home, for the scope.
    """

    state = models.CharField("état", max_length=16, choices=CandidacyState.choices, default=CandidacyState.DRAFT, editable=False)
    state_changed_at = models.DateTimeField("état depuis", db_default=Now(), editable=False)
    call = models.ForeignKey(Call, verbose_name="appel", on_delete=models.PROTECT, related_name="candidacies")
    association = models.ForeignKey(Association, verbose_name="association", on_delete=models.PROTECT, related_name="candidacies")
    number = models.CharField("numéro de dossier", max_length=20, blank=True, editable=False)
    channel = models.CharField("canal", max_length=10, choices=Channel.choices, default=Channel.ONLINE)
    exchange_reference = models.CharField("numéro d’origine", max_length=40, blank=True)
    person = models.ForeignKey(Person, verbose_name="fiche", on_delete=models.PROTECT, null=True, blank=True, related_name="candidacies")
    civility = models.CharField("civilité", max_length=4, choices=Civility.choices, default=Civility.NONE, blank=True)
    last_name = models.CharField("nom", max_length=100, blank=True)
    first_name = models.CharField("prénom", max_length=100, blank=True)
    email = models.EmailField("adresse électronique", blank=True)
    phone = models.CharField("téléphone", max_length=20, blank=True)
    home = models.ForeignKey(Commune, verbose_name="commune", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    occupation = models.CharField("profession actuelle ou ancienne", max_length=160, blank=True)
    member_since = models.DateField("adhésion depuis le", null=True, blank=True)
    course_done_on = models.DateField("formation de base suivie le", null=True, blank=True)
    motivation = models.TextField("motivation", max_length=1500, blank=True)
    accepts_other_seat = models.BooleanField("accepte un autre siège", default=False)
    max_distance_km = models.PositiveSmallIntegerField("distance maximale, en km", null=True, blank=True)
    no_tie_declared = models.BooleanField("déclare n’avoir aucun lien avec l’établissement", default=False)
    course_promised = models.BooleanField("s’engage à suivre la formation de base", default=False)
    charter_accepted = models.BooleanField("accepte la charte", default=False)
    person_informed = models.BooleanField("la personne est informée de l’usage de ses données", default=False)
    name_publishable = models.BooleanField("accord pour publier le nom", default=False)
    email_publishable = models.BooleanField("accord pour publier l’adresse électronique", default=False)
    signed_by_name = models.CharField("signataire pour l’association", max_length=160, blank=True)
    signed_by_function = models.CharField("qualité du signataire", max_length=120, blank=True)
    association_email = models.EmailField("adresse de l’association pour ce dossier", blank=True)
    departments = ArrayField(models.CharField(max_length=3), verbose_name="départements", default=list, blank=True, editable=False)
    created_at = models.DateTimeField("commencé le", db_default=Now(), editable=False)
    created_by = actor_field("commencé par")
    submitted_at = models.DateTimeField("déposé le", null=True, blank=True, editable=False)
    submitted_by = actor_field("déposé par")
    sort_key = sort_key_field("last_name", "first_name", "number")

    objects = CandidacyQuerySet.as_manager()
    person_merge = {"person": "move"}
    privacy = CANDIDACY_PRIVACY

    class Meta:
        verbose_name = "candidature"
        verbose_name_plural = "candidatures"
        indexes = [
            models.Index(fields=["call", "state", "state_changed_at"], name="candidacy_queue"),
            GinIndex(fields=["departments"], name="candidacy_departments"),
            GinIndex(fields=["sort_key"], opclasses=["gin_trgm_ops"], name="candidacy_name_trgm"),
        ]
        constraints = [
            dated_act("submitted", name="candidacy_submitted_act"),
            models.UniqueConstraint(
                "number",
                name="candidacy_number_once",
                condition=~Q(number=""),
                violation_error_message="Ce numéro de dossier est déjà pris.",
            ),
            models.UniqueConstraint(
                "call",
                "exchange_reference",
                name="candidacy_imported_once",
                condition=~Q(exchange_reference=""),
                violation_error_message="Ce dossier a déjà été importé dans cet appel.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=UNSENT)
                | Q(state=CandidacyState.WITHDRAWN)
                | (Q(submitted_at__isnull=False) & ~Q(number="") & ~Q(last_name="")),
                name="candidacy_sent_whole",
                violation_error_message="Une candidature envoyée a un numéro, une date et le nom de la personne.",
            ),
        ]

    def __str__(self) -> str:
        return self.number or f"brouillon {self.pk}"

    @property
    def full_name(self) -> str:
        """« Lucie ROTH », as the association wrote it."""
        return f"{self.first_name} {self.last_name.upper()}".strip()

    @property
    def scope_keys(self) -> ScopeKeys:
        """Lies where its wishes and the person's home lie; with the association, and its federation; with the person."""
        return ScopeKeys(
            region=self.call.region.code,
            departments=frozenset(self.departments),
            associations=frozenset({self.association_id, self.association.accredited.pk}),
            person=self.person_id,
        )


@track()
class Wish(models.Model):
    """One wish: a body (and a quality, or none in particular), or any seat within a distance of the home.

    `state` changes by `workflow.WISH` only. seat: the one that is given when the wish is retained.
    deviation: why the decision differs from the assignment proposal. order_line: the line of the order that designates.
    """

    state = models.CharField("état", max_length=14, choices=WishState.choices, default=WishState.PENDING, editable=False)
    state_changed_at = models.DateTimeField("état depuis", db_default=Now(), editable=False)
    candidacy = models.ForeignKey(Candidacy, verbose_name="candidature", on_delete=models.CASCADE, related_name="wishes")
    rank = models.PositiveSmallIntegerField("rang")
    body = models.ForeignKey(Body, verbose_name="instance", on_delete=models.PROTECT, null=True, blank=True, related_name="wishes")
    quality = models.CharField("siège", max_length=12, choices=SeatQuality.choices, blank=True, help_text="vide\u00a0: sans préférence")
    within_km = models.PositiveSmallIntegerField("distance maximale, en km", null=True, blank=True)
    renewal = models.BooleanField("renouvellement du mandat en cours", default=False)
    repositioning = models.BooleanField("repositionnement", default=False)
    seat = models.ForeignKey(Seat, verbose_name="siège attribué", on_delete=models.PROTECT, null=True, blank=True, related_name="wishes")
    refusal_reason = models.CharField("motif", max_length=16, choices=RefusalReason.choices, blank=True)
    reason = models.TextField("motivation de la décision", max_length=1000, blank=True)
    deviation = models.TextField("écart avec la proposition", max_length=1000, blank=True)
    decided_at = models.DateTimeField("décidé le", null=True, blank=True)
    decided_by = actor_field("décidé par")
    order_line = models.OneToOneField(
        OrderLine, verbose_name="ligne d’arrêté", on_delete=models.SET_NULL, null=True, blank=True, related_name="wish"
    )

    privacy = CANDIDACY_PRIVACY

    class Meta:
        verbose_name = "vœu"
        verbose_name_plural = "vœux"
        constraints = [
            dated_act("decided", name="wish_decided_act"),
            models.UniqueConstraint(
                fields=["candidacy", "rank"],
                name="wish_rank_once",
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message="Deux vœux ont le même rang.",
            ),
            models.UniqueConstraint(
                "candidacy",
                "body",
                "quality",
                name="wish_once",
                condition=Q(body__isnull=False, repositioning=False),
                violation_error_message="Ce siège est déjà demandé dans un autre vœu.",
            ),
            models.UniqueConstraint(
                "seat",
                name="wish_seat_retained_once",
                condition=Q(state=WishState.RETAINED),
                violation_error_message="Ce siège est déjà attribué à une autre candidature.",
            ),
            models.CheckConstraint(
                condition=Q(body__isnull=False, within_km__isnull=True) | Q(body__isnull=True, within_km__isnull=False),
                name="wish_body_or_distance",
                violation_error_message="Choisissez une instance, ou une distance autour du domicile.",
            ),
            models.CheckConstraint(
                condition=Q(within_km__isnull=True) | Q(within_km__gte=1, within_km__lte=100),
                name="wish_distance_in_bounds",
                violation_error_message="Indiquez une distance entre 1 et 100 km, par exemple 30.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[WishState.RETAINED, WishState.DESIGNATED]) | Q(seat__isnull=False),
                name="wish_retained_on_a_seat",
                violation_error_message="Un vœu retenu indique le siège attribué.",
            ),
            models.CheckConstraint(
                condition=~Q(state=WishState.NOT_RETAINED) | ~Q(refusal_reason=""),
                name="wish_refused_with_a_reason",
                violation_error_message="Indiquez pourquoi ce vœu n’est pas retenu.",
            ),
            models.CheckConstraint(condition=Q(rank__gte=1), name="wish_rank_from_one", violation_error_message="Le rang commence à 1."),
        ]

    def __str__(self) -> str:
        return f"vœu {self.rank}"

    @property
    def scope_keys(self) -> ScopeKeys:
        return self.candidacy.scope_keys


class Attachment(models.Model):
    """A file of a candidacy."""

    candidacy = models.ForeignKey(Candidacy, verbose_name="candidature", on_delete=models.CASCADE, related_name="attachments")
    kind = models.CharField("pièce", max_length=12, choices=AttachmentKind.choices)
    file = models.ForeignKey(StoredFile, verbose_name="fichier", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField("ajouté le", db_default=Now(), editable=False)
    added_by = actor_field("ajouté par")

    privacy = CANDIDACY_PRIVACY

    class Meta:
        verbose_name = "pièce jointe"
        verbose_name_plural = "pièces jointes"

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"


class ManagerRequestQuerySet(models.QuerySet):
    def visible_to(self, viewer) -> "ManagerRequestQuerySet":
        """Requests about the associations of the scope (sections included); all of them for whoever works on a territory."""
        return self.filter(association__in=Association.objects.visible_to(viewer))

    def waiting(self) -> "ManagerRequestQuerySet":
        """Requests that nobody has answered."""
        return self.filter(answered_at__isnull=True)


class ManagerRequest(models.Model):
    """Somebody asks to propose people in the name of an association: a manager of it, or the agency, answers."""

    association = models.ForeignKey(Association, verbose_name="association", on_delete=models.CASCADE, related_name="manager_requests")
    email = models.EmailField("adresse électronique")
    name = models.CharField("prénom et nom", max_length=160)
    function = models.CharField("fonction dans l’association", max_length=120, blank=True)
    asked_at = models.DateTimeField("demandé le", db_default=Now(), editable=False)
    answered_at = models.DateTimeField("répondu le", null=True, blank=True)
    answered_by = actor_field("répondu par")
    granted = models.BooleanField("accordé", null=True, blank=True)

    objects = ManagerRequestQuerySet.as_manager()
    privacy = CANDIDACY_PRIVACY

    class Meta:
        verbose_name = "demande de gestion"
        verbose_name_plural = "demandes de gestion"
        constraints = [
            dated_act("answered", name="manager_request_answered_act"),
            models.CheckConstraint(
                condition=Q(granted__isnull=True, answered_at__isnull=True) | Q(granted__isnull=False, answered_at__isnull=False),
                name="manager_request_answer_dated",
                violation_error_message="Une réponse a une date.",
            ),
        ]

    def __str__(self) -> str:
        return f"demande {self.pk}"

    # Lies where its association lies: `can` asks the database.
    scope_keys = None
