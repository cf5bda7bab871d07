"""Associations of users, their federations, their other names and their dated accreditations."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from portevoix.base.audit.history import track
from portevoix.base.core.privacy import Privacy
from portevoix.base.core.sorting import sort_key_field
from portevoix.register.directory.enums import AccreditationLevel, AccreditationStatus, AliasKind
from portevoix.register.directory.models.base import Sourced
from portevoix.register.directory.models.establishments import Federation
from portevoix.register.directory.models.territories import PUBLIC_REFERENCE, Territory
from portevoix.register.directory.scope import scope_of

ASSOCIATION_PRIVACY = Privacy(
    owner="agence régionale de santé",
    personal=False,
    retention="sans limite : donnée publique ; l’adresse de contact est générique",
)


class AssociationQuerySet(models.QuerySet):
    def visible_to(self, viewer) -> "AssociationQuerySet":
        """All associations for whoever works on a territory; one's own (and its sections) for an association manager."""
        scope = scope_of(viewer)
        if scope.everything or scope.regions or scope.departments:
            return self
        return self.filter(Q(pk__in=scope.associations) | Q(parent__in=scope.associations))


@track(exclude=("sort_key",))
class Association(Sourced):
    """An association of users. A section (`parent` set) sits under its federation's accreditation (dossier §2.2)."""

    code = models.SlugField("code", max_length=60, unique=True)
    name = models.CharField("nom", max_length=200)
    acronym = models.CharField("sigle", max_length=40, blank=True)
    parent = models.ForeignKey("self", verbose_name="section de", on_delete=models.PROTECT, null=True, blank=True, related_name="sections")
    department = models.ForeignKey(Territory, verbose_name="département de la section", on_delete=models.PROTECT, null=True, blank=True)
    rna = models.CharField("RNA", max_length=10, blank=True, help_text="souvent absent en Alsace-Moselle (droit local)")
    court_register = models.CharField("registre du tribunal", max_length=60, blank=True)
    siren = models.CharField("SIREN", max_length=9, blank=True)
    website = models.URLField("site", blank=True)
    email = models.EmailField("adresse électronique de contact", blank=True)
    phone = models.CharField("téléphone", max_length=20, blank=True)
    closed_on = models.DateField("dissoute le", null=True, blank=True)
    sort_key = sort_key_field("name", "acronym")

    objects = AssociationQuerySet.as_manager()
    privacy = ASSOCIATION_PRIVACY

    class Meta:
        verbose_name = "association"
        verbose_name_plural = "associations"
        indexes = [GinIndex(fields=["sort_key"], opclasses=["gin_trgm_ops"], name="association_name_trgm")]
        constraints = [
            models.UniqueConstraint(
                "parent",
                "department",
                name="association_section_once",
                condition=Q(parent__isnull=False, department__isnull=False),
                violation_error_message="Cette fédération a déjà une section dans ce département.",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="association_not_its_own_parent",
                violation_error_message="Une association ne peut pas être sa propre section.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def accredited(self) -> "Association":
        """The association that carries the accreditation: the federation of a section, else itself."""
        return self.parent or self

    @property
    def short_name(self) -> str:
        return self.acronym or self.name

    # Lies where its mandates lie: `can` asks the database.
    scope_keys = None


class AssociationAlias(Sourced):
    """Another way in which an association is written in workbooks: acronym, former name, variant."""

    association = models.ForeignKey(Association, verbose_name="association", on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField("écriture", max_length=200)
    kind = models.CharField("nature", max_length=10, choices=AliasKind.choices, default=AliasKind.OTHER)
    sort_key = sort_key_field("name")

    privacy = PUBLIC_REFERENCE

    class Meta:
        verbose_name = "autre nom d’association"
        verbose_name_plural = "autres noms d’association"
        constraints = [
            models.UniqueConstraint(
                "association", "name", name="alias_once", violation_error_message="Cette écriture est déjà enregistrée."
            )
        ]

    def __str__(self) -> str:
        return self.name


class AssociationMembership(Sourced):
    """An association belongs to a federation of associations (France Assos Santé…) during a period."""

    federation = models.ForeignKey(Federation, verbose_name="fédération", on_delete=models.PROTECT, related_name="association_memberships")
    association = models.ForeignKey(Association, verbose_name="association", on_delete=models.PROTECT, related_name="memberships")
    period = DateRangeField("période")

    privacy = PUBLIC_REFERENCE

    class Meta:
        verbose_name = "adhésion d’association"
        verbose_name_plural = "adhésions d’association"
        constraints = [
            ExclusionConstraint(
                name="association_membership_once",
                expressions=[
                    ("federation", RangeOperators.EQUAL),
                    ("association", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                violation_error_message="Cette association adhère déjà à cette fédération pendant cette période.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.association} · {self.federation}"


@track()
class Accreditation(Sourced):
    """A dated accreditation (art. L. 1114-1 CSP): national, or regional for one region; five years by R. 1114-1 and following."""

    association = models.ForeignKey(Association, verbose_name="association", on_delete=models.PROTECT, related_name="accreditations")
    level = models.CharField("niveau", max_length=10, choices=AccreditationLevel.choices)
    region = models.ForeignKey(Territory, verbose_name="région", on_delete=models.PROTECT, null=True, blank=True)
    number = models.CharField("numéro d’agrément", max_length=40, blank=True, help_text="par exemple N2021RN0123")
    period = DateRangeField("période")
    status = models.CharField("état", max_length=10, choices=AccreditationStatus.choices, default=AccreditationStatus.GRANTED)
    renewal_filed_on = models.DateField("renouvellement déposé le", null=True, blank=True)

    privacy = PUBLIC_REFERENCE

    class Meta:
        verbose_name = "agrément"
        verbose_name_plural = "agréments"
        constraints = [
            models.CheckConstraint(
                condition=Q(level=AccreditationLevel.NATIONAL, region__isnull=True)
                | Q(level=AccreditationLevel.REGIONAL, region__isnull=False),
                name="accreditation_region_when_regional",
                violation_error_message="Un agrément régional indique sa région ; un agrément national n’en a pas.",
            ),
            ExclusionConstraint(
                name="accreditation_no_overlap",
                expressions=[
                    ("association", RangeOperators.EQUAL),
                    ("level", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                condition=Q(level=AccreditationLevel.NATIONAL),
                violation_error_message="Cette association a déjà un agrément national pendant cette période.",
            ),
            ExclusionConstraint(
                name="accreditation_no_overlap_region",
                expressions=[
                    ("association", RangeOperators.EQUAL),
                    ("region", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                condition=Q(level=AccreditationLevel.REGIONAL),
                violation_error_message="Cette association a déjà un agrément dans cette région pendant cette période.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.association} {self.number}".strip()
