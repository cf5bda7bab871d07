"""Which column holds what: recognised, corrected, remembered by the titles of its table."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from dataclasses import field as dataclass_field
from enum import StrEnum

from portevoix.base.core.text import search_key
from portevoix.register.imports.reading.errors import MappingError
from portevoix.register.imports.reading.markup import column_letters, column_number
from portevoix.register.imports.reading.qualities import read_quality
from portevoix.register.imports.reading.vocabulary import FIELD_LABELS, IDENTITY, Field

VERSION = 1


class Shape(StrEnum):
    """How a table is laid out."""

    SEAT_ROWS = "seat_rows"  # one row per seat
    BODY_ROWS = "body_rows"  # one row per body, titles repeated for each seat


@dataclass(frozen=True)
class ColumnMapping:
    """One column: `index` from 0, its title as written, the field it holds (None: not used) and, in a table of one row per body,
    the seat (« titular 1 »). `confidence` from 0 to 1; `how`: title, content, given; `samples`: a few cells, for the preview."""

    index: int
    title: str
    field: Field | None = None
    seat: str = ""
    confidence: float = 0.0
    how: str = ""
    samples: tuple[str, ...] = dataclass_field(default=(), compare=False)

    @property
    def letter(self) -> str:
        return column_letters(self.index)

    @property
    def label(self) -> str:
        """What is shown: « Association – titulaire 1 »."""
        return FIELD_LABELS.get(self.field, "Colonne non utilisée")


@dataclass(frozen=True)
class TableMapping:
    """The columns of the tables that bear the same titles. `signature` identifies these titles, whatever the file."""

    signature: str
    shape: Shape
    columns: tuple[ColumnMapping, ...]

    def column(self, name: Field, seat: str = "") -> ColumnMapping | None:
        return next((column for column in self.columns if column.field == name and column.seat == seat), None)

    @property
    def seats(self) -> tuple[str, ...]:
        """The seats of a table of one row per body, in the order of the columns."""
        return tuple(dict.fromkeys(column.seat for column in self.columns if column.seat))


@dataclass(frozen=True)
class Mapping:
    """The mappings of all the tables of a workbook; what is remembered and what `--mapping FILE` gives."""

    tables: tuple[TableMapping, ...] = ()
    by_title: tuple[tuple[str, Field | None, str], ...] = ()  # hand-written form: title or letter, field, seat

    def table(self, signature: str) -> TableMapping | None:
        return next((table for table in self.tables if table.signature == signature), None)

    def as_dict(self) -> dict:
        """Return the mapping as plain data, fit for a JSON field; stable from one run to the next."""
        tables = [
            {
                "signature": table.signature,
                "shape": table.shape.value,
                "columns": [
                    {
                        "column": column.letter,
                        "title": column.title,
                        "field": column.field.value if column.field else None,
                        "seat": column.seat,
                        "confidence": round(column.confidence, 2),
                    }
                    for column in table.columns
                ],
            }
            for table in self.tables
        ]
        return {"version": VERSION, "tables": tables}

    def to_json(self) -> str:
        """Return the mapping as JSON text."""
        return json.dumps(self.as_dict(), ensure_ascii=False, indent=1)

    @classmethod
    def from_json(cls, text: str) -> "Mapping":
        """Return the mapping held by JSON text. Raises `MappingError` with a French sentence."""
        try:
            data = json.loads(text)
        except ValueError as error:
            raise MappingError("La correspondance des colonnes n’est pas un texte JSON valide.") from error
        return cls.from_dict(data)

    @classmethod
    def from_dict(cls, data) -> "Mapping":
        """Return the mapping held by plain data: what `as_dict` gave, or by hand `{"columns": {"Nom du RU": "full_name", "C": "town"}}`
        where a seat may precede the field (« titular 1.full_name ») and None leaves a column out.

        Raises `MappingError` with a French sentence.
        """
        if not isinstance(data, dict) or not isinstance(data.get("tables", []), list) or not isinstance(data.get("columns", {}), dict):
            raise MappingError("La correspondance des colonnes doit contenir « tables » ou « columns ».")
        if not data.get("tables") and not data.get("columns"):
            raise MappingError("La correspondance des colonnes est vide.")
        by_title = tuple((title, *_target(target)) for title, target in data.get("columns", {}).items())
        return cls(tuple(_table(table) for table in data.get("tables", [])), by_title)

    def corrected(self, signature: str, targets: dict[str, tuple[Field | None, str]]) -> "Mapping":
        """Return a mapping where columns (by letter) of one table hold other fields: what the wizard's form gives back."""
        tables = []
        for table in self.tables:
            if table.signature == signature:
                columns = (_retarget(column, targets.get(column.letter)) for column in table.columns)
                table = replace(table, columns=tuple(columns))
            tables.append(table)
        return replace(self, tables=tuple(tables))


def _retarget(column: ColumnMapping, target: tuple[Field | None, str] | None) -> ColumnMapping:
    if target is None or target == (column.field, column.seat):
        return column
    return replace(column, field=target[0], seat=target[1], confidence=1.0, how="given")


def _field(value) -> Field | None:
    if value is None or value == "":
        return None
    try:
        return Field(value)
    except ValueError as error:
        raise MappingError(f"« {value} » n’est pas un contenu connu. Choisissez parmi : {', '.join(Field)}.") from error


def _seat(text) -> str:
    """Return a seat as mappings name it (« titular 1 »); French words are understood too."""
    if not text:
        return ""
    word, _, rank = str(text).partition(" ")
    french = {"titular": "titulaire", "substitute": "suppléant", "member": "membre"}.get(word, word)
    quality = read_quality(f"{french} {rank}")
    if not quality:
        raise MappingError(f"« {text} » n’est pas un siège. Écrivez par exemple « titular 1 » ou « substitute 2 ».")
    return quality.key


def _target(value) -> tuple[Field | None, str]:
    if value is not None and not isinstance(value, str):
        raise MappingError("Dans « columns », chaque titre doit désigner un contenu (un texte) ou null.")
    seat, _, name = (value or "").rpartition(".")
    return _field(name), _seat(seat)


def _table(data) -> TableMapping:
    try:
        columns = tuple(
            ColumnMapping(
                _index(column["column"]),
                str(column.get("title", "")),
                _field(column.get("field")),
                _seat(column.get("seat")),
                float(column.get("confidence", 1)),
                "given",
            )
            for column in data["columns"]
        )
        table = TableMapping(str(data["signature"]), Shape(data["shape"]), columns)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        if isinstance(error, MappingError):
            raise
        raise MappingError("La correspondance des colonnes est incomplète : il manque « signature », « shape » ou « columns ».") from error
    return table


def _index(letters) -> int:
    text = str(letters).upper()
    if not (text.isascii() and text.isalpha() and len(text) <= 3):
        raise MappingError(f"« {letters} » n’est pas une colonne. Écrivez sa lettre, par exemple « C ».")
    return column_number(text)


def signature_of(titles: Iterable[str]) -> str:
    """Return the signature of the titles of a table: capitals, accents and spaces do not change it."""
    text = "|".join(search_key(title) for title in titles).rstrip("|")
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def shape_of(columns: Iterable[ColumnMapping]) -> Shape:
    """Return how a table is laid out, by its columns."""
    return Shape.BODY_ROWS if any(column.seat for column in columns) else Shape.SEAT_ROWS


IDENTITY_FIELDS = frozenset(IDENTITY)
