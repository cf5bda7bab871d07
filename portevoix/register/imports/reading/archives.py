"""Looks into a workbook's archive before any library opens it: nature, protection, macros, true size, cells without value."""

import io
import lzma
import struct
import zipfile
import zlib
from dataclasses import dataclass, field

from portevoix.register.imports.reading.errors import UnreadableFile
from portevoix.register.imports.reading.limits import MEGABYTE, Limits
from portevoix.register.imports.reading.markup import DocumentScan, WorkbookIndex, scan_ods, scan_xlsx_sheet
from portevoix.register.imports.reading.sniffing import ACCEPTED, SAVE_AS, UNLOCK

SPLIT = "Découpez-le en plusieurs classeurs."
_CHUNK = 1 << 16
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    RuntimeError,  # encrypted entry; NotImplementedError (unknown compression) is one
    ValueError,
    KeyError,
    IndexError,
    OverflowError,
)


def corrupt() -> UnreadableFile:
    """Return the refusal of a file whose content cannot be trusted."""
    return UnreadableFile("Ce classeur est abîmé : son contenu ne se lit pas.", SAVE_AS)


@dataclass
class Archive:
    """A workbook that may be opened: `kind` is "xlsx" or "ods", `sheets` what was seen of each sheet, by its name."""

    kind: str
    sheets: dict[str, DocumentScan] = field(default_factory=dict)


def inspect(data: bytes, limits: Limits) -> Archive:
    """Return what is inside the archive. Raises `UnreadableFile` when it is not a workbook, or one that must not be opened."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_declared_size(archive, len(data), limits)
            kind = _kind(archive)
            scans = _unpack(archive, kind, limits)
            return Archive(kind, scans)
    except _BROKEN as error:
        raise corrupt() from error


def _check_declared_size(archive: zipfile.ZipFile, packed: int, limits: Limits) -> None:
    entries = archive.infolist()
    if len(entries) > limits.archive_entries:
        raise UnreadableFile(f"Ce fichier contient {len(entries)} éléments : c’est trop pour un classeur.", ACCEPTED)
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise UnreadableFile("Ce fichier est protégé par un mot de passe.", UNLOCK)
    check_unpacked(sum(entry.file_size for entry in entries), packed, limits)


def check_unpacked(unpacked: int, packed: int, limits: Limits) -> None:
    """Raise `UnreadableFile` when the content is too large, or grows too much when unpacked (a « bomb »)."""
    if unpacked > limits.unpacked_bytes:
        size = limits.unpacked_bytes // MEGABYTE
        raise UnreadableFile(f"Une fois décompressé, ce fichier dépasse {size} Mo : il n’est pas ouvert.", SPLIT)
    if unpacked > 10 * MEGABYTE and unpacked > limits.compression_ratio * packed:
        raise UnreadableFile(
            "Ce fichier grossit anormalement une fois décompressé : il n’est pas ouvert.",
            "Copiez les cellules utiles dans un nouveau classeur.",
        )


def _kind(archive: zipfile.ZipFile) -> str:
    names = {name.lower().replace("\\", "/") for name in archive.namelist()}
    if len(names) != len(archive.namelist()):
        raise corrupt()  # two parts of one name: what was looked at might not be what is read
    if any(name.endswith("vbaproject.bin") for name in names) or any(name.startswith(("basic/", "scripts/")) for name in names):
        raise UnreadableFile(
            "Ce classeur contient des macros : il n’est pas ouvert.",
            "Enregistrez-le en .xlsx sans macros, puis déposez ce nouveau fichier.",
        )
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "xl/workbook.bin" in names:
        raise UnreadableFile("Ce classeur est au format binaire .xlsb, qui n’est pas accepté.", SAVE_AS)
    for folder, what in (("word/", "un document de texte"), ("ppt/", "une présentation"), ("index/", "un document d’un autre logiciel")):
        if any(name.startswith(folder) for name in names):
            raise UnreadableFile(f"Ce fichier est {what}, pas un classeur.", ACCEPTED)
    if "content.xml" in names:
        return _open_document(archive, names)
    raise UnreadableFile("Ce fichier est une archive ZIP, pas un classeur.", "Décompressez-la et déposez le classeur qu’elle contient.")


def _open_document(archive: zipfile.ZipFile, names: set[str]) -> str:
    media = archive.read("mimetype")[:200].decode("ascii", "replace").strip() if "mimetype" in names else ""
    if media and "spreadsheet" not in media:
        raise UnreadableFile("Ce fichier est un document de texte ou une présentation, pas un classeur.", ACCEPTED)
    if "meta-inf/manifest.xml" in names:
        manifest = next(name for name in archive.namelist() if name.lower() == "meta-inf/manifest.xml")
        with archive.open(manifest) as stream:
            if b"encryption-data" in stream.read(2 * MEGABYTE):
                raise UnreadableFile("Ce classeur est protégé par un mot de passe.", UNLOCK)
    return "ods"


def _unpack(archive: zipfile.ZipFile, kind: str, limits: Limits) -> dict[str, DocumentScan]:
    """Read every entry to its true end, within the limits, and scan those that hold cells."""
    seen: dict[str, DocumentScan] = {}
    index = WorkbookIndex()
    packed = sum(entry.compress_size for entry in archive.infolist()) + 1000
    total = 0
    for entry in archive.infolist():
        name = entry.filename.lower().lstrip("/")
        with archive.open(entry) as stream:
            chunks = _counted(stream, total, packed, limits)
            if kind == "xlsx" and name.startswith("xl/worksheets/") and name.endswith(".xml"):
                seen[name] = scan_xlsx_sheet(chunks, limits)
            elif kind == "xlsx" and name in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels"):
                index.read(chunks)
            elif kind == "ods" and name == "content.xml":
                seen.update(scan_ods(chunks, limits))
            for _ in chunks:
                pass
            total += stream.tell()
    return index.by_title(seen) if kind == "xlsx" else seen


def _counted(stream, already: int, packed: int, limits: Limits):
    """Give the content piece by piece, never more than the limits allow."""
    total = already
    while chunk := stream.read(_CHUNK):
        total += len(chunk)
        check_unpacked(total, packed, limits)
        yield chunk
