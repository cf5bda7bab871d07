"""Somebody who wants to sit, and who answers; the numbers of the way."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from portevoix.base.audit.history import track
from portevoix.base.core.constraints import dated_act
from portevoix.base.core.fields import actor_field
from portevoix.register.directory.models import Association, Commune, Territory
from portevoix.register.directory.scope import ScopeKeys, scope_of
from portevoix.work.outreach.enums import ClosingReason, FunnelStep, HandOverState, NoteKind
from portevoix.work.outreach.models.base import COUNT_PRIVACY, HAND_OVER_PRIVACY

ERASABLE = ("name", "email", "phone", "message", "answers")


class HandOverQuerySet(models.QuerySet):
    def visible_to(self, viewer) -> "HandOverQuerySet":
        """Those of the territory, and those sent to one's association or to its sections."""
        scope = scope_of(viewer)
        if scope.everything:
            return self
        ours = Q(association__in=scope.associations) | Q(association__parent__in=scope.associations)
        return self.filter(Q(region__code__in=scope.regions) | ours)


@track(exclude=(*ERASABLE, "home"))
class HandOver(models.Model):
    """One person who asked to be called back. `state` changes by `workflow.HAND_OVER` only.

    association: to which the person agreed to be sent; empty: the regional delegation. consent: the sentence that was ticked.
    answers: codes of the orientation that the person saw and sent. received_at: when the present recipient received it.
    erased_on: when the person withdrew, or the delay was over; nothing personal remains then.
    """

    state = models.CharField("état", max_length=10, choices=HandOverState.choices, default=HandOverState.RECEIVED, editable=False)
    state_changed_at = models.DateTimeField("état depuis", db_default=Now(), editable=False)
    name = models.CharField("prénom et nom", max_length=160, blank=True)
    email = models.EmailField("adresse électronique", blank=True)
    phone = models.CharField("téléphone", max_length=20, blank=True)
    message = models.TextField("message", max_length=1000, blank=True)
    answers = models.JSONField("réponses", default=dict, blank=True)
    home = models.ForeignKey(Commune, verbose_name="commune", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    department = models.ForeignKey(Territory, verbose_name="département", on_delete=models.PROTECT, related_name="+")
    region = models.ForeignKey(Territory, verbose_name="région", on_delete=models.PROTECT, related_name="+")
    association = models.ForeignKey(
        Association, verbose_name="transmise à", on_delete=models.PROTECT, null=True, blank=True, related_name="hand_overs"
    )
    consent = models.CharField("accord donné", max_length=400)
    asked_at = models.DateTimeField("demandée le", db_default=Now(), editable=False)
    received_at = models.DateTimeField("transmise le", db_default=Now(), editable=False)
    recipient_reminded_on = models.DateField("rappel au destinataire", null=True, blank=True, editable=False)
    delegation_reminded_on = models.DateField("rappel à France Assos Santé", null=True, blank=True, editable=False)
    closing_reason = models.CharField("motif", max_length=14, choices=ClosingReason.choices, blank=True)
    erased_on = models.DateField("effacée le", null=True, blank=True, editable=False)

    objects = HandOverQuerySet.as_manager()
    privacy = HAND_OVER_PRIVACY

    class Meta:
        verbose_name = "mise en relation"
        verbose_name_plural = "mises en relation"
        indexes = [models.Index(fields=["region", "state"], name="hand_over_region_state")]
        constraints = [
            models.CheckConstraint(
                condition=Q(erased_on__isnull=False) | (~Q(name="") & (~Q(email="") | ~Q(phone=""))),
                name="hand_over_reachable",
                violation_error_message="Donnez un nom, et une adresse électronique ou un téléphone.",
            ),
            models.CheckConstraint(
                condition=Q(erased_on__isnull=True) | Q(name="", email="", phone="", message="", answers={}, home__isnull=True),
                name="hand_over_erased_whole",
                violation_error_message="Une demande effacée ne garde rien de la personne.",
            ),
            models.CheckConstraint(
                condition=Q(state=HandOverState.CLOSED) ^ Q(closing_reason=""),
                name="hand_over_closed_with_reason",
                violation_error_message="Une demande close a un motif.",
            ),
            models.CheckConstraint(
                condition=~Q(consent=""), name="hand_over_agreed", violation_error_message="La personne donne son accord avant l’envoi."
            ),
        ]

    def __str__(self) -> str:
        return f"demande n°\u00a0{self.pk}"

    @property
    def scope_keys(self) -> ScopeKeys:
        """Lies with its recipient, with the federation of a section, and in its region."""
        ours = {self.association_id, self.association.parent_id} - {None} if self.association else set()
        return ScopeKeys(region=self.region.code, associations=frozenset(ours))


class HandOverNote(models.Model):
    """Something done for the person."""

    hand_over = models.ForeignKey(HandOver, verbose_name="mise en relation", on_delete=models.CASCADE, related_name="notes")
    kind = models.CharField("ce qui a été fait", max_length=10, choices=NoteKind.choices)
    noted_at = models.DateTimeField("noté le", db_default=Now(), editable=False)
    noted_by = actor_field("noté par")

    privacy = HAND_OVER_PRIVACY

    class Meta:
        verbose_name = "suivi d’une mise en relation"
        verbose_name_plural = "suivis de mises en relation"
        constraints = [dated_act("noted", name="hand_over_note_act")]

    def __str__(self) -> str:
        return self.get_kind_display()


class OnwardOffer(models.Model):
    """Another recipient offered to the person, who agrees or not. association empty: the delegation. agreed empty: no answer yet.

    by_word: the agreement was given by voice and noted by whoever offered.
    """

    hand_over = models.ForeignKey(HandOver, verbose_name="mise en relation", on_delete=models.CASCADE, related_name="offers")
    association = models.ForeignKey(Association, verbose_name="proposée", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    offered_at = models.DateTimeField("proposé le", db_default=Now(), editable=False)
    offered_by = actor_field("proposé par")
    agreed = models.BooleanField("accord de la personne", null=True, blank=True)
    by_word = models.BooleanField("accord donné de vive voix", default=False)

    privacy = HAND_OVER_PRIVACY

    class Meta:
        verbose_name = "autre destinataire proposé"
        verbose_name_plural = "autres destinataires proposés"
        constraints = [
            dated_act("offered", name="onward_offer_act"),
            models.UniqueConstraint(
                "hand_over",
                name="onward_offer_one_waiting",
                condition=Q(agreed__isnull=True),
                violation_error_message="La personne n’a pas encore répondu à la proposition précédente.",
            ),
        ]

    def __str__(self) -> str:
        return f"proposition {self.pk}"


class DailyCount(models.Model):
    """How many times a step was taken on a day."""

    day = models.DateField("jour")
    step = models.CharField("étape", max_length=14, choices=FunnelStep.choices)
    count = models.PositiveIntegerField("nombre", default=0)

    privacy = COUNT_PRIVACY

    class Meta:
        verbose_name = "nombre du jour"
        verbose_name_plural = "nombres par jour"
        constraints = [
            models.UniqueConstraint("day", "step", name="daily_count_once", violation_error_message="Ce nombre existe déjà ce jour-là.")
        ]

    def __str__(self) -> str:
        return f"{self.step}, {self.day}"
