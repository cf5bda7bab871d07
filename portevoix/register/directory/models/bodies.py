"""Bodies, their types with dated rules, and their seats."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from portevoix.base.audit.history import track
from portevoix.base.core.readable import readable_name
from portevoix.base.core.sorting import sort_key_field
from portevoix.register.directory.enums import AccreditationRequirement, AliasKind, Authority, BodyLevel, ReplacementRule, SeatQuality
from portevoix.register.directory.models.base import Sourced
from portevoix.register.directory.models.establishments import Facility, FacilityCategory
from portevoix.register.directory.models.territories import PUBLIC_REFERENCE, Territory
from portevoix.register.directory.scope import ScopeKeys, scope_of


@track(exclude=("sort_key",))
class BodyType(Sourced):
    """A kind of body (CDU, CPAM, CTS…), in plain words; its rules are the dated rows of `BodyTypeRule`."""

    code = models.CharField("code", max_length=20, unique=True)
    name = models.CharField("nom", max_length=160)
    plural_name = models.CharField("nom au pluriel", max_length=160)
    level = models.CharField("niveau", max_length=20, choices=BodyLevel.choices)
    parent = models.ForeignKey(
        "self",
        verbose_name="dérivée de",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="derived_types",
        help_text="les mandats d’une instance dérivée se terminent avec celui de l’instance dont elle dérive",
    )
    summary = models.TextField("en une phrase", blank=True)
    explanation = models.TextField("ce qu’elle fait, en mots simples", blank=True)
    time_asked = models.CharField("temps demandé", max_length=200, blank=True)
    in_designation_circuit = models.BooleanField("dans le circuit association agréée – autorité", default=True)
    sort_key = sort_key_field("name")

    privacy = PUBLIC_REFERENCE

    class Meta:
        verbose_name = "type d’instance"
        verbose_name_plural = "types d’instance"

    def __str__(self) -> str:
        return self.name


class BodyTypeAlias(Sourced):
    """Another name of a body type: acronym, former name (« COREVIH »), variant met in workbooks."""

    body_type = models.ForeignKey(BodyType, verbose_name="type d’instance", on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField("autre nom", max_length=160)
    kind = models.CharField("nature", max_length=10, choices=AliasKind.choices, default=AliasKind.OTHER)
    borne_until = models.DateField("nom porté jusqu’au", null=True, blank=True)
    sort_key = sort_key_field("name")

    privacy = PUBLIC_REFERENCE

    class Meta:
        verbose_name = "autre nom de type d’instance"
        verbose_name_plural = "autres noms de type d’instance"
        constraints = [
            models.UniqueConstraint("body_type", "name", name="body_type_alias_once", violation_error_message="Ce nom est déjà enregistré.")
        ]

    def __str__(self) -> str:
        return self.name


@track()
class BodyTypeRule(Sourced):
    """The rules of a body type during a period, with their legal basis. A change of rule is a new row (dossier §1.3)."""

    body_type = models.ForeignKey(BodyType, verbose_name="type d’instance", on_delete=models.PROTECT, related_name="rules")
    period = DateRangeField("période")
    legal_basis = models.CharField("base légale", max_length=300)
    designating_authority = models.CharField("qui désigne", max_length=24, choices=Authority.choices)
    proposed_by = models.CharField("qui propose", max_length=200, blank=True)
    term_years = models.PositiveSmallIntegerField("durée du mandat, en années", null=True, blank=True)
    max_renewals = models.PositiveSmallIntegerField("renouvellements au plus", null=True, blank=True, help_text="vide : sans limite")
    replacement_rule = models.CharField("règle de remplacement", max_length=20, choices=ReplacementRule.choices, blank=True)
    continuity_past_term = models.BooleanField("siège encore après le terme, jusqu’au remplacement", default=True)
    presidency = models.CharField("présidence", max_length=300, blank=True)
    meetings = models.CharField("réunions", max_length=200, blank=True)
    incompatibilities = models.TextField("incompatibilités", blank=True)
    absence_rule = models.CharField("absences", max_length=200, blank=True)
    seats_note = models.CharField("précisions sur les sièges", max_length=300, blank=True)
    requires_accreditation = models.CharField("association agréée exigée", max_length=8, choices=AccreditationRequirement.choices)
    requires_interest_declaration = models.BooleanField("déclaration d’intérêts exigée", default=False)
    facility_categories = models.ManyToManyField(
        FacilityCategory, verbose_name="catégories d’établissement concernées", blank=True, related_name="+"
    )
    to_verify = models.BooleanField("à vérifier", default=False, help_text="règle dont la source est de seconde main")

    privacy = PUBLIC_REFERENCE

    class Meta:
        verbose_name = "règle de type d’instance"
        verbose_name_plural = "règles de type d’instance"
        constraints = [
            ExclusionConstraint(
                name="body_type_rule_one_at_a_time",
                expressions=[("body_type", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
                violation_error_message="Une règle existe déjà pour ce type d’instance pendant cette période.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.body_type} : {self.legal_basis}"


@track()
class SeatPattern(models.Model):
    """How many seats of a quality the rule gives to users: « 2 titulaires, 2 suppléants »."""

    rule = models.ForeignKey(BodyTypeRule, verbose_name="règle", on_delete=models.CASCADE, related_name="seat_patterns")
    quality = models.CharField("qualité", max_length=12, choices=SeatQuality.choices)
    count = models.PositiveSmallIntegerField("nombre")
    constituency = models.CharField("collège", max_length=120, blank=True)

    privacy = PUBLIC_REFERENCE

    class Meta:
        verbose_name = "sièges d’une règle"
        verbose_name_plural = "sièges des règles"
        constraints = [
            models.UniqueConstraint(
                "rule", "quality", "constituency", name="seat_pattern_once", violation_error_message="Cette qualité est déjà décrite."
            )
        ]

    def __str__(self) -> str:
        return f"{self.count} × {self.get_quality_display()}"


class RegionalPractice(Sourced):
    """How a region replaces somebody in the course of a term, for a body type, during a period (dossier §3.6)."""

    region = models.ForeignKey(Territory, verbose_name="région", on_delete=models.PROTECT, related_name="practices")
    body_type = models.ForeignKey(BodyType, verbose_name="type d’instance", on_delete=models.PROTECT, related_name="practices")
    replacement_rule = models.CharField("règle de remplacement", max_length=20, choices=ReplacementRule.choices)
    period = DateRangeField("période")
    to_verify = models.BooleanField("à vérifier", default=False)

    privacy = PUBLIC_REFERENCE

    class Meta:
        verbose_name = "pratique régionale"
        verbose_name_plural = "pratiques régionales"
        constraints = [
            ExclusionConstraint(
                name="regional_practice_one_at_a_time",
                expressions=[
                    ("region", RangeOperators.EQUAL),
                    ("body_type", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                violation_error_message="Une pratique existe déjà pour ce type d’instance dans cette région pendant cette période.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.region} · {self.body_type} · {self.get_replacement_rule_display()}"


class Cycle(Sourced):
    """A collective period of a body type in a region (« vague » or « mandature »)."""

    region = models.ForeignKey(Territory, verbose_name="région", on_delete=models.PROTECT, related_name="cycles")
    body_type = models.ForeignKey(BodyType, verbose_name="type d’instance", on_delete=models.PROTECT, related_name="cycles")
    period = DateRangeField("période")
    to_verify = models.BooleanField("à vérifier", default=False)

    privacy = PUBLIC_REFERENCE

    class Meta:
        verbose_name = "mandature"
        verbose_name_plural = "mandatures"
        constraints = [
            ExclusionConstraint(
                name="cycle_one_at_a_time",
                expressions=[
                    ("region", RangeOperators.EQUAL),
                    ("body_type", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                violation_error_message="Une mandature existe déjà pour ce type d’instance dans cette région pendant cette période.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.body_type} · {self.region}"


class BodyQuerySet(models.QuerySet):
    def visible_to(self, viewer) -> "BodyQuerySet":
        """Bodies inside the scope of `viewer`; for an association, those where it holds or held a mandate.

        `mandates` is the reverse name of `mandates.Mandate.body`: a lookup, not an import.
        """
        scope = scope_of(viewer)
        if scope.everything:
            return self
        inside = Q(region__code__in=scope.regions) | Q(department__code__in=scope.departments)
        inside |= Q(facility__in=scope.facilities) | Q(pk__in=scope.bodies)
        if scope.associations:
            held = Q(mandates__association__in=scope.associations) | Q(mandates__association__parent__in=scope.associations)
            inside |= Q(pk__in=self.model.objects.filter(held).values("pk"))
        return self.filter(inside)

    def open_at(self, day) -> "BodyQuerySet":
        """Bodies that exist on `day`."""
        return self.filter(Q(opened_on__isnull=True) | Q(opened_on__lte=day), Q(closed_on__isnull=True) | Q(closed_on__gt=day))


@track(exclude=("sort_key",))
class Body(Sourced):
    """A body: a type at a facility or on a territory, from its opening to its closing."""

    body_type = models.ForeignKey(BodyType, verbose_name="type", on_delete=models.PROTECT, related_name="bodies")
    name = models.CharField("nom", max_length=250)
    facility = models.ForeignKey(
        Facility, verbose_name="établissement", on_delete=models.PROTECT, null=True, blank=True, related_name="bodies"
    )
    territory = models.ForeignKey(
        Territory, verbose_name="territoire", on_delete=models.PROTECT, null=True, blank=True, related_name="bodies"
    )
    department = models.ForeignKey(
        Territory, verbose_name="département", on_delete=models.PROTECT, null=True, blank=True, related_name="department_bodies"
    )
    region = models.ForeignKey(Territory, verbose_name="région", on_delete=models.PROTECT, related_name="region_bodies")
    town = models.CharField("commune", max_length=120, blank=True)
    parent = models.ForeignKey(
        "self", verbose_name="dérivée de", on_delete=models.PROTECT, null=True, blank=True, related_name="derived_bodies"
    )
    opened_on = models.DateField("créée le", null=True, blank=True)
    closed_on = models.DateField("close le", null=True, blank=True)
    sort_key = sort_key_field("name", "town")

    objects = BodyQuerySet.as_manager()
    privacy = PUBLIC_REFERENCE

    class Meta:
        verbose_name = "instance"
        verbose_name_plural = "instances"
        indexes = [
            GinIndex(fields=["sort_key"], opclasses=["gin_trgm_ops"], name="body_name_trgm"),
            models.Index(fields=["region", "department"], name="body_place"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(facility__isnull=False, territory__isnull=True) | Q(facility__isnull=True, territory__isnull=False),
                name="body_facility_or_territory",
                violation_error_message="Une instance dépend d’un établissement ou d’un territoire, pas des deux.",
            ),
            models.UniqueConstraint(
                "body_type",
                "facility",
                name="body_once_per_facility",
                condition=Q(facility__isnull=False, closed_on__isnull=True),
                violation_error_message="Cet établissement a déjà une instance de ce type.",
            ),
            models.UniqueConstraint(
                "body_type",
                "territory",
                "name",
                name="body_once_per_territory",
                condition=Q(territory__isnull=False, closed_on__isnull=True),
                violation_error_message="Ce territoire a déjà une instance de ce type et de ce nom.",
            ),
            models.CheckConstraint(
                condition=Q(opened_on__isnull=True) | Q(closed_on__isnull=True) | Q(closed_on__gte=F("opened_on")),
                name="body_opened_before_closed",
                violation_error_message="La clôture ne peut pas précéder la création.",
            ),
        ]

    def __str__(self) -> str:
        return self.readable_name

    @property
    def readable_name(self) -> str:
        """The name as one reads it: without the capitals of the national files."""
        return readable_name(self.name, self.town)

    @property
    def scope_keys(self) -> ScopeKeys:
        """A regional body lies in its region; a departmental or local one in its department too."""
        departments = frozenset({self.department.code}) if self.department_id else frozenset()
        return ScopeKeys(departments=departments, region=self.region.code, facility=self.facility_id, body=self.pk)


class SeatQuerySet(models.QuerySet):
    def visible_to(self, viewer) -> "SeatQuerySet":
        """Seats of the bodies inside the scope of `viewer`."""
        scope = scope_of(viewer)
        if scope.everything:
            return self
        return self.filter(body__in=Body.objects.visible_to(scope).values("pk"))

    def open_at(self, day) -> "SeatQuerySet":
        """Seats that exist on `day`: neither the seat nor its body is closed or still to be opened."""
        for prefix in ("", "body__"):
            opened, closed = f"{prefix}opened_on", f"{prefix}closed_on"
            self = self.filter(
                Q(**{f"{opened}__isnull": True}) | Q(**{f"{opened}__lte": day}),
                Q(**{f"{closed}__isnull": True}) | Q(**{f"{closed}__gt": day}),
            )
        return self


@track()
class Seat(models.Model):
    """A seat of a body. It exists even when nobody sits on it."""

    body = models.ForeignKey(Body, verbose_name="instance", on_delete=models.PROTECT, related_name="seats")
    quality = models.CharField("qualité", max_length=12, choices=SeatQuality.choices)
    rank = models.PositiveSmallIntegerField("rang", default=1)
    constituency = models.CharField("collège", max_length=120, blank=True)
    opened_on = models.DateField("ouvert le", null=True, blank=True)
    closed_on = models.DateField("fermé le", null=True, blank=True)

    objects = SeatQuerySet.as_manager()
    privacy = PUBLIC_REFERENCE

    class Meta:
        verbose_name = "siège"
        verbose_name_plural = "sièges"
        constraints = [
            models.UniqueConstraint(
                "body", "quality", "rank", "constituency", name="seat_once", violation_error_message="Ce siège existe déjà."
            ),
            models.CheckConstraint(condition=Q(rank__gte=1), name="seat_rank_from_one", violation_error_message="Le rang commence à 1."),
            models.CheckConstraint(
                condition=Q(opened_on__isnull=True) | Q(closed_on__isnull=True) | Q(closed_on__gte=F("opened_on")),
                name="seat_opened_before_closed",
                violation_error_message="La fermeture ne peut pas précéder l’ouverture.",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """« Titulaire 1 », with the constituency when there is one."""
        name = f"{self.get_quality_display().capitalize()} {self.rank}"
        return f"{name} ({self.constituency})" if self.constituency else name

    @property
    def scope_keys(self) -> ScopeKeys:
        return self.body.scope_keys
