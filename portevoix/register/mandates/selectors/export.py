"""The seats of a day as a table, row after row: what `export_seats` and the pages' exports write."""

from collections.abc import Iterator
from datetime import date

from portevoix.base.core.table_files import Value
from portevoix.register.directory.enums import SeatQuality
from portevoix.register.directory.scope import NOTHING, Scope, scope_of
from portevoix.register.mandates.selectors.criteria import ALL, SeatCriteria
from portevoix.register.mandates.selectors.listing import Board
from portevoix.register.mandates.selectors.occupancy import QUALITY_ORDER
from portevoix.register.mandates.selectors.rows import SeatRow, stream_rows

HEADER = (
    "type_instance",
    "finess_et",
    "departement",
    "qualite",
    "rang",
    "etat",
    "nom",
    "prenom",
    "personne_id",
    "association",
    "debut",
    "fin",
    "arrete",
)
QUALITIES = {SeatQuality.TITULAR: "titulaire", SeatQuality.SUBSTITUTE: "suppleant", SeatQuality.MEMBER: "membre"}
ORDER = f"department_code, body_type_code, finess_et, sort_key, body_id, {QUALITY_ORDER}, constituency, rank, seat_id"


def seats_table(viewer, *, at: date, criteria: SeatCriteria = ALL, names: Scope = NOTHING) -> Iterator[tuple[Value, ...]]:
    """Yield one row per seat open on `at` that `viewer` sees and that the criteria keep, with the columns `HEADER`.

    A seat past its term shows who sits; a vacant one shows nobody. association: acronym or name of the accredited federation.
    debut, fin: included. Without the right to names (`names`, see `listing.seat_rows`), nom, prenom and personne_id are empty.
    """
    core = Board(scope_of(viewer), criteria=criteria, names=names, at=at).kept()
    for row in stream_rows(core, at=at, names=names, order=ORDER):
        yield _cells(row)


def _cells(row: SeatRow) -> tuple[Value, ...]:
    return (
        row.body_type_code,
        row.finess_et,
        row.department_code,
        QUALITIES[SeatQuality(row.quality)],
        row.rank,
        row.state.value,
        row.last_name or "",
        row.first_name or "",
        row.person_id,
        row.accredited_name,
        row.first_day,
        row.last_day,
        row.order_reference,
    )
