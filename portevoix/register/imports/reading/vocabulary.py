"""The words of agencies' workbooks: titles of columns, vacancy, totals, types of body."""

import csv
import re
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files

from rapidfuzz import fuzz, process

from portevoix.base.core.text import search_key
from portevoix.register.imports.reading.qualities import ARTICLES


class Field(StrEnum):
    """What a column may hold. The value is the name used in mappings; `FIELD_LABELS` is what is shown."""

    FINESS_ET = "finess_et"
    FINESS_EJ = "finess_ej"
    FACILITY_NAME = "facility_name"
    TOWN = "town"
    DEPARTMENT = "department"
    BODY_TYPE = "body_type"
    QUALITY = "quality"
    RANK = "rank"
    STATUS = "status"
    CIVILITY = "civility"
    LAST_NAME = "last_name"
    FIRST_NAME = "first_name"
    FULL_NAME = "full_name"
    ASSOCIATION = "association"
    START = "start"
    END = "end"
    PERIOD = "period"
    ORDER_REFERENCE = "order_reference"
    ORDER_DATE = "order_date"
    EMAIL = "email"
    PHONE = "phone"
    NOTES = "notes"


FIELD_LABELS = {
    Field.FINESS_ET: "N° FINESS de l’établissement (ET)",
    Field.FINESS_EJ: "N° FINESS de l’entité juridique (EJ)",
    Field.FACILITY_NAME: "Établissement",
    Field.TOWN: "Commune",
    Field.DEPARTMENT: "Département",
    Field.BODY_TYPE: "Type d’instance",
    Field.QUALITY: "Qualité (titulaire, suppléant, membre)",
    Field.RANK: "Rang du siège",
    Field.STATUS: "État du siège (pourvu, vacant)",
    Field.CIVILITY: "Civilité",
    Field.LAST_NAME: "Nom",
    Field.FIRST_NAME: "Prénom",
    Field.FULL_NAME: "Nom et prénom dans la même cellule",
    Field.ASSOCIATION: "Association",
    Field.START: "Début du mandat",
    Field.END: "Fin du mandat",
    Field.PERIOD: "Début et fin dans la même cellule",
    Field.ORDER_REFERENCE: "Référence de l’arrêté",
    Field.ORDER_DATE: "Date de l’arrêté",
    Field.EMAIL: "Courriel",
    Field.PHONE: "Téléphone",
    Field.NOTES: "Observations",
}
# What belongs to the body rather than to one seat.
IDENTITY = (Field.FINESS_ET, Field.FINESS_EJ, Field.FACILITY_NAME, Field.TOWN, Field.DEPARTMENT, Field.BODY_TYPE)


# Titles met in workbooks (search keys), one list a field; « phrase*0.7 » is a title that also means something else.
@lru_cache(maxsize=1)
def _titles() -> dict[str, list[tuple[Field | None, float]]]:
    """Return the fields of each known title (`data/titles.csv`); None for a title that is known not to be read."""
    lines = files("portevoix.register.imports.reading").joinpath("data/titles.csv").read_text(encoding="utf-8").splitlines()
    titles: dict[str, list[tuple[Field | None, float]]] = {}
    for row in csv.DictReader((line for line in lines if not line.startswith("#")), delimiter=";"):
        name = None if row["field"] == "other" else Field(row["field"])
        for title in row["titles"].split("|"):
            titles.setdefault(search_key(title), []).append((name, float(row["likelihood"])))
    return titles


@lru_cache(maxsize=1)
def _fuzzy_titles() -> list[str]:
    return [title for title in _titles() if len(title) >= 5]


@lru_cache(maxsize=4096)
def fields_of_title(title: str) -> tuple[tuple[Field, float], ...]:
    """Return the fields that a column's title may mean, each with a score from 0 to 1, the likeliest first."""
    key = search_key(title)
    if not key or len(key) > 60:
        return ()
    titles = _titles()
    for form in (key, _without_articles(key)):
        if form in titles:
            return _ranked(titles[form], 1.0)
    if near := process.extractOne(key, _fuzzy_titles(), scorer=fuzz.ratio, score_cutoff=85):
        return _ranked(titles[near[0]], 0.9 * near[1] / 100)
    return _ranked(_by_words(key), 0.8)


def is_known_title(text: str) -> bool:
    """Tell whether a cell is, to the letter, a title of column (one that is never read counts too)."""
    return search_key(text) in _titles()


def _without_articles(key: str) -> str:
    return " ".join(word for word in key.split() if word not in ARTICLES)


def _ranked(found: list[tuple[Field | None, float]], factor: float) -> tuple[tuple[Field, float], ...]:
    best: dict[Field, float] = {}
    for name, score in found:
        if name:
            best[name] = max(best.get(name, 0.0), score * factor)
    return tuple(sorted(best.items(), key=lambda pair: -pair[1]))


_TELLING = (
    (Field.QUALITY, re.compile(r"titulaires?\b.*\bsuppleante?s?\b|suppleante?s?\b.*\btitulaires?")),
    (Field.FINESS_EJ, re.compile(r"finess.*\b(ej|juridique)\b|\b(ej|juridique)\b.*finess")),
    (Field.FINESS_ET, re.compile(r"finess")),
    (Field.EMAIL, re.compile(r"\b(mail|email|courriel)\b(?!.*etab)")),
    (Field.PHONE, re.compile(r"\b(tel|telephone|portable)\b(?!.*etab)")),
    (Field.END, re.compile(r"\b(fin|echeance|terme|expiration)\b.*\b(mandat|fonction)|\bmandat\b.*\b(fin|echeance)")),
    (Field.START, re.compile(r"\b(debut|designation|nomination)\b.*\bmandat|\bdate\b.*\b(designation|nomination|effet)\b")),
    (Field.ORDER_REFERENCE, re.compile(r"\b(n|no|num|numero|ref|reference)\b.*\barrete\b")),
    (Field.FULL_NAME, re.compile(r"\bnom\b.*\bprenom|\bprenom\b.*\bnom\b|\brepresentante?s?\b.*\busagers?\b")),
    (Field.ASSOCIATION, re.compile(r"\bassociation\b")),
    (Field.FACILITY_NAME, re.compile(r"\betablissement\b(?!.*\b(mail|tel|telephone|courriel|adresse|contact|type|categorie)\b)")),
)


def _by_words(key: str) -> list[tuple[Field | None, float]]:
    return next(([(name, 0.9)] for name, pattern in _TELLING if pattern.search(key)), [])


_VACANT_WORDS = (
    "vacant;vacante;vacants;vacance;poste vacant;siege vacant;a pourvoir;poste a pourvoir;siege a pourvoir;neant;non pourvu;non pourvue;"
    "non designe;non designee;a designer;a nommer;en attente;attente;en cours;aucun;aucune;personne;nc;na;n a;so;s o;sans objet;x;xx;xxx;"
    "0;ras;libre;inconnu;inconnue;sans;pas de candidat;pas de ru;pas de representant;non renseigne;non connu;rien;nul;null;none;vide;"
    "pas de candidature;non communique;a completer;a definir;tbd;place vacante;manquant;absence de candidat"
)
_VACANT = frozenset(_VACANT_WORDS.split(";"))
_OF_A_SEAT = r"(?:(?:poste|siege|place|mandat|m|mme|ru|representante?|titulaire|suppleante?|membre) )*"
_NOBODY = r"(?:candidat\w*|ru|representante?s?|titulaires?|suppleante?s?|membres?|propositions?|designations?|associations?|volontaires?)"
_VACANT_START = re.compile(
    rf"{_OF_A_SEAT}(?:vacant|vacante|vacance|vacants|vaccante?|vacnt|vaquante?)\b"
    rf"|{_OF_A_SEAT}a (?:pourvoir|designer|nommer|remplacer|renouveler|recruter)\b"
    rf"|{_OF_A_SEAT}(?:non|pas) (?:pourvu|designe|nomme|attribue|occupe|remplace)e?s?\b"
    rf"|(?:pas|aucune?|absence|carence|sans|faute) (?:de |d )?{_NOBODY}\b"
    r"|(?:poste|siege|place) (?:libre|inoccupee?)\b|inoccupee?$|carence$"
    r"|(?:appel|recherche|recrutement|designation|candidature|renouvellement)s? (?:a candidatures?|en cours|de candidats?)\b"
    r"|en (?:attente|cours) (?:de|d)\b|en attente\b|(?:demission\w*|decedee?)\b|mandat (?:echu|termine)\b|n [cd]$|nd$"
    r"|(?:m|mme|mr|monsieur|madame)(?: (?:ou )?(?:m|mme))?$"
)


def is_vacant(cell) -> bool:
    """Tell whether a name cell says that nobody sits: a vacancy word, a dash, a question mark, nothing."""
    if cell is None or cell == 0:
        return True
    if not isinstance(cell, str):
        return False
    key = search_key(cell)
    return not key or key in _VACANT or bool(_VACANT_START.match(key))


def says_vacant(cell) -> bool | None:
    """Return what a status column says: True for « vacant », False for « pourvu », None when it says neither."""
    key = search_key(cell) if isinstance(cell, str) else ""
    if not key:
        return None
    if _VACANT_START.match(key) or key in ("vacant", "oui vacant", "libre", "v"):
        return True
    return False if key.startswith(("pourvu", "occupe", "actif", "en exercice", "designe")) else None


_TOTAL = re.compile(
    r"(?:sous )?tota(?:l|ux)\b|(?:nombre|nb) (?:de|d|total)\b|dont\b|soit\b|somme\b|taux\b|effectif|moyenne\b"
    r"|recapitul|synthese\b|cumul\b"
)


def is_total(text: str) -> bool:
    """Tell whether a row that begins with this text is a total or a count, not a seat."""
    return bool(_TOTAL.match(search_key(text)))


# Codes of the types of body (dossier §1.1); the first that matches wins.
_BODY_TYPES = (
    (
        "CDU_GRP",
        r"\b(cdu|comite des usagers|commission des usagers)\b.*\bght\b|\bght\b.*\b(cdu|usagers)\b|\bcdu (mutualisee|de groupement)\b",
    ),
    ("CDU", r"\bcdus?\b|\bcommissions? des usagers\b|\bcruq?p?c?\b|\bcruqpec\b"),
    ("CS_EPS", r"\bcs\b|\bconseils? de surveillance\b|\bcs eps\b"),
    ("CPAM", r"\bcpam\b|\bcaisses? primaires?\b"),
    ("CTS", r"\bcts\b|\bconseils? territorial"),
    ("CRSA_CSDU", r"\bcsdu\b"),
    ("CRSA", r"\bcrsa\b|\bconference regionale\b"),
    ("CCI", r"\bccis?\b|\bconciliation et d indemnisation\b"),
    ("CPP", r"\bcpps?\b|\bcomites? de protection des personnes\b"),
    ("CDSP", r"\bcdsps?\b|\bsoins psychiatriques\b"),
    ("CODAMUPS", r"\bcodamups\b"),
    ("CODERST", r"\bcoderst\b"),
    ("CAL", r"\bcal\b|\bactivite liberale\b"),
    ("CVS", r"\bcvs\b|\bconseils? de la vie sociale\b"),
)


def body_type_of(text: str) -> str:
    """Return the code of the type of body named by a cell, a sheet or a banner (« CDU », « Commission des usagers »), or ""."""
    key = search_key(text)
    return next((code for code, pattern in _BODY_TYPES if re.search(pattern, key)), "")
