"""What several rows together tell: ranks, rows that count twice, one person on two seats."""

import random

from tests.imports.lines import codes, line, read


def test_of_a_row_written_twice_the_first_counts():
    workbook = read(line(), line(), line(quality="Titulaire 2", last="DURAND"))
    assert codes(workbook) == [("duplicate_row", 3, "E")]
    assert [row.keep.value for row in workbook.rows] == ["mandate", "nothing", "mandate"]
    assert "ligne 2" in workbook.issues[0].message


def test_a_row_written_twice_without_rank_takes_no_second_rank():
    workbook = read(line("Titulaire"), line("Titulaire"), line("Titulaire", last="DURAND"))
    assert codes(workbook) == [("duplicate_row", 3, "E")]
    assert [row.rank for row in workbook.rows] == [1, 1, 2]


def test_the_same_row_in_another_spelling_is_the_same_row():
    assert codes(read(line(last="DUPONT"), line(last="Dupont", start="1er déc. 2025"))) == [("duplicate_row", 3, "E")]


def test_two_vacant_rows_of_a_seat_are_one():
    assert codes(read(line(last="vacant", first=""), line(last="-", first=""))) == [("duplicate_row", 3, "E")]


def test_vacant_and_held_at_once_the_holder_counts():
    workbook = read(line(last="vacant", first=""), line())
    assert [row.keep.value for row in workbook.rows] == ["nothing", "mandate"]
    assert codes(workbook) == [("duplicate_row", 2, "E")]


def test_two_holders_of_a_seat_at_once_are_refused_and_one_after_the_other_are_not():
    assert codes(read(line(), line(last="DURAND"))) == [("seat_already_held", 3, "E")]
    assert codes(read(line(start="01/12/2022", end="30/11/2025"), line(last="DURAND"))) == []
    assert codes(read(line(start="01/12/2022", end="30/11/2025"), line())) == []


def test_one_person_sits_once_in_a_body():
    workbook = read(line(), line(quality="Suppléant 1", last="Dupont", association="U.N.A.F.A.M. 68"))
    assert codes(workbook) == [("same_person_twice_in_body", 3, "E")]
    assert [row.keep.value for row in workbook.rows] == ["mandate", "seat"]


def test_the_same_name_for_another_association_is_left_to_a_human():
    assert codes(read(line(), line(quality="Suppléant 1", association="UDAF"))) == []


def test_one_person_sits_in_two_bodies():
    assert codes(read(line(), line(finess="680020096"))) == []


def test_ranks_follow_the_rows_where_they_are_missing():
    workbook = read(
        line("Titulaire", "A"), line("Suppléant", "B"), line("Titulaire", "vacant", ""), line("Titulaire 1", "C", finess="680020096")
    )
    assert [(row.quality, row.rank) for row in workbook.rows] == [("titular", 1), ("substitute", 1), ("titular", 2), ("titular", 1)]


def test_a_missing_rank_leaves_the_ranks_that_are_written():
    workbook = read(line("Titulaire", "A"), line("Titulaire 1", "B"))
    assert [row.rank for row in workbook.rows] == [2, 1]


def test_a_mistyped_finess_does_not_begin_the_ranks_again():
    workbook = read(line("Titulaire", "A", finess="990001294"), line("Titulaire", "B"))
    assert [row.rank for row in workbook.rows] == [1, 2]


def test_rows_in_any_order_refuse_the_same_number():
    rows = [line("Titulaire 1"), line("Titulaire 1"), line("Titulaire 2", "DURAND"), line("Suppléant 1", "DURAND")]
    found = set()
    for seed in range(10):
        random.Random(seed).shuffle(rows)
        found.add(tuple(sorted(code for code, _, _ in codes(read(*rows)))))
    assert found == {("duplicate_row", "same_person_twice_in_body")}
