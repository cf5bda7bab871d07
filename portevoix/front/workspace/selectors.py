"""What the pages of the workspace read beyond the register's own selectors: lists of choices, saved views, titles."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.contrib.postgres.fields.ranges import RangeEndsWith
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from portevoix.base.core.french_dates import date_fr, period_fr
from portevoix.base.core.periods import ONE_DAY
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
    Parameter,
    Person,
    RegionalPractice,
    Seat,
    Territory,
)
from portevoix.register.directory.scope import Scope
from portevoix.register.directory.selectors.people import search_people
from portevoix.register.mandates.enums import EndReason
from portevoix.register.mandates.models import Mandate, PersonMerge
from portevoix.register.mandates.selectors.criteria import SeatCriteria
from portevoix.register.mandates.selectors.listing import Figures, figures
from portevoix.register.mandates.selectors.mandates import MandateRow, mandate_rows, mandates_of_person
from portevoix.register.mandates.selectors.revision import current_generation, remembered

MOST_CHOICES = 12  # people offered by a search: beyond, write more of the name


@dataclass(frozen=True, kw_only=True)
class FilterChoices:
    """What the lists of the form hold: pairs (value, French label), within the scope of the viewer."""

    departments: list[tuple[str, str]]
    body_types: list[tuple[str, str]]
    federations: list[tuple[str, str]]


def filter_choices(scope: Scope, *, at: date) -> FilterChoices:
    """Return the departments, body types and hospital federations that the seats of `scope` know on `at`."""
    return remembered(current_generation(), ("choices", scope, at), lambda: _filter_choices(scope, at), size=500)


def _filter_choices(scope, at):
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
        return seats_words(self.rule)

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


@dataclass(frozen=True, kw_only=True)
class PersonChoice:
    """Somebody to choose in a form; `words`: name, and where they sit or sat last, to tell namesakes apart."""

    person: Person
    words: str


def people_to_choose(scope: Scope, *, text: str = "", pk: int | None = None, without: Person | None = None) -> list[PersonChoice]:
    """Return the people of `scope` that `text` may name (the likeliest first, at most `MOST_CHOICES`), or the one numbered `pk`."""
    rows = search_people(text, viewer=scope) if pk is None else Person.objects.visible_to(scope).current().filter(pk=pk)
    people = list(rows.exclude(pk=without.pk if without else None)[:MOST_CHOICES])
    mandates = Mandate.objects.visible_to(scope).filter(person__in=people).select_related("seat", "body", "association")
    latest = {mandate.person_id: mandate for mandate in mandates.order_by("period", "pk")}
    return [PersonChoice(person=person, words=_person_words(person, latest.get(person.pk))) for person in people]


def _person_words(person, mandate):
    if mandate is None:
        return f"{person.sorted_name}, sans mandat connu"
    association = f", {mandate.association.short_name}" if mandate.association else ""
    since = date_fr(mandate.period.lower)
    return f"{person.sorted_name}{association}\u00a0: {mandate.seat.label}, {mandate.body.readable_name} (depuis le {since})"


def associations_for(body: Body) -> QuerySet[Association]:
    """Return the associations that may propose somebody for `body`: those of the country, and the sections of its department."""
    own = Q(department=body.department_id) if body.department_id else Q(department__parent=body.region_id)
    return Association.objects.filter(Q(parent__isnull=True) | own, closed_on__isnull=True).order_by("sort_key", "pk")


def derived_ended(mandate: Mandate) -> list[Mandate]:
    """Return the mandates that ended because `mandate` ended."""
    rows = mandate.derived_mandates.filter(end_reason=EndReason.PARENT_ENDED).select_related("seat", "body")
    return [row for row in rows.order_by("pk") if row.period.upper == mandate.period.upper]


@dataclass(frozen=True, kw_only=True)
class Cascade:
    """What the closing of a body took with it. mandates: « WERNERT Odile, Titulaire 1 », with the body when it is a derived one."""

    last_day: date
    bodies: list[Body]
    mandates: list[str]


def closing_cascade(body: Body, *, on: date) -> Cascade:
    """Return what ended because `body` was closed from the day `on`: derived bodies and mandates."""
    derived, level = [], [body.pk]
    while level:
        rows = list(Body.objects.filter(parent__in=level, closed_on=on).order_by("sort_key", "pk"))
        derived += rows
        level = [row.pk for row in rows]
    ended = Mandate.objects.filter(
        body__in=[body.pk, *(row.pk for row in derived)],
        period__endswith=on,
        end_reason__in=[EndReason.BODY_CLOSED, EndReason.PARENT_ENDED],
    )
    rows = ended.select_related("person", "seat", "body").order_by("body", "seat__quality", "seat__rank", "pk")
    words = [f"{m.person.sorted_name}, {m.seat.label}" + ("" if m.body_id == body.pk else f", {m.body.readable_name}") for m in rows]
    return Cascade(last_day=on - ONE_DAY, bodies=derived, mandates=words)


def open_seats(body: Body, *, at: date) -> QuerySet[Seat]:
    """Return the seats of `body` open on `at`, by quality and rank."""
    return Seat.objects.open_at(at).filter(body=body).order_by("quality", "constituency", "rank", "pk")


def other_seats(mandate: Mandate) -> QuerySet[Seat]:
    """Return the seats of the body of `mandate` but its own, by quality and rank."""
    return Seat.objects.filter(body=mandate.body_id).exclude(pk=mandate.seat_id).order_by("quality", "constituency", "rank", "pk")


def mandate_row(mandate: Mandate, *, at: date) -> MandateRow:
    """Return one mandate with its state on `at`."""
    return mandate_rows(Mandate.objects.filter(pk=mandate.pk), at=at)[0]


def accreditations_seen(user) -> QuerySet[Accreditation]:
    """Return the accreditations of the associations that `user` sees."""
    seen = Association.objects.visible_to(user)
    return Accreditation.objects.filter(association__in=seen.values("pk")).select_related("association", "region")


def merges_seen(user) -> QuerySet[PersonMerge]:
    """Return the merges whose kept record `user` sees."""
    seen = Person.objects.visible_to(user)
    return PersonMerge.objects.filter(kept__in=seen.values("pk")).select_related("kept", "absorbed")


def closed_seats(body: Body) -> list[Seat]:
    """Return the seats of `body` that have a closing day, past or to come."""
    return list(body.seats.filter(closed_on__isnull=False).order_by("quality", "constituency", "rank", "pk"))


def mandates_running(association: Association, scope: Scope, *, at: date) -> int:
    """Return how many mandates of `association` and of its sections run on `at` in `scope`."""
    own = Q(association=association) | Q(association__parent=association)
    return Mandate.objects.visible_to(scope).active_at(at).filter(own).count()


@dataclass(frozen=True, kw_only=True)
class AccreditationLine:
    """One accreditation; `last`: none follows it at its level, so that it can be renewed, withdrawn or restored."""

    row: Accreditation
    last: bool


def accreditations_of(association: Association) -> list[AccreditationLine]:
    """Return every accreditation of `association` (of its federation for a section), the latest first."""
    rows = Accreditation.objects.filter(association=association.accredited).select_related("region")
    lines, seen = [], set()
    for row in rows.order_by("-period", "pk"):
        lines.append(AccreditationLine(row=row, last=(row.level, row.region_id) not in seen))
        seen.add((row.level, row.region_id))
    return lines


def home_region(scope: Scope) -> Territory | None:
    """Return the region on which a role bears; the one of the configuration for the whole country, None below a region."""
    code = settings.REGION_CODE if scope.everything else min(scope.regions, default="")
    return Territory.objects.filter(kind=TerritoryKind.REGION, code=code).first()


@dataclass(frozen=True, kw_only=True)
class EvidenceLine:
    """What two records say of the same thing."""

    label: str
    kept: list[str]
    other: list[str]

    @property
    def same(self) -> bool:
        return bool(self.kept) and [search_key(value) for value in self.kept] == [search_key(value) for value in self.other]


def side_by_side(kept: Person, other: Person, scope: Scope, *, at: date, contact: bool) -> list[EvidenceLine]:
    """Return what the two records say, with their mandates in `scope` and their state on `at`. contact: with e-mail and telephone."""
    pairs = [("Nom", "last_name"), ("Prénom", "first_name"), *([("Courriel", "email"), ("Téléphone", "phone")] if contact else [])]
    lines = [EvidenceLine(label=label, kept=_said(kept, name), other=_said(other, name)) for label, name in pairs]
    ours, theirs = (mandates_of_person(person, scope, at=at) for person in (kept, other))
    return [
        *lines,
        EvidenceLine(label="Associations", kept=_associations(ours), other=_associations(theirs)),
        EvidenceLine(label="Mandats", kept=[_mandate_words(row) for row in ours], other=[_mandate_words(row) for row in theirs]),
        EvidenceLine(label="Source", kept=_said(kept, "source"), other=_said(other, "source")),
    ]


def _said(person, name):
    return list(filter(None, [getattr(person, name)]))


def _associations(rows):
    return sorted({row.mandate.association.accredited.name for row in rows if row.mandate.association})


def _mandate_words(row):
    return f"{row.mandate.body.readable_name}, {row.mandate.seat.label}, {period_fr(row.first_day, row.last_day)}"


def merges_into(person: Person) -> list[PersonMerge]:
    """Return the merges that brought other records into `person` and that can be taken back, the latest first."""
    return list(PersonMerge.objects.filter(kept=person, undone_at__isnull=True).select_related("absorbed").order_by("-pk"))


def practices_at(day: date) -> list[RegionalPractice]:
    """Return the regional practices in force on `day`, by region then by type."""
    rows = RegionalPractice.objects.filter(period__contains=day).select_related("region", "body_type")
    return list(rows.order_by("region__sort_key", "body_type__sort_key", "pk"))


def parameters_at(day: date) -> list[Parameter]:
    """Return the dated settings in force on `day`, by code."""
    return list(Parameter.objects.filter(period__contains=day).order_by("code", "pk"))


def seats_words(rule: BodyTypeRule | None) -> str:
    """Return « 2 titulaires, 2 suppléants »; empty when the rule fixes no number."""
    patterns = rule.seat_patterns.all() if rule else []
    return ", ".join(f"{p.count}\u00a0{p.get_quality_display()}{'s' if p.count > 1 else ''}" for p in patterns)


def seat_lines(rule: BodyTypeRule) -> list[dict]:
    """Return the seats of a rule as the lines of its form."""
    return [{"quality": p.quality, "count": p.count, "constituency": p.constituency} for p in rule.seat_patterns.all()]
