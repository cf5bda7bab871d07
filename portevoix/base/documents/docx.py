"""A draft act as a DOCX, for whoever must correct its words before it is signed: the same data as the layout `act`."""

import io
import re
from datetime import UTC, datetime

from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table as DocxTable
from docx.text.paragraph import Paragraph

from portevoix.base.documents.engine import LINE
from portevoix.base.documents.printing import DocumentRefused, printable, sentence
from portevoix.base.documents.shapes import ActData, Annex, Article, Signature, Table
from portevoix.base.documents.widths import fit, needs_length

FONT = "Arial"  # on every desk; the signed act has its own typeface
LANGUAGE = "fr-FR"
SHORT, LONG = Mm(210), Mm(297)
MARGIN = Mm(22)
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")


def act_docx(data: ActData, *, title: str, timestamp: datetime, author: str = "") -> bytes:
    """Return the DOCX of `data`; title, author and timestamp (aware) are its properties.

    Raises `DocumentRefused` on a control character; every other one is left to the reader's fonts.
    """
    document = _blank(title, author, timestamp)
    _head(document, data)
    for text in [*data.visas, *data.recitals]:
        document.add_paragraph(_ready(text))
    _centred(document.add_paragraph(), data.enacting, bold=True)
    for article in data.articles:
        _article(document, article)
    if data.appeal:
        document.add_heading(_ready(data.appeal_title), level=2)
        _paragraphs(document, data.appeal)
    if data.signature:
        _signature(document, data.signature)
    _paragraphs(document, data.notice)
    _foot(document, data.number)
    for annex in data.annexes:
        _annex(document, annex)
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def _blank(title: str, author: str, timestamp: datetime) -> DocxDocument:
    document = Document()
    properties = document.core_properties
    properties.title, properties.author, properties.language = _ready(title), author, LANGUAGE
    properties.created = properties.modified = timestamp.astimezone(UTC).replace(tzinfo=None)
    properties.last_modified_by, properties.comments = author, ""
    for name, size in (("Normal", 11), ("Heading 1", 14), ("Heading 2", 12), ("Title", 14)):
        style = document.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(size), RGBColor(0, 0, 0)
        fonts = style.element.rPr.rFonts
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
    document.styles["Normal"].paragraph_format.space_after = Pt(6)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), LANGUAGE)
    section = document.sections[0]
    section.page_width, section.page_height = SHORT, LONG
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = MARGIN
    return document


def _head(document: DocxDocument, data: ActData) -> None:
    if data.draft:
        document.add_paragraph().add_run(_ready(f"{data.draft} – {data.draft_words}")).bold = True
        document.sections[0].header.paragraphs[0].text = _ready(data.draft)
    for number, line in enumerate(data.authority):
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(0)
        paragraph.add_run(_ready(line)).bold = not number
    heading = document.add_heading("", level=1)
    _centred(heading, "\n".join(filter(None, [data.number, data.date_line, data.title])))
    if data.author:
        document.add_paragraph().add_run(_ready(data.author)).bold = True


def _article(document: DocxDocument, article: Article) -> None:
    document.add_heading(_ready(" – ".join(filter(None, [article.number, article.title]))), level=2)
    _paragraphs(document, article.paragraphs)
    for item in article.items:
        document.add_paragraph(_ready(item), style="List Bullet")
    if article.table:
        _table(document, article.table, LINE[False][0])
    _paragraphs(document, article.after_table)


def _annex(document: DocxDocument, annex: Annex) -> None:
    """Put an annex in a section of its own, lying when a table asks for it, with the act's reference at its head."""
    lying = any(needs_length(table.columns, table.rows, LINE[False][0]) for table in annex.tables)
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE if lying else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (LONG, SHORT) if lying else (SHORT, LONG)
    section.header.is_linked_to_previous = False
    section.header.paragraphs[0].text = _ready(annex.reference)
    document.add_heading(_ready(" – ".join(filter(None, [annex.number, annex.title]))), level=2)
    document.add_paragraph(_ready(annex.reference))
    _paragraphs(document, annex.paragraphs)
    for table in annex.tables:
        _table(document, table, LINE[False][lying])


def _table(document: DocxDocument, data: Table, line: int) -> None:
    if data.caption:
        document.add_paragraph().add_run(_ready(data.caption)).bold = True
    table = document.add_table(rows=0, cols=len(data.columns), style="Table Grid")
    table.autofit = False
    section = document.sections[-1]
    room = section.page_width - section.left_margin - section.right_margin
    shares = fit(data.columns, data.rows, line, data.widths).widths
    widths = [int(room * share / sum(shares)) for share in shares]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    _row(table, data.columns, widths, bold=True)
    properties = table.rows[0]._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:tblHeader"))  # repeated on each page, and read as headings
    for row in data.rows:
        _row(table, row, widths)
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def _row(table: DocxTable, texts: list[str], widths: list[int], *, bold: bool = False) -> None:
    row = table.add_row()
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for cell, text, width in zip(row.cells, texts, widths, strict=True):
        cell.width = width
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(0)
        run = paragraph.add_run(_ready(text))
        run.bold, run.font.size = bold, Pt(9.5)


def _signature(document: DocxDocument, signature: Signature) -> None:
    lines = (signature.place_and_date, signature.delegation, signature.quality, signature.mention, signature.name)
    for text in filter(None, lines):
        paragraph = document.add_paragraph(_ready(text))
        paragraph.paragraph_format.left_indent = Mm(80)
        paragraph.paragraph_format.keep_with_next = text != signature.name
    paragraph.runs[0].bold = True


def _foot(document: DocxDocument, number: str) -> None:
    """Write « Arrêté n° … – Page 1 sur 3 » at the foot of each page."""
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.add_run(f"{_ready(number)} – Page ")
    _field(paragraph, "PAGE")
    paragraph.add_run(" sur ")
    _field(paragraph, "NUMPAGES")


def _field(paragraph: Paragraph, code: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    paragraph._p.append(field)


def _paragraphs(document: DocxDocument, texts: list[str]) -> None:
    for text in texts:
        document.add_paragraph(_ready(text))


def _centred(paragraph: Paragraph, text: str, *, bold: bool = False) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run(_ready(text)).bold = bold or None


def _ready(text: str) -> str:
    ready = printable(text)
    wrong = _FORBIDDEN.search(ready)
    if wrong:
        raise DocumentRefused(sentence(wrong[0]))
    return ready
