"""Reads a PDF again, as a screen reader does: the tree of tags, and the text under each tag."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pikepdf
import pypdfium2


class Run(str):
    """A text under one mark; `size`: that of its characters, in points."""

    size = 0.0


@dataclass
class Tag:
    """One element of the tree: its standard role, its attributes, its own text, the elements under it."""

    role: str
    scope: str = ""
    parts: list["Tag | Run"] = field(default_factory=list)

    @property
    def children(self) -> list["Tag"]:
        return [part for part in self.parts if isinstance(part, Tag)]

    @property
    def text(self) -> str:
        return "".join(part if isinstance(part, str) else part.text for part in self.parts)

    def walk(self) -> Iterator["Tag"]:
        yield self
        for child in self.children:
            yield from child.walk()

    def all(self, *roles: str) -> list["Tag"]:
        return [tag for tag in self.walk() if tag.role in roles]


def squeezed(text: str) -> str:
    """Return `text` with every run of blanks as one, without the hyphens that the typesetting adds."""
    return re.sub(r"\s+", " ", text.replace("\u00ad", "")).strip()


class Read:
    """A PDF, opened: `tree` is its structure, `pdf` the file in pikepdf, `pages` the text of each page."""

    def __init__(self, content: bytes):
        self.content = content
        self.pdf = pikepdf.open(io.BytesIO(content))
        self.marked, self.pages = _marked_texts(self.pdf), _page_texts(content)
        self._numbers = {page.obj.objgen: number for number, page in enumerate(self.pdf.pages)}
        self._roles = {str(name): str(role) for name, role in self.pdf.Root.StructTreeRoot.get("/RoleMap", {}).items()}
        self.tree = Tag("Root", parts=self._parts(self.pdf.Root.StructTreeRoot, None))

    @property
    def text(self) -> str:
        """The text of the whole document, in the order of the tags."""
        return self.tree.text

    def tables(self) -> list[list[list[str]]]:
        """Return the body rows of each table, one list of texts a row."""
        return [
            [[squeezed(cell.text) for cell in row.children] for row in table.all("TR") if not row.all("TH")]
            for table in self.tree.all("Table")
        ]

    def fonts(self) -> list[pikepdf.Object]:
        """Return every font that a page uses."""
        return [font for page in self.pdf.pages for font in page.get("/Resources", {}).get("/Font", {}).values()]

    def _parts(self, element, page) -> list["Tag | Run"]:
        kids = element.get("/K", [])
        kids = kids if isinstance(kids, pikepdf.Array) else [kids]
        parts = []
        for kid in kids:
            if isinstance(kid, int):
                parts.append(self.marked.get((page, kid), Run("")))
            elif kid.get("/Type") == "/MCR":
                parts.append(self.marked.get((self._numbers[kid.Pg.objgen] if "/Pg" in kid else page, int(kid.MCID)), Run("")))
            elif "/S" in kid:
                here = self._numbers[kid.Pg.objgen] if "/Pg" in kid else page
                parts.append(Tag(self._role(str(kid.S)), _scope(kid), self._parts(kid, here)))
        return parts

    def _role(self, name: str) -> str:
        return self._roles.get(name, name).lstrip("/")


def _scope(element) -> str:
    attributes = element.get("/A", [])
    attributes = attributes if isinstance(attributes, pikepdf.Array) else [attributes]
    return next((str(one["/Scope"]) for one in attributes if isinstance(one, pikepdf.Dictionary) and "/Scope" in one), "")


def _marked_texts(pdf: pikepdf.Pdf) -> dict[tuple[int, int], Run]:
    """Return the text of each marked content, by page and number."""
    marked = {}
    for number, page in enumerate(pdf.pages):
        for mark, text, size in _runs(page):
            run = Run(marked.get((number, mark), "") + text)
            run.size = size
            marked[number, mark] = run
    return marked


def _runs(page) -> Iterator[tuple[int, str, float]]:
    """Yield number of the mark, text and size of what a page shows; a text said otherwise (ActualText) stands for its glyphs."""
    maps = {name: _unicode_map(font) for name, font in page.get("/Resources", {}).get("/Font", {}).items()}
    marks, current, size = [], {}, 0.0
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "BDC" | "BMC":
                given = operands[1] if len(operands) > 1 and isinstance(operands[1], pikepdf.Dictionary) else {}
                above = marks[-1] if marks else (None, False)
                marks.append((int(given["/MCID"]) if "/MCID" in given else above[0], above[1] or "/ActualText" in given))
                if "/ActualText" in given and above[0] is not None:
                    yield above[0], str(given["/ActualText"]), size
            case "EMC":
                marks.pop()
            case "Tf":
                current, size = maps[str(operands[0])], float(operands[1])
            case "Tj" | "TJ" if marks and marks[-1][0] is not None and not marks[-1][1]:
                yield marks[-1][0], _shown(operands[0], current), size


def _shown(operand, characters: dict[int, str]) -> str:
    strings = operand if isinstance(operand, pikepdf.Array) else [operand]
    codes = b"".join(bytes(one) for one in strings if isinstance(one, pikepdf.String))
    return "".join(characters[int.from_bytes(codes[at : at + 2], "big")] for at in range(0, len(codes), 2))


def _unicode_map(font) -> dict[int, str]:
    """Return the text of each glyph of a font, as its ToUnicode table says."""
    table = font.ToUnicode.read_bytes().decode("ascii")
    pairs = re.findall(r"^<([0-9A-F]{4})> <([0-9A-F]+)>$", table, re.M)
    return {int(code, 16): bytes.fromhex(text).decode("utf-16-be") for code, text in pairs}


def _page_texts(content: bytes) -> list[str]:
    """Return the text of each page as another library reads it, what stands at the head and the foot included."""
    document = pypdfium2.PdfDocument(content)
    texts = []
    for page in document:
        text = page.get_textpage()
        texts.append(text.get_text_bounded())
        text.close()
        page.close()
    document.close()
    return texts
