"""Legal entities (FINESS EJ), facilities (FINESS ET) and the federations that they belong to."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q

from portevoix.base.audit.history import track
from portevoix.base.core.readable import readable_name
from portevoix.base.core.sorting import sort_key_field
from portevoix.register.directory.enums import FacilityChangeKind, FederationKind, LegalStatus
from portevoix.register.directory.models.base import Sourced
from portevoix.register.directory.models.territories import PUBLIC_REFERENCE, Commune, Territory
from portevoix.register.directory.scope import Scope, ScopeKeys, scope_of

finess_shape = RegexValidator(r"^[0-9][0-9AB][0-9]{7}$", "Un numéro FINESS compte 9 caractères, par exemple 670000025.")


class FacilityCategory(Sourced):
    """A category of the FINESS directory (`cat`), and whether a site of this category has its own users' commission."""

    code = models.CharField("code", max_length=4, unique=True)
    name = models.CharField("libellé", max_length=200)
    aggregate = models.CharField("groupe", max_length=200, blank=True)

    privacy = PUBLIC_REFERENCE

    class Meta:
        verbose_name = "catégorie d’établissement"
        verbose_name_plural = "catégories d’établissement"

    def __str__(self) -> str:
        return self.name


@track(exclude=("sort_key",))
class LegalEntity(Sourced):
    """The legal person that runs one or several facilities."""

    finess_ej = models.CharField("FINESS EJ", max_length=9, unique=True, validators=[finess_shape])
    name = models.CharField("raison sociale", max_length=250, blank=True)
    legal_status = models.CharField("statut", max_length=12, choices=LegalStatus.choices, default=LegalStatus.UNKNOWN)
    closed_on = models.DateField("fermée le", null=True, blank=True)
    sort_key = sort_key_field("name")

    privacy = PUBLIC_REFERENCE

    class Meta:
        verbose_name = "entité juridique"
        verbose_name_plural = "entités juridiques"

    def __str__(self) -> str:
        return readable_name(self.name) or self.finess_ej


class FacilityQuerySet(models.QuerySet):
    def visible_to(self, viewer) -> "FacilityQuerySet":
        """Facilities inside the scope of `viewer`."""
        scope: Scope = scope_of(viewer)
        if scope.everything:
            return self
        return self.filter(
            Q(department__code__in=scope.departments) | Q(department__parent__code__in=scope.regions) | Q(pk__in=scope.facilities)
        )

    def open_at(self, day) -> "FacilityQuerySet":
        """Facilities open on `day`."""
        return self.filter(Q(opened_on__isnull=True) | Q(opened_on__lte=day), Q(closed_on__isnull=True) | Q(closed_on__gt=day))


@track(exclude=("sort_key",))
class Facility(Sourced):
    """A site where care is given (FINESS ET). A closed one stays: its history is that of its bodies."""

    finess_et = models.CharField("FINESS ET", max_length=9, unique=True, validators=[finess_shape])
    name = models.CharField("raison sociale", max_length=250)
    legal_entity = models.ForeignKey(LegalEntity, verbose_name="entité juridique", on_delete=models.PROTECT, related_name="facilities")
    category = models.ForeignKey(FacilityCategory, verbose_name="catégorie", on_delete=models.PROTECT, null=True, blank=True)
    legal_status = models.CharField("statut", max_length=12, choices=LegalStatus.choices, default=LegalStatus.UNKNOWN)
    siret = models.CharField("SIRET", max_length=14, blank=True)
    address = models.CharField("adresse", max_length=250, blank=True)
    postcode = models.CharField("code postal", max_length=5, blank=True)
    delivery_town = models.CharField("bureau distributeur", max_length=120, blank=True, help_text="avec CEDEX ; ce n’est pas la commune")
    town = models.CharField("commune", max_length=120)
    commune = models.ForeignKey(Commune, verbose_name="commune", on_delete=models.PROTECT, null=True, blank=True)
    department = models.ForeignKey(Territory, verbose_name="département", on_delete=models.PROTECT, related_name="facilities")
    latitude = models.FloatField("latitude", null=True, blank=True)
    longitude = models.FloatField("longitude", null=True, blank=True)
    coordinates_source = models.CharField("source des coordonnées", max_length=40, blank=True)
    phone = models.CharField("téléphone", max_length=20, blank=True)
    email = models.EmailField("adresse électronique de la commission", blank=True, help_text="une adresse de service, pas une personne")
    opened_on = models.DateField("ouvert le", null=True, blank=True)
    closed_on = models.DateField("fermé le", null=True, blank=True)
    sort_key = sort_key_field("name", "town")

    objects = FacilityQuerySet.as_manager()
    privacy = PUBLIC_REFERENCE

    class Meta:
        verbose_name = "établissement"
        verbose_name_plural = "établissements"
        indexes = [GinIndex(fields=["sort_key"], opclasses=["gin_trgm_ops"], name="facility_name_trgm")]
        constraints = [
            models.CheckConstraint(
                condition=Q(opened_on__isnull=True) | Q(closed_on__isnull=True) | Q(closed_on__gte=F("opened_on")),
                name="facility_opened_before_closed",
                violation_error_message="La fermeture ne peut pas précéder l’ouverture.",
            )
        ]

    def __str__(self) -> str:
        return self.readable_name

    @property
    def readable_name(self) -> str:
        """The name as one reads it: without the capitals of the national files."""
        return readable_name(self.name, self.town)

    @property
    def scope_keys(self) -> ScopeKeys:
        return ScopeKeys(departments=frozenset({self.department.code}), region=self.department.parent.code, facility=self.pk)


class FacilityChange(Sourced):
    """A dated change of a facility that readers must find again: former name, former legal entity, closing, reopening."""

    facility = models.ForeignKey(Facility, verbose_name="établissement", on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField("nature", max_length=10, choices=FacilityChangeKind.choices)
    effective_on = models.DateField("constaté le", help_text="la date de la source, ou celle que la source donne")
    former_name = models.CharField("ancien nom", max_length=250, blank=True)
    former_legal_entity = models.ForeignKey(
        LegalEntity, verbose_name="ancienne entité juridique", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    successor = models.ForeignKey(
        Facility, verbose_name="réuni dans", on_delete=models.PROTECT, null=True, blank=True, related_name="predecessor_changes"
    )
    sort_key = sort_key_field("former_name")

    privacy = PUBLIC_REFERENCE

    class Meta:
        verbose_name = "changement d’établissement"
        verbose_name_plural = "changements d’établissement"
        indexes = [GinIndex(fields=["sort_key"], opclasses=["gin_trgm_ops"], name="facility_former_name_trgm")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind=FacilityChangeKind.RENAMED) | ~Q(former_name=""),
                name="facility_renamed_keeps_former_name",
                violation_error_message="Un changement de nom garde l’ancien nom.",
            ),
            models.CheckConstraint(
                condition=~Q(kind=FacilityChangeKind.MOVED) | Q(former_legal_entity__isnull=False),
                name="facility_moved_keeps_former_entity",
                violation_error_message="Un changement d’entité juridique garde l’ancienne entité.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.facility_id} {self.kind} {self.effective_on}"


class Federation(Sourced):
    """A federation of establishments (FHF, FEHAP, FHP, FNEHAD, Unicancer) or of associations (France Assos Santé…)."""

    kind = models.CharField("nature", max_length=12, choices=FederationKind.choices)
    code = models.SlugField("code", unique=True)
    name = models.CharField("nom", max_length=200)
    website = models.URLField("site", blank=True)

    privacy = PUBLIC_REFERENCE

    class Meta:
        verbose_name = "fédération"
        verbose_name_plural = "fédérations"

    def __str__(self) -> str:
        return self.name


class FacilityMembership(Sourced):
    """A facility belongs to a federation of establishments during a period."""

    federation = models.ForeignKey(Federation, verbose_name="fédération", on_delete=models.PROTECT, related_name="facility_memberships")
    facility = models.ForeignKey(Facility, verbose_name="établissement", on_delete=models.PROTECT, related_name="memberships")
    period = DateRangeField("période")

    privacy = PUBLIC_REFERENCE

    class Meta:
        verbose_name = "adhésion d’établissement"
        verbose_name_plural = "adhésions d’établissement"
        constraints = [
            ExclusionConstraint(
                name="facility_membership_once",
                expressions=[
                    ("federation", RangeOperators.EQUAL),
                    ("facility", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                violation_error_message="Cet établissement adhère déjà à cette fédération pendant cette période.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.facility} · {self.federation}"
