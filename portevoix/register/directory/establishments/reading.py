"""Recognises a file of establishments by what it holds, whatever its name, and reads it."""

import gzip
import zlib
from datetime import date
from pathlib import Path
from typing import BinaryIO

from portevoix.register.directory.establishments import finess_xml, own_csv, sae
from portevoix.register.directory.establishments.records import ParsedFile, UnreadableFile, settle_duplicates
from portevoix.register.directory.establishments.tables import open_table

MAX_TABLE = 60 * 1024 * 1024  # the SAE file of the country is 1 MB, a table of all the FINESS directory about 40
MAX_FLOW = 2 * 1024 * 1024 * 1024  # the flow of the whole FINESS directory, unpacked, is about 300 MB
NOT_TABLES = (
    (b"PK\x03\x04", "Ce fichier est un classeur ou une archive. Enregistrez la feuille au format CSV, puis recommencez."),
    (b"\xd0\xcf\x11\xe0", "Ce fichier est un ancien classeur Excel. Enregistrez la feuille au format CSV, puis recommencez."),
    (b"%PDF", "Ce fichier est un PDF. Il faut le fichier CSV ou XML d’origine."),
    (b"{", "Ce fichier est au format JSON. Il faut le fichier CSV de la SAE ou le flux XML de FINESS."),
    (b"[", "Ce fichier est au format JSON. Il faut le fichier CSV de la SAE ou le flux XML de FINESS."),
)
UNKNOWN = (
    "Ce fichier n’est pas une liste d’établissements connue. Il faut le fichier de la SAE, le fichier d’établissements du produit "
    "(colonnes finess_et, raison_sociale, finess_ej) ou un flux XML de FINESS."
)


def read_file(path: Path, *, departments: dict[str, str], today: date) -> ParsedFile:
    """Return what the file holds. `departments`: code → region of every department; `today` dates a file that bears no date.

    Raises `UnreadableFile` with one French sentence when it is missing, empty, cut short or of another kind.
    """
    try:
        with path.open("rb") as file:
            return read_stream(file, file_name=path.name, departments=departments, today=today)
    except OSError as error:
        raise UnreadableFile(f"Le fichier est introuvable ou ne peut pas être ouvert\u00a0: {path.name}.") from error


def read_stream(file: BinaryIO, *, file_name: str, departments: dict[str, str], today: date) -> ParsedFile:
    """The same for an open file (an upload, for example); a FINESS flow is never held in memory as a whole."""
    packed = file.read(2) == b"\x1f\x8b"
    file.seek(0)
    content = _Bounded(gzip.GzipFile(fileobj=file)) if packed else file
    start = content.read(4096)
    if not start.strip(b"\xef\xbb\xbf \t\r\n"):
        raise UnreadableFile("Le fichier est vide.")
    if looks_like_xml(start):
        file.seek(0)
        flow = _Bounded(gzip.GzipFile(fileobj=file)) if packed else file
        parsed = finess_xml.parse(flow, departments=departments, file_name=file_name, today=today)
    else:
        whole = start + _rest(content)
        parsed = _table(whole, file_name=file_name, departments=departments, today=today)
    settle_duplicates(parsed)
    return parsed


def looks_like_xml(start: bytes) -> bool:
    """Tell whether a file begins as an XML file does."""
    return start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<?xml", b"<fluxfiness"))


def _table(content: bytes, *, file_name: str, departments: dict[str, str], today: date) -> ParsedFile:
    for mark, message in NOT_TABLES:
        if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(mark):
            raise UnreadableFile(message)
    if len(content) > MAX_TABLE:
        raise UnreadableFile("Ce fichier dépasse 60 Mo. Une liste d’établissements n’est jamais aussi grande.")
    table = open_table(content)
    if own_csv.recognises(table):
        parsed = own_csv.parse(table, departments=departments, file_name=file_name, today=today)
    elif sae.recognises(table):
        parsed = sae.parse(table, departments=departments, today=today)
    else:
        raise UnreadableFile(UNKNOWN)
    if not parsed.rows:
        raise UnreadableFile("Ce fichier n’a que sa ligne de titres\u00a0: aucun établissement.")
    return parsed


class _Bounded:
    """A compressed flow that may not unpack to more than `MAX_FLOW`."""

    def __init__(self, file):
        self.file, self.left = file, MAX_FLOW

    def read(self, size: int) -> bytes:
        try:
            chunk = self.file.read(size)
        except (zlib.error, EOFError, OSError) as error:
            raise UnreadableFile("Le fichier compressé est abîmé ou incomplet. Téléchargez-le de nouveau, puis recommencez.") from error
        self.left -= len(chunk)
        if self.left < 0:
            raise UnreadableFile("Le fichier décompressé est trop grand. Ce n’est pas un flux FINESS.")
        return chunk


def _rest(file: BinaryIO) -> bytes:
    parts, size = [], 0
    while size <= MAX_TABLE and (chunk := file.read(1 << 20)):
        parts.append(chunk)
        size += len(chunk)
    return b"".join(parts)
