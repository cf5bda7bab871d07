"""What every parser gives: one record a facility, the errors that name their row, and the source of the file."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from portevoix.register.directory.enums import LegalStatus

CENTRE = "centroide_commune"  # coordinates that are only those of the commune
UNDATED = "sans date"


class UnreadableFile(Exception):
    """The file is not one of those that the import understands; the (French) message is shown as it is."""


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where the facts come from.

    family: « SAE » or « FINESS », the universe that a stock of this kind covers. day: the day on which the file tells the truth;
    dated is false when the file does not say it and the day of the import is used.
    """

    format: str
    family: str
    label: str
    day: date
    dated: bool = True

    @property
    def text(self) -> str:
        """What is written beside each fact."""
        return self.label if self.dated else f"{self.label}, {UNDATED}"


@dataclass(frozen=True, kw_only=True)
class RowProblem:
    """A row, a column, what it holds, and a French sentence that says what to do."""

    row: int
    column: str
    value: str
    code: str
    message: str
    finess_et: str = ""


@dataclass(frozen=True, kw_only=True)
class EstablishmentRecord:
    """One facility as a file describes it; an empty value says nothing and never erases what is known."""

    row: int
    finess_et: str
    name: str
    finess_ej: str
    department: str
    legal_entity_name: str = ""
    category: str = ""
    category_name: str = ""
    category_aggregate: str = ""
    legal_status: str = LegalStatus.UNKNOWN
    address: str = ""
    postcode: str = ""
    delivery_town: str = ""
    town: str = ""
    commune: str = ""
    siret: str = ""
    latitude: float | None = None
    longitude: float | None = None
    coordinates_source: str = ""
    phone: str = ""
    opened_on: date | None = None
    closed_on: date | None = None

    @property
    def content(self) -> "EstablishmentRecord":
        """The record without its place in the file, for comparison."""
        return replace(self, row=0)


@dataclass(frozen=True, kw_only=True)
class LegalEntityRecord:
    """One legal entity as a file of legal entities describes it."""

    row: int
    finess_ej: str
    name: str
    legal_status: str = LegalStatus.UNKNOWN
    closed_on: date | None = None


@dataclass(kw_only=True)
class ParsedFile:
    """A file, read. `damaged_names` and `damaged_numbers`: facilities that the file holds on rows that cannot be used."""

    source: Source
    rows: int = 0
    establishments: list[EstablishmentRecord] = field(default_factory=list)
    legal_entities: list[LegalEntityRecord] = field(default_factory=list)
    errors: list[RowProblem] = field(default_factory=list)
    warnings: list[RowProblem] = field(default_factory=list)
    damaged_numbers: set[str] = field(default_factory=set)
    damaged_names: set[str] = field(default_factory=set)


def settle_duplicates(parsed: ParsedFile) -> None:
    """Keep one of several identical rows; refuse rows that contradict each other, whatever their order in the file."""
    by_number: dict[str, list[EstablishmentRecord]] = {}
    for record in parsed.establishments:
        by_number.setdefault(record.finess_et, []).append(record)
    kept = []
    for number, records in by_number.items():
        if len({record.content for record in records}) == 1:
            kept.append(min(records, key=lambda record: record.row))
            continue
        parsed.damaged_numbers.add(number)
        parsed.errors += [_contradiction(record, records) for record in records]
    parsed.establishments = sorted(kept, key=lambda record: record.finess_et)
    parsed.errors.sort(key=lambda problem: (problem.row, problem.column))


def _contradiction(record: EstablishmentRecord, records: Iterable[EstablishmentRecord]) -> RowProblem:
    others = ", ".join(str(other.row) for other in records if other.row != record.row)
    return RowProblem(
        row=record.row,
        column="finess_et",
        value=record.finess_et,
        code="duplicate_row",
        message=f"Le numéro {record.finess_et} est aussi ligne {others}, avec d’autres valeurs. Gardez la bonne ligne.",
        finess_et=record.finess_et,
    )
