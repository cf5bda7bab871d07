"""The draft act as a DOCX: what the legal service opens."""

import io
import zipfile

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from portevoix.base.documents.docx import act_docx
from portevoix.base.documents.printing import DocumentRefused, printable
from portevoix.base.documents.shapes import Annex, Table
from tests.documents.samples import AT, act, annex, annex_rows


def opened(**given):
    content = act_docx(act(**given), title="Arrêté ARS n° 2026-0412", timestamp=AT, author="ARS Grand Est")
    return Document(io.BytesIO(content)), content


def test_the_order_of_the_act_is_kept_with_its_headings():
    document, _ = opened()
    headings = [(one.style.name, one.text) for one in document.paragraphs if one.style.name.startswith("Heading")]
    assert [name for name, _ in headings] == ["Heading 1", *["Heading 2"] * 5]
    assert [text.partition("\u00a0")[0] for _, text in headings[1:]] == [
        "Article 1er",
        "Article 2 – Durée",
        "Article 3",
        "Voies et délais de recours",
        "Annexe 1 – Personnes désignées",
    ]
    texts = [one.text for one in document.paragraphs]
    data = act()
    expected = [printable(text) for text in (*data.visas, *data.recitals, data.enacting, *data.articles[0].paragraphs, *data.appeal)]
    assert [text for text in texts if text in expected] == expected


def test_tables_say_the_data_and_repeat_their_head():
    document, _ = opened(annexes=[annex(80)])
    first, second = document.tables
    assert [cell.text for cell in first.rows[0].cells] == ["Nom et prénom", "Qualité", "Association"]
    assert [[cell.text for cell in row.cells] for row in second.rows[1:]] == [[printable(text) for text in row] for row in annex_rows(80)]
    for table in document.tables:
        assert [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows] == [True] + [False] * (len(table.rows) - 1)


def test_it_is_in_french_on_a4_and_says_who_and_when():
    document, content = opened()
    assert (document.core_properties.title, document.core_properties.author) == (printable("Arrêté ARS n° 2026-0412"), "ARS Grand Est")
    assert document.core_properties.language == "fr-FR"
    assert document.core_properties.created.replace(tzinfo=AT.tzinfo) == AT
    styles = zipfile.ZipFile(io.BytesIO(content)).read("word/styles.xml").decode()
    assert 'w:lang w:val="fr-FR"' in styles
    assert "en-US" not in styles.replace('w:eastAsia="en-US"', "")
    assert round(document.sections[0].page_width.mm) == 210


def test_each_annex_repeats_the_reference_and_lies_when_its_table_is_wide():
    wide = Table(columns=[f"Colonne {number}" for number in range(8)], rows=[["x"] * 8])
    document, _ = opened(annexes=[annex(2), Annex(number="Annexe 2", reference="Annexe à l’arrêté n° 3", tables=[wide])])
    assert [section.orientation for section in document.sections] == [WD_ORIENT.PORTRAIT, WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE]
    assert document.sections[2].header.paragraphs[0].text == printable("Annexe à l’arrêté n° 3")
    assert "PAGE" in document.sections[0].footer.paragraphs[0]._p.xml


def test_a_draft_says_so():
    document, _ = opened(draft="PROJET")
    assert document.paragraphs[0].text == "PROJET – Ce document n’est pas signé et n’a aucun effet."
    assert document.sections[0].header.paragraphs[0].text == "PROJET"


def test_a_control_character_is_refused_and_markup_is_text():
    document, _ = opened(visas=["Vu <w:p/> & l’article 3 ;"])
    assert "Vu <w:p/> & l’article 3\u00a0;" in [one.text for one in document.paragraphs]
    with pytest.raises(DocumentRefused, match=r"U\+0001"):
        opened(visas=["Vu \x01"])
