"""Territories and communes (official geographic code, INSEE)."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from portevoix.base.core.privacy import Privacy
from portevoix.base.core.sorting import sort_key_field
from portevoix.register.directory.enums import TerritoryKind
from portevoix.register.directory.models.base import Sourced

PUBLIC_REFERENCE = Privacy(owner="agence régionale de santé", personal=False, retention="sans limite : donnée publique")


class Territory(Sourced):
    """A region, a department, or a territory of health democracy inside a region."""

    kind = models.CharField("nature", max_length=20, choices=TerritoryKind.choices)
    code = models.CharField("code", max_length=10, help_text="code officiel géographique, par exemple 44 ou 67")
    name = models.CharField("nom", max_length=120)
    in_name = models.CharField("nom précédé de « dans »", max_length=140, blank=True, help_text="par exemple « dans le Bas-Rhin »")
    parent = models.ForeignKey("self", verbose_name="dans", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    sort_key = sort_key_field("name")

    privacy = PUBLIC_REFERENCE

    class Meta:
        verbose_name = "territoire"
        verbose_name_plural = "territoires"
        constraints = [
            models.UniqueConstraint("kind", "code", name="territory_code", violation_error_message="Ce code de territoire existe déjà."),
            models.CheckConstraint(
                condition=Q(kind=TerritoryKind.REGION) | Q(parent__isnull=False),
                name="territory_has_parent",
                violation_error_message="Indiquez la région de ce territoire.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """« 67 Bas-Rhin » for a department, the name alone otherwise."""
        return f"{self.code} {self.name}" if self.kind == TerritoryKind.DEPARTMENT else self.name


class Commune(Sourced):
    """A commune, with the centre of its contour: the public search by distance starts from it."""

    code = models.CharField("code INSEE", max_length=5, unique=True)
    name = models.CharField("nom", max_length=120)
    department = models.ForeignKey(Territory, verbose_name="département", on_delete=models.PROTECT, related_name="communes")
    postcodes = ArrayField(models.CharField(max_length=5), verbose_name="codes postaux", default=list)
    latitude = models.FloatField("latitude", null=True)
    longitude = models.FloatField("longitude", null=True)
    population = models.PositiveIntegerField("population", null=True)
    sort_key = sort_key_field("name")

    privacy = PUBLIC_REFERENCE

    class Meta:
        verbose_name = "commune"
        verbose_name_plural = "communes"
        indexes = [
            GinIndex(fields=["sort_key"], opclasses=["gin_trgm_ops"], name="commune_name_trgm"),
            GinIndex(fields=["postcodes"], name="commune_postcodes"),
        ]

    def __str__(self) -> str:
        return self.name
