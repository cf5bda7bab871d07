"""How large a workbook may be: what a whole nation needs (30 000 seats), with room, inside 300 MB of memory."""

from dataclasses import dataclass

MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Limits:
    """Bounds of a file; beyond one of them it is refused with a sentence, before it is unpacked."""

    file_bytes: int = 25 * MEGABYTE
    unpacked_bytes: int = 120 * MEGABYTE
    compression_ratio: int = 150  # looked at from 10 MB unpacked on: small files of blanks compress well and do no harm
    archive_entries: int = 3_000
    sheets: int = 150
    rows: int = 60_000
    columns: int = 300
    cells: int = 1_000_000
