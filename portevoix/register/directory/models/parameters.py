"""Dated settings of the field: delays and tolerances that a text or a practice fixes, never constants of the code."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models

from portevoix.base.audit.history import track
from portevoix.register.directory.models.base import Sourced
from portevoix.register.directory.models.territories import PUBLIC_REFERENCE


@track()
class Parameter(Sourced):
    """One value during one period, for example « agrément : première alerte, 210 jours avant l’échéance » (dossier §2.2)."""

    code = models.SlugField("code", max_length=60)
    label = models.CharField("libellé", max_length=200)
    value = models.IntegerField("valeur", help_text="en jours pour un délai ; 1 pour oui, 0 pour non")
    period = DateRangeField("période")
    to_verify = models.BooleanField("à vérifier", default=False)

    privacy = PUBLIC_REFERENCE

    class Meta:
        verbose_name = "réglage daté"
        verbose_name_plural = "réglages datés"
        constraints = [
            ExclusionConstraint(
                name="parameter_one_at_a_time",
                expressions=[("code", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
                violation_error_message="Ce réglage a déjà une valeur pendant cette période.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.label} : {self.value}"
