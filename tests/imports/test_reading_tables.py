"""How tables are understood: titles, seats, vacancy, dates, rows that count twice."""

import io
import random

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portevoix.register.imports.reading.qualities import find_quality, read_quality
from portevoix.register.imports.reading.reader import read_workbook
from portevoix.register.imports.reading.results import Code, Keep, Layout
from portevoix.register.imports.reading.vocabulary import Field, body_type_of, fields_of_title, is_total, is_vacant
from tests.imports.agency_workbooks import TITLES

HEAD = "FINESS;Etablissement;Commune;Qualité;Nom;Prénom;Association;Début;Fin;Arrêté"


def read(*lines: str, head: str = HEAD):
    return read_workbook("\n".join([head, *lines]).encode())


def line(
    quality="Titulaire 1", last="DUPONT", first="Jean", start="01/12/2025", end="30/11/2028", finess="680001294", association="UNAFAM"
):
    return f"{finess};CLINIQUE SOLISANA;GUEBWILLER;{quality};{last};{first};{association};{start};{end};2025-0001"


def codes(workbook) -> list[tuple]:
    return [(issue.code.value, issue.row, issue.column) for issue in workbook.issues]


@pytest.mark.parametrize(
    ("title", "field"),
    [
        *((title, Field.FINESS_ET) for title in TITLES["finess"]),
        *((title, Field.FACILITY_NAME) for title in TITLES["facility"]),
        *((title, Field.QUALITY) for title in TITLES["quality"]),
        *((title, Field.FULL_NAME) for title in TITLES["full"]),
        *((title, Field.ASSOCIATION) for title in TITLES["association"]),
        *((title, Field.START) for title in TITLES["start"]),
        *((title, Field.END) for title in TITLES["end"]),
        *((title, Field.ORDER_REFERENCE) for title in TITLES["order"]),
        *((title, Field.EMAIL) for title in TITLES["email"]),
        ("FINESS EJ", Field.FINESS_EJ),
        ("Etablisement", Field.FACILITY_NAME),
        ("Date de fin du mandat (prévue)", Field.END),
        ("Téléphone portable", Field.PHONE),
        ("Observations", Field.NOTES),
        ("Type d’instance", Field.BODY_TYPE),
    ],
)
def test_titles_are_recognised(title, field):
    assert fields_of_title(title)[0][0] == field


@pytest.mark.parametrize("title", ["Date de naissance", "Adresse", "SIRET", "Date de formation", "N°", "", "x" * 200])
def test_other_titles_are_left_aside(title):
    assert fields_of_title(title) == ()


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Titulaire 1", "titular 1"),
        ("T1", "titular 1"),
        ("T 1", "titular 1"),
        ("T-2", "titular 2"),
        ("Titulaire n°1", "titular 1"),
        ("Tit.", "titular"),
        ("1er titulaire", "titular 1"),
        ("2e suppléante", "substitute 2"),
        ("Suppléant(e) 2", "substitute 2"),
        ("S2", "substitute 2"),
        ("suppl.", "substitute"),
        ("Supléant 1", "substitute 1"),
        ("Suppléant du titulaire 1", "substitute 1"),
        ("RU suppléant 2", "substitute 2"),
        ("Membre titulaire", "titular"),
        ("membre", "member"),
        ("T", "titular"),
        ("Titulaire II", "titular 2"),
    ],
)
def test_qualities_are_read(text, key):
    assert read_quality(text).key == key


@pytest.mark.parametrize("text", ["T/S", "Titulaire ou suppléant", "Président", "", None, 1, "Directeur"])
def test_what_is_not_a_quality_is_none(text):
    assert read_quality(text) is None


def test_a_title_gives_its_seat_and_the_rest():
    quality, rest = find_quality("Date de fin de mandat du suppléant 2")
    assert (quality.key, rest) == ("substitute 2", "date de fin de mandat du")


@pytest.mark.parametrize(
    "cell",
    [
        "vacant",
        "VACANT",
        "poste vacant",
        "à pourvoir",
        "A POURVOIR",
        "-",
        "/",
        "—",
        "?",
        "néant",
        "non pourvu",
        "en attente",
        "NC",
        None,
        " ",
        "0",
    ],
)
def test_vacancy_words(cell):
    assert is_vacant(cell)


@pytest.mark.parametrize("cell", ["DUPONT Jean", "M. Vacandard Paul", "Libreville Anne", "Attentat", 12])
def test_names_are_not_vacancy_words(cell):
    assert not is_vacant(cell)


def test_a_last_name_that_is_also_a_vacancy_word_is_a_person_when_a_first_name_follows():
    (row,) = read(line(last="Libre", first="Anne")).rows
    assert not row.vacant and row.last_name == "Libre"


@pytest.mark.parametrize("text", ["Total", "TOTAL GÉNÉRAL", "Sous-total 08", "Totaux", "Nombre de sièges", "dont vacants"])
def test_totals(text):
    assert is_total(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [("CDU", "CDU"), ("Commission des usagers", "CDU"), ("Conseil de surveillance", "CS_EPS"), ("CRSA", "CRSA"), ("Feuil1", "")],
)
def test_types_of_body(text, code):
    assert body_type_of(text) == code


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


def test_rows_in_any_order_refuse_the_same_number():
    rows = [line("Titulaire 1"), line("Titulaire 1"), line("Titulaire 2", "DURAND"), line("Suppléant 1", "DURAND")]
    found = set()
    for seed in range(10):
        random.Random(seed).shuffle(rows)
        found.add(tuple(sorted(code for code, _, _ in codes(read(*rows)))))
    assert found == {("duplicate_row", "same_person_twice_in_body")}
