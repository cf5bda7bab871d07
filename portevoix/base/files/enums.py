"""What a file is, decided by its content."""

from django.db.models import TextChoices


class FileKind(TextChoices):
    """Kinds that the program knows; the value is the media type under which the file is given back."""

    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "classeur XLSX"
    XLSM = "application/vnd.ms-excel.sheet.macroEnabled.12", "classeur XLSX avec macros"
    ODS = "application/vnd.oasis.opendocument.spreadsheet", "classeur ODS"
    XLS = "application/vnd.ms-excel", "ancien classeur Excel (XLS) ou classeur protégé"
    TEXT = "text/csv", "fichier texte (CSV)"
    PDF = "application/pdf", "document PDF"
    PNG = "image/png", "image PNG"
    JPEG = "image/jpeg", "image JPEG"
    ZIP = "application/zip", "archive ZIP"
    CALENDAR = "text/calendar", "agenda (ICS)"
    UNKNOWN = "application/octet-stream", "fichier d’une nature inconnue"


WORKBOOKS = frozenset({FileKind.XLSX, FileKind.XLSM, FileKind.ODS, FileKind.XLS, FileKind.TEXT})
EXTENSIONS = {
    FileKind.XLSX: ".xlsx",
    FileKind.XLSM: ".xlsm",
    FileKind.ODS: ".ods",
    FileKind.XLS: ".xls",
    FileKind.TEXT: ".csv",
    FileKind.PDF: ".pdf",
    FileKind.PNG: ".png",
    FileKind.JPEG: ".jpg",
    FileKind.ZIP: ".zip",
    FileKind.CALENDAR: ".ics",
    FileKind.UNKNOWN: ".bin",
}
