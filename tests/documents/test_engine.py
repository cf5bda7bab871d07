"""The engine: what prints, what is refused, what stays inert, and many documents at once."""

import dataclasses
import io
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pikepdf
import pypdfium2
import pytest
import typst
from django.core.exceptions import ValidationError
from hypothesis import example, given, settings
from hypothesis import strategies as st

from portevoix.base.documents import engine, printing
from portevoix.base.documents.batches import Job, render_many, write_many
from portevoix.base.documents.engine import render
from portevoix.base.documents.postal import LINES, WIDTH, address_lines
from portevoix.base.documents.printing import DocumentRefused, characters, check_printable, printable, unprintable, validate_printable
from portevoix.base.documents.shapes import Annex, Table
from portevoix.base.documents.widths import BORDER, BREAK, breakable, fit
from tests.documents.reading import Read, squeezed
from tests.documents.samples import AT, act, annex, annex_rows, certificate, letter, remaining_seats, roster

REAL = st.characters(codec="utf-8", categories=("L", "M", "N", "P", "S", "Z", "Cf"))
FRENCH = st.sampled_from("éèàçœŒÉÀ’«»–…€°²1er n° L. 0123456789 abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ @./_?&=+-:;!?%\n")
WRITTEN = st.text(st.one_of(FRENCH, FRENCH, FRENCH, REAL), min_size=1, max_size=120)
SMILING = Table(columns=["Nom"], rows=[["a"], ["😀"]])


def read(data, layout="letter", **given) -> Read:
    return Read(render(layout, data, title="Essai", timestamp=AT, **given))


class TestText:
    @settings(max_examples=60)
    @given(WRITTEN)
    @example("un mot " + "interminable" * 20)
    @example("1er, 21er, 1er.1er")
    @example("Éloïse" + "\u0301" * 3)
    @example("\ufeff\u200b\u2060a")
    @example("« a » ; b ! c ? d : e 50 %")
    @example('#read("/etc/passwd") $x$ *gras* _x_ `y` <z> @a \\ = Titre // rien /* rien */')
    def test_any_text_is_printed_whole_or_refused_with_a_sentence(self, text):
        data = letter(paragraphs=[text], items=[text], tables=[Table(columns=["Un", "Deux"], rows=[[text, "x"]])])
        try:
            found = read(data)
        except DocumentRefused as refusal:
            char = unprintable(printable(text))
            assert char and (f"«\u00a0{char}\u00a0»" in str(refusal) or f"U+{ord(char):04X}" in str(refusal))
            assert "texte" in str(refusal)
            return
        expected = squeezed(printable(text))
        assert expected in squeezed(found.text)
        assert found.tables() == [[[expected, "x"]]]

    @given(WRITTEN)
    def test_making_a_text_ready_twice_changes_nothing(self, text):
        assert printable(printable(text)) == printable(text)

    @given(st.text(st.sampled_from(sorted(char for char in characters() if not unicodedata.combining(char))), max_size=60))
    def test_what_the_typeface_draws_is_never_refused(self, text):
        check_printable({"texte": text})

    @pytest.mark.parametrize(
        ("written", "printed"),
        [
            ("12\u202f345 €", "12\u00a0345 €"),
            ("10\u2009kg", "10 kg"),
            ("Saint\u2011Dié", "Saint-Dié"),
            ("e\u0301le\u0300ve", "élève"),
            ("ﬁn", "fin"),
            ("1ᵉʳ", "1er"),
            ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
            ("l'été\u200b", "l’été"),
            ("le 1er mars", "le 1er\u00a0mars"),
            ("n° 12", "n°\u00a012"),
            ("L. 1112-3", "L.\u00a01112-3"),
            ("tab\tulé", "tab ulé"),
        ],
    )
    def test_what_another_character_says_as_well_is_replaced(self, written, printed):
        assert printable(written) == printed
        assert not unprintable(printed)

    def test_french_needs_nothing_that_the_typeface_lacks(self):
        for char in "àâäæçéèêëîïôœùûüÿÀÂÄÆÇÉÈÊËÎÏÔŒÙÛÜŸ«»’“”–—…€°²³½ñöüßÄÖÜẞŠšŽžČčŁłŞşĞğıĐđ":
            assert unprintable(printable(char)) == "", char

    @pytest.mark.parametrize("name", ["İbrahim", "Dvořák", "Łukasz", "Ōta", "Çelik", "Ștefan", "Ñuñez", "Ğülşen", "Ỹ", "Ḑ"])
    def test_names_from_elsewhere_are_printed_and_read_again(self, name):
        found = read(letter(recipient=[name]))
        assert unicodedata.normalize("NFC", found.tree.children[0].all("P")[3].text) == name

    @pytest.mark.parametrize("text", ["e\u0301\u0301", "x\u0302", "ŵ", "ễ", "ǫ", "\u0301"])
    def test_a_mark_that_would_stand_beside_its_letter_is_refused(self, text):
        assert unprintable(printable(text))

    def test_a_line_end_is_a_blank_for_who_listens(self):
        assert "jeudi. Merci" in squeezed(read(letter(paragraphs=["Je suis là le jeudi.\nMerci."])).text)


class TestRefusal:
    @pytest.mark.parametrize("char", ["😀", "漢", "→", "\u0001"])
    def test_the_sentence_names_the_character_the_field_and_says_what_to_do(self, char):
        shown = f"«\u00a0{char}\u00a0»" if char.isprintable() else "U+0001"
        with pytest.raises(DocumentRefused) as refusal:
            check_printable({"motive": f"Bravo {char}", "count": 3}, {"motive": "motif"})
        assert str(refusal.value) == f"Le caractère {shown} du champ «\u00a0motif\u00a0» ne peut pas être imprimé\u00a0: remplacez-le."

    @pytest.mark.parametrize(
        ("data", "field"),
        [
            (letter(object="😀"), "objet"),
            (letter(paragraphs=["a", "😀"]), "texte, n°\u00a02"),
            (act(annexes=[annex(1)]), ""),
            (
                act(annexes=[Annex(number="Annexe 1", reference="r", tables=[Table(columns=["Nom"], rows=[["a"], ["😀"]])])]),
                "annexes, tableau, ligne 2, Nom",
            ),
            (certificate(facts=[("Instance", "😀")]), "précisions, n°\u00a02"),
        ],
    )
    def test_a_document_says_where_the_character_stands(self, data, field):
        layout = {"LetterData": "letter", "ActData": "act", "CertificateData": "certificate"}[type(data).__name__]
        if not field:
            assert render(layout, data, title="Essai", timestamp=AT)
            return
        with pytest.raises(DocumentRefused, match=f"«\u00a0{field}\u00a0»"):
            render(layout, data, title="Essai", timestamp=AT)

    def test_the_title_is_checked_too(self):
        with pytest.raises(DocumentRefused, match="titre du document"):
            render("letter", letter(), title="😀", timestamp=AT)

    def test_a_form_can_refuse_the_same_characters(self):
        validate_printable("Très bien – merci !")
        with pytest.raises(ValidationError, match="remplacez-le"):
            validate_printable("Bravo 😀")

    def test_no_french_letter_is_refused_for_its_accents_coming_apart(self):
        validate_printable(unicodedata.normalize("NFD", "Éloïse Çelik-Müller, à l’hôpital"))


class TestSafety:
    def test_markup_in_the_data_is_inert(self):
        text = '#read("/etc/passwd") #sys.inputs $x$ *gras* = Titre'
        found = read(letter(paragraphs=[text], object=text, recipient=[text[:30]]))
        assert squeezed(text) in squeezed(found.text)
        assert "root:" not in found.text
        assert len(found.tree.all("H1", "H2")) == 1

    def test_a_layout_reads_nothing_outside_its_folder(self, tmp_path):
        secret = tmp_path / "secret.txt"
        secret.write_text("secret")
        source = f'#set document(title: "x")\n#read("{secret}")'.encode()
        with pytest.raises(typst.TypstError):
            typst.compile(source, root=str(engine.LAYOUTS), font_paths=engine.fonts(), ignore_system_fonts=True)

    def test_only_our_fonts_are_offered_to_the_layouts(self):
        assert engine.fonts().families() == [printing.FAMILY]

    def test_missing_fonts_stop_everything(self, monkeypatch, tmp_path):
        engine.fonts.cache_clear()
        monkeypatch.setattr(engine, "FONTS", tmp_path)
        with pytest.raises(RuntimeError, match="fonts"):
            engine.fonts()
        engine.fonts.cache_clear()

    def test_another_shape_than_that_of_the_layout_is_a_mistake(self):
        with pytest.raises(TypeError):
            render("act", letter(), title="Essai", timestamp=AT)

    def test_a_moment_without_time_zone_is_a_mistake(self):
        with pytest.raises(ValueError, match="time zone"):
            render("letter", letter(), title="Essai", timestamp=datetime(2026, 11, 22))

    def test_a_row_that_does_not_fit_its_columns_is_a_mistake(self):
        with pytest.raises(ValueError, match="2 cells"):
            Table(columns=["Un", "Deux"], rows=[["un"]])


class TestPages:
    def test_an_ordinary_letter_holds_on_one_page(self):
        assert len(read(letter()).pages) == len(read(remaining_seats()).pages) == 1

    def test_the_address_falls_in_the_window_of_the_envelope(self):
        document = pypdfium2.PdfDocument(render("letter", letter(), title="Essai", timestamp=AT))
        page = document[0]
        text = page.get_textpage()
        everything = text.get_text_range()
        for line in letter().recipient:
            left, bottom, _, top = text.get_charbox(everything.index(line))
            assert 100 <= left / 72 * 25.4 <= 120
            assert (842 - top) / 72 * 25.4 >= 45 and (842 - bottom) / 72 * 25.4 <= 85
        text.close()
        page.close()
        document.close()

    def test_the_head_of_a_table_is_repeated_on_each_page_and_said_once(self):
        found = read(act(annexes=[annex(200)]), "act")
        pages = [page for page in found.pages if "DUPONT-" in page]
        assert len(pages) > 5
        assert all("Nom et prénom" in squeezed(page) and "Arrêté ARS n° 2026-0412" in squeezed(page) for page in pages)
        assert len(found.tree.all("Table")) == 2
        assert len(found.tree.all("TH")) == 3 + 5

    def test_each_page_says_which_act_and_which_page_it_is(self):
        found = read(act(annexes=[annex(60)]), "act")
        for number, page in enumerate(found.pages, 1):
            assert f"Page {number} sur {len(found.pages)}" in squeezed(page)
            assert "Arrêté ARS n° 2026-0412" in squeezed(page)
            assert "PV-7K3M-9QXT" in page

    @pytest.mark.parametrize("large", [False, True])
    def test_a_roster_holds_on_one_sheet(self, large):
        for count in (1, 4, 8) if large else (1, 4, 8, 16):
            assert len(read(roster(count), "roster", large=large).pages) == 1

    def test_a_draft_says_so_first_and_on_every_page(self):
        found = read(act(draft="PROJET"), "act")
        assert squeezed(found.text).startswith("PROJET – Ce document n’est pas signé et n’a aucun effet.")
        assert all("PROJET" in page for page in found.pages)
        assert all("PROJET" not in page for page in read(act(), "act").pages)

    @pytest.mark.parametrize("large", [False, True])
    @pytest.mark.parametrize("columns", range(1, 13))
    def test_no_text_leaves_the_sheet(self, columns, large):
        word = "contact-grand-est-region-alsace@unafam.exemple.fr"
        table = Table(
            columns=[f"Colonne {number}" for number in range(columns)], rows=[[word, *["ÉTABLISSEMENT interdépartemental"] * (columns - 1)]]
        )
        found = read(act(annexes=[Annex(number="Annexe 1", reference="r", tables=[table])]), "act", large=large)
        document = pypdfium2.PdfDocument(found.content)
        for page in document:
            text, (left, _, right, _) = page.get_textpage(), page.get_bbox()
            for index in range(text.count_rects()):
                box = text.get_rect(index)
                assert box[0] >= left + 20 and box[2] <= right - 20
            text.close()
            page.close()
        document.close()
        assert found.tables()[1] == [[squeezed(cell) for cell in table.rows[0]]]


class TestTables:
    @given(st.lists(st.lists(st.text("abc ", max_size=80), min_size=3, max_size=3), max_size=8), st.integers(20, 130))
    def test_columns_share_the_line(self, rows, line):
        found = fit(["Un", "Deux", "Trois"], rows, line)
        assert len(found.widths) == 3 and all(width > 0 for width in found.widths)
        assert sum(found.widths) <= max(line, sum(min(22, longest(rows, column)) + 2 for column in range(3)))

    @given(st.text("ab@.- é", max_size=200), st.integers(4, 40))
    def test_places_to_cut_change_nothing_else(self, text, room):
        assert breakable(text, room).replace(BREAK, "").replace(BORDER, "") == text

    def test_words_held_together_part_only_when_the_line_is_too_short(self):
        assert breakable("30\u00a0novembre 2029", 11) == "30\u00a0novembre 2029"
        assert breakable("30\u00a0novembre 2029", 9) == "30 novembre 2029"


def longest(rows, column) -> int:
    return max([5, *(len(word) for row in rows for word in row[column].split(" "))])


class TestAddresses:
    def test_an_address_is_what_the_post_reads(self):
        lines = [
            "Madame Éloïse DUPONT,",
            "",
            "Centre hospitalier intercommunal de Haute-Alsace et du Sundgau",
            "12, rue des Dentelles",
            "67000 Strasbourg",
        ]
        assert address_lines(lines) == [
            "Madame Éloïse DUPONT",
            "Centre hospitalier intercommunal de",
            "Haute-Alsace et du Sundgau",
            "12, rue des Dentelles",
            "67000 STRASBOURG",
        ]

    def test_a_seventh_line_is_refused(self):
        with pytest.raises(DocumentRefused, match="abrégez-la"):
            address_lines(["a"] * 7)

    def test_a_word_longer_than_the_envelope_is_refused(self):
        with pytest.raises(DocumentRefused, match="abrégez-le"):
            address_lines(["x" * 39])

    @given(st.lists(st.text("abcdéè ,.-", max_size=60), max_size=4))
    def test_no_word_is_lost_and_no_line_too_long(self, lines):
        try:
            found = address_lines(lines)
        except DocumentRefused:
            return
        assert len(found) <= LINES and all(0 < len(line) <= WIDTH for line in found)


class TestBatches:
    def jobs(self, count, **given):
        return [
            Job(name=f"lettre-{number}", title=f"Lettre {number}", data=letter(object=f"dossier {number}", **given))
            for number in range(count)
        ]

    def test_two_processes_make_the_same_files_as_one_in_order(self, tmp_path):
        jobs = self.jobs(130)
        alone = [render("letter", job.data, title=job.title, timestamp=AT) for job in jobs]
        paths = write_many("letter", jobs, folder=tmp_path, timestamp=AT)
        assert [path.name for path in paths] == [f"{job.name}.pdf" for job in jobs]
        assert [path.read_bytes() for path in paths] == alone

    def test_documents_come_one_after_the_other(self):
        assert [name for name, pdf in render_many("letter", self.jobs(3), timestamp=AT) if pdf.startswith(b"%PDF")] == [
            "lettre-0",
            "lettre-1",
            "lettre-2",
        ]

    def test_one_text_that_cannot_be_printed_leaves_nothing_half_done(self, tmp_path):
        jobs = [*self.jobs(2), dataclasses.replace(self.jobs(1)[0], name="derniere", data=letter(object="😀"))]
        with pytest.raises(DocumentRefused, match="Lettre 0\u00a0: Le caractère"):
            write_many("letter", jobs, folder=tmp_path, timestamp=AT)
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize("name", ["../dehors", "a/b", ""])
    def test_a_name_never_leads_elsewhere(self, name, tmp_path):
        with pytest.raises(ValueError, match="file name"):
            write_many("letter", [Job(name=name, title="x", data=letter())], folder=tmp_path, timestamp=AT)

    def test_two_documents_never_share_a_name(self, tmp_path):
        with pytest.raises(ValueError, match="file name"):
            write_many("letter", self.jobs(1) * 2, folder=tmp_path, timestamp=AT)


def test_threads_draw_side_by_side():
    alone = [render("letter", letter(object=f"dossier {number}"), title="Essai", timestamp=AT) for number in range(12)]
    with ThreadPoolExecutor(4) as pool:
        drawn = list(pool.map(lambda number: render("letter", letter(object=f"dossier {number}"), title="Essai", timestamp=AT), range(12)))
    assert drawn == alone


def test_a_document_can_be_looked_at_as_pictures():
    found = engine.pictures("act", act(annexes=[annex(60)]), title="Essai", ppi=30)
    assert len(found) > 3 and all(picture.startswith(b"\x89PNG") for picture in found)


def test_what_was_drawn_of_a_big_document_is_let_go(monkeypatch):
    forgotten = []
    monkeypatch.setattr(engine, "_forget", lambda: forgotten.append(True))
    render("letter", letter(), title="Essai", timestamp=AT)
    assert not forgotten
    render("act", act(annexes=[annex(800)]), title="Essai", timestamp=AT)
    assert forgotten


def test_an_annex_of_a_whole_region_is_one_table():
    content = render("act", act(annexes=[annex(1400)]), title="Essai", timestamp=AT)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        tags = [str(one.S) for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and "/S" in one and "/P" in one]
    assert (tags.count("/Table"), tags.count("/TH"), tags.count("/TD")) == (2, 3 + 5, 2 * 3 + 1400 * 5)


def test_rows_of_the_annex_are_all_there_in_order():
    found = read(act(annexes=[annex(300)]), "act")
    assert found.tables()[1] == [[squeezed(printable(cell)) for cell in row] for row in annex_rows(300)]
    assert io.BytesIO(found.content).read(5) == b"%PDF-"
