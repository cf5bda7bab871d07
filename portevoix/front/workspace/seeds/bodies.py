"""The bodies of the region and their seats, by the rules of the reference data; and the slots that wait for a history."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from portevoix.base.core.periods import first_day
from portevoix.front.workspace.seeds.sources import sourced
from portevoix.front.workspace.seeds.timelines import Slot, cycle
from portevoix.register.directory.enums import LegalStatus, SeatQuality, TerritoryKind
from portevoix.register.directory.models import Body, BodyType, BodyTypeRule, Cycle, Facility, Seat, Territory

ETHICS_COMMITTEES = ("Est III, Nancy", "Est IV, Strasbourg")  # the two of the region (ARS Grand Est, 2024)
HOSPITALS = ("101", "355", "292", "106", "362")  # categories of the main site of a public hospital, the first found wins
OPENED = {"CDU": date(2017, 1, 2), "CTS": date(2017, 1, 2), "CRSA": date(2016, 7, 4)}
# Categories of small sites whose commission was set up later: dialysis out of a centre, home care, groupings.
LATER, LATEST = ("127", "146", "156", "430", "695", "697"), date(2024, 9, 30)
# Days on which the collective periods begin, where the reference data has no cycle of the region.
ANCHORS = {"CCI": date(2024, 9, 15), "CDSP": date(2025, 3, 1)}
TERM_YEARS = {"CRSA_CP": 5, "CRSA_CSP": 5, "CRSA_CSOS": 5, "CRSA_CSMS": 5, "CRSA_CSDU": 5}
COMMISSIONS = {"CRSA_CP": 2, "CRSA_CSP": 4, "CRSA_CSOS": 4, "CRSA_CSMS": 4, "CRSA_CSDU": 6}  # seats of users
LATE_COUNCILS = 2  # supervisory boards whose term passed without a new order


@dataclass(frozen=True)
class Seated:
    """What was created: bodies by number, seats by number, and one slot a seat."""

    bodies: dict[int, Body]
    seats: dict[int, Seat]
    slots: list[Slot]

    def place(self, slot: Slot) -> tuple[str, SeatQuality, int]:
        """Return (FINESS ET or empty, quality, rank): how the story names a seat."""
        facility = self.bodies[slot.body].facility
        return facility.finess_et if facility else "", slot.quality, slot.rank


def build(today: date, rng: Random, region: Territory) -> Seated:
    """Create the bodies and their seats."""
    types = {row.code: row for row in BodyType.objects.all()}
    facilities = list(
        Facility.objects.filter(department__parent=region).select_related("department", "category", "legal_entity").order_by("finess_et")
    )
    planned = [*_at_facilities(types, facilities, region, today), *_on_territories(types, region, today)]
    _set_up_later(planned, rng, today)
    Body.objects.bulk_create(planned)
    conference = next(body for body in planned if body.body_type.code == "CRSA")
    derived = [_territorial(types[code], region, types[code].name, region, None, today) for code in COMMISSIONS]
    for body in derived:
        body.parent = conference
    Body.objects.bulk_create(derived)
    bodies = planned + derived
    seats = [seat for body in bodies for seat in _seats(body, today)]
    Seat.objects.bulk_create(seats)
    return Seated({b.pk: b for b in bodies}, {s.pk: s for s in seats}, _slots(bodies, seats, rng, today, region))


def _at_facilities(types, facilities, region, today):
    """One users' commission a site; one supervisory board a public hospital, at its main site."""
    for facility in facilities:
        yield _local(types["CDU"], facility, region, today)
    main: dict[int, Facility] = {}
    for facility in facilities:
        if facility.legal_status == LegalStatus.PUBLIC and facility.category and facility.category.code in HOSPITALS:
            held = main.setdefault(facility.legal_entity_id, facility)
            if HOSPITALS.index(facility.category.code) < HOSPITALS.index(held.category.code):
                main[facility.legal_entity_id] = facility
    for facility in main.values():
        yield _local(types["CS_EPS"], facility, region, today)


def _set_up_later(bodies, rng, today):
    """Open the commissions of small sites one after the other, between 2018 and 2024."""
    for body in bodies:
        category = body.facility.category if body.facility else None
        if body.body_type.code == "CDU" and category and category.code in LATER:
            body.opened_on = min(LATEST, today) - timedelta(days=rng.randint(0, 2400))


def _on_territories(types, region, today):
    departments = list(Territory.objects.filter(kind=TerritoryKind.DEPARTMENT, parent=region).order_by("code"))
    councils = Territory.objects.filter(kind=TerritoryKind.HEALTH_TERRITORY, parent=region).order_by("code")
    by_name = {row.name: row for row in departments}
    for territory in councils:
        yield _territorial(
            types["CTS"], territory, f"Conseil territorial de santé, {territory.name}", region, by_name[territory.name], today
        )
    for row in departments:
        yield _territorial(types["CPAM"], row, f"Conseil de la caisse primaire, {row.name}", region, row, today)
        yield _territorial(types["CDSP"], row, f"Commission départementale des soins psychiatriques, {row.name}", region, row, today)
    for code, name in (
        ("CRSA", "Conférence régionale de la santé et de l’autonomie"),
        ("CCI", "Commission de conciliation et d’indemnisation"),
    ):
        yield _territorial(types[code], region, f"{name}, {region.name}", region, None, today)
    for name in ETHICS_COMMITTEES:
        yield _territorial(types["CPP"], region, f"Comité de protection des personnes {name}", region, None, today)


def _local(body_type, facility, region, today):
    return Body(
        body_type=body_type,
        name=facility.name,
        facility=facility,
        department=facility.department,
        region=region,
        town=facility.town,
        opened_on=OPENED.get(body_type.code),
        **sourced(today=today),
    )


def _territorial(body_type, territory, name, region, department, today):
    return Body(
        body_type=body_type,
        name=name[0].upper() + name[1:],
        territory=territory,
        department=department,
        region=region,
        opened_on=OPENED.get(body_type.code),
        **sourced(today=today),
    )


def _seats(body: Body, today: date):
    """The seats that the rule in force gives to users; commissions of the conference: the number observed in other regions."""
    code = body.body_type.code
    if code in COMMISSIONS:
        for rank in range(1, COMMISSIONS[code] + 1):
            yield Seat(body=body, quality=SeatQuality.TITULAR, rank=rank, opened_on=body.opened_on)
        return
    for quality, count, constituency in _patterns(body.body_type, today):
        for rank in range(1, count + 1):
            yield Seat(body=body, quality=quality, rank=rank, constituency=constituency, opened_on=body.opened_on)


def _rule(body_type: BodyType, today: date) -> BodyTypeRule:
    return body_type.rules.filter(period__contains=today).get()


def _patterns(body_type: BodyType, today: date) -> list[tuple[str, int, str]]:
    if not hasattr(body_type, "_demo_patterns"):
        rows = _rule(body_type, today).seat_patterns.order_by("pk")
        body_type._demo_patterns = [(row.quality, row.count, row.constituency) for row in rows]
    return body_type._demo_patterns


def _slots(bodies, seats, rng, today, region):
    years = {
        code: _rule(BodyType.objects.get(code=code), today).term_years or TERM_YEARS[code] for code in {b.body_type.code for b in bodies}
    }
    anchors = {row.body_type.code: first_day(row.period) for row in Cycle.objects.filter(region=region).order_by("period")}
    cycles = {}
    late = set(rng.sample([body.pk for body in bodies if body.body_type.code == "CS_EPS"], LATE_COUNCILS))
    for body in bodies:
        code = body.body_type.code
        if code == "CDU":
            continue
        code = "CRSA" if code in COMMISSIONS else code
        anchor = ANCHORS.get(code) or anchors.get(code) or today - timedelta(days=rng.randint(40, 365 * years[code] - 40))
        if code == "CDSP":
            anchor += timedelta(days=rng.randint(0, 900))
        if body.pk in late:
            anchor = today - timedelta(days=rng.randint(20, 200))
        first, end = cycle(anchor, years[code], today)
        if body.pk in late:
            first, end = cycle(first, years[code], first - timedelta(days=1))
        cycles[body.pk] = first, end
    return [
        Slot(
            body=seat.body_id,
            number=seat.pk,
            body_type=seat.body.body_type.code,
            quality=SeatQuality(seat.quality),
            rank=seat.rank,
            department=seat.body.department.code if seat.body.department else None,
            opened=seat.opened_on or date.min,
            term_years=years[seat.body.body_type.code],
            cycle=cycles.get(seat.body_id),
        )
        for seat in seats
    ]
