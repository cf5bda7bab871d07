"""Numbers given in order, a series a year."""

from django.db import models

from portevoix.base.core.privacy import Privacy


class NumberSeries(models.Model):
    """The last number given in a series and a year: « C », 2026 → 412."""

    code = models.CharField("série", max_length=20)
    year = models.PositiveSmallIntegerField("année")
    last = models.PositiveIntegerField("dernier numéro donné", default=0)

    privacy = Privacy(owner="administration de la plateforme", personal=False, retention="sans limite")

    class Meta:
        verbose_name = "série de numéros"
        verbose_name_plural = "séries de numéros"
        constraints = [
            models.UniqueConstraint("code", "year", name="number_series_once", violation_error_message="Cette série existe déjà.")
        ]

    def __str__(self) -> str:
        return f"{self.code}-{self.year}"
