"""The three workbooks of an agency give the register that their truths describe, seat by seat."""

from collections import Counter
from datetime import UTC, date, datetime
from random import Random

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command

from portevoix.base.audit.actors import Program
from portevoix.base.core.names import PersonName
from portevoix.register.directory.models import Association, Body, Person, Seat
from portevoix.register.imports import actions
from portevoix.register.imports.enums import RunState
from portevoix.register.mandates.models import Mandate
from tests.imports.agency_workbooks import Agency, Style, as_ods, as_xlsx, some_bodies
from tests.imports.dumps import dump
from tests.imports.grand_est import NAMES, commission, data_of, expected_holders, found_holders, loaded, region, truth_of

pytestmark = pytest.mark.django_db
ME, TODAY, NOW = Program("tests"), date(2026, 11, 22), datetime(2026, 11, 22, 9, tzinfo=UTC)


@pytest.fixture(scope="module", autouse=True)
def grand_est(django_db_setup, django_db_blocker):
    with loaded(django_db_blocker):
        yield


def checked(name: str, data: bytes | None = None):
    upload = ContentFile(data_of(name) if data is None else data, name=name)
    run = actions.upload(upload=upload, region=region(), body_type=commission(), by=ME, today=TODAY)
    return actions.check(run=run, by=ME, today=TODAY, at=NOW)


def applied(name: str):
    return actions.apply(run=checked(name), by=ME, today=TODAY, at=NOW)


def people_of(truth: dict) -> dict[int, str]:
    """Return the truth's identifier of each person created; a record that answers to two people, or to none, is an error."""
    known = {_letters(person["last"], person["first"]): person["id"] for person in truth["people"]}
    return {row.pk: known[_letters(row.last_name, row.first_name)] for row in Person.objects.all()}


def _letters(last: str, first: str) -> str:
    return PersonName(last, first).words


@pytest.mark.parametrize("name", NAMES)
def test_the_register_is_the_truth_seat_by_seat(name):
    truth = truth_of(name)
    run = applied(name)
    assert run.state == RunState.APPLIED
    people = people_of(truth)
    assert Counter(people.values()).most_common(1)[0][1] == 1, "one record a person"
    expected, found = expected_holders(truth), found_holders(people)
    assert Body.objects.count() == truth["summary"]["bodies"]
    assert Seat.objects.count() == truth["summary"]["seats"]
    assert _without_free_choice(truth, {seat: holder for seat, holder in expected.items() if holder}) == _without_free_choice(truth, found)


def _without_free_choice(truth: dict, holders: dict) -> dict:
    """A person written on two seats of one body keeps one of them: which one is not told. Such a body is compared by its people."""
    bodies = {seat["finess_et"] for seat in truth["seats"] if seat["expect"] == "same_person_twice_in_body"}
    kept = {seat: holder for seat, holder in holders.items() if seat[0] not in bodies}
    return kept | {body: Counter(holder for seat, holder in holders.items() if seat[0] == body) for body in bodies}


@pytest.mark.parametrize("name", NAMES)
def test_every_bad_row_is_named_with_its_code(name):
    truth = truth_of(name)
    report = checked(name).report
    assert Counter(error["code"] for error in report["errors"]) == Counter(truth["summary"]["rows_to_refuse"])
    expected = {(seat["finess_et"], seat["expect"]) for seat in truth["seats"] if seat["expect"] != "ok"}
    assert {(error["finess_et"], error["code"]) for error in report["errors"]} == expected
    assert all(error["sheet"] and error["row"] and error["message"] and error["suggestion"] for error in report["errors"])


@pytest.mark.parametrize("name", NAMES)
def test_the_report_counts_as_the_truth_does(name):
    truth = truth_of(name)
    report = checked(name).report
    summary = truth["summary"]
    assert (report["bodies"], report["seats"]) == (summary["bodies"], summary["seats"])
    assert report["seats_vacant"] == summary["vacant_titular"] + summary["vacant_substitute"]
    assert report["mandates_created"] == sum(holder is not None for holder in expected_holders(truth).values())
    assert report["doubts"] == []


def test_applying_again_changes_nothing():
    applied(NAMES[2])
    before = dump()
    second = applied(NAMES[2])
    assert dump() == before
    created = {key: value for key, value in second.report.items() if key.endswith("_created")}
    assert set(created.values()) == {0}


@pytest.mark.parametrize("name", NAMES[1:])
def test_undoing_gives_back_every_table(name):
    before = dump()
    run = applied(name)
    assert dump() != before
    actions.undo(run=run, by=ME, at=NOW)
    assert dump() == before


def test_a_check_writes_nothing_in_the_register():
    before = dump()
    checked(NAMES[2])
    assert dump() == before


def test_two_workbooks_of_the_same_commissions_do_not_double_anybody():
    applied(NAMES[1])
    people, bodies = Person.objects.count(), Body.objects.count()
    report = applied(NAMES[2]).report
    assert Body.objects.count() == bodies + report["bodies_created"] < 200, "the commissions of both workbooks are there once"
    assert Person.objects.count() == people + report["people_created"]
    assert not Mandate.objects.filter(association__isnull=True).exists()
    assert Association.objects.filter(parent__isnull=False).exists()


STYLES = (
    (Style(layout="wide", names="one", finess="mixed", titles_on=2), as_xlsx),
    (Style(layout="sheets", names="one_first", qualities="letters"), as_ods),
    (Style(shuffled=True, extra=True, carried=True, dates="words", qualities="rank_column"), as_xlsx),
)


def test_the_same_seats_written_by_other_agencies_are_all_known():
    applied(NAMES[0])
    known = truth_of(NAMES[0])
    known["seats"] = [seat for seat in known["seats"] if seat["finess_et"] not in _with_errors(known)]
    for seed, (style, write) in enumerate(STYLES):
        draw = Random(seed)
        bodies = some_bodies(known, 60, draw)
        report = checked("autre", write(Agency(known, style, draw).sheets(bodies))).report
        held = sum(seat["holder"] is not None for body in bodies for seat in body)
        assert (report["errors"], report["doubts"]) == ([], [])
        assert (report["mandates_created"], report["people_created"], report["mandates_unchanged"]) == (0, 0, held)


def _with_errors(truth: dict) -> set[str]:
    return {seat["finess_et"] for seat in truth["seats"] if seat["expect"] != "ok"}


@pytest.mark.parametrize("form", ["csv", "xlsx", "ods"])
def test_what_the_register_exports_comes_back_as_already_known(tmp_path, form):
    mandates = applied(NAMES[2]).report["mandates_created"]
    file = tmp_path / f"sieges.{form}"
    call_command("export_seats", output=file, au=TODAY.isoformat(), region="44", verbosity=0)
    report = checked(file.name, file.read_bytes()).report
    assert (report["errors"], report["doubts"]) == ([], [])
    assert (report["mandates_created"], report["mandates_unchanged"]) == (0, mandates)
    assert (report["people_created"], report["bodies_created"]) == (0, 0)
