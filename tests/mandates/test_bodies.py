"""One body: composition, as known on another day, timeline; vacancies of each body and of the members of a federation."""

from datetime import date, datetime

import pytest
from django.db import connection
from django.utils import timezone

from portevoix.base.core.periods import period
from portevoix.register.directory.models import FacilityMembership
from portevoix.register.directory.scope import EVERYTHING, Scope
from portevoix.register.mandates.enums import EndReason
from portevoix.register.mandates.selectors.bodies import composition, composition_as_known, timeline, vacancies_by_body
from portevoix.register.mandates.selectors.federations import vacancies_of_members
from tests.factories import TODAY, BodyFactory, BodyTypeRuleFactory, FederationFactory, MandateFactory, PersonFactory, SeatFactory

pytestmark = pytest.mark.django_db

EVENTS = ("directory_bodyevent", "directory_seatevent", "directory_personevent", "mandates_mandateevent")


def recorded_on(day):
    """Date the history written so far as if it had been written on `day` (its triggers forbid it otherwise)."""
    moment = timezone.make_aware(datetime(day.year, day.month, day.day, 12))
    with connection.cursor() as cursor:
        for table in EVENTS:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            cursor.execute(f"UPDATE {table} SET pgh_created_at = %s WHERE pgh_created_at > '2026-01-01'::date", [moment])
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def test_the_composition_lists_empty_seats_too_titulars_first():
    body = BodyFactory(seated=True)
    MandateFactory(seat=body.seats.get(quality="titular", rank=2), person=PersonFactory(last_name="Wernert", first_name="Odile"))
    rows = composition(body, at=TODAY, names=EVERYTHING)
    assert [row.seat_label for row in rows] == ["Titulaire 1", "Titulaire 2", "Suppléant 1", "Suppléant 2"]
    assert [row.holder_name for row in rows] == [None, "WERNERT Odile", None, None]
    assert [row.holder_name for row in composition(body, at=TODAY)] == [None] * 4


def test_the_register_says_what_it_knew_on_a_day():
    body = BodyFactory(seated=True)
    mandate = MandateFactory(seat=body.seats.get(quality="titular", rank=1), person=PersonFactory(last_name="Avant"))
    recorded_on(date(2025, 12, 10))
    mandate.period, mandate.end_reason = period(date(2025, 12, 1), date(2025, 12, 20)), EndReason.RESIGNATION
    mandate.ended_at = timezone.now()
    mandate.save()

    def known(known_on, at=date(2025, 12, 25)):
        return [row.state for row in composition_as_known(body, at=at, known_on=known_on, names=EVERYTHING)]

    assert known(date(2025, 12, 9)) == []
    assert known(date(2025, 12, 10)) == ["pourvu", "vacant", "vacant", "vacant"]
    assert known(timezone.localdate()) == ["vacant"] * 4
    assert [row.state for row in composition(body, at=date(2025, 12, 25))] == ["vacant"] * 4


def test_what_was_deleted_since_was_known_then():
    body = BodyFactory(seated=True)
    seat = body.seats.get(quality="titular", rank=1)
    person = PersonFactory(last_name="Effacé")
    mandate = MandateFactory(seat=seat, person=person)
    recorded_on(date(2025, 12, 10))
    for row in (mandate, seat, person):
        row.delete()
    rows = composition_as_known(body, at=TODAY, known_on=date(2025, 12, 31), names=EVERYTHING)
    assert [row.holder_name for row in rows] == ["EFFACÉ Camille", None, None, None]
    assert len(composition_as_known(body, at=TODAY, known_on=timezone.localdate())) == 3


def test_a_seat_added_since_was_not_known_then():
    body = BodyFactory(seated=True)
    recorded_on(date(2025, 12, 10))
    SeatFactory(body=body, rank=3)
    assert len(composition_as_known(body, at=TODAY, known_on=date(2025, 12, 31))) == 4


def test_a_body_then_known_as_closed_has_no_composition():
    body = BodyFactory(seated=True, closed_on=date(2025, 1, 1))
    recorded_on(date(2025, 12, 10))
    body.closed_on = None
    body.save()
    assert composition_as_known(body, at=TODAY, known_on=date(2025, 12, 31)) == []


def test_the_timeline_says_who_sat_and_when_nobody_did():
    BodyTypeRuleFactory()
    seat = SeatFactory(body=BodyFactory(opened_on=date(2020, 1, 1)))
    first = MandateFactory(seat=seat, first=date(2020, 3, 1), term_end=date(2023, 2, 28))
    second = MandateFactory(seat=seat, first=date(2023, 6, 1), term_end=date(2026, 5, 31))
    second.period, second.end_reason, second.ended_at = period(date(2023, 6, 1), date(2024, 1, 31)), "RESIGNATION", timezone.now()
    second.save()
    (line,) = timeline(seat.body, first=date(2019, 1, 1), last=date(2024, 12, 31))
    assert [(s.state, s.first_day, s.last_day, s.mandate) for s in line.segments] == [
        ("vacant", date(2020, 1, 1), date(2020, 2, 29), None),
        ("pourvu", date(2020, 3, 1), date(2023, 2, 28), first),
        ("echu", date(2023, 3, 1), date(2023, 5, 31), first),
        ("pourvu", date(2023, 6, 1), date(2024, 1, 31), second),
        ("vacant", date(2024, 2, 1), date(2024, 12, 31), None),
    ]
    assert sum(segment.days for segment in line.segments) == (date(2025, 1, 1) - date(2020, 1, 1)).days


def test_the_timeline_stops_when_the_seat_closes_and_changes_with_the_rule():
    BodyTypeRuleFactory(period=period(date(2016, 1, 1), date(2026, 1, 31)))
    mandate = MandateFactory(past_term=True, seat=SeatFactory(opened_on=date(2023, 1, 1), closed_on=date(2026, 3, 1)))
    (line,) = timeline(mandate.body, first=date(2020, 1, 1), last=date(2030, 1, 1))
    assert [(s.state, s.first_day, s.last_day) for s in line.segments] == [
        ("pourvu", date(2023, 1, 1), date(2025, 12, 31)),
        ("echu", date(2026, 1, 1), date(2026, 1, 31)),
        ("vacant", date(2026, 2, 1), date(2026, 2, 28)),
    ]


def test_a_body_without_seats_has_an_empty_timeline():
    assert timeline(BodyFactory(), first=TODAY, last=TODAY) == []


def test_each_body_has_its_vacancies():
    body, other = BodyFactory(seated=True, opened_on=date(2020, 1, 1)), BodyFactory(seated=True)
    MandateFactory(seat=body.seats.get(quality="titular", rank=1))
    found = vacancies_by_body(EVERYTHING, at=TODAY)
    assert (found[body.pk].opened, found[body.pk].vacant, found[body.pk].vacant_titular) == (4, 3, 1)
    assert (found[body.pk].oldest, found[other.pk].oldest) == (date(2020, 1, 1), None)
    assert vacancies_by_body(Scope(departments=frozenset({"57"})), at=TODAY) == {}


def test_the_members_of_a_federation_come_the_most_vacant_first():
    body, full, outside = BodyFactory(seated=True), BodyFactory(), BodyFactory(seated=True)
    MandateFactory(seat=SeatFactory(body=full))
    federation = FederationFactory()
    for member in (full, body):
        FacilityMembership.objects.create(
            federation=federation, facility=member.facility, period=period(date(2020, 1, 1)), source="essai", source_date=date(2026, 1, 1)
        )
    rows = vacancies_of_members(federation, EVERYTHING, at=TODAY)
    assert [(row.facility, row.opened, row.vacant, row.bodies) for row in rows] == [
        (body.facility, 4, 4, [body]),
        (full.facility, 1, 0, [full]),
    ]
    assert outside.facility not in [row.facility for row in rows]
