"""The scale: sheets computed by hand at three dates, tiers of the calendar year, cents."""

from datetime import date
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portevoix.base.audit.actors import Program
from portevoix.register.directory.selectors.rules import parameter_at
from portevoix.work.activity.actions.reference import DATA, load_scales
from portevoix.work.activity.enums import Means
from portevoix.work.activity.models import ExpenseRate, PayerRule
from portevoix.work.activity.scale import Journey, Rate, ScaleMissing, amounts_of
from portevoix.work.activity.selectors.scales import rates_in_force
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def scales():
    """The scales that ship with the product."""
    make.BodyTypeFactory()
    load_scales(by=Program("tests"))


# Each sheet: the journeys of one claim, and what each comes to by hand.
SHEETS = {
    # 2018: orders of 2006 and 2008. 84 km × 0,25 = 21,00; 1 meal 15,25. 120 km × 0,32 = 38,40; night 55,00 under 60.
    # 37 km × 0,35 = 12,95; tolls 6,40; 2 meals 30,50. Motorcycle: 50 km × 0,12 = 6,00.
    "2018": [
        (Journey(day=date(2018, 3, 12), fiscal_power=5, kilometres=84, meals=1), "36.25"),
        (Journey(day=date(2018, 5, 3), fiscal_power=6, kilometres=120, nights=1, night_cost=D(55)), "93.40"),
        (Journey(day=date(2018, 9, 20), fiscal_power=9, kilometres=37, tickets=D("6.40"), meals=2), "49.85"),
        (Journey(day=date(2018, 10, 1), means=Means.MOTORCYCLE, kilometres=50), "6.00"),
    ],
    # 2021: orders of 2019. 84 × 0,29 = 24,36; 17,50. 120 × 0,37 = 44,40; night 96,00 cut to 90 in a large town.
    # 37 × 0,41 = 15,17; 6,40; 35,00. Train: tickets only, 61,80.
    "2021": [
        (Journey(day=date(2021, 3, 12), fiscal_power=4, kilometres=84, meals=1), "41.86"),
        (Journey(day=date(2021, 5, 3), fiscal_power=7, kilometres=120, nights=1, night_cost=D(96), zone="large_town"), "134.40"),
        (Journey(day=date(2021, 9, 20), fiscal_power=8, kilometres=37, tickets=D("6.40"), meals=2), "56.57"),
        (Journey(day=date(2021, 10, 1), means=Means.PUBLIC, kilometres=300, tickets=D("61.80")), "61.80"),
    ],
    # 2024: order of 2022 for kilometres, of 2023 for meals and nights. 84 × 0,32 = 26,88; 20,00. 120 × 0,41 = 49,20; 2 nights in
    # Paris, 250,00 under 280. 37 × 0,45 = 16,65; 6,40; 40,00. On foot: nothing.
    "2024": [
        (Journey(day=date(2024, 3, 12), fiscal_power=5, kilometres=84, meals=1), "46.88"),
        (Journey(day=date(2024, 5, 3), fiscal_power=6, kilometres=120, nights=2, night_cost=D(250), zone="paris"), "299.20"),
        (Journey(day=date(2024, 9, 20), fiscal_power=12, kilometres=37, tickets=D("6.40"), meals=2), "63.05"),
        (Journey(day=date(2024, 10, 1), means=Means.WALK, kilometres=4), "0.00"),
    ],
}
TOTALS = {"2018": "185.50", "2021": "294.63", "2024": "409.13"}


@pytest.mark.parametrize("year", SHEETS)
def test_totals_equal_the_sheet_computed_by_hand(scales, year):
    journeys = [journey for journey, _ in SHEETS[year]]
    found = amounts_of(journeys, rates_in_force({journey.day for journey in journeys}), before={})
    assert [one.total for one in found] == [D(by_hand) for _, by_hand in SHEETS[year]]
    assert sum(one.total for one in found) == D(TOTALS[year])


@pytest.mark.parametrize(
    ("day", "kilometres", "meal", "night"),
    [
        (date(2019, 2, 28), "25.00", "15.25", "60.00"),
        (date(2019, 3, 1), "29.00", "15.25", "70.00"),
        (date(2019, 12, 31), "29.00", "15.25", "70.00"),
        (date(2020, 1, 1), "29.00", "17.50", "70.00"),
        (date(2021, 12, 31), "29.00", "17.50", "70.00"),
        (date(2022, 1, 1), "32.00", "17.50", "70.00"),
        (date(2023, 9, 21), "32.00", "17.50", "70.00"),
        (date(2023, 9, 22), "32.00", "20.00", "90.00"),
        (make.TODAY, "32.00", "20.00", "90.00"),
    ],
)
def test_rate_is_that_of_the_day(scales, day, kilometres, meal, night):
    journey = Journey(day=day, fiscal_power=5, kilometres=100, meals=1, nights=1, night_cost=D(500))
    found = amounts_of([journey], rates_in_force({day}), before={})[0]
    assert (found.kilometres, found.meals, found.nights) == (D(kilometres), D(meal), D(night))


def test_kilometres_are_paid_tier_by_tier_from_the_first_of_january(scales):
    # 1 990 km already claimed in 2026: 10 km × 0,41, then 90 km × 0,51; in 2027 the count starts again: 100 × 0,41.
    journeys = [
        Journey(day=date(2026, 12, 30), fiscal_power=6, kilometres=100),
        Journey(day=date(2027, 1, 4), fiscal_power=6, kilometres=100),
    ]
    found = amounts_of(journeys, rates_in_force({journey.day for journey in journeys}), before={2026: 1990})
    assert [one.kilometres for one in found] == [D("50.00"), D("41.00")]
    assert found[0].parts == ((10, D("0.41")), (90, D("0.51")))


def test_kilometres_cross_both_tiers_of_a_year(scales):
    # 1 000 km × 0,32 + 8 000 × 0,40 + 500 × 0,23 = 320 + 3 200 + 115
    journey = Journey(day=date(2026, 6, 1), fiscal_power=5, kilometres=9500)
    found = amounts_of([journey], rates_in_force({journey.day}), before={2026: 1000})[0]
    assert found.kilometres == D("3635.00")


RATES = [
    Rate(kind="kilometre", vehicle="car_5", tier_from=tier, amount=amount, first=date(2020, 1, 1))
    for tier, amount in ((0, D("0.32")), (2000, D("0.40")), (10_000, D("0.23")))
]


@given(
    st.lists(st.integers(min_value=0, max_value=3000), max_size=12),
    st.integers(min_value=0, max_value=12_000),
)
def test_journeys_cut_in_pieces_come_to_the_whole_year(kilometres, before):
    """Counting each kilometre alone, one by one, is the reference."""
    journeys = [Journey(day=date(2026, 3, 1), fiscal_power=4, kilometres=count) for count in kilometres]
    found = amounts_of(journeys, RATES, before={2026: before})
    first, second = min(max(2000 - before, 0), sum(kilometres)), before + sum(kilometres)
    middle = max(min(second, 10_000) - max(before, 2000), 0)
    last = max(second - max(before, 10_000), 0)
    assert sum((one.kilometres for one in found), D(0)) == first * D("0.32") + middle * D("0.40") + last * D("0.23")
    assert all(sum(count for count, _ in one.parts) == journey.kilometres for one, journey in zip(found, journeys, strict=True))


@given(st.integers(min_value=0, max_value=2000), st.integers(min_value=0, max_value=2000))
def test_a_longer_journey_is_never_paid_less(shorter, longer):
    shorter, longer = sorted((shorter, longer))
    one, two = (
        amounts_of([Journey(day=date(2026, 3, 1), fiscal_power=4, kilometres=count)], RATES, before={2026: 9000})[0]
        for count in (shorter, longer)
    )
    assert one.total <= two.total


def test_half_a_cent_is_rounded_upwards():
    rate = Rate(kind="kilometre", vehicle="motorcycle", amount=D("0.125"), first=date(2020, 1, 1))
    journey = Journey(day=date(2026, 1, 1), means=Means.MOTORCYCLE, kilometres=1)
    assert amounts_of([journey], [rate], before={})[0].kilometres == D("0.13")


def test_day_without_a_scale_is_said(scales):
    journey = Journey(day=date(1999, 5, 1), fiscal_power=5, kilometres=10)
    with pytest.raises(ScaleMissing, match="1er mai 1999"):
        amounts_of([journey], rates_in_force({journey.day}), before={})


def test_scales_are_loaded_once_with_their_source(scales):
    count = ExpenseRate.objects.count()
    again = load_scales(by=Program("tests"))
    assert (again["rates"].created, again["payers"].created) == (0, 0)
    assert ExpenseRate.objects.count() == count > 40
    assert not ExpenseRate.objects.filter(source="").exists()
    assert PayerRule.objects.get(body_type__code="CDU").payer == "facility"
    assert DATA.exists()
    assert parameter_at("retention-receipt", make.TODAY) is None
