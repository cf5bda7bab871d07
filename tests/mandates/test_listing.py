"""The agents' board: figures, list, filters, search, orders, names."""

from datetime import date

import pytest

from portevoix.base.core.periods import period
from portevoix.register.directory.models import FacilityMembership
from portevoix.register.directory.scope import EVERYTHING, NOTHING, Scope
from portevoix.register.mandates.enums import EndReason
from portevoix.register.mandates.selectors.criteria import SeatCriteria, SeatSort
from portevoix.register.mandates.selectors.listing import figures, seat_rows
from portevoix.register.mandates.selectors.territories import by_department
from tests.factories import (
    TODAY,
    AssociationFactory,
    BodyFactory,
    BodyTypeFactory,
    BodyTypeRuleFactory,
    DepartmentFactory,
    FacilityFactory,
    FederationFactory,
    MandateFactory,
    PersonFactory,
    SeatFactory,
)

pytestmark = pytest.mark.django_db


def listed(*, names=EVERYTHING, sort=SeatSort.SEAT, backwards=False, at=TODAY, **criteria):
    page = seat_rows(EVERYTHING, at=at, names=names, sort=sort, backwards=backwards, criteria=SeatCriteria(**criteria))
    return [row.seat_id for row in page.rows]


def seats_of(body):
    return list(body.seats.order_by("quality", "rank"))  # substitutes first


@pytest.fixture
def commission():
    """A commission of four seats: one titular sits, one substitute is past the term, two seats are vacant."""
    BodyTypeRuleFactory()
    body = BodyFactory(seated=True, opened_on=date(2020, 1, 1))
    substitute, _, titular, _ = seats_of(body)
    MandateFactory(seat=titular)
    MandateFactory(seat=substitute, past_term=True)
    return body


def test_figures_count_past_term_seats_among_the_vacant(commission):
    found = figures(EVERYTHING, at=TODAY)
    assert (found.opened, found.filled, found.vacant, found.past_term) == (4, 1, 3, 1)
    assert (found.vacant_titular, found.vacant_substitute, found.vacant_member) == (1, 2, 0)
    assert (found.vacant_long, found.oldest_vacancy) == (3, date(2020, 1, 1))
    assert (found.bodies, found.bodies_with_vacancy, found.bodies_without_ru, found.bodies_with_one_titular) == (1, 1, 0, 1)


def test_figures_answer_for_any_day(commission):
    assert figures(EVERYTHING, at=date(2019, 1, 1)).opened == 0
    assert figures(EVERYTHING, at=date(2024, 1, 1)).filled == 1
    assert figures(EVERYTHING, at=date(2025, 12, 15)).filled == 2
    assert figures(EVERYTHING, at=date(2030, 1, 1)).bodies_without_ru == 1


def test_a_body_is_judged_on_all_its_seats_even_when_one_quality_is_asked_for(commission):
    found = figures(EVERYTHING, at=TODAY, criteria=SeatCriteria(qualities=frozenset({"substitute"})))
    assert (found.opened, found.filled, found.bodies_without_ru) == (2, 0, 0)


def test_figures_and_list_stay_inside_the_scope(commission):
    BodyFactory(seated=True, facility__department=DepartmentFactory(elsewhere=True))
    assert figures(EVERYTHING, at=TODAY).opened == 8
    assert figures(Scope(regions=frozenset({"44"})), at=TODAY).opened == 4
    assert figures(Scope(departments=frozenset({"59"})), at=TODAY).opened == 4
    assert figures(NOTHING, at=TODAY).opened == 0
    assert seat_rows(NOTHING, at=TODAY).rows == []


def test_a_mandate_that_ends_or_a_departure_within_nine_months_is_ending_soon():
    MandateFactory(term_end=date(2027, 8, 22))
    MandateFactory(term_end=date(2027, 8, 23))
    MandateFactory(departure_on=date(2027, 1, 31), departure_reason=EndReason.RESIGNATION)
    assert figures(EVERYTHING, at=TODAY).ending_soon == 2
    assert len(listed(ending_before=date(2027, 8, 22))) == 2


def test_the_list_keeps_the_states_asked_for(commission):
    substitute, vacant_substitute, titular, vacant_titular = [seat.pk for seat in seats_of(commission)]
    assert listed(states=frozenset({"echu"})) == [substitute]
    assert listed(states=frozenset({"vacant"})) == [vacant_titular, vacant_substitute]
    assert listed(states=frozenset({"pourvu"})) == [titular]


def test_the_list_keeps_vacancies_longer_than_some_months(commission):
    assert len(listed(vacant_over_months=10)) == 3
    assert len(listed(vacant_over_months=11)) == 2  # the substitute is past the term since 1 January


def test_the_list_keeps_the_seats_held_for_an_association_and_its_sections():
    federation = AssociationFactory()
    section = AssociationFactory(parent=federation, department=DepartmentFactory())
    held, other = MandateFactory(association=section), MandateFactory()
    MandateFactory(association=federation, past_term=True)  # no rule lets it go on: vacant
    assert listed(association=federation.pk) == [held.seat_id]
    assert listed(association=section.pk) == [held.seat_id]
    assert listed(association=other.association_id) == [other.seat_id]


def test_the_list_keeps_the_members_of_a_federation_of_establishments_on_that_day():
    member, left = BodyFactory(seated=True), BodyFactory(seated=True)
    federation = FederationFactory()
    for body, span in ((member, period(date(2020, 1, 1))), (left, period(date(2020, 1, 1), date(2025, 12, 31)))):
        FacilityMembership.objects.create(
            federation=federation, facility=body.facility, period=span, source="essai", source_date=date(2026, 1, 1)
        )
    assert len(listed(federation=federation.pk)) == 4
    assert len(listed(federation=federation.pk, at=date(2025, 1, 1))) == 8


def test_the_list_keeps_types_departments_bodies_and_qualities():
    here = SeatFactory()
    member = SeatFactory(body=BodyFactory(regional=True), quality="member")
    there = SeatFactory(body=BodyFactory(facility__department=DepartmentFactory(moselle=True)))
    assert listed(body_types=frozenset({"CRSA"})) == [member.pk]
    assert listed(departments=frozenset({"57"})) == [there.pk]
    assert listed(body=here.body_id) == [here.pk]
    assert listed(facility=there.body.facility_id) == [there.pk]
    assert listed(qualities=frozenset({"member"})) == [member.pk]
    assert listed(region="44", departments=frozenset({"67"})) == [here.pk]


@pytest.fixture
def hospitals():
    """Three seats: at Colmar, at Metz, and at Strasbourg where Odile Wernert sits."""
    colmar = SeatFactory(body=BodyFactory(facility=FacilityFactory(name="Hôpital Louis-Pasteur", town="Colmar")))
    metz = SeatFactory(body=BodyFactory(facility=FacilityFactory(name="Clinique Claude-Bernard", town="Metz")))
    held = MandateFactory(
        seat__body=BodyFactory(facility=FacilityFactory(name="Hautepierre")),
        person=PersonFactory(last_name="Wernert", first_name="Odile"),
    )
    return colmar.pk, metz.pk, held.seat_id


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("hopital", 0),
        ("HÔPITAL louis pasteur", 0),
        ("pastuer", 0),
        ("colmra", 0),
        ("mtez", 1),
        ("clinique metz", 1),
        ("hautepiere", 2),
        ("wernert", 2),
        ("odile wernret", 2),
        ("wernert hautepierre", 2),
    ],
)
def test_the_search_forgives_accents_and_typos(hospitals, text, found):
    assert listed(text=text) == [hospitals[found]]


def test_every_word_of_the_search_must_be_found(hospitals):
    assert listed(text="pasteur metz") == []
    assert listed(text="introuvable") == []
    assert len(listed(text="  de la ")) == 3


def test_the_search_finds_a_kind_of_body(hospitals):
    SeatFactory(body=BodyFactory(regional=True))
    assert len(listed(text="cdu")) == 3
    assert len(listed(text="commission usagers")) == 3


def test_names_of_holders_are_neither_shown_nor_searched_without_the_right(hospitals):
    assert listed(text="wernert", names=NOTHING) == []
    row = next(row for row in seat_rows(EVERYTHING, at=TODAY, names=NOTHING).rows if row.seat_id == hospitals[2])
    assert (row.holder_name, row.person_id, row.state) == (None, None, "pourvu")
    elsewhere = Scope(departments=frozenset({"57"}))
    assert listed(text="wernert", names=elsewhere) == []


def test_names_are_shown_where_the_right_reaches(hospitals):
    for names in (EVERYTHING, Scope(departments=frozenset({"67"})), Scope(regions=frozenset({"44"}))):
        rows = {row.seat_id: row for row in seat_rows(EVERYTHING, at=TODAY, names=names).rows}
        assert rows[hospitals[2]].holder_name == "WERNERT Odile"


def test_a_row_says_who_sits_for_whom_until_when(commission):
    section = AssociationFactory(parent=AssociationFactory(acronym="UNAFAM"), department=DepartmentFactory())
    mandate = MandateFactory(seat=seats_of(commission)[3], association=section)
    row = next(row for row in seat_rows(EVERYTHING, at=TODAY, names=EVERYTHING).rows if row.seat_id == mandate.seat_id)
    assert (row.state, row.seat_label, row.mandate_id) == ("pourvu", "Titulaire 2", mandate.pk)
    assert (row.first_day, row.last_day, row.ends_on) == (date(2025, 12, 1), date(2028, 11, 30), date(2028, 11, 30))
    assert (row.accredited_name, row.association_name) == ("UNAFAM", section.name)
    assert (row.department_code, row.body_type_code, row.vacant_days) == ("67", "CDU", None)


def test_a_vacant_row_says_since_when_and_names_nobody(commission):
    rows = {row.seat_id: row for row in seat_rows(EVERYTHING, at=date(2030, 1, 1), names=EVERYTHING, criteria=SeatCriteria()).rows}
    vacant = rows[seats_of(commission)[1].pk]
    assert (vacant.state, vacant.vacant_since, vacant.vacant_days) == ("vacant", date(2020, 1, 1), 3653)
    assert (vacant.mandate_id, vacant.holder_name, vacant.last_day) == (None, None, None)


def test_the_oldest_vacancy_comes_first_and_filled_seats_last(commission):
    substitute, vacant_substitute, titular, vacant_titular = [seat.pk for seat in seats_of(commission)]
    unknown = SeatFactory().pk
    assert listed(sort=SeatSort.VACANCY) == [*sorted([vacant_substitute, vacant_titular]), substitute, unknown, titular]
    assert listed(sort=SeatSort.VACANCY, backwards=True)[0] == substitute


def test_the_orders_by_place_by_seat_and_by_end():
    metz = MandateFactory(
        seat__body=BodyFactory(facility=FacilityFactory(name="Z", department=DepartmentFactory(moselle=True))), term_end=date(2027, 1, 1)
    ).seat_id
    bas_rhin = MandateFactory(seat__body=BodyFactory(facility=FacilityFactory(name="À la lettre A"))).seat_id
    substitute = SeatFactory(substitute=True, body=BodyFactory(facility=FacilityFactory(name="M"))).pk
    assert listed(sort=SeatSort.FACILITY) == [bas_rhin, substitute, metz]
    assert listed(sort=SeatSort.FACILITY, backwards=True) == [metz, substitute, bas_rhin]
    assert listed(sort=SeatSort.DEPARTMENT) == [metz, bas_rhin, substitute]
    assert listed(sort=SeatSort.END) == [metz, bas_rhin, substitute]
    assert listed(sort=SeatSort.SEAT)[-1] == substitute


def test_pages_never_overlap_and_a_page_past_the_end_is_the_last():
    BodyTypeFactory()
    seats = {SeatFactory().pk for _ in range(7)}
    pages = [seat_rows(EVERYTHING, at=TODAY, page=number, size=3) for number in (1, 2, 3)]
    assert {row.seat_id for page in pages for row in page.rows} == seats
    assert [len(page.rows) for page in pages] == [3, 3, 1]
    last = seat_rows(EVERYTHING, at=TODAY, page=99, size=3)
    assert (last.number, last.pages, last.total, last.has_next, last.has_previous) == (3, 3, 7, False, True)


def test_departments_add_up_to_the_figures(commission):
    SeatFactory(body=BodyFactory(facility__department=DepartmentFactory(moselle=True)))
    SeatFactory(body=BodyFactory(regional=True))
    found = by_department(EVERYTHING, at=TODAY)
    assert [(row.code, row.opened, row.vacant) for row in found] == [("57", 1, 1), ("67", 4, 3), ("", 1, 1)]
    assert sum(row.vacant for row in found) == figures(EVERYTHING, at=TODAY).vacant
