"""Bodies and seats: created from the rules, one by one or one per site; seats opened and closed with dates."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from portevoix.base.audit.actors import Program
from portevoix.base.audit.models import Entry
from portevoix.register.directory.actions.bodies import add_seat, close_seat, create_bodies, create_body, reopen_seat
from portevoix.register.directory.actions.body_rules import SeatSpec
from portevoix.register.directory.models import Body, BodyType, Facility, FacilityCategory, Territory
from portevoix.register.directory.selectors.bodies import category_counts, plan_bodies
from tests.factories import DepartmentFactory, FacilityFactory, MandateFactory

BY = Program("tests")
TODAY = date(2026, 11, 22)
COMMON = {"today": TODAY, "source": "essai", "by": BY}


@pytest.fixture
def cdu(reference):
    return BodyType.objects.get(code="CDU")


@pytest.fixture
def region(reference):
    return Territory.objects.get(kind="region", code="44")


def sites(category: str, count: int, **values) -> list[Facility]:
    return FacilityFactory.create_batch(
        count, category=FacilityCategory.objects.get(code=category), department=DepartmentFactory(), **values
    )


def seats(body: Body) -> list[str]:
    return [seat.label for seat in body.seats.order_by("pk")]


def test_one_commission_per_site_with_the_four_seats_of_the_rule(cdu, region):
    sites("355", 3)
    bodies = create_bodies(body_type=cdu, region=region, opened_on=date(2017, 1, 2), **COMMON)
    assert len(bodies) == 3
    assert seats(bodies[0]) == ["Titulaire 1", "Titulaire 2", "Suppléant 1", "Suppléant 2"]
    assert bodies[0].seats.first().opened_on == date(2017, 1, 2)
    assert Entry.objects.filter(action="body.create").count() == 3


def test_creating_again_creates_only_what_is_missing(cdu, region):
    sites("355", 2)
    create_bodies(body_type=cdu, region=region, **COMMON)
    assert create_bodies(body_type=cdu, region=region, **COMMON) == []
    sites("365", 1)
    assert len(create_bodies(body_type=cdu, region=region, **COMMON)) == 1


def test_the_preview_says_what_would_be_created_and_writes_nothing(cdu, region):
    held, *_ = sites("355", 3)
    create_body(body_type=cdu, facility=held, **COMMON)
    plan = plan_bodies(cdu, region=region, day=TODAY)
    assert (len(plan.facilities), plan.existing, plan.seats_each, plan.seats) == (2, 1, 4, 8)
    assert [(territory.code, count) for territory, count in plan.by_department] == [("67", 2)]
    assert Body.objects.count() == 1


def test_categories_without_a_commission_of_their_own_wait_to_be_asked_for(cdu, region):
    sites("355", 1)
    sites("146", 2)
    sites("695", 1)
    assert len(plan_bodies(cdu, region=region, day=TODAY).facilities) == 1
    assert len(plan_bodies(cdu, region=region, day=TODAY, categories=["355", "146"]).facilities) == 3
    counts = [(row.category.code, row.sites, row.proposed) for row in category_counts(cdu, region=region, day=TODAY)]
    assert counts == [("355", 1, True), ("146", 2, False), ("695", 1, False)]


def test_closed_sites_and_other_departments_get_none(cdu, region):
    sites("355", 1, closed_on=date(2025, 1, 1))
    open_site = sites("355", 1)[0]
    plan = plan_bodies(cdu, region=region, day=TODAY, departments=["67"])
    assert plan.facilities == [open_site]
    assert plan_bodies(cdu, region=region, day=TODAY, departments=["57"]).facilities == []


def test_a_type_of_the_region_is_not_created_per_site(region):
    with pytest.raises(ValidationError, match="ne se crée pas en nombre"):
        create_bodies(body_type=BodyType.objects.get(code="CRSA"), region=region, **COMMON)


def test_a_body_gets_the_seats_of_its_rule_by_constituency(region):
    territory = Territory.objects.get(kind="health_territory", code="44-67")
    council = create_body(body_type=BodyType.objects.get(code="CTS"), territory=territory, **COMMON)
    assert council.department.code == "67" and council.region == region
    assert council.name == "Conseil territorial de santé, Bas-Rhin"
    assert council.seats.filter(constituency="associations agréées", quality="titular").count() == 6
    assert council.seats.count() == 20


def test_seats_may_be_given_where_the_rule_depends_on_the_region(region):
    wanted = [SeatSpec(quality="titular", count=9, constituency="usagers")]
    conference = create_body(body_type=BodyType.objects.get(code="CRSA"), territory=region, seats=wanted, **COMMON)
    assert conference.seats.count() == 9 and conference.department is None


def test_a_derived_body_hangs_on_the_one_from_which_it_derives(region):
    commission = BodyType.objects.get(code="CRSA_CSDU")
    with pytest.raises(ValidationError, match="créez d’abord"):
        create_body(body_type=commission, territory=region, **COMMON)
    conference = create_body(body_type=BodyType.objects.get(code="CRSA"), territory=region, **COMMON)
    assert create_body(body_type=commission, territory=region, **COMMON).parent == conference


@pytest.mark.parametrize(("code", "said"), [("CDU", "établissement"), ("CPAM", "département"), ("CTS", "territoire"), ("CRSA", "région")])
def test_a_body_lies_where_its_type_says(reference, code, said):
    department = Territory.objects.get(kind="department", code="67")
    place = {"facility": FacilityFactory(department=department)} if code != "CDU" else {"territory": department}
    with pytest.raises(ValidationError, match=said):
        create_body(body_type=BodyType.objects.get(code=code), **place, **COMMON)


def test_a_facility_has_one_body_of_a_type_at_a_time(cdu):
    facility = sites("355", 1)[0]
    first = create_body(body_type=cdu, facility=facility, **COMMON)
    with pytest.raises(ValidationError, match="a déjà une instance de ce type"):
        create_body(body_type=cdu, facility=facility, **COMMON)
    Body.objects.filter(pk=first.pk).update(closed_on=TODAY)
    assert create_body(body_type=cdu, facility=facility, opened_on=TODAY, **COMMON).pk != first.pk


def test_a_closed_facility_gets_no_body(cdu):
    with pytest.raises(ValidationError, match="fermé depuis le 1er janvier 2025"):
        create_body(body_type=cdu, facility=sites("355", 1, closed_on=date(2025, 1, 1))[0], **COMMON)


def test_a_type_whose_rule_fixes_no_seat_asks_for_them(reference):
    facility = sites("697", 1)[0]
    with pytest.raises(ValidationError, match="Indiquez les sièges"):
        create_body(body_type=BodyType.objects.get(code="GCS"), facility=facility, **COMMON)


def test_the_rule_of_the_opening_day_gives_the_seats(region):
    cci = BodyType.objects.get(code="CCI")
    old = create_body(body_type=cci, territory=region, name="Ancienne", opened_on=date(2010, 1, 1), **COMMON)
    new = create_body(body_type=cci, territory=region, name="Nouvelle", opened_on=date(2020, 1, 1), **COMMON)
    assert [body.seats.filter(quality="titular").count() for body in (old, new)] == [6, 3]


def test_a_seat_is_added_with_the_next_rank_and_a_date(cdu):
    body = create_body(body_type=cdu, facility=sites("355", 1)[0], **COMMON)
    seat = add_seat(body=body, quality="titular", opened_on=TODAY, by=BY)
    assert (seat.rank, seat.opened_on) == (3, TODAY)


def test_a_seat_is_not_added_to_a_body_that_is_closed_or_not_open_yet(cdu):
    body = create_body(body_type=cdu, facility=sites("355", 1)[0], opened_on=date(2020, 1, 1), **COMMON)
    with pytest.raises(ValidationError, match="n’existe que depuis"):
        add_seat(body=body, quality="titular", opened_on=date(2019, 1, 1), by=BY)
    Body.objects.filter(pk=body.pk).update(closed_on=date(2026, 1, 1))
    with pytest.raises(ValidationError, match="close depuis"):
        add_seat(body=body, quality="titular", opened_on=TODAY, by=BY)


def test_a_seat_is_closed_kept_and_reopened(cdu):
    seat = create_body(body_type=cdu, facility=sites("355", 1)[0], **COMMON).seats.first()
    seat = close_seat(seat=seat, on=TODAY, by=BY)
    assert not type(seat).objects.open_at(TODAY).filter(pk=seat.pk).exists()
    with pytest.raises(ValidationError, match="déjà fermé"):
        close_seat(seat=seat, on=TODAY, by=BY)
    with pytest.raises(ValidationError, match="Expliquez"):
        reopen_seat(seat=seat, explanation="", by=BY)
    assert reopen_seat(seat=seat, explanation="Fermé par erreur.", by=BY).closed_on is None
    assert [event.closed_on for event in seat.history.order_by("pgh_id")] == [None, TODAY, None]


def test_a_seat_on_which_a_mandate_runs_is_not_closed(cdu):
    seat = create_body(body_type=cdu, facility=sites("355", 1)[0], **COMMON).seats.first()
    MandateFactory(seat=seat)
    with pytest.raises(ValidationError, match="mandat court encore"):
        close_seat(seat=seat, on=TODAY, by=BY)
    assert close_seat(seat=seat, on=date(2028, 12, 1), by=BY).closed_on == date(2028, 12, 1)
