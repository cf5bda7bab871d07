"""Who is who: spellings of one person, homonyms, doubts."""

import random
from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portevoix.base.core.names import PersonName
from portevoix.register.imports.reading.people import PersonFacts, Verdict, decide, group_people
from portevoix.register.imports.reading.results import Keep, SeatRow


def facts(last="Dupont", first="Marie", civility="", email="", association="", department="", phone=""):
    return PersonFacts(
        name=PersonName(last, first, civility),
        emails=frozenset({email} - {""}),
        phones=frozenset({phone} - {""}),
        associations=frozenset({association} - {""}),
        departments=frozenset({department} - {""}),
    )


@pytest.mark.parametrize(
    ("left", "right", "verdict"),
    [
        # the same name, tied
        ({"department": "57", "association": "UDAF"}, {"department": "57", "association": "UDAF"}, Verdict.SAME),
        ({"email": "a@x.fr", "department": "57"}, {"email": "a@x.fr", "department": "54", "association": "UDAF"}, Verdict.SAME),
        ({"department": "57", "association": "UDAF"}, {"department": "57"}, Verdict.SAME),
        ({"last": "DUPONT", "first": "MARIE", "department": "57"}, {"department": "57"}, Verdict.SAME),
        ({"phone": "0388000000", "department": "57"}, {"phone": "0388000000", "department": "57"}, Verdict.SAME),
        # the same name, and something against, or nothing that ties
        ({"department": "57", "association": "UDAF"}, {"department": "57", "association": "APF"}, Verdict.DOUBT),
        ({"department": "57", "association": "UDAF"}, {"department": "88", "association": "UDAF"}, Verdict.DOUBT),
        ({"department": "57", "association": "UDAF"}, {"department": "88", "association": "APF"}, Verdict.DOUBT),
        ({}, {}, Verdict.DOUBT),
        ({"email": "a@x.fr", "department": "57"}, {"email": "b@x.fr", "department": "57"}, Verdict.DOUBT),
        (
            {"email": "a@x.fr", "department": "57", "association": "UDAF"},
            {"email": "a@x.fr", "department": "88", "association": "APF"},
            Verdict.DOUBT,
        ),
        # homonyms
        (
            {"email": "a@x.fr", "department": "57", "association": "UDAF"},
            {"email": "b@x.fr", "department": "88", "association": "APF"},
            Verdict.DIFFERENT,
        ),
        ({"civility": "Mme", "department": "57"}, {"civility": "M.", "department": "57"}, Verdict.DIFFERENT),
        (
            {"civility": "Mme", "department": "57", "association": "UDAF"},
            {"civility": "M.", "department": "57", "association": "UDAF"},
            Verdict.DOUBT,
        ),
        # names that look alike
        (
            {"first": "Marie-Claire", "department": "57", "association": "UDAF"},
            {"department": "57", "association": "UDAF"},
            Verdict.DOUBT,
        ),
        ({"last": "Dupond", "department": "57", "association": "UDAF"}, {"department": "57", "association": "UDAF"}, Verdict.DOUBT),
        ({"last": "Dupond", "email": "a@x.fr", "department": "57"}, {"email": "a@x.fr", "department": "57"}, Verdict.SAME),
        ({"last": "Dupond", "department": "57", "association": "UDAF"}, {"department": "57", "association": "APF"}, Verdict.DIFFERENT),
        # last and first name exchanged
        (
            {"last": "Martin", "first": "Simon", "department": "57", "association": "UDAF"},
            {"last": "Simon", "first": "Martin", "department": "57", "association": "UDAF"},
            Verdict.SAME,
        ),
        (
            {"last": "Martin", "first": "Simon", "department": "57"},
            {"last": "Simon", "first": "Martin", "department": "88"},
            Verdict.DIFFERENT,
        ),
        # other names
        (
            {"email": "a@x.fr", "department": "57"},
            {"last": "Durand", "first": "Paul", "email": "a@x.fr", "department": "57"},
            Verdict.DIFFERENT,
        ),
    ],
)
def test_the_verdict_on_two_people(left, right, verdict):
    decision = decide(facts(**left), facts(**right))
    assert decision.verdict == verdict
    assert decide(facts(**right), facts(**left)).verdict == verdict
    assert all(sentence.endswith(".") for sentence in decision.evidence)


def seat(position: int, last="DUPONT", first="Marie", **known) -> SeatRow:
    return SeatRow(
        sheet="",
        row=position + 2,
        body=str(position),
        last_name=last,
        first_name=first,
        keep=known.pop("keep", Keep.MANDATE),
        start=date(2025, 12, 1),
        **{"department": "57", "association_text": "UDAF", **known},
    )


def grouped(*rows: SeatRow):
    return group_people(rows, lambda text: text)


def test_the_spellings_of_one_person_are_one_with_the_richest_name():
    people = grouped(
        seat(0, "LORIOT", "Jean Christophe", civility="M."),
        seat(1, "Loriot", "Jean-Christophe"),
        seat(2, "LORIOT", "JEAN CHRISTOPHE"),
        seat(3, "Hélène", "Loriot"),
    )
    assert [group.rows for group in people.groups] == [(0, 1, 2), (3,)]
    assert people.groups[0].name == PersonName("Loriot", "Jean-Christophe", "M.") or people.groups[0].name.first == "Jean-Christophe"
    assert people.groups[0].evidence


def test_a_doubt_keeps_two_people_and_says_why():
    people = grouped(seat(0), seat(1, association_text="APF"))
    (doubt,) = people.doubts
    assert len(people.groups) == 2
    assert any("Associations différentes" in sentence for sentence in doubt.evidence)


def test_the_box_of_an_association_ties_nobody():
    people = grouped(
        seat(0, email="contact@udaf57.fr"),
        seat(1, "DURAND", "Paul", email="contact@udaf57.fr"),
        seat(2, department="88", association_text="APF", email="contact@udaf57.fr"),
    )
    assert len(people.groups) == 3


def test_a_third_row_may_tie_two_that_were_apart():
    people = grouped(
        seat(0, department="54"),
        seat(1, department="57", email="marie@x.fr"),
        seat(2, department="54", email="marie@x.fr"),
    )
    assert [group.rows for group in people.groups] == [(0, 1, 2)]


def test_rows_without_a_mandate_are_passed_over():
    people = grouped(seat(0), seat(1, keep=Keep.SEAT), seat(2, keep=Keep.NOTHING))
    assert people.by_row == {0: 0}


@given(st.integers(0, 1000))
def test_the_order_of_the_rows_does_not_change_who_is_who(seed):
    rows = [
        seat(0, email="a@x.fr"),
        seat(1, "Dupont", "MARIE"),
        seat(2, "DUPONT", "Marie", department="88", association_text="APF"),
        seat(3, "DUPOND", "Marie"),
        seat(4, "Dupont", "Marie-Claire"),
        seat(5, "MARIE", "Dupont"),
    ]
    random.Random(seed).shuffle(rows)
    people = grouped(*rows)
    together = {frozenset(rows[position].body for position in group.rows) for group in people.groups}
    assert together == {frozenset("015"), frozenset("2"), frozenset("3"), frozenset("4")}


def test_every_combination_of_ties_is_symmetric():
    values = {
        "email": ["", "a@x.fr", "b@x.fr"],
        "association": ["", "UDAF", "APF"],
        "department": ["", "57", "88"],
        "civility": ["", "Mme", "M."],
    }
    known = [dict(zip(values, combination, strict=True)) for combination in product(*values.values())]
    for left in known[::3]:
        for right in known[::2]:
            assert decide(facts(**left), facts(**right)).verdict == decide(facts(**right), facts(**left)).verdict
