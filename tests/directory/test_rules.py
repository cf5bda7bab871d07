"""Rules of body types: one in force on a day, a change is a new dated row, history is kept."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portevoix.base.audit.actors import Program
from portevoix.base.audit.models import Entry
from portevoix.base.core.periods import first_day, last_day, period
from portevoix.register.directory.actions.body_rules import RuleFacts, SeatSpec, add_rule, correct_rule, remove_rule, set_practice
from portevoix.register.directory.models import BodyType, BodyTypeRule, Territory
from portevoix.register.directory.selectors.rules import (
    cycle_at,
    find_body_type,
    parameter_at,
    replacement_rule_at,
    rule_at,
    rules_of,
    types_at,
)
from tests.factories import BodyTypeFactory

BY = Program("tests")
TODAY = date(2026, 11, 22)
FACTS = RuleFacts(
    legal_basis="R. 1112-79 CSP",
    designating_authority="DG_ARS",
    requires_accreditation="yes",
    term_years=3,
    seats=(SeatSpec(quality="titular", count=2), SeatSpec(quality="substitute", count=2)),
    source="essai",
    source_date=TODAY,
)


@pytest.fixture
def body_type(db):
    return BodyTypeFactory(code="ESSAI", name="instance d’essai")


def add(body_type, first, last=None, **facts) -> BodyTypeRule:
    return add_rule(body_type=body_type, facts=replace(FACTS, **facts), first=first, last=last, by=BY)


def test_the_rule_in_force_is_that_of_the_day(reference):
    crsa = BodyType.objects.get(code="CRSA")
    assert rule_at(crsa, date(2021, 6, 30)).term_years == 4
    assert rule_at(crsa, date(2021, 7, 1)).term_years == 5
    assert rule_at(crsa, date(1999, 1, 1)) is None


def test_a_new_rule_ends_the_former_one_the_day_before(body_type):
    former = add(body_type, date(2016, 1, 1))
    new = add(body_type, date(2027, 1, 1), term_years=4)
    former.refresh_from_db()
    assert last_day(former.period) == date(2026, 12, 31)
    assert rule_at(body_type, date(2026, 12, 31)) == former and rule_at(body_type, date(2027, 1, 1)) == new
    assert [pattern.count for pattern in new.seat_patterns.order_by("pk")] == [2, 2]
    assert [rule.term_years for rule in rules_of(body_type)] == [4, 3]
    entry = Entry.objects.get(action="body_type_rule.add", target_id=new.pk)
    assert entry.data == {"first": "2027-01-01", "former": former.pk}


def test_a_rule_that_begins_on_the_day_of_another_or_before_it_is_refused(body_type):
    add(body_type, date(2016, 1, 1))
    for first in (date(2016, 1, 1), date(2015, 1, 1)):
        with pytest.raises(ValidationError, match="commence déjà le 1er janvier 2016"):
            add(body_type, first)
    assert body_type.rules.count() == 1


def test_a_rule_of_the_past_fits_before_the_first_one(body_type):
    add(body_type, date(2016, 1, 1))
    old = add(body_type, date(2005, 1, 1), date(2015, 12, 31))
    assert rule_at(body_type, date(2010, 1, 1)) == old


def test_a_rule_that_would_cut_the_present_one_in_two_is_refused(body_type):
    add(body_type, date(2016, 1, 1))
    with pytest.raises(ValidationError, match="au-delà de la nouvelle"):
        add(body_type, date(2018, 1, 1), date(2019, 12, 31))


def test_a_rule_ends_after_it_begins(body_type):
    with pytest.raises(ValidationError, match="fin de la règle"):
        add(body_type, date(2018, 1, 1), date(2017, 12, 31))


def test_the_same_quality_twice_in_a_constituency_is_refused(body_type):
    seats = (SeatSpec(quality="titular", count=2), SeatSpec(quality="titular", count=1))
    with pytest.raises(ValidationError, match="deux fois"):
        add(body_type, date(2018, 1, 1), seats=seats)
    assert not body_type.rules.exists()


def test_a_correction_keeps_the_period_and_the_former_row_in_the_history(body_type):
    rule = add(body_type, date(2016, 1, 1))
    facts = replace(FACTS, term_years=5, seats=(SeatSpec(quality="titular", count=3),))
    correct_rule(rule=rule, facts=facts, explanation="Erreur de lecture.", by=BY)
    rule.refresh_from_db()
    assert (rule.term_years, first_day(rule.period)) == (5, date(2016, 1, 1))
    assert [pattern.count for pattern in rule.seat_patterns.all()] == [3]
    assert list(rule.history.order_by("pgh_id").values_list("term_years", flat=True)) == [3, 5]
    with pytest.raises(ValidationError, match="Expliquez"):
        correct_rule(rule=rule, facts=facts, explanation=" ", by=BY)


def test_removing_a_rule_gives_its_days_back_to_the_former_one(body_type):
    former = add(body_type, date(2016, 1, 1))
    remove_rule(rule=add(body_type, date(2027, 1, 1)), by=BY)
    former.refresh_from_db()
    assert last_day(former.period) is None
    with pytest.raises(ValidationError, match="au moins une règle"):
        remove_rule(rule=former, by=BY)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(starts=st.lists(st.dates(date(2000, 1, 1), date(2040, 12, 31)), min_size=1, max_size=6))
def test_rules_added_one_after_the_other_never_overlap_and_leave_no_hole(db, starts):
    body_type = BodyTypeFactory(code=f"H{BodyType.objects.count()}-{BodyTypeRule.objects.count()}"[:20], name="essai")
    kept = []
    for first in starts:
        try:
            add(body_type, first)
            kept.append(first)
        except ValidationError:
            assert kept and first <= max(kept)
    rules = list(body_type.rules.order_by("period"))
    assert [first_day(rule.period) for rule in rules] == sorted(kept)
    assert all(before.period.upper == after.period.lower for before, after in pairwise(rules))
    assert rules[-1].period.upper is None


def test_the_practice_of_the_region_comes_before_the_rule_of_the_type(reference):
    cdu = BodyType.objects.get(code="CDU")
    regions = {code: Territory.objects.get(kind="region", code=code) for code in ("32", "44", "52", "84")}
    found = {code: replacement_rule_at(region, cdu, TODAY) for code, region in regions.items()}
    assert found == {"32": "REMAINDER", "44": "FULL_TERM", "52": "RESET_AT_RENEWAL", "84": "REMAINDER"}
    assert replacement_rule_at(regions["52"], cdu, date(2025, 4, 29)) == "REMAINDER"


def test_a_new_practice_ends_the_former_one_the_day_before(reference):
    cdu, region = BodyType.objects.get(code="CDU"), Territory.objects.get(kind="region", code="44")
    facts = {"region": region, "body_type": cdu, "replacement_rule": "REMAINDER", "source": "essai", "source_date": TODAY, "by": BY}
    set_practice(first=date(2027, 1, 1), **facts)
    assert replacement_rule_at(region, cdu, date(2026, 12, 31)) == "FULL_TERM"
    assert replacement_rule_at(region, cdu, date(2027, 1, 1)) == "REMAINDER"
    with pytest.raises(ValidationError, match="commence déjà"):
        set_practice(first=date(2026, 6, 1), **facts)


def test_cycles_and_settings_are_read_on_a_day(reference):
    region = Territory.objects.get(kind="region", code="44")
    cycle = cycle_at(region, BodyType.objects.get(code="CPP"), TODAY)
    assert cycle.period == period(date(2024, 6, 1), date(2027, 5, 31))
    assert parameter_at("accreditation-notice-first", TODAY) == 210
    assert parameter_at("inconnu", TODAY, default=7) == 7


@pytest.mark.parametrize(
    ("text", "code"),
    [("CDU", "CDU"), ("Commission des Usagers", "CDU"), ("CRUQPC", "CDU"), ("corevih", "CORESS"), ("Conseil de surveillance", "CS_EPS")],
)
def test_a_body_type_is_found_by_any_of_its_names(reference, text, code):
    assert find_body_type(text).code == code


def test_an_unknown_name_of_body_finds_nothing(reference):
    assert find_body_type("comité des fêtes") is None and find_body_type(" ") is None


def test_types_come_with_their_rule_of_the_day(reference):
    founding = types_at(TODAY, codes=("CDU", "CPAM", "CTS", "CRSA", "CCI"))
    assert [row.body_type.code for row in founding] == ["CDU", "CPAM", "CTS", "CRSA", "CCI"]
    assert all(row.rule for row in founding)
    assert len(types_at(TODAY)) == 33
