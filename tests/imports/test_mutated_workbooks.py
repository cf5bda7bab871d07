"""Whatever a workbook holds, the import answers with a sentence or with a plan that can be applied and taken back. Never a traceback.

Each example writes and takes back a register: few by default, `MUTATIONS=500` for a long night.
"""

import datetime as dt
import os

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portevoix.register.imports import actions
from portevoix.register.imports.enums import RunState
from portevoix.register.imports.reading.errors import UnreadableFile
from portevoix.register.mandates.models import Mandate
from tests.factories import TODAY, AssociationFactory, BodyFactory, BodyTypeRuleFactory, FacilityFactory
from tests.imports.comparing import ME, NOW, plan_of, run_of
from tests.imports.dumps import dump
from tests.imports.sheets import TITLES, line, text, xlsx

pytestmark = pytest.mark.django_db
EXAMPLES = settings(max_examples=int(os.environ.get("MUTATIONS", "8")), deadline=None, suppress_health_check=list(HealthCheck))
NUMBERS = ("670000001", "670000019", "080000110")
WHOLE = xlsx(line(NUMBERS[0], "Titulaire 1", "WERNERT", "Odile"))

printable = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40)
anything = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)  # a text file may hold control characters
junk = st.one_of(
    st.none(),
    printable,
    st.integers(-(10**12), 10**12),
    st.floats(allow_nan=False, allow_infinity=False),
    st.dates(dt.date(1900, 1, 1), dt.date(2199, 1, 1)),
    st.booleans(),
    st.sampled_from(
        ["vacant", "Titulaire 2", "Suppléant 1", "Membre 9", "31/02/2028", "12/2028", "01/12/2025", "UNAFAM 67", "=A1+1", "TOTAL", "#N/A"]
    ),
)


@st.composite
def tables(draw, junk=junk) -> tuple[list, list[list]]:
    """Draw a table of seats with faults: cells of any kind, rows doubled, dropped or out of order, titles lost or changed."""
    seats = ["Titulaire 1", "Titulaire 2", "Suppléant 1", "Suppléant 2"]
    people = [("WERNERT", "Odile"), ("LOIR", "Olivier"), ("LE BARON", "Gisèle"), ("vacant", "")]
    rows = [
        line(number, seat, *draw(st.sampled_from(people)), email=draw(st.sampled_from(["", "o.wernert@exemple.fr"])))
        for number in NUMBERS
        for seat in seats
    ]
    titles = list(TITLES)
    for _ in range(draw(st.integers(0, 12))):
        row = draw(st.integers(0, len(rows) - 1))
        rows[row][draw(st.integers(0, len(TITLES) - 1))] = draw(junk)
    for _ in range(draw(st.integers(0, 3))):
        rows.append(list(draw(st.sampled_from(rows))))
    if draw(st.booleans()):
        rows = draw(st.permutations(rows))
    if draw(st.integers(0, 4)) == 0:
        titles[draw(st.integers(0, len(titles) - 1))] = draw(junk)
    return titles, rows[: draw(st.integers(0, len(rows)))]


@pytest.fixture
def register():
    BodyTypeRuleFactory()
    AssociationFactory(code="unafam", name="UNAFAM", acronym="UNAFAM")
    for number in NUMBERS[:2]:
        BodyFactory(facility=FacilityFactory(finess_et=number), seated=number == NUMBERS[0])


def go_through(data: bytes) -> None:
    """Check, apply and undo: the register ends as it began, and nothing overlaps in between (the database would refuse)."""
    with transaction.atomic():
        before = dump()
        run = actions.check(run=run_of(data=data), by=ME, today=TODAY, at=NOW)
        assert dump() == before
        if run.state == RunState.CHECKED:
            run = actions.apply(run=run, by=ME, today=TODAY, at=NOW)
            assert Mandate.objects.count() == run.report["mandates_created"]
            after = dump()
            again = actions.check(run=run_of(data=data), by=ME, today=TODAY, at=NOW)
            assert again.report["mandates_created"] == 0, "importing again changes nothing"
            actions.apply(run=again, by=ME, today=TODAY, at=NOW)
            assert dump() == after
            actions.undo(run=again, by=ME, at=NOW)
            actions.undo(run=run, by=ME, at=NOW)
            assert dump() == before
        else:
            assert run.report["errors"][0]["message"]
        transaction.set_rollback(True)


@EXAMPLES
@given(table=tables())
def test_a_workbook_with_faults_is_applied_and_taken_back_or_refused_with_a_sentence(register, table):
    titles, rows = table
    go_through(xlsx(*rows, titles=titles))


@EXAMPLES
@given(table=tables(st.one_of(junk, anything)), encoding=st.sampled_from(["utf-8", "cp1252", "utf-16"]))
def test_a_text_file_with_faults_too(register, table, encoding):
    titles, rows = table
    go_through(text(*rows, titles=titles).decode().encode(encoding, errors="replace"))


@EXAMPLES
@given(data=st.data())
def test_a_workbook_whose_bytes_are_damaged_never_raises_anything_else_than_a_sentence(register, data):
    content = bytearray(WHOLE)
    for _ in range(data.draw(st.integers(1, 30))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    content = content[: data.draw(st.integers(0, len(content)))]
    with transaction.atomic():
        try:
            plan_of(data=bytes(content))
        except UnreadableFile as refusal:
            assert refusal.message
        transaction.set_rollback(True)
