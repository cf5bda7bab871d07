"""Mandates: who sits on a seat, for which association, between which days, by which act."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.contrib.postgres.fields.ranges import RangeStartsWith
from django.db import models
from django.db.models import ExpressionWrapper, F, Q, Value
from django.db.models.functions import Lower, Now

from portevoix.base.audit.history import track
from portevoix.base.core.constraints import dated_act
from portevoix.base.core.fields import actor_field
from portevoix.base.core.privacy import Privacy
from portevoix.register.directory.models import Association, Body, Person, Seat
from portevoix.register.directory.models.base import Sourced
from portevoix.register.directory.scope import ScopeKeys, scope_of
from portevoix.register.mandates.enums import EndReason

DAY_AFTER_TERM = ExpressionWrapper(F("term_end") + Value(1), output_field=models.DateField())


class MandateQuerySet(models.QuerySet):
    def visible_to(self, viewer) -> "MandateQuerySet":
        """Mandates of the bodies of the scope, of one's associations, and one's own."""
        scope = scope_of(viewer)
        if scope.everything:
            return self
        territory_or_site = scope.regions or scope.departments or scope.facilities or scope.bodies
        inside = Q(person__in=scope.persons)
        inside |= Q(association__in=scope.associations) | Q(association__parent__in=scope.associations)
        if territory_or_site:
            bodies = Body.objects.filter(
                Q(region__code__in=scope.regions)
                | Q(department__code__in=scope.departments)
                | Q(facility__in=scope.facilities)
                | Q(pk__in=scope.bodies)
            )
            inside |= Q(body__in=bodies.values("pk"))
        return self.filter(inside)

    def active_at(self, day) -> "MandateQuerySet":
        """Mandates whose period contains `day`."""
        return self.filter(period__contains=day)


@track()
class Mandate(Sourced):
    """One person on one seat during one period.

    `period` is the time really covered: from the first day to the last day of the term, shortened when the mandate ends earlier.
    `term_end` is the last day that the act gave. `body` repeats the seat's body (kept by a trigger) for the second exclusion.
    """

    seat = models.ForeignKey(Seat, verbose_name="siège", on_delete=models.PROTECT, related_name="mandates")
    body = models.ForeignKey(Body, verbose_name="instance", on_delete=models.PROTECT, related_name="mandates", editable=False)
    person = models.ForeignKey(Person, verbose_name="personne", on_delete=models.PROTECT, related_name="mandates")
    association = models.ForeignKey(
        Association, verbose_name="association", on_delete=models.PROTECT, null=True, blank=True, related_name="mandates"
    )
    period = DateRangeField("période")
    term_end = models.DateField("fin prévue", null=True, blank=True)
    order_reference = models.CharField("arrêté", max_length=80, blank=True)
    parent = models.ForeignKey(
        "self", verbose_name="dérive du mandat", on_delete=models.PROTECT, null=True, blank=True, related_name="derived_mandates"
    )
    end_reason = models.CharField("motif de fin", max_length=24, choices=EndReason.choices, blank=True)
    ended_at = models.DateTimeField("fin enregistrée le", null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="fin enregistrée par", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    departure_on = models.DateField("départ annoncé pour le", null=True, blank=True)
    departure_reason = models.CharField("motif du départ annoncé", max_length=24, choices=EndReason.choices, blank=True)

    objects = MandateQuerySet.as_manager()
    person_merge = {"person": "move"}
    privacy = Privacy(
        owner="agence régionale de santé",
        personal=True,
        retention="mandat + 1 an, puis 10 ans d’archive (à valider avec les archives départementales)",
        anonymise="la personne est anonymisée, le mandat reste un acte public",
    )

    class Meta:
        verbose_name = "mandat"
        verbose_name_plural = "mandats"
        indexes = [
            models.Index(Lower("period"), name="mandate_first_day"),
            models.Index(F("person"), Lower("period"), name="mandate_first_of_person", include=["end_reason"]),
            models.Index(
                F("seat"),
                RangeStartsWith("period").desc(),
                name="mandate_latest_of_seat",
                include=["period", "term_end", "end_reason", "departure_on", "person", "association", "id"],
            ),
        ]
        constraints = [
            ExclusionConstraint(
                name="mandate_one_per_seat",
                expressions=[("seat", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
                violation_error_message="Ce siège est déjà occupé pendant cette période.",
            ),
            ExclusionConstraint(
                name="mandate_one_seat_per_body",
                expressions=[
                    ("body", RangeOperators.EQUAL),
                    ("person", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                violation_error_message="Cette personne occupe déjà un siège de cette instance pendant cette période.",
            ),
            models.CheckConstraint(
                condition=Q(period__isempty=False, period__startswith__isnull=False),
                name="mandate_has_first_day",
                violation_error_message="Indiquez le premier jour du mandat, avant sa fin.",
            ),
            dated_act("ended", name="mandate_ended_act"),
            models.CheckConstraint(
                condition=Q(end_reason="", ended_at__isnull=True) | (~Q(end_reason="") & Q(ended_at__isnull=False)),
                name="mandate_end_dated_and_reasoned",
                violation_error_message="Une fin de mandat a un motif et une date d’enregistrement.",
            ),
            models.CheckConstraint(
                condition=~Q(end_reason="")
                | Q(term_end__isnull=True, period__endswith__isnull=True)
                | Q(term_end__isnull=False, period__endswith__isnull=False, period__endswith=DAY_AFTER_TERM),
                name="mandate_runs_to_its_term",
                violation_error_message="Sans fin enregistrée, un mandat dure jusqu’à sa fin prévue.",
            ),
            models.CheckConstraint(
                condition=Q(term_end__isnull=True) | Q(period__endswith__isnull=False, period__endswith__lte=DAY_AFTER_TERM),
                name="mandate_not_past_its_term",
                violation_error_message="Un mandat ne dure pas au-delà de sa fin prévue : prolongez-le d’abord.",
            ),
            models.CheckConstraint(
                condition=Q(departure_on__isnull=True, departure_reason="") | (Q(departure_on__isnull=False) & ~Q(departure_reason="")),
                name="mandate_departure_reasoned",
                violation_error_message="Un départ annoncé a une date et un motif.",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="mandate_not_its_own_parent",
                violation_error_message="Un mandat ne peut pas dériver de lui-même.",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="body_of_seat",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="SELECT body_id INTO NEW.body_id FROM directory_seat WHERE id = NEW.seat_id; RETURN NEW;",
            )
        ]

    def __str__(self) -> str:
        return f"mandat {self.pk}"

    @property
    def scope_keys(self) -> ScopeKeys:
        """Lies where its body lies, and with its association (its section and the federation of that) and its person."""
        keys = self.body.scope_keys
        associations = frozenset() if self.association is None else frozenset({self.association_id, self.association.accredited.pk})
        return ScopeKeys(
            departments=keys.departments,
            region=keys.region,
            facility=keys.facility,
            body=keys.body,
            associations=associations,
            person=self.person_id,
        )


class PersonMerge(models.Model):
    """Two records of one person became one: `absorbed` points to `kept` (`merged_into`) until the merge is undone.

    `changes` lists what moved, to give it back: keys of rows, names of columns, periods before; never a name nor an address.
    """

    kept = models.ForeignKey(Person, verbose_name="fiche gardée", on_delete=models.PROTECT, related_name="+")
    absorbed = models.ForeignKey(Person, verbose_name="fiche réunie", on_delete=models.PROTECT, related_name="+")
    changes = models.JSONField("ce qui a changé", default=dict)
    merged_at = models.DateTimeField("réunies le", db_default=Now(), editable=False)
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="réunies par", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    undone_at = models.DateTimeField("séparées le", null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="séparées par", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    privacy = Privacy(
        owner="agence régionale de santé",
        personal=True,
        retention="comme les fiches réunies",
        anonymise="rien à remplacer : la ligne ne contient que des numéros",
    )
    person_merge = {"kept": "stay", "absorbed": "stay"}

    class Meta:
        verbose_name = "réunion de fiches"
        verbose_name_plural = "réunions de fiches"
        constraints = [
            dated_act("undone", name="person_merge_undone_act"),
            models.UniqueConstraint(
                "absorbed",
                name="person_merge_once",
                condition=Q(undone_at__isnull=True),
                violation_error_message="Cette fiche est déjà réunie avec une autre.",
            ),
            models.CheckConstraint(
                condition=~Q(kept=F("absorbed")),
                name="person_merge_two_people",
                violation_error_message="Choisissez deux fiches différentes.",
            ),
        ]

    def __str__(self) -> str:
        return f"réunion {self.pk}"


class RenewalWish(models.Model):
    """What somebody says before their mandate ends: to go on, or to stop. Append-only, the last word counts; their association decides."""

    mandate = models.ForeignKey(Mandate, verbose_name="mandat", on_delete=models.CASCADE, related_name="renewal_wishes")
    continues = models.BooleanField("souhaite continuer")
    said_at = models.DateTimeField("dit le", db_default=Now(), editable=False)
    said_by = actor_field("dit par", indexed=False)

    privacy = Privacy(
        owner="agence régionale de santé",
        personal=True,
        retention="mandat + 1 an (à valider avec le DPO)",
        anonymise="la ligne est supprimée avec le mandat, ou la personne est anonymisée",
    )

    class Meta:
        verbose_name = "souhait de renouvellement"
        verbose_name_plural = "souhaits de renouvellement"
        indexes = [models.Index(fields=["mandate", "-id"], name="renewal_wish_last")]
        triggers = [pgtrigger.Protect(name="renewal_wish_kept", operation=pgtrigger.UpdateOf("continues", "said_at"))]

    def __str__(self) -> str:
        return f"souhait {self.pk}"
