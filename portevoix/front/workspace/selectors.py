"""What the pages of the workspace read beyond the register's own selectors: lists of choices, saved views, titles."""

from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.fields.ranges import RangeEndsWith
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from portevoix.base.core.text import search_key
from portevoix.front.workspace.models import SavedView
from portevoix.register.directory.enums import FederationKind, TerritoryKind
from portevoix.register.directory.models import (
    Accreditation,
    Association,
    AssociationAlias,
    Body,
    BodyType,
    BodyTypeRule,
    Federation,
    Person,
    RegionalPractice,
    Territory,
)
from portevoix.register.directory.scope import Scope
from portevoix.register.mandates.models import Mandate
from portevoix.register.mandates.selectors.criteria import SeatCriteria
from portevoix.register.mandates.selectors.listing import Figures, figures


@dataclass(frozen=True, kw_only=True)
class FilterChoices:
    """What the lists of the form hold: pairs (value, French label), within the scope of the viewer."""

    departments: list[tuple[str, str]]
    body_types: list[tuple[str, str]]
    federations: list[tuple[str, str]]


def filter_choices(scope: Scope, *, at: date) -> FilterChoices:
    """Return the departments, body types and hospital federations that the seats of `scope` know on `at`."""
    bodies = Body.objects.visible_to(scope).open_at(at)
    departments = Territory.objects.filter(kind=TerritoryKind.DEPARTMENT, pk__in=bodies.values("department")).order_by("code", "pk")
    types = BodyType.objects.filter(pk__in=bodies.values("body_type")).order_by("sort_key", "pk")
    federations = Federation.objects.filter(kind=FederationKind.HOSPITAL).order_by("code", "pk")
    return FilterChoices(
        departments=[(department.code, department.label) for department in departments],
        body_types=[(kind.code, _capital(kind.name)) for kind in types],
        federations=[(str(federation.pk), federation.name) for federation in federations],
    )


def saved_views(user) -> list[SavedView]:
    """Return the views that `user` has kept, by name."""
    return list(SavedView.objects.filter(user=user).order_by("name", "pk"))


def scope_title(scope: Scope) -> str:
    """Return the perimeter in words: « Région Grand Est », « Moselle », « Tout le pays »."""
    if scope.everything:
        return "Tout le pays"
    codes = scope.regions | scope.departments
    names = Territory.objects.filter(
        code__in=codes, kind__in=[TerritoryKind.REGION] if scope.regions else [TerritoryKind.DEPARTMENT]
    ).order_by("kind", "code", "pk")
    words = [f"Région {place.name}" if place.kind == TerritoryKind.REGION else place.name for place in names]
    return ", ".join(words) or "Votre établissement"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


@dataclass(frozen=True, kw_only=True)
class RuleInForce:
    """The rule of a body on a day, with the practice of its region when there is one."""

    rule: BodyTypeRule
    practice: RegionalPractice | None

    @property
    def seats(self) -> str:
        """« 2 titulaires, 2 suppléants »."""
        return ", ".join(f"{p.count}\u00a0{p.get_quality_display()}{'s' if p.count > 1 else ''}" for p in self.rule.seat_patterns.all())

    @property
    def replacement(self) -> str:
        """How somebody designated in the course of a term sits; the region's practice first."""
        return (self.practice or self.rule).get_replacement_rule_display()


def rule_of(body: Body, *, at: date) -> RuleInForce | None:
    """Return the rule in force on `at` for the type of `body`, None when the register has none."""
    rule = body.body_type.rules.filter(period__contains=at).prefetch_related("seat_patterns").first()
    if rule is None:
        return None
    practice = RegionalPractice.objects.filter(region=body.region, body_type=body.body_type, period__contains=at).first()
    return RuleInForce(rule=rule, practice=practice)


def associations_with_counts(scope: Scope, *, at: date, text: str = "") -> QuerySet[Association]:
    """Return the accredited associations that `scope` sees, by name, each with three counts.

    running: mandates running on `at`, sections included, in the bodies of the scope; section_count; accreditation_end: last
    day of its national accreditation in force, None when there is none. text: fragment of the name, of the acronym or of another
    way of writing it; accents and typos are forgiven.
    """
    held = Mandate.objects.visible_to(scope).active_at(at).filter(Q(association=OuterRef("pk")) | Q(association__parent=OuterRef("pk")))
    covered = Accreditation.objects.filter(association=OuterRef("pk"), period__contains=at).order_by("-period")
    rows = (
        Association.objects.visible_to(scope)
        .filter(parent__isnull=True)
        .annotate(
            running=Coalesce(Subquery(held.order_by().annotate(one=Value(1)).values("one").annotate(n=Count("pk")).values("n")), 0),
            section_count=Count("sections", distinct=True),
            accreditation_end=Subquery(covered.values(last=RangeEndsWith("period"))[:1]),
            accreditation_known=Exists(covered),
        )
    )
    if text.strip():
        key = search_key(text)
        alike = AssociationAlias.objects.filter(Q(sort_key__contains=key) | Q(sort_key__trigram_word_similar=key)).values("association")
        rows = rows.filter(Q(sort_key__contains=key) | Q(sort_key__trigram_word_similar=key) | Q(pk__in=alike))
    return rows.order_by("sort_key", "pk")


@dataclass(frozen=True, kw_only=True)
class FederationFigures:
    """One federation of establishments with the figures of its members."""

    federation: Federation
    figures: Figures


def federations_with_figures(scope: Scope, *, at: date) -> list[FederationFigures]:
    """Return the hospital federations with the figures on `at` of the seats of their members inside `scope`."""
    federations = Federation.objects.filter(kind=FederationKind.HOSPITAL).order_by("code", "pk")
    return [FederationFigures(federation=f, figures=figures(scope, at=at, criteria=SeatCriteria(federation=f.pk))) for f in federations]


def own_associations(scope: Scope) -> list[Association]:
    """Return the associations that a manager keeps, by name."""
    return list(Association.objects.filter(pk__in=scope.associations).select_related("parent", "department").order_by("sort_key", "pk"))


def own_people(scope: Scope) -> list[Person]:
    """Return the persons that the account is (one, but for a mistake of administration)."""
    return list(Person.objects.filter(pk__in=scope.persons).order_by("sort_key", "pk"))
