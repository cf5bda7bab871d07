"""Files of seats, written as they are read: for the command `export_seats` and for the pages (StreamingHttpResponse)."""

from collections.abc import Iterator
from datetime import date

from portevoix.base.core.table_files import TableFormat, table_bytes
from portevoix.register.directory.scope import NOTHING, Scope
from portevoix.register.mandates.selectors.criteria import ALL, SeatCriteria
from portevoix.register.mandates.selectors.export import HEADER, seats_table


def seats_file(form: TableFormat, viewer, *, at: date, criteria: SeatCriteria = ALL, names: Scope = NOTHING) -> Iterator[bytes]:
    """Yield the file of the seats open on `at`, piece by piece; columns and arguments: see `selectors.export.seats_table`."""
    rows = seats_table(viewer, at=at, criteria=criteria, names=names)
    return table_bytes(TableFormat(form), header=HEADER, rows=rows, title=f"Sièges au {at.isoformat()}")
