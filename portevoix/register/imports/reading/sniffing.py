"""What kind of file is this? Its content decides, never its name."""

from portevoix.register.imports.reading.errors import UnreadableFile

SAVE_AS = "Ouvrez-le dans votre tableur, enregistrez-le au format .xlsx ou .ods, puis déposez ce nouveau fichier."
UNLOCK = "Retirez la protection dans votre tableur, enregistrez-le, puis déposez-le à nouveau."
ACCEPTED = "Déposez un classeur .xlsx ou .ods, ou un fichier .csv."

_SIGNATURES = (
    (b"%PDF", "Ce fichier est un document PDF, pas un classeur."),
    (b"\x89PNG", "Ce fichier est une image, pas un classeur."),
    (b"\xff\xd8\xff", "Ce fichier est une image, pas un classeur."),
    (b"GIF8", "Ce fichier est une image, pas un classeur."),
    (b"BM", "Ce fichier est une image, pas un classeur."),
    (b"II*\x00", "Ce fichier est une image, pas un classeur."),
    (b"MM\x00*", "Ce fichier est une image, pas un classeur."),
    (b"{\\rtf", "Ce fichier est un document de texte, pas un classeur."),
    (b"\x1f\x8b", "Ce fichier est une archive compressée, pas un classeur."),
    (b"7z\xbc\xaf\x27\x1c", "Ce fichier est une archive compressée, pas un classeur."),
    (b"Rar!", "Ce fichier est une archive compressée, pas un classeur."),
    (b"BZh", "Ce fichier est une archive compressée, pas un classeur."),
    (b"\xfd7zXZ", "Ce fichier est une archive compressée, pas un classeur."),
    (b"SQLite format 3", "Ce fichier est une base de données, pas un classeur."),
    (b"MZ", "Ce fichier est un programme, pas un classeur."),
    (b"\x7fELF", "Ce fichier est un programme, pas un classeur."),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_TEXT_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def kind_of(data: bytes) -> str:
    """Return "zip" (xlsx or ods, to be looked into) or "text" (delimited). Raises `UnreadableFile` for anything else."""
    if not data.strip(b"\x00 \t\r\n"):
        raise UnreadableFile("Le fichier est vide.", ACCEPTED)
    if data.startswith(_ZIP):
        return "zip"
    if data.startswith(_OLE):
        raise _old_office(data)
    if not data.startswith(_TEXT_BOMS):
        for signature, message in _SIGNATURES:
            if data.startswith(signature) and not (len(signature) == 2 and _looks_like_text(data)):
                raise UnreadableFile(message, ACCEPTED)
    head = data[:4096].lower().replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if head.startswith((b"<?xml", b"<!doctype", b"<html", b"<head", b"<table", b"<meta", b"<style", b"<body")) or b"<table" in head:
        raise UnreadableFile("Ce fichier est une page web ou un fichier XML qui porte le nom d’un classeur.", SAVE_AS)
    if not _looks_like_text(data):
        raise UnreadableFile("Ce fichier n’est pas un classeur, ou il est abîmé.", ACCEPTED)
    return "text"


def _old_office(data: bytes) -> UnreadableFile:
    """An OLE container: an encrypted workbook, or an Office file of before 2007."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return UnreadableFile("Ce classeur est protégé par un mot de passe.", UNLOCK)
    if any(name.encode("utf-16-le") in data for name in ("Workbook", "Book")):
        return UnreadableFile("Ce classeur est au format .xls d’avant 2007, qui n’est pas accepté.", SAVE_AS)
    return UnreadableFile("Ce fichier est un document bureautique ancien, pas un classeur.", ACCEPTED)


def _looks_like_text(data: bytes) -> bool:
    """Text has nearly no control characters; UTF-16 is recognised by its byte order mark or by its regular zero bytes."""
    sample = data[:65536]
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")) or utf_16_without_mark(sample):
        return True
    controls = sum(sample.count(bytes([code])) for code in (*range(9), 11, 12, *range(14, 32), 127))
    return b"\x00" not in sample and controls <= len(sample) // 200


def utf_16_without_mark(data: bytes) -> str:
    """Return "utf-16-le" or "utf-16-be" when every other byte is zero, as in French text in UTF-16; else an empty string."""
    sample = data[:2000]
    if len(sample) < 4:
        return ""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd > 0.8 * half and even < 0.1 * half:
        return "utf-16-le"
    return "utf-16-be" if even > 0.8 * half and odd < 0.1 * half else ""
