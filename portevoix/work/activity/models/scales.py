"""Scales: what is paid back, since when, by whom, with the text that says so."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q

from portevoix.base.audit.history import track
from portevoix.register.directory.models import BodyType
from portevoix.register.directory.models.base import Sourced
from portevoix.work.activity.enums import PayerKind, RateKind, Vehicle, Zone
from portevoix.work.activity.models.base import SCALE_PRIVACY


@track()
class ExpenseRate(Sourced):
    """One amount of one scale during a period (décret n° 2006-781 and its orders of 3 July 2006).

    kilometre: `amount` euros a kilometre for `vehicle`, from the kilometre `tier_from` of the calendar year on.
    meal: for each meal. night: the most that is paid back for a night. `zone`: where.
    """

    kind = models.CharField("nature", max_length=10, choices=RateKind.choices)
    vehicle = models.CharField("véhicule", max_length=12, choices=Vehicle.choices, default=Vehicle.NONE, blank=True)
    zone = models.CharField("lieu", max_length=12, choices=Zone.choices, default=Zone.BASE, blank=True)
    tier_from = models.PositiveIntegerField("au-delà de, en kilomètres dans l’année", default=0)
    amount = models.DecimalField("montant, en euros", max_digits=8, decimal_places=2)
    period = DateRangeField("période")
    to_verify = models.BooleanField("à vérifier", default=False)

    privacy = SCALE_PRIVACY

    class Meta:
        verbose_name = "barème de frais"
        verbose_name_plural = "barèmes de frais"
        constraints = [
            ExclusionConstraint(
                name="expense_rate_one_at_a_time",
                expressions=[
                    ("kind", RangeOperators.EQUAL),
                    ("vehicle", RangeOperators.EQUAL),
                    ("zone", RangeOperators.EQUAL),
                    ("tier_from", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                violation_error_message="Ce montant a déjà une valeur pendant cette période.",
            ),
            models.CheckConstraint(
                condition=Q(kind=RateKind.KILOMETRE, zone="") & ~Q(vehicle="") | ~Q(kind=RateKind.KILOMETRE) & Q(vehicle="", tier_from=0),
                name="expense_rate_of_a_vehicle_or_a_place",
                violation_error_message="Un taux par kilomètre a un véhicule\u00a0; un repas ou une nuitée a un lieu.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.amount}"


@track()
class PayerRule(Sourced):
    """Who pays back the expenses of the members of a type of body, during a period, by which text."""

    body_type = models.ForeignKey(BodyType, verbose_name="type d’instance", on_delete=models.PROTECT, related_name="payer_rules")
    payer = models.CharField("qui paie", max_length=10, choices=PayerKind.choices)
    legal_basis = models.CharField("base légale", max_length=200, blank=True)
    period = DateRangeField("période")
    to_verify = models.BooleanField("à vérifier", default=False)

    privacy = SCALE_PRIVACY

    class Meta:
        verbose_name = "règle de paiement des frais"
        verbose_name_plural = "règles de paiement des frais"
        constraints = [
            ExclusionConstraint(
                name="payer_rule_one_at_a_time",
                expressions=[("body_type", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
                violation_error_message="Une règle dit déjà qui paie pour ce type d’instance pendant cette période.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.body_type} : {self.get_payer_display()}"
