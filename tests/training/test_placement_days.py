"""When to hold the proposed sessions: one test a rule, and every possible choice of days on small cases.

Today is Sunday 22 November 2026; with a notice of 42 days, the first possible day is Sunday 3 January 2027.
"""

from dataclasses import replace
from datetime import date, time, timedelta
from itertools import pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portevoix.base.core.french_dates import date_fr
from portevoix.base.core.holidays import is_working_day
from portevoix.base.core.periods import period
from portevoix.register.directory.models import Parameter
from portevoix.work.training.models import Session
from portevoix.work.training.placement.days import Rules, Stop, choose_days
from portevoix.work.training.selectors.words import preferred_words, reason_words, spread_words
from tests import factories as make
from tests.sign_in import sign_in
from tests.training import careers, making

TODAY = date(2026, 11, 22)
RULES = Rules(length=1, notice=42, preferred=(2, 4))
FIRST = TODAY + timedelta(days=42)


def day(number, month=1):
    return date(2027, month, number)


def chosen(*stops, rules=RULES):
    return [one.days for one in choose_days(stops, rules, today=TODAY)]


def test_a_session_is_held_on_the_last_day_that_keeps_everybody_in_time():
    assert chosen(Stop(dues=(day(18, 3), day(25, 3)))) == [(day(18, 3),)]


def test_the_due_date_itself_is_still_in_time():
    assert choose_days([Stop(dues=(day(18, 3),))], RULES, today=TODAY)[0].late == 0


def test_a_session_is_never_sooner_than_the_notice():
    found = choose_days([Stop(dues=(TODAY + timedelta(days=5), day(20)))], RULES, today=TODAY)[0]
    assert (found.days, found.late, found.overdue) == ((day(5),), 1, 0)
    assert chosen(Stop(dues=(TODAY,)), rules=replace(RULES, notice=60)) == [(day(21),)]


def test_whoever_is_late_already_waits_the_least():
    found = choose_days([Stop(dues=(date(2026, 5, 1), day(18, 3)))], RULES, today=TODAY)[0]
    assert (found.days, found.late, found.overdue) == ((day(5),), 1, 1)


def test_without_any_due_date_the_first_possible_day_is_proposed():
    found = choose_days([Stop(dues=())], RULES, today=TODAY)[0]
    assert (found.days, found.late, found.due) == ((day(5),), 0, None)


def test_preferred_weekdays_are_kept_while_nobody_is_late_for_it():
    assert chosen(Stop(dues=(day(22, 3),))) == [(day(18, 3),)]  # a Monday: Thursday before


def test_another_weekday_serves_when_the_preferred_ones_come_too_late():
    found = choose_days([Stop(dues=(day(4),))], RULES, today=TODAY)[0]
    assert (found.days, found.late, found.usual) == ((day(4),), 0, False)


def test_a_public_holiday_is_left_out():
    armistice = Stop(dues=(day(11, 11),))  # a Thursday
    assert chosen(armistice) == [(day(10, 11),)]


@pytest.mark.parametrize(("department", "friday"), [("67", 19), ("68", 19), ("57", 19), ("10", 26)])
def test_the_holidays_of_alsace_and_moselle_count_there_only(department, friday):
    good_friday = Stop(dues=(day(26, 3),), departments=(department,))
    assert chosen(good_friday, rules=replace(RULES, preferred=(5, 5))) == [(day(friday, 3),)]


def test_a_day_taken_by_another_session_is_left_out():
    assert chosen(Stop(dues=(day(18, 3),)), rules=replace(RULES, taken=frozenset({day(18, 3), day(17, 3)}))) == [(day(16, 3),)]


def test_two_places_never_have_the_same_day():
    same = Stop(dues=(day(18, 3),))
    assert sorted(chosen(same, same, same, same)) == [(day(11, 3),), (day(16, 3),), (day(17, 3),), (day(18, 3),)]


def test_of_two_places_that_cannot_be_in_time_the_one_with_more_people_late_goes_first():
    past = date(2026, 6, 1)
    assert chosen(Stop(dues=(past,)), Stop(dues=(past, past))) == [(day(6),), (day(5),)]


def test_a_place_gives_its_day_up_when_another_would_be_late_without_it():
    late, tight = Stop(dues=(date(2026, 6, 1),)), Stop(dues=(day(5),))
    assert chosen(late, tight, rules=replace(RULES, taken=frozenset({day(4)}))) == [(day(6),), (day(5),)]


def test_a_course_of_two_days_is_held_on_consecutive_days_that_end_in_time():
    two = replace(RULES, length=2)
    assert chosen(Stop(dues=(day(17, 3),)), rules=two) == [(day(16, 3), day(17, 3))]
    assert chosen(Stop(dues=(day(16, 3),)), rules=two) == [(day(10, 3), day(11, 3))]  # not over the weekend


def test_a_course_that_no_week_can_hold_gets_no_day():
    found = choose_days([Stop(dues=(day(17, 3),))], replace(RULES, length=6), today=TODAY)[0]
    assert (found.days, found.late) == ((), 0)
    assert reason_words(found) == "Aucune date libre dans l’année qui vient\u00a0: choisissez-la vous-même."


DUES = st.lists(st.integers(-60, 400).map(lambda n: FIRST + timedelta(days=n)), max_size=4).map(tuple)
STOPS = st.lists(st.builds(Stop, dues=DUES, departments=st.sampled_from([("67",), ("10",), ("57", "88")])), max_size=6)
TAKEN = st.frozensets(st.integers(0, 60).map(lambda n: FIRST + timedelta(days=n)), max_size=12)
NEAR = st.lists(st.integers(-2, 11).map(lambda n: FIRST + timedelta(days=n)), min_size=1, max_size=3).map(tuple)


@settings(max_examples=60)
@given(STOPS, TAKEN, st.integers(1, 3))
def test_the_days_are_free_working_days_after_the_notice_never_twice_the_same(stops, taken, length):
    found = choose_days(stops, replace(RULES, length=length, taken=taken), today=TODAY)
    days = [one for choice in found for one in choice.days]
    assert len(days) == len(set(days)) == length * len(stops)
    assert not taken & set(days)
    for stop, choice in zip(stops, found, strict=True):
        assert choice.days[0] >= FIRST
        assert all(is_working_day(one, stop.departments) for one in choice.days)
        assert all(after - before == timedelta(days=1) for before, after in pairwise(choice.days))
        assert choice.late == sum(due < choice.days[-1] for due in stop.dues)
    assert found == choose_days(stops, replace(RULES, length=length, taken=taken), today=TODAY)


@settings(max_examples=60)
@given(DUES, TAKEN)
def test_one_place_is_in_time_whenever_a_day_allows_it(dues, taken):
    found = choose_days([Stop(dues=dues)], replace(RULES, taken=taken), today=TODAY)[0]
    possible = [FIRST + timedelta(days=n) for n in range(460)]
    possible = [one for one in possible if one not in taken and is_working_day(one) and one <= min(dues, default=date.min)]
    assert (found.days[0] in possible) == bool(possible)
    preferred = [one for one in possible if 2 <= one.isoweekday() <= 4]
    if possible:
        assert found.days[0] == max(preferred or possible)


@settings(max_examples=40, deadline=None)
@given(st.lists(NEAR, min_size=1, max_size=3), st.frozensets(st.integers(0, 9).map(lambda n: FIRST + timedelta(days=n)), max_size=4))
def test_no_other_choice_of_days_leaves_fewer_people_late_nor_fewer_unusual_days(dues, taken):
    stops, rules = [Stop(dues=one) for one in dues], replace(RULES, length=2, taken=taken)
    found = choose_days(stops, rules, today=TODAY)
    free = [one for one in (FIRST + timedelta(days=n) for n in range(40)) if one not in taken and is_working_day(one)]
    runs = [(one, one + timedelta(days=1)) for one in free if one + timedelta(days=1) in free]
    best = min(
        (
            sum(stop.late(run[-1]) for stop, run in zip(stops, choice, strict=True)),
            sum(not all(2 <= one.isoweekday() <= 4 for one in run) for run in choice),
        )
        for choice in product(runs, repeat=len(stops))
        if len({one for run in choice for one in run}) == 2 * len(stops)
    )
    assert (sum(one.late for one in found), sum(not one.usual for one in found)) == best


def test_the_reason_is_said_in_a_sentence():
    past, soon = date(2026, 6, 1), TODAY + timedelta(days=5)

    def reason(*dues):
        return reason_words(choose_days([Stop(dues=dues)], RULES, today=TODAY)[0])

    assert reason(day(18, 3)) == "Dernière date utile\u00a0: la première échéance est le 18 mars 2027, tout le monde est formé à temps."
    assert reason() == "Première date possible\u00a0: aucune échéance n’est connue ici."
    assert reason(past) == "Première date possible\u00a0: 1\u00a0personne sera formée après son échéance, déjà passée."
    assert reason(soon, soon) == "Première date possible\u00a0: 2\u00a0personnes seront formées après leur échéance."
    assert (
        reason(past, past, soon)
        == "Première date possible\u00a0: 3\u00a0personnes seront formées après leur échéance, dont 2 pour qui elle est déjà passée."
    )
    assert reason(day(4)).endswith(" Aucun des jours préférés de la semaine n’est libre à temps.")


def test_days_and_weekdays_are_said_in_full():
    assert spread_words((day(12),)) == "mardi 12 janvier 2027"
    assert spread_words((day(12), day(13))) == "mardi 12 et mercredi 13 janvier 2027"
    assert (preferred_words(RULES), preferred_words(replace(RULES, preferred=(3, 3)))) == ("du mardi au jeudi", "le mercredi")


@pytest.fixture
def region(clock):
    """Two people to train: one in Strasbourg, one far from every town; a basic course of two days."""
    careers.settings(change=date(2040, 1, 1))
    here = make.CommuneFactory(code="67482", name="Strasbourg", population=290_000)
    make.MandateFactory(person=make.PersonFactory(home=here))
    make.MandateFactory(person=make.PersonFactory(home=make.CommuneFactory(name="Loin", latitude=43.3, longitude=5.4)))
    return making.CourseFactory(basic=True)


def proposed(client, query="k=1"):
    return client.get(f"/espace/formation-de-base/lieux/?{query}")


@pytest.mark.django_db
def test_the_page_proposes_a_date_for_each_place_and_one_held_remotely(client, region):
    sign_in(client, making.delegation())
    page = proposed(client)
    content, calendar = page.content.decode(), page.context["calendar"]
    assert [len(calendar.places[0].days), len(calendar.remote.days)] == [2, 2]
    assert not set(calendar.places[0].days) & set(calendar.remote.days)
    for choice in (calendar.places[0], calendar.remote):
        assert f"Date proposée\u00a0: {spread_words(choice.days)}." in content
        assert reason_words(choice) in content
        assert f'<td class="r">{spread_words(choice.days)}</td>' in content
    assert "Chaque date laisse 42 jours" in content
    assert "préfère du mardi au jeudi" in content


@pytest.mark.django_db
def test_the_session_is_prepared_with_the_proposed_place_and_half_days(client, region):
    sign_in(client, making.delegation())
    page = proposed(client)
    first, second = page.context["calendar"].places[0].days
    _, _, url = page.context["places"][0]
    assert url.replace("&", "&amp;") in page.content.decode()
    form = client.get(url)
    assert [row["day"].value() for row in form.context["half_days"]][:4] == [date_fr(one) for one in (first, first, second, second)]
    assert form.context["form"]["format"].value() == "onsite"
    remote = client.get(page.context["remote_url"])
    assert (remote.context["form"]["format"].value(), remote.context["form"]["commune"].value()) == ("remote", "")


@pytest.mark.django_db
def test_the_prepared_session_is_saved_on_the_proposed_days_which_are_then_taken(client, region):
    sign_in(client, making.delegation())
    page = proposed(client)
    days, (_, _, url) = page.context["calendar"].places[0].days, page.context["places"][0]
    form = client.get(url)
    rows = form.context["half_days"]
    data = {f"demi-{name}": value for name, value in rows.management_form.initial.items()}
    for number, row in enumerate(rows):
        hours = (("9 h", "12 h 30"), ("14 h", "17 h"))[number % 2] if row["day"].value() else ("", "")
        data |= {f"demi-{number}-day": row["day"].value() or "", f"demi-{number}-starts": hours[0], f"demi-{number}-ends": hours[1]}
    typed = {name: form.context["form"][name].value() for name in ("course", "format", "commune", "seats", "minimum")}
    assert client.post(url, data | typed | {"closes_on": "15 décembre 2026"}).status_code == 302
    session = Session.objects.get()
    assert sorted(one.day for one in session.half_days.all()) == sorted([*days, *days])
    assert not set(proposed(client).context["calendar"].places[0].days) & set(days)


@pytest.mark.django_db
def test_a_day_that_cannot_be_understood_leaves_an_empty_form(client, region):
    sign_in(client, making.delegation())
    form = client.get("/espace/formations/nouvelle/?jour=demain&jour=2027-02-31")
    assert [row["day"].value() for row in form.context["half_days"]] == [None] * 4


@pytest.mark.django_db
def test_a_session_in_preparation_keeps_its_days_and_a_cancelled_one_gives_them_back(client, region):
    sign_in(client, making.delegation())
    before = proposed(client).context["calendar"].places[0].days
    slots = [(one, time(9), time(12)) for one in before]
    making.SessionFactory(cancelled=True, half_days=slots)
    assert proposed(client).context["calendar"].places[0].days == before
    making.SessionFactory(draft=True, half_days=slots)
    assert not set(proposed(client).context["calendar"].places[0].days) & set(before)


@pytest.mark.django_db
def test_the_notice_and_the_preferred_weekdays_are_dated_settings(client, region):
    since = {"period": period(date(2020, 1, 1)), **careers.SOURCE}
    Parameter.objects.create(code="placement-notice-days", label="délai", value=70, **since)
    Parameter.objects.create(code="placement-first-weekday", label="premier", value=4, **since)
    Parameter.objects.create(code="placement-last-weekday", label="dernier", value=5, **since)
    sign_in(client, making.delegation())
    page = proposed(client)
    assert {one.isoweekday() for one in page.context["calendar"].places[0].days} == {4, 5}
    assert page.context["calendar"].places[0].days[0] >= TODAY + timedelta(days=70)
    assert "Chaque date laisse 70 jours" in page.content.decode()


@pytest.mark.django_db
def test_without_a_basic_course_no_date_is_proposed_and_the_page_says_why(client, region):
    region.delete()
    sign_in(client, making.delegation())
    page = proposed(client)
    assert page.context["calendar"] is None
    assert "Aucune date n’est proposée" in page.content.decode()
