"""The part of the register that a workbook is compared with, read once into memory."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from portevoix.base.core.periods import contains, last_day
from portevoix.base.core.text import search_key
from portevoix.register.directory.enums import BodyLevel, TerritoryKind
from portevoix.register.directory.models import (
    Association,
    AssociationAlias,
    Body,
    BodyType,
    BodyTypeRule,
    Cycle,
    Facility,
    FacilityChange,
    Person,
    RegionalPractice,
    Seat,
    SeatPattern,
    Territory,
)
from portevoix.register.imports.enums import Decision, DoubtKind
from portevoix.register.imports.models import Doubt
from portevoix.register.mandates.models import Mandate
from portevoix.register.mandates.selectors.terms import term_end


class NoRule(Exception):
    """The body type has no rule on that day, or is not of facilities: its seats cannot be told. The message is French."""


def groups() -> dict:
    return defaultdict(list)


@dataclass
class Snapshot:
    """Rows of one region and one body type, by the keys under which a workbook names them.

    patterns: the seats that the rule of the day gives. departments: those of the region, by key; everywhere: those of
    the country, by code. facilities: by FINESS ET. named: by the compared form of the
    name, former names too. bodies: open ones, by facility. by_seat, by_body, by_person: mandates.
    people: those to whom somebody of the workbook is compared. settled: pairs that a human said to be two people.
    """

    region: Territory
    body_type: BodyType
    rule: BodyTypeRule
    patterns: list[SeatPattern]
    departments: dict[int, Territory]
    everywhere: dict[str, Territory] = field(default_factory=dict)
    practices: list[RegionalPractice] = field(default_factory=list)
    cycles: list[Cycle] = field(default_factory=list)
    facilities: dict[str, Facility] = field(default_factory=dict)
    named: dict[str, list[Facility]] = field(default_factory=groups)
    of_entity: dict[str, list[Facility]] = field(default_factory=groups)
    bodies: dict[int, Body] = field(default_factory=dict)
    seats_of_body: dict[int, list[Seat]] = field(default_factory=groups)
    by_seat: dict[int, list[Mandate]] = field(default_factory=groups)
    by_body: dict[int, list[Mandate]] = field(default_factory=groups)
    by_person: dict[int, list[Mandate]] = field(default_factory=groups)
    department_of_body: dict[int, str] = field(default_factory=dict)
    people: list[Person] = field(default_factory=list)
    names: dict[int, str] = field(default_factory=dict)
    settled: set[frozenset[int]] = field(default_factory=set)
    associations: dict[int, Association] = field(default_factory=dict)
    aliases: list[AssociationAlias] = field(default_factory=list)

    def expected_end(self, start: date) -> date | None:
        """Return the last day of a term that begins on `start` and whose end the workbook does not give."""
        practice = next((row.replacement_rule for row in self.practices if contains(row.period, start)), self.rule.replacement_rule)
        cycle_end = next((last_day(row.period) for row in self.cycles if contains(row.period, start)), None)
        return term_end(start, practice=practice, term_years=self.rule.term_years, cycle_end=cycle_end)

    def seat_count(self, quality: str) -> int:
        """Return how many seats of this quality the rule gives."""
        return sum(pattern.count for pattern in self.patterns if pattern.quality == quality)

    def in_region(self, facility: Facility) -> bool:
        return facility.department_id in self.departments


def take(*, region: Territory, body_type: BodyType, today: date, finess: frozenset[str]) -> Snapshot:
    """Read what a workbook of `region` and `body_type` is compared with. `finess`: the numbers that it names, wherever they lie.

    Raises `NoRule`.
    """
    if body_type.level != BodyLevel.FACILITY:
        raise NoRule(f"«\u00a0{body_type}\u00a0» n’est pas une instance d’établissement\u00a0: un classeur ne suffit pas à la reconnaître.")
    rule = BodyTypeRule.objects.filter(body_type=body_type, period__contains=today).first()
    if rule is None:
        raise NoRule(f"Aucune règle n’est en vigueur pour «\u00a0{body_type}\u00a0». Ajoutez-la avant d’importer.")
    patterns = list(SeatPattern.objects.filter(rule=rule).order_by("pk"))
    snapshot = Snapshot(region=region, body_type=body_type, rule=rule, patterns=patterns, departments={})
    for row in Territory.objects.filter(kind=TerritoryKind.DEPARTMENT).order_by("pk"):
        snapshot.everywhere[row.code] = row
        if row.parent_id == region.pk:
            snapshot.departments[row.pk] = row
    here = {"region": region, "body_type": body_type}
    snapshot.practices, snapshot.cycles = list(RegionalPractice.objects.filter(**here)), list(Cycle.objects.filter(**here))
    _read_facilities(snapshot, finess)
    _read_bodies(snapshot)
    _read_people(snapshot)
    snapshot.associations = {row.pk: row for row in Association.objects.select_related("parent", "department").order_by("pk")}
    snapshot.aliases = list(AssociationAlias.objects.order_by("pk"))
    return snapshot


def _read_facilities(snapshot: Snapshot, finess: frozenset[str]) -> None:
    rows = Facility.objects.filter(Q(department__in=snapshot.departments) | Q(finess_et__in=finess) | Q(legal_entity__finess_ej__in=finess))
    by_id = {}
    for facility in rows.select_related("department", "legal_entity").order_by("pk"):
        by_id[facility.pk] = facility
        snapshot.facilities[facility.finess_et] = facility
        snapshot.of_entity[facility.legal_entity.finess_ej].append(facility)
        if snapshot.in_region(facility):
            snapshot.named[search_key(facility.name)].append(facility)
    for change in FacilityChange.objects.filter(facility__in=by_id).exclude(former_name="").order_by("pk"):
        facility, name = by_id[change.facility_id], search_key(change.former_name)
        if snapshot.in_region(facility) and facility not in snapshot.named[name]:
            snapshot.named[name].append(facility)


def _read_bodies(snapshot: Snapshot) -> None:
    bodies = Body.objects.filter(body_type=snapshot.body_type, region=snapshot.region, closed_on__isnull=True, facility__isnull=False)
    snapshot.bodies = {body.facility_id: body for body in bodies.order_by("pk")}
    by_pk = {body.pk: body for body in snapshot.bodies.values()}
    for seat in Seat.objects.filter(body__in=by_pk, closed_on__isnull=True).order_by("pk"):
        seat.body = by_pk[seat.body_id]
        snapshot.seats_of_body[seat.body_id].append(seat)


def _read_people(snapshot: Snapshot) -> None:
    """People who hold or held a mandate in the region, and those without any: homonyms of other regions do not matter, nor are shown."""
    places = Body.objects.filter(region=snapshot.region).values_list("pk", "department__code")
    snapshot.department_of_body = {pk: code or "" for pk, code in places}
    for mandate in Mandate.objects.filter(body__region=snapshot.region).order_by("period", "pk"):
        snapshot.by_seat[mandate.seat_id].append(mandate)
        snapshot.by_body[mandate.body_id].append(mandate)
        snapshot.by_person[mandate.person_id].append(mandate)
    inside = Q(mandates__body__region=snapshot.region) | Q(mandates__isnull=True)
    snapshot.people = list(Person.objects.filter(pk__in=Person.objects.filter(inside).values("pk")).order_by("pk"))
    snapshot.names = {person.pk: person.sorted_name for person in snapshot.people}
    different = Doubt.objects.filter(kind=DoubtKind.PEOPLE, decision=Decision.DIFFERENT).values_list("person_id", "other_id")
    snapshot.settled = {frozenset(pair) for pair in different}
