"""Recount of figures that two agencies published, by the selectors that count for everybody.

The agencies give totals, not the seats one by one: the fixture holds the totals, and commissions that satisfy them are built. What
is proven is the counting (titulars, substitutes, commissions concerned, rates), not the distribution, which nobody published.
"""

import json
from datetime import date
from itertools import cycle
from pathlib import Path

import pytest
from django.db import connection

from portevoix.base.core.periods import period
from portevoix.register.directory.models import Body, Person, Seat
from portevoix.register.directory.scope import EVERYTHING, Scope
from portevoix.register.mandates.models import Mandate
from portevoix.register.mandates.selectors.criteria import SeatCriteria
from portevoix.register.mandates.selectors.forecast import falling_vacant
from portevoix.register.mandates.selectors.listing import figures, seat_rows
from portevoix.register.mandates.selectors.territories import by_department
from tests.factories import AssociationFactory, BodyTypeRuleFactory, DepartmentFactory, RegionFactory

pytestmark = pytest.mark.django_db
PUBLISHED = json.loads((Path(__file__).parent / "fixtures" / "published_figures.json").read_text())
SOURCE = {"source": "essai", "source_date": date(2024, 1, 1)}
QUALITIES = ("titular", "titular", "substitute", "substitute")


def build(wanted):
    """Build commissions of two titulars and two substitutes, in two departments, with the vacancies that the totals ask for."""
    rule = BodyTypeRuleFactory()
    region = RegionFactory(code=wanted["region"], name=wanted["name"])
    departments = cycle(DepartmentFactory(code=f"{wanted['region']}{n}", name=f"Département {n}", parent=region) for n in (1, 2))
    bodies = Body.objects.bulk_create(
        Body(
            body_type=rule.body_type, name=f"Commission {n}", territory=d, department=d, region=region, opened_on=date(2016, 6, 1), **SOURCE
        )
        for n, d in zip(range(wanted["bodies"]), departments, strict=False)
    )
    seats = Seat.objects.bulk_create(
        Seat(body=body, quality=quality, rank=1 + index % 2) for body in bodies for index, quality in enumerate(QUALITIES)
    )
    vacant = {seat.pk for seat in vacancies(wanted, bodies, seats)}
    filled = [seat for seat in seats if seat.pk not in vacant]
    people = Person.objects.bulk_create(Person(last_name=f"Nom{n}", **SOURCE) for n in range(len(filled)))
    first, last = map(date.fromisoformat, wanted["term"])
    association = AssociationFactory()
    Mandate.objects.bulk_create(
        Mandate(seat=seat, body=seat.body, person=person, association=association, period=period(first, last), term_end=last, **SOURCE)
        for seat, person in zip(filled, people, strict=True)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE mandates_mandate, directory_seat, directory_body")  # as an import does


def vacancies(wanted, bodies, seats):
    """Choose the vacant seats: titulars in the first commissions, substitutes going round the commissions concerned."""
    concerned = {body.pk for body in bodies[: wanted.get("bodies_with_vacancy", len(bodies))]}
    vacant = wanted.get("vacant", wanted["seats"] - wanted.get("filled", 0))
    inside = [seat for seat in seats if seat.body_id in concerned]
    titulars = [seat for seat in inside if seat.quality == "titular" and seat.rank == 1]
    substitutes = [seat for rank in (1, 2) for seat in inside if seat.quality == "substitute" and seat.rank == rank]
    count = wanted.get("vacant_titular", 0)
    return titulars[:count] + substitutes[: vacant - count]


@pytest.mark.parametrize("wanted", PUBLISHED, ids=[wanted["name"] for wanted in PUBLISHED])
def test_the_figures_that_the_agency_published_are_found_again(wanted):
    build(wanted)
    at, scope = date.fromisoformat(wanted["at"]), Scope(regions=frozenset({wanted["region"]}))
    found = figures(scope, at=at)
    assert found.opened == wanted["seats"] == found.filled + found.vacant
    for name in ("bodies", "filled", "vacant", "vacant_titular", "vacant_substitute", "bodies_with_vacancy"):
        assert getattr(found, name) == wanted.get(name, getattr(found, name)), name
    departments = by_department(scope, at=at)
    assert (sum(row.opened for row in departments), sum(row.vacant for row in departments)) == (found.opened, found.vacant)
    vacant = SeatCriteria(states=frozenset({"vacant", "echu"}))
    assert seat_rows(scope, at=at, criteria=vacant).total == found.vacant


def test_hauts_de_france_has_the_rates_of_the_dossier():
    build(PUBLISHED[0])
    found = figures(EVERYTHING, at=date(2024, 1, 15))
    rates = [
        round(100 * vacant / opened, 1)
        for vacant, opened in (
            (found.vacant, found.opened),
            (found.vacant_titular, found.opened_titular),
            (found.vacant_substitute, found.opened_substitute),
        )
    ]
    assert rates == [24.9, 6.1, 43.6]


def test_the_whole_region_falls_vacant_with_its_collective_term():
    """30 November 2025 in Hauts-de-France: every filled seat is in the forecast, then counts as past its term."""
    build(PUBLISHED[0])
    falling = falling_vacant(EVERYTHING, at=date(2024, 1, 15), months=24)
    assert {row.last_day for row in falling} == {date(2025, 11, 30)}
    assert len(falling) == 816 - 203
    after = figures(EVERYTHING, at=date(2025, 12, 1))
    assert (after.vacant, after.past_term) == (816, 613)
