"""How long a replacement sits: three regions' practices, one function."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portevoix.base.core.periods import period
from portevoix.register.directory.enums import ReplacementRule
from portevoix.register.mandates.selectors.terms import term_end, term_end_for
from tests.factories import BodyTypeRuleFactory, MandateFactory, RegionFactory, SeatFactory

START, WAVE = date(2025, 4, 15), date(2025, 11, 30)
DAYS = st.dates(date(2000, 1, 1), date(2050, 1, 1))


@pytest.mark.parametrize(
    ("practice", "replaced", "cycle", "expected"),
    [
        # Hauts-de-France: what remained of the mandate, until the collective date.
        ("REMAINDER", date(2025, 11, 30), WAVE, date(2025, 11, 30)),
        ("REMAINDER", date(2026, 6, 30), WAVE, date(2026, 6, 30)),
        ("REMAINDER", None, WAVE, WAVE),
        ("REMAINDER", date(2024, 1, 31), WAVE, WAVE),
        ("REMAINDER", None, None, date(2028, 4, 14)),
        # Grand Est: three years from one's own order.
        ("FULL_TERM", date(2025, 11, 30), WAVE, date(2028, 4, 14)),
        ("FULL_TERM", None, None, date(2028, 4, 14)),
        # Pays de la Loire: until the next general renewal, whatever remained.
        ("RESET_AT_RENEWAL", date(2026, 6, 30), WAVE, WAVE),
        ("RESET_AT_RENEWAL", None, None, date(2028, 4, 14)),
        ("RESET_AT_RENEWAL", date(2026, 6, 30), date(2024, 12, 31), date(2028, 4, 14)),
        # No practice known: a whole term.
        ("", date(2025, 11, 30), WAVE, date(2028, 4, 14)),
    ],
)
def test_each_practice_gives_its_last_day(practice, replaced, cycle, expected):
    assert term_end(START, practice=practice, term_years=3, cycle_end=cycle, replaced_term_end=replaced) == expected


def test_without_a_known_length_a_whole_term_has_no_end():
    assert term_end(START, practice="FULL_TERM", term_years=None) is None
    assert term_end(START, practice="REMAINDER", term_years=None, cycle_end=WAVE) == WAVE


def test_a_term_that_begins_on_29_february_ends_on_27_february():
    assert term_end(date(2024, 2, 29), practice="FULL_TERM", term_years=3) == date(2027, 2, 27)


@given(st.sampled_from(ReplacementRule.values), DAYS, DAYS | st.none(), DAYS | st.none(), st.integers(1, 6) | st.none())
def test_a_mandate_never_ends_before_it_begins(practice, start, cycle, replaced, years):
    last = term_end(start, practice=practice, term_years=years, cycle_end=cycle, replaced_term_end=replaced)
    assert last is None or last >= start


@pytest.mark.django_db
def test_the_practice_of_the_region_on_that_day_wins_over_the_rule_of_the_type():
    rule = BodyTypeRuleFactory(replacement_rule="REMAINDER")
    old = MandateFactory(first=date(2022, 12, 1), term_end=date(2025, 11, 30))
    assert term_end_for(old.seat, START) == date(2025, 11, 30)
    rule.body_type.practices.create(
        region=RegionFactory(), replacement_rule="FULL_TERM", period=period(date(2025, 4, 1)), source="essai", source_date=START
    )
    assert term_end_for(old.seat, START) == date(2028, 4, 14)
    assert term_end_for(old.seat, date(2025, 3, 1)) == date(2025, 11, 30)


@pytest.mark.django_db
def test_the_collective_period_of_another_region_does_not_count():
    rule = BodyTypeRuleFactory(replacement_rule="RESET_AT_RENEWAL")
    rule.body_type.cycles.create(
        region=RegionFactory(code="52", name="Pays de la Loire"),
        period=period(date(2022, 12, 1), WAVE),
        source="essai",
        source_date=START,
    )
    assert term_end_for(SeatFactory(), START) == date(2028, 4, 14)


@pytest.mark.django_db
def test_a_type_without_any_rule_gives_no_end():
    assert term_end_for(SeatFactory(), START) is None
