"""Every layout, in ordinary and large characters: what PDF/UA-1 and PDF/A-3 ask and a program can see."""

import dataclasses
from functools import lru_cache
from itertools import pairwise

import pdfua
import pytest

from portevoix.base.documents import engine, shapes
from portevoix.base.documents.engine import DataFile, render
from portevoix.base.documents.printing import FAMILY, printable
from tests.documents.reading import Read, Run, squeezed
from tests.documents.samples import AT, LAYOUT_OF, SAMPLES

TITLE = "Arrêté ARS n° 2026-0412"
every = pytest.mark.parametrize("name", SAMPLES)
both_sizes = pytest.mark.parametrize("large", [False, True], ids=["ordinary", "large"])


@lru_cache
def drawn(name: str, large: bool) -> Read:
    data = DataFile(name="donnees.json", content={"numéro": "2026-0412"})
    return Read(
        render(LAYOUT_OF[name], SAMPLES[name], title=TITLE, timestamp=AT, large=large, author="ARS Grand Est", data_attachment=data)
    )


def texts_of(value) -> list[str]:
    """Return every text of the data, in the order of the fields; lists of tables are read apart."""
    if isinstance(value, str):
        return [value] if value else []
    if isinstance(value, shapes.Table):
        return [*value.columns, *(cell for row in value.rows for cell in row)]
    if dataclasses.is_dataclass(value):
        return [text for one in dataclasses.fields(value) for text in texts_of(getattr(value, one.name))]
    return [text for item in value or () for text in texts_of(item)] if isinstance(value, (list, tuple)) else []


def tables_of(value) -> list[shapes.Table]:
    if isinstance(value, shapes.Table):
        return [value]
    if dataclasses.is_dataclass(value):
        return [table for one in dataclasses.fields(value) for table in tables_of(getattr(value, one.name))]
    return [table for item in value for table in tables_of(item)] if isinstance(value, (list, tuple)) else []


def test_every_layout_has_its_sample():
    assert set(LAYOUT_OF.values()) == set(engine.SHAPES)


@every
@both_sizes
class TestEveryLayout:
    def test_the_checker_finds_nothing(self, name, large, tmp_path):
        path = tmp_path / "document.pdf"
        path.write_bytes(drawn(name, large).content)
        assert list(pdfua.validate(path).findings) == []

    def test_it_is_in_french_tagged_and_titled(self, name, large):
        root = drawn(name, large).pdf.Root
        assert str(root.Lang).lower().startswith("fr")
        assert bool(root.MarkInfo.Marked) is True
        assert bool(root.ViewerPreferences.DisplayDocTitle) is True
        with drawn(name, large).pdf.open_metadata() as meta:
            assert meta["dc:title"] == printable(TITLE)
            assert meta["dc:creator"] == ["ARS Grand Est"]

    def test_it_says_that_it_is_pdf_ua_1_and_pdf_a_3a(self, name, large):
        with drawn(name, large).pdf.open_metadata() as meta:
            assert (meta["pdfuaid:part"], meta["pdfaid:part"], meta["pdfaid:conformance"]) == ("1", "3", "A")

    def test_it_is_on_a4(self, name, large):
        sizes = {tuple(sorted(round(float(side)) for side in page.MediaBox[2:])) for page in drawn(name, large).pdf.pages}
        assert sizes == {(595, 842)}

    def test_it_uses_our_typeface_only_and_carries_it(self, name, large):
        fonts = drawn(name, large).fonts()
        assert fonts
        for font in fonts:
            assert FAMILY.replace(" ", "") in str(font.BaseFont)
            assert "/FontFile2" in font.DescendantFonts[0].FontDescriptor
            assert "/ToUnicode" in font

    def test_it_has_one_table_per_table_and_every_heading_cell_has_its_scope(self, name, large):
        read = drawn(name, large)
        tables = read.tree.all("Table")
        assert len(tables) == len(tables_of(SAMPLES[name]))
        for tag, table in zip(tables, tables_of(SAMPLES[name]), strict=True):
            assert [(cell.scope, squeezed(cell.text)) for cell in tag.all("TH")] == [("/Column", column) for column in table.columns]

    def test_the_tables_say_the_data_row_by_row(self, name, large):
        expected = [[[squeezed(printable(cell)) for cell in row] for row in table.rows] for table in tables_of(SAMPLES[name])]
        assert drawn(name, large).tables() == expected

    def test_every_text_of_the_data_is_read_again(self, name, large):
        text = squeezed(" ".join([drawn(name, large).text, *drawn(name, large).pages]))
        default = shapes.ActData(number="", title="").draft_words, shapes.ActData(number="", title="").appeal_title
        missing = [one for one in texts_of(SAMPLES[name]) if squeezed(printable(one)) not in text and one not in default]
        assert missing == []

    def test_headings_begin_at_one_and_skip_no_level(self, name, large):
        levels = [int(tag.role[1]) for tag in drawn(name, large).tree.walk() if tag.role in {f"H{level}" for level in range(1, 7)}]
        assert levels[0] == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))

    def test_blocks_of_text_are_paragraphs(self, name, large):
        document = drawn(name, large).tree.children[0]
        assert {tag.role for tag in document.children} <= {"P", "H1", "H2", "H3", "L", "Table", "Div"}

    def test_it_holds_no_form_no_script_and_no_link_of_its_own(self, name, large):
        pdf = drawn(name, large).pdf
        assert "/AcroForm" not in pdf.Root and "/OpenAction" not in pdf.Root and "/AA" not in pdf.Root
        assert all("/Annots" not in page for page in pdf.pages)
        assert drawn(name, large).tree.all("Form") == []

    def test_the_data_for_machines_are_attached(self, name, large):
        files = drawn(name, large).pdf.attachments
        assert list(files) == ["donnees.json"]
        assert b'"num\xc3\xa9ro": "2026-0412"' in files["donnees.json"].get_file().read_bytes()
        assert str(drawn(name, large).pdf.Root.AF[0].AFRelationship) == "/Data"

    def test_the_same_data_give_the_same_bytes(self, name, large):
        again = Read(render(LAYOUT_OF[name], SAMPLES[name], title=TITLE, timestamp=AT, large=large)).content
        assert again == render(LAYOUT_OF[name], SAMPLES[name], title=TITLE, timestamp=AT, large=large)


@pytest.mark.parametrize("name", SAMPLES)
def test_large_characters_are_sixty_per_cent_larger(name):
    assert body(drawn(name, True)) >= (1.15 if name == "roster" else 1.6) * body(drawn(name, False)) - 0.01  # a roster is large already
    assert body(drawn(name, True)) >= 17.6


def body(read: Read) -> float:
    """Return the size of the characters of the first paragraph that is read, in points."""
    return next(part.size for tag in read.tree.all("P") if len(tag.text) > 40 for part in tag.parts if isinstance(part, Run))
