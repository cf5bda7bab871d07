"""What each layout is given: plain data, no markup. Every text comes already in French, dates in words."""

from dataclasses import dataclass, field

# The French name of each field, said when its text cannot be printed.
LABELS = {
    "authority": "autorité",
    "number": "numéro",
    "date_line": "date",
    "title": "titre",
    "author": "auteur",
    "visas": "visas",
    "recitals": "considérants",
    "enacting": "formule",
    "articles": "articles",
    "paragraphs": "texte",
    "items": "liste",
    "table": "tableau",
    "tables": "tableau",
    "after_table": "suite",
    "appeal_title": "titre des voies de recours",
    "appeal": "voies de recours",
    "signature": "signature",
    "signatures": "signatures",
    "quality": "qualité",
    "name": "nom",
    "place_and_date": "lieu et date",
    "delegation": "délégation",
    "mention": "mention",
    "notice": "mentions finales",
    "verification": "vérification",
    "code": "code",
    "address": "adresse",
    "sentence": "phrase",
    "annexes": "annexes",
    "reference": "référence",
    "draft": "mention de projet",
    "draft_words": "explication du projet",
    "sender": "expéditeur",
    "recipient": "destinataire",
    "object": "objet",
    "salutation": "formule d’appel",
    "closing": "fin de la lettre",
    "enclosures": "pièces jointes",
    "copies": "copies",
    "footer": "pied de page",
    "statement": "déclaration",
    "person": "personne",
    "facts": "précisions",
    "body": "instance",
    "members": "membres",
    "contact": "contact",
    "sections": "rubriques",
    "updated": "date de mise à jour",
    "programme": "programme",
    "programme_title": "titre du programme",
    "state": "état",
}


@dataclass(frozen=True, kw_only=True)
class Table:
    """One table. `rows`: one list of texts per row, as long as `columns`.

    widths: relative widths of the columns; from the texts when empty. row_names: the first column in bold.
    """

    columns: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    caption: str = ""
    widths: list[float] = field(default_factory=list)
    row_names: bool = False

    def __post_init__(self):
        width = len(self.columns)
        if not width:
            raise ValueError("a table has columns")
        if any(len(row) != width for row in self.rows):
            raise ValueError(f"each row of the table has {width} cells")
        if self.widths and len(self.widths) != width:
            raise ValueError(f"the table has {width} widths")


@dataclass(frozen=True, kw_only=True)
class Signature:
    """Who signs. delegation: « Pour le directeur général et par délégation, ». mention: instead of the room for a pen."""

    quality: str
    name: str
    place_and_date: str = ""
    delegation: str = ""
    mention: str = ""


@dataclass(frozen=True, kw_only=True)
class Verification:
    """How anybody checks the document: see `actions.new_code` and `selectors.verification`."""

    code: str
    address: str
    sentence: str = "Pour vérifier ce document, saisissez ce code à l’adresse"


@dataclass(frozen=True, kw_only=True)
class Article:
    """One article: paragraphs, then a list, then a small table, then what follows it. number: « Article 1er »."""

    number: str
    title: str = ""
    paragraphs: list[str] = field(default_factory=list)
    items: list[str] = field(default_factory=list)
    table: Table | None = None
    after_table: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Annex:
    """One annex, on pages of its own. reference: which act it belongs to, written on each page (« Annexe à l’arrêté n° … du … »)."""

    number: str
    reference: str
    title: str = ""
    paragraphs: list[str] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class ActData:
    """A decision (layout `act`). Nothing is added to the texts but French spaces: « Vu … ; » and « Considérant … ; » come whole.

    number: « Arrêté ARS n° 2026-0412 ». date_line: « du 22 novembre 2026 ». author: who decides, « Le directeur général …, ».
    draft: « PROJET » on a preview (on each page, behind the text and at its start); draft_words: what it means.
    """

    authority: list[str] = field(default_factory=list)
    number: str
    date_line: str = ""
    title: str
    author: str = ""
    visas: list[str] = field(default_factory=list)
    recitals: list[str] = field(default_factory=list)
    enacting: str = "ARRÊTE :"
    articles: list[Article] = field(default_factory=list)
    appeal_title: str = "Voies et délais de recours"
    appeal: list[str] = field(default_factory=list)
    signature: Signature | None = None
    notice: list[str] = field(default_factory=list)
    verification: Verification | None = None
    annexes: list[Annex] = field(default_factory=list)
    draft: str = ""
    draft_words: str = "Ce document n’est pas signé et n’a aucun effet."


@dataclass(frozen=True, kw_only=True)
class LetterData:
    """A letter (layout `letter`). recipient: made by `postal.address_lines`, six lines of 38 characters at most.

    sender: first line in bold. reference: « Références : … », « Dossier suivi par : … ». paragraphs, then items (bullets), then
    tables, then closing paragraphs (the last one takes leave). footer: the sender's address at the foot of each page.
    """

    sender: list[str] = field(default_factory=list)
    recipient: list[str] = field(default_factory=list)
    place_and_date: str
    reference: list[str] = field(default_factory=list)
    object: str
    salutation: str
    paragraphs: list[str] = field(default_factory=list)
    items: list[str] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    closing: list[str] = field(default_factory=list)
    signature: Signature | None = None
    enclosures: list[str] = field(default_factory=list)
    copies: list[str] = field(default_factory=list)
    footer: list[str] = field(default_factory=list)
    verification: Verification | None = None
    draft: str = ""
    draft_words: str = ""


@dataclass(frozen=True, kw_only=True)
class CertificateData:
    """A certificate about one person (layout `certificate`), on one page.

    statement: who certifies, « La directrice générale … atteste que ». person: whom it is about, in large. facts: pairs of texts
    (what, answer). closing: « Attestation établie pour servir et valoir ce que de droit. »
    """

    authority: list[str] = field(default_factory=list)
    title: str
    reference: str = ""
    statement: list[str] = field(default_factory=list)
    person: str
    paragraphs: list[str] = field(default_factory=list)
    facts: list[tuple[str, str]] = field(default_factory=list)
    closing: list[str] = field(default_factory=list)
    signature: Signature | None = None
    notice: list[str] = field(default_factory=list)
    verification: Verification | None = None
    draft: str = ""
    draft_words: str = ""


@dataclass(frozen=True, kw_only=True)
class TrainingCertificateData:
    """What somebody followed (layout `training_certificate`; standards §7.3).

    statement: who certifies. person: whom it is about, in large. paragraphs: what they did. facts: pairs of texts (what, answer).
    programme: one line an item. notice: the legal basis.
    """

    authority: list[str] = field(default_factory=list)
    title: str
    reference: str = ""
    statement: list[str] = field(default_factory=list)
    person: str
    paragraphs: list[str] = field(default_factory=list)
    facts: list[tuple[str, str]] = field(default_factory=list)
    programme_title: str = "Programme"
    programme: list[str] = field(default_factory=list)
    closing: list[str] = field(default_factory=list)
    signature: Signature | None = None
    notice: list[str] = field(default_factory=list)
    verification: Verification | None = None


@dataclass(frozen=True, kw_only=True)
class RosterData:
    """The members of a body, to be put up on a wall (layout `roster`): one sheet, in the largest characters that hold on it.

    body: « Commission des usagers du centre hospitalier … ». members: the table, its first column names the person.
    contact: pairs of texts (« Téléphone », « 03 … »). updated: « Liste à jour au 22 novembre 2026 ».
    """

    title: str
    body: str
    paragraphs: list[str] = field(default_factory=list)
    members: Table
    contact: list[tuple[str, str]] = field(default_factory=list)
    closing: list[str] = field(default_factory=list)
    updated: str = ""
    authority: list[str] = field(default_factory=list)
    verification: Verification | None = None


@dataclass(frozen=True, kw_only=True)
class AttendanceData:
    """A sheet to sign by hand (layout `attendance`). tables: one a page or more; their first column names the person, the others are boxes.

    facts: pairs of texts (« Dates », « mardi 8 décembre 2026 »). updated: « Imprimée le 22 novembre 2026 à 10 h ».
    """

    authority: list[str] = field(default_factory=list)
    title: str
    facts: list[tuple[str, str]] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    closing: list[str] = field(default_factory=list)
    updated: str = ""


@dataclass(frozen=True, kw_only=True)
class Section:
    """One part of a file: facts, then paragraphs, a list, tables."""

    title: str
    facts: list[tuple[str, str]] = field(default_factory=list)
    paragraphs: list[str] = field(default_factory=list)
    items: list[str] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class FileSummaryData:
    """A whole file on paper (layout `file_summary`): sections of facts, tables, lists. state: where it stands, and since when.

    signatures: who signs at the end, one under the other.
    """

    authority: list[str] = field(default_factory=list)
    title: str
    number: str
    state: str = ""
    paragraphs: list[str] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    signatures: list[Signature] = field(default_factory=list)
    updated: str = ""
    verification: Verification | None = None
