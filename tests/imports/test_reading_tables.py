"""How tables are understood: titles, seats, vacancy, dates, rows that count twice."""

import io

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portevoix.register.imports.reading.reader import read_workbook
from portevoix.register.imports.reading.results import Code, Keep, Layout
from tests.imports.agency_workbooks import TITLES
from tests.imports.lines import HEAD, codes, line, read


def test_a_last_name_that_is_also_a_vacancy_word_is_a_person_when_a_first_name_follows():
    (row,) = read(line(last="Libre", first="Anne")).rows
    assert not row.vacant and row.last_name == "Libre"


def test_one_row_gives_one_seat_with_its_cells():
    workbook = read(line())
    (row,) = workbook.rows
    assert workbook.layout == Layout.LONG and workbook.issues == ()
    assert (row.sheet, row.row, row.finess_et, row.department) == ("", 2, "680001294", "68")
    assert row.columns["start"] == ("H", "01/12/2025")
    assert row.keep == Keep.MANDATE


@pytest.mark.parametrize(
    ("end", "words"),
    [
        ("31/02/2028", "n’existe pas"),
        ("12/2028", "jour manque"),
        ("xx/12/2028", "jour manque"),
        ("fin 2028", "précise"),
        ("30/11/2208", "vraisemblable"),
    ],
)
def test_a_bad_date_refuses_the_mandate_and_keeps_the_seat(end, words):
    workbook = read(line(end=end))
    (issue,), (row,) = workbook.issues, workbook.rows
    assert (issue.code, issue.column, issue.value) == (Code.BAD_DATE, "I", end)
    assert words in issue.message
    assert row.keep == Keep.SEAT and row.refused == "bad_date"


def test_a_suggestion_is_a_date_that_may_be_meant():
    assert "29/02/2028" in read(line(end="31/02/2028")).issues[0].suggestion


def test_a_mandate_without_beginning_is_refused():
    assert codes(read(line(start=""))) == [("bad_date", 2, "H")]


def test_a_mandate_without_end_is_read():
    (row,) = read(line(end="")).rows
    assert row.end is None and row.keep == Keep.MANDATE


def test_an_end_before_the_beginning_is_refused():
    assert codes(read(line(start="30/11/2028", end="01/12/2025"))) == [("end_before_start", 2, "I")]


def test_dates_of_a_vacant_seat_are_not_looked_at():
    workbook = read(line(last="vacant", first="", start="xx", end="yy"))
    assert workbook.issues == () and workbook.rows[0].vacant


def test_an_unknown_quality_is_refused_with_its_row():
    workbook = read(line(quality="Président"), line(quality=""))
    assert codes(workbook) == [("unknown_quality", 2, "D"), ("unknown_quality", 3, "D")]
    assert {row.keep for row in workbook.rows} == {Keep.NOTHING}


def test_a_finess_that_cannot_be_read_is_said():
    workbook = read(line(finess="68000"))
    assert workbook.rows[0].finess_et == "" and "neuf" in workbook.rows[0].finess_problem
    assert workbook.notices == (workbook.rows[0].finess_problem,)


def test_an_association_in_parentheses_is_taken_when_it_has_no_column():
    (row,) = read("680001294;CLINIQUE;T1;Mme WERNERT Odile (UNAFAM);01/12/2025", head="FINESS;Etablissement;Qualité;NOM Prénom;Début").rows
    assert (row.last_name, row.first_name, row.association_text) == ("Wernert", "Odile", "UNAFAM")


def test_two_people_in_a_cell_are_refused():
    workbook = read(
        "680001294;CLINIQUE;T1;Mme WERNERT Odile / M. DUPONT Jean;01/12/2025", head="FINESS;Etablissement;Qualité;NOM Prénom;Début"
    )
    assert codes(workbook) == [("several_people", 2, "D")]


def test_a_mandate_without_name_is_refused_and_a_blank_seat_is_vacant():
    workbook = read(line(last="", first=""), line("Titulaire 2", "", "", "", "", association=""))
    assert codes(workbook) == [("missing_name", 2, "E")]
    assert workbook.rows[1].vacant


def test_a_period_in_one_cell():
    (row,) = read(
        "680001294;CLINIQUE;T1;DUPONT Jean;du 01/12/2025 au 30/11/2028", head="FINESS;Etablissement;Qualité;NOM Prénom;Période"
    ).rows
    assert (row.start.year, row.end.year) == (2025, 2028)


def test_a_status_column_says_vacancy():
    workbook = read(
        "680001294;CLINIQUE;T1;DUPONT Jean;01/12/2025;vacant",
        "680001294;CLINIQUE;T2;DURAND Anne;01/12/2025;pourvu",
        head="FINESS;Etablissement;Qualité;NOM Prénom;Début;État du siège",
    )
    assert [row.vacant for row in workbook.rows] == [True, False]


def test_an_order_column_full_of_dates_gives_the_beginning():
    (row, _) = read(
        "680001294;CLINIQUE;T1;DUPONT Jean;01/12/2025;30/11/2028",
        "680001294;CLINIQUE;T2;DURAND Anne;01/12/2025;30/11/2028",
        head="FINESS;Etablissement;Qualité;NOM Prénom;Arrêté;Fin",
    ).rows
    assert row.start.year == 2025 and row.order_reference == ""


def test_columns_without_titles_are_known_by_their_cells():
    lines = [
        f"68000{number};CLINIQUE {number};{quality};DUPOND{quality} Jean;01/12/2025"
        for number in ("1294", "0114")
        for quality in ("T1", "T2", "S1")
    ]
    workbook = read_workbook("\n".join(["code;Etablissement;catégorie;NOM Prénom;Début", *lines]).encode())
    assert [(row.finess_et, row.quality, row.rank) for row in workbook.rows][:2] == [
        ("680001294", "titular", 1),
        ("680001294", "titular", 2),
    ]


def test_titles_repeated_on_each_page_are_not_seats():
    workbook = read(line(), HEAD, line("Titulaire 2", "DURAND"))
    assert [row.row for row in workbook.rows] == [2, 4]
    assert [skipped.reason for skipped in workbook.sheets[0].skipped] == ["titres"]


def test_a_second_table_below_the_first_is_read_with_its_own_titles():
    workbook = read(
        line(),
        "",
        "N° Finess;Raison sociale;T/S;NOM Prénom;Asso;Nommé le;Terme",
        "680020096;POLE;S1;DURAND Anne;UDAF;01/12/2025;30/11/2028",
    )
    assert [(row.finess_et, row.last_name) for row in workbook.rows] == [("680001294", "Dupont"), ("680020096", "Durand")]
    assert workbook.sheets[0].title_rows == (1, 4)


def test_a_sheet_without_titles_continues_the_sheet_before():
    made = openpyxl.Workbook()
    made.active.append(["FINESS", "Etablissement", "Qualité", "NOM Prénom", "Début"])
    made.active.append(["680001294", "CLINIQUE", "T1", "DUPONT Jean", "01/12/2025"])
    made.create_sheet("suite").append(["680020096", "POLE", "T1", "DURAND Anne", "01/12/2025"])
    made["suite"].append(["680020096", "POLE", "T2", "vacant", None])
    buffer = io.BytesIO()
    made.save(buffer)
    assert [(row.sheet, row.row) for row in read_workbook(buffer.getvalue()).rows] == [("Sheet", 2), ("suite", 1), ("suite", 2)]


def test_banners_between_bodies_give_department_and_type():
    workbook = read("COMMISSIONS DES USAGERS", "Département de la Marne", ";CLINIQUE;;T1;DUPONT;Jean;UNAFAM;01/12/2025;;")
    (row,) = workbook.rows
    assert (row.department, row.body_type) == ("51", "CDU")


def test_one_row_per_pair_of_titular_and_substitute():
    workbook = read(
        "680001294;CLINIQUE;DUPONT Jean;UNAFAM;PETIT Anne;UDAF",
        "680001294;CLINIQUE;DURAND Paul;UFC;vacant;",
        head="FINESS;Etablissement;Titulaire;Association;Suppléant;Association",
    )
    assert [(row.quality, row.rank, row.last_name, row.association_text) for row in workbook.rows] == [
        ("titular", 1, "Dupont", "UNAFAM"),
        ("substitute", 1, "Petit", "UDAF"),
        ("titular", 2, "Durand", "UFC"),
        ("substitute", 2, "", ""),
    ]


def test_repeated_titles_without_number_are_ranked_in_order():
    workbook = read(
        "680001294;CLINIQUE;DUPONT Jean;UNAFAM;DURAND Paul;UFC;PETIT Anne;UDAF",
        head="FINESS;Etablissement;Titulaire;Asso;Titulaire;Asso;Suppléant;Asso",
    )
    assert [(row.quality, row.rank, row.association_text) for row in workbook.rows] == [
        ("titular", 1, "UNAFAM"),
        ("titular", 2, "UFC"),
        ("substitute", 1, "UDAF"),
    ]


def test_dates_written_once_for_the_whole_body_are_those_of_each_seat():
    workbook = read(
        "680001294;CLINIQUE;DUPONT Jean;PETIT Anne;01/12/2025;30/11/2028",
        head="FINESS;Etablissement;T1;S1;Date de désignation;Fin de mandat",
    )
    assert {(row.start.year, row.end.year) for row in workbook.rows} == {(2025, 2028)}


def test_a_lone_quotation_mark_does_not_swallow_the_rows_after_it():
    rows = [line(f"Titulaire {rank}", f"NOM{rank}") for rank in range(1, 30)]
    rows[3] = rows[3].replace("CLINIQUE SOLISANA", '"CLINIQUE')
    assert len(read(*rows).rows) == 29


def test_text_decoded_twice_is_repaired():
    (row,) = read_workbook((HEAD + "\n" + line(quality="Suppléant 1", last="Élodie")).encode().decode("cp1252").encode()).rows
    assert (row.quality, row.last_name) == ("substitute", "Élodie")


def test_a_line_of_its_own_names_the_body_of_the_seats_below():
    workbook = read("680001294;CLINIQUE SOLISANA;GUEBWILLER;;;;;;;", ";;;T1;DUPONT;Jean;UNAFAM;01/12/2025;;", ";;;T2;vacant;;;;;")
    assert [(row.finess_et, row.rank, row.vacant) for row in workbook.rows] == [("680001294", 1, False), ("680001294", 2, True)]
    assert workbook.issues == () and workbook.sheets[0].skipped[0].reason == "instance"


def test_a_seat_without_quality_among_others_is_not_taken_for_such_a_line():
    workbook = read("680001294;CLINIQUE SOLISANA;GUEBWILLER;;;;;;;", line())
    assert codes(workbook) == [("unknown_quality", 2, "D")]


def test_guidance_under_the_titles_is_not_a_seat():
    workbook = read("(9 chiffres);;;(T1, T2, S1, S2);;;;(jj/mm/aaaa);(jj/mm/aaaa);", line())
    assert [row.row for row in workbook.rows] == [3] and workbook.issues == ()


def test_a_legend_below_the_table_is_not_a_seat():
    workbook = read(line(), "", "Légende;en rouge : vacant")
    assert len(workbook.rows) == 1 and workbook.issues == ()


def test_a_finess_number_inside_the_name_is_found():
    (row,) = read("CLINIQUE SOLISANA (FINESS 680001294);T1;DUPONT Jean;01/12/2025", head="Etablissement;Qualité;NOM Prénom;Début").rows
    assert (row.finess_et, row.facility_name) == ("680001294", "CLINIQUE SOLISANA")


def test_a_type_of_body_and_its_department_in_one_cell():
    (row,) = read("CPAM de la Moselle;Titulaire 1;DUPONT Jean;01/12/2025", head="Instance;Qualité;NOM Prénom;Début").rows
    assert (row.body_type, row.department) == ("CPAM", "57")


def test_a_birth_name_is_a_note():
    (row,) = read(
        "680001294;CLINIQUE;T1 (présidente);Mme DUPONT née MARTIN Anne;01/12/2025", head="FINESS;Etablissement;Qualité;NOM Prénom;Début"
    ).rows
    assert (row.last_name, row.first_name, row.quality) == ("Dupont", "Anne", "titular")


def spreadsheet(rows: list[list], *merges: str) -> bytes:
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    for merge in merges:
        made.active.merge_cells(merge)
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def test_cells_merged_downwards_hold_for_every_row():
    titles = ["FINESS", "Etablissement", "Qualité", "NOM Prénom", "Début", "Arrêté"]
    rows = [["680001294", "CLINIQUE", "Titulaire", "DUPONT Jean", "01/12/2025", "2025-1"], [None, None, None, "DURAND Anne", None, None]]
    workbook = read_workbook(spreadsheet([titles, *rows], "A2:A3", "B2:B3", "C2:C3", "E2:E3", "F2:F3"))
    assert workbook.issues == ()
    assert [(row.rank, row.start.year, row.order_reference) for row in workbook.rows] == [(1, 2025, "2025-1"), (2, 2025, "2025-1")]


def test_a_title_merged_over_two_columns_of_names_is_two_seats():
    titles = ["FINESS", "Etablissement", "Titulaires", None, "Suppléants", None]
    data = spreadsheet([titles, ["680001294", "CLINIQUE", "DUPONT Jean", "vacant", "PETIT Anne", None]], "C1:D1", "E1:F1")
    assert [(row.quality, row.rank, row.last_name) for row in read_workbook(data).rows] == [
        ("titular", 1, "Dupont"),
        ("titular", 2, ""),
        ("substitute", 1, "Petit"),
        ("substitute", 2, ""),
    ]


CELLS = st.one_of(
    st.none(),
    st.text(max_size=12),
    st.integers(-(10**12), 10**12),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.datetimes(),
    st.sampled_from(
        ["vacant", "Titulaire 1", "T1", "680001294", 80005846, "01/12/2025", "31/02/2026", "M. DUPONT Jean", "Total", "UNAFAM", "=A1"]
    ),
)
SOME_TITLES = st.sampled_from(
    [title for choices in TITLES.values() for title in choices] + ["RU titulaire 1", "RU suppléant 2", "Période", "État", ""]
)


@settings(max_examples=30)
@given(st.lists(SOME_TITLES, min_size=1, max_size=14), st.lists(st.lists(CELLS, max_size=14), max_size=12), st.integers(0, 3))
def test_any_cells_under_any_titles_give_seats_or_issues_never_an_exception(titles, rows, banners):
    made = openpyxl.Workbook()
    for _ in range(banners):
        made.active.append(["Suivi"])
    made.active.append(titles)
    for row in rows:
        made.active.append([cell if not isinstance(cell, str) else "".join(char for char in cell if char.isprintable()) for cell in row])
    buffer = io.BytesIO()
    made.save(buffer)
    workbook = read_workbook(buffer.getvalue())
    refused = {(row.sheet, row.row) for row in workbook.rows if row.refused}
    assert refused <= {(issue.sheet, issue.row) for issue in workbook.issues}
    assert all(issue.message and issue.as_dict() for issue in workbook.issues)


@given(st.permutations(HEAD.split(";")))
def test_the_order_of_the_columns_does_not_matter(order):
    cells = dict(zip(HEAD.split(";"), line().split(";"), strict=True))
    (row,) = read(";".join(cells[title] for title in order), head=";".join(order)).rows
    assert (row.finess_et, row.last_name, row.start.year, row.end.year) == ("680001294", "Dupont", 2025, 2028)
