"""The three workbooks of an agency, against their truth: seats, mandates, refusals, people."""

from collections import Counter, defaultdict

import pytest

from portevoix.base.core.names import PersonName
from portevoix.register.imports.reading.people import group_people
from portevoix.register.imports.reading.reader import association_key_of, read_workbook
from portevoix.register.imports.reading.results import Keep
from tests.imports.agency_workbooks import sample, truth

NAMES = ["long", "wide", "departements"]
association_key = association_key_of()


@pytest.fixture(scope="module", params=NAMES)
def case(request):
    """A truth with the reading of its workbook."""
    return truth(request.param), read_workbook(sample(request.param))


def finess_in_workbook(seat: dict) -> str:
    """A facility that the register will not know stands in the workbook under a number that begins with 99."""
    number = seat["finess_et"]
    return f"99{number[2:]}" if seat["expect"] == "unknown_facility" else number


def rows_by_seat(workbook) -> dict:
    found = defaultdict(list)
    for position, row in enumerate(workbook.rows):
        found[row.finess_et, row.quality, row.rank].append((position, row))
    return found


def test_the_layout_is_recognised(case):
    known, workbook = case
    assert workbook.layout == known["layout"]


def test_every_seat_is_read_once_and_nothing_else(case):
    known, workbook = case
    found = rows_by_seat(workbook)
    for seat in known["seats"]:
        rows = found.pop((finess_in_workbook(seat), seat["quality"], seat["rank"]))
        assert len(rows) == (2 if seat["expect"] == "duplicate_row" else 1)
    assert found == {}


def test_vacant_seats_are_vacant_and_the_others_held(case):
    known, workbook = case
    found = rows_by_seat(workbook)
    for seat in known["seats"]:
        _, row = found[finess_in_workbook(seat), seat["quality"], seat["rank"]][0]
        assert row.vacant == seat["vacant"]


def test_dates_orders_people_and_associations_are_those_of_the_truth(case):
    known, workbook = case
    people = {person["id"]: person for person in known["people"]}
    found = rows_by_seat(workbook)
    for seat in known["seats"]:
        _, row = found[finess_in_workbook(seat), seat["quality"], seat["rank"]][0]
        if row.keep != Keep.MANDATE:
            continue
        holder, person = seat["holder"], people[seat["holder"]["person"]]
        assert (row.start.isoformat(), row.end.isoformat(), row.order_reference) == (holder["start"], holder["end"], holder["order"])
        assert row.name.pair == PersonName(person["last"], person["first"]).pair
        assert row.civility == person["civility"]
        assert association_key(row.association_text) == holder["association"]


def test_exactly_the_rows_of_the_truth_are_refused(case):
    known, workbook = case
    expected = Counter(known["summary"]["rows_to_refuse"])
    expected.pop("unknown_facility", None)  # told by the register, not by the workbook
    assert Counter(issue.code.value for issue in workbook.issues) == expected


def test_each_refusal_names_the_seat_of_the_truth(case):
    """Of one person on two seats, the first of the row is kept: nothing in a workbook tells which is the mistake."""
    known, workbook = case
    held = {(seat["finess_et"], seat["holder"]["person"]): seat for seat in known["seats"] if seat["expect"] == "same_person_twice_in_body"}
    refused = {(issue.finess_et, issue.quality, issue.rank): issue.code for issue in workbook.issues}
    for seat in known["seats"]:
        key = (seat["finess_et"], seat["quality"], seat["rank"])
        if seat["expect"] in ("bad_date", "end_before_start", "duplicate_row"):
            assert refused.pop(key) == seat["expect"]
    assert {finess for finess, _, _ in refused} == {finess for finess, _ in held}


def test_issues_speak_french_and_point_at_a_cell(case):
    _, workbook = case
    for issue in workbook.issues:
        entry = issue.as_dict()
        assert entry["row"] > 0 and entry["column"].isalpha() and entry["value"]
        assert entry["message"].endswith(".") and entry["suggestion"]
        assert len(entry["finess_et"]) == 9 and entry["rank"] in (1, 2)


def test_a_refused_mandate_leaves_its_seat(case):
    _, workbook = case
    for row in workbook.rows:
        if row.refused:
            assert row.keep == (Keep.NOTHING if row.refused == "duplicate_row" else Keep.SEAT)


def test_people_are_neither_confused_nor_split(case):
    known, workbook = case
    people = group_people(workbook.rows, association_key)
    found = rows_by_seat(workbook)
    groups, persons = defaultdict(set), defaultdict(set)
    for seat in known["seats"]:
        position, row = found[finess_in_workbook(seat), seat["quality"], seat["rank"]][0]
        if row.keep == Keep.MANDATE:
            groups[people.by_row[position]].add(seat["holder"]["person"])
            persons[seat["holder"]["person"]].add(people.by_row[position])
    assert [found for found in groups.values() if len(found) > 1] == []
    doubted = {frozenset((doubt.left, doubt.right)) for doubt in people.doubts}
    assert [found for found in persons.values() if len(found) > 1 and frozenset(found) not in doubted] == []


def test_the_total_line_is_said_to_be_skipped():
    workbook = read_workbook(sample("long"))
    assert [(row.row, row.reason) for row in workbook.sheets[0].skipped] == [(1361, "total")]


def test_reading_twice_gives_the_same():
    assert read_workbook(sample("wide")) == read_workbook(sample("wide"))
