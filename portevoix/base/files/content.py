"""What a file really is: its first bytes and its inner names, never its name nor what the browser says."""

import zipfile
from typing import BinaryIO

from portevoix.base.files.enums import FileKind

HEAD = 8192
SIGNATURES = (
    (b"%PDF-", FileKind.PDF),
    (b"\x89PNG\r\n\x1a\n", FileKind.PNG),
    (b"\xff\xd8\xff", FileKind.JPEG),
    (b"BEGIN:VCALENDAR\r\n", FileKind.CALENDAR),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", FileKind.XLS),  # the old Office container, which also wraps protected workbooks
)
TEXT_ENCODINGS = ("utf-8", "cp1252")
CONTROLS = frozenset(range(32)) - {9, 10, 13, 26}  # tab, line feed, carriage return, and the old end-of-file mark


def kind_of(content: BinaryIO) -> FileKind:
    """Return the kind of a seekable binary file; its position is back at the start."""
    content.seek(0)
    head = content.read(HEAD)
    try:
        for signature, kind in SIGNATURES:
            if head.startswith(signature):
                return kind
        if head.startswith(b"PK\x03\x04") or head.startswith(b"PK\x05\x06"):
            return _kind_of_zip(content)
        return FileKind.TEXT if _is_text(head) else FileKind.UNKNOWN
    finally:
        content.seek(0)


def _kind_of_zip(content: BinaryIO) -> FileKind:
    """Read the list of names only: nothing is unpacked, so a bomb does no harm here."""
    try:
        with zipfile.ZipFile(content) as archive:
            names = set(archive.namelist())
            if "xl/workbook.xml" in names:
                return FileKind.XLSM if "xl/vbaProject.bin" in names else FileKind.XLSX
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                declared = archive.read("mimetype").decode("ascii", "replace").strip()
                return FileKind.ODS if declared.startswith(FileKind.ODS) else FileKind.ZIP
            return FileKind.ZIP
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError, ValueError):
        return FileKind.UNKNOWN


def _is_text(head: bytes) -> bool:
    """Tell whether the first bytes are plain text (UTF-8, UTF-16 with its mark, or cp1252), and not a web page."""
    if not head:
        return False
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    if any(byte in CONTROLS for byte in head) or head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return False
    return any(_decodes(head, encoding) for encoding in TEXT_ENCODINGS)


def _decodes(head: bytes, encoding: str) -> bool:
    """Tell whether `head` reads in `encoding`; a character cut by the end of the sample does not count against it."""
    try:
        head.decode(encoding)
    except UnicodeDecodeError as error:
        return len(head) == HEAD and error.start >= HEAD - 4
    return True
