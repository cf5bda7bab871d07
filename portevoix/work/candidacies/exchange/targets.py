"""What a column of an exported table may hold, and how its title is recognised."""

import re
from enum import StrEnum

from portevoix.base.core.text import search_key

MOST_WISHES = 5


class Target(StrEnum):
    """What a column holds. Wishes are numbered: `wish_1` the body, `quality_1` the seat."""

    REFERENCE = "reference"
    STATE = "state"
    SUBMITTED_ON = "submitted_on"
    ASSOCIATION = "association"
    ACCREDITATION = "accreditation"
    ASSOCIATION_EMAIL = "association_email"
    SIGNED_BY_NAME = "signed_by_name"
    SIGNED_BY_FUNCTION = "signed_by_function"
    CIVILITY = "civility"
    LAST_NAME = "last_name"
    FIRST_NAME = "first_name"
    EMAIL = "email"
    PHONE = "phone"
    HOME = "home"
    OCCUPATION = "occupation"
    MEMBER_SINCE = "member_since"
    COURSE_DONE_ON = "course_done_on"
    MOTIVATION = "motivation"
    ACCEPTS_OTHER_SEAT = "accepts_other_seat"
    NO_TIE = "no_tie_declared"
    COURSE_PROMISED = "course_promised"
    CHARTER = "charter_accepted"
    PERSON_INFORMED = "person_informed"
    NAME_PUBLISHABLE = "name_publishable"
    EMAIL_PUBLISHABLE = "email_publishable"


T = Target
LABELS = {
    T.REFERENCE: "Numéro du dossier",
    T.STATE: "État du dossier",
    T.SUBMITTED_ON: "Date de dépôt",
    T.ASSOCIATION: "Association",
    T.ACCREDITATION: "Numéro d’agrément",
    T.ASSOCIATION_EMAIL: "Adresse électronique de l’association",
    T.SIGNED_BY_NAME: "Signataire pour l’association",
    T.SIGNED_BY_FUNCTION: "Qualité du signataire",
    T.CIVILITY: "Civilité de la personne",
    T.LAST_NAME: "Nom de la personne",
    T.FIRST_NAME: "Prénom de la personne",
    T.EMAIL: "Adresse électronique de la personne",
    T.PHONE: "Téléphone de la personne",
    T.HOME: "Commune ou code postal de la personne",
    T.OCCUPATION: "Profession",
    T.MEMBER_SINCE: "Adhérente depuis le",
    T.COURSE_DONE_ON: "Formation de base suivie le",
    T.MOTIVATION: "Motivation",
    T.ACCEPTS_OTHER_SEAT: "Accepte un autre siège",
    T.NO_TIE: "Déclare n’avoir aucun lien",
    T.COURSE_PROMISED: "S’engage à suivre la formation",
    T.CHARTER: "Accepte la charte",
    T.PERSON_INFORMED: "Personne informée de l’usage de ses données",
    T.NAME_PUBLISHABLE: "Accord pour publier le nom",
    T.EMAIL_PUBLISHABLE: "Accord pour publier l’adresse électronique",
}
REQUIRED = (T.REFERENCE, T.LAST_NAME)
BOXES = (T.ACCEPTS_OTHER_SEAT, T.NO_TIE, T.COURSE_PROMISED, T.CHARTER, T.PERSON_INFORMED, T.NAME_PUBLISHABLE, T.EMAIL_PUBLISHABLE)
TEXTS = (T.LAST_NAME, T.FIRST_NAME, T.OCCUPATION, T.MOTIVATION, T.SIGNED_BY_NAME, T.SIGNED_BY_FUNCTION)

# Tried in this order on titles without accents: the most precise first; a target goes to the first column that matches best.
_PERSON = r"(candidat|personne|representant|ru\b|interesse)"
_MAIL = r"(courriel|mail|adresse electronique)"
PATTERNS: tuple[tuple[Target, str], ...] = (
    (T.REFERENCE, r"^(id|(numero|n) (de |du )?dossier|dossier (id|numero)|numero)$"),
    (T.STATE, r"^(etat|statut)( du dossier)?$"),
    (T.SUBMITTED_ON, r"^(depose|soumis|recu) le$|date (de|du) depot"),
    (T.EMAIL_PUBLISHABLE, rf"publi.*{_MAIL}|{_MAIL}.*publi"),
    (T.NAME_PUBLISHABLE, r"(publi|diffus).*\bnom\b|\bnom\b.*(publi|diffus)|accord.*publi"),
    (T.COURSE_PROMISED, r"engage.*formation"),
    (T.PERSON_INFORMED, r"informe.*donnees|rgpd"),
    (T.CHARTER, r"charte"),
    (T.NO_TIE, r"(aucun|absence|pas de) lien|conflit.*interet|lien.*(etablissement|interet)"),
    (T.ACCEPTS_OTHER_SEAT, r"accepte.*autre|autre (siege|etablissement|instance)"),
    (T.ACCREDITATION, r"\bagrement\b"),
    (T.SIGNED_BY_FUNCTION, r"(qualite|fonction).*(signataire|president|responsable)"),
    (T.SIGNED_BY_NAME, r"signataire|representant legal|nom.*(president|responsable)"),
    (T.ASSOCIATION_EMAIL, rf"{_MAIL}.*(association|contact|demandeur|depos)|^e?mail( du demandeur)?$"),
    (T.ASSOCIATION, r"association|section|raison sociale|denomination|organisme"),
    (T.EMAIL, rf"{_MAIL}.*{_PERSON}|^{_MAIL}$"),
    (T.CIVILITY, r"civilite"),
    (T.FIRST_NAME, rf"prenom.*{_PERSON}|^prenoms?$"),
    (T.LAST_NAME, rf"\bnom\b.*{_PERSON}|^nom( de famille| d usage)?$"),
    (T.PHONE, r"telephone|portable"),
    (T.HOME, r"commune|code postal|ville|adresse (postale|personnelle)|domicile"),
    (T.OCCUPATION, r"profession|metier"),
    (T.MEMBER_SINCE, r"adhesion|adherent|membre depuis"),
    (T.COURSE_DONE_ON, r"formation"),
    (T.MOTIVATION, r"motivation|pourquoi"),
)
_PRECISE = {T.LAST_NAME, T.FIRST_NAME, T.EMAIL}  # a column that names the person wins over the bare « Nom » of the account
_SEAT = re.compile(r"titulaire|suppleant|qualite|\bsiege\b")
_PLACE = re.compile(r"voeu|choix|souhait|etablissement|instance|commission|\bsiege\b")
_NUMBER = re.compile(r"\b(\d{1,2})\b|(premier|deuxieme|second|troisieme|quatrieme|cinquieme)")
_ORDINALS = {"premier": 1, "deuxieme": 2, "second": 2, "troisieme": 3, "quatrieme": 4, "cinquieme": 5}


def choices() -> list[tuple[str, str]]:
    """Return the pairs (code, French label) that a column may hold; an empty code: not read."""
    wishes = [
        pair
        for rank in range(1, MOST_WISHES + 1)
        for pair in ((f"wish_{rank}", f"Vœu {rank}\u00a0: instance"), (f"quality_{rank}", f"Vœu {rank}\u00a0: titulaire ou suppléant"))
    ]
    return [("", "Ne pas lire cette colonne"), *((target.value, label) for target, label in LABELS.items()), *wishes]


def label_of(code: str) -> str:
    """Return the French label of a code."""
    return dict(choices())[code]


def recognise(titles: list[str]) -> dict[int, str]:
    """Return, by column, what the titles seem to say; a column that says nothing is absent, nothing is held twice."""
    keys = [search_key(title or "") for title in titles]
    found: dict[int, str] = {}
    for target, pattern in PATTERNS:
        matching = [column for column, key in enumerate(keys) if column not in found and key and re.search(pattern, key)]
        matching = [column for column in matching if not (_wish_of(keys[column]) and target in (T.ASSOCIATION, T.HOME))]
        if target in _PRECISE:
            matching.sort(key=lambda column: not re.search(_PERSON, keys[column]))
        if matching:
            found[matching[0]] = target.value
    ranks = {"wish": 0, "quality": 0}
    for column, key in enumerate(keys):
        kind = _wish_of(key)
        if column in found or not kind:
            continue
        rank = _rank(key) or ranks[kind] + 1
        code = f"{kind}_{rank}"
        if rank <= MOST_WISHES and code not in found.values():
            found[column], ranks[kind] = code, rank
    return found


def _wish_of(key: str) -> str:
    if _SEAT.search(key) and not re.search(r"etablissement|instance|commission", key):
        return "quality"
    return "wish" if _PLACE.search(key) else ""


def _rank(key: str) -> int | None:
    number = _NUMBER.search(key)
    return (int(number[1]) if number[1] else _ORDINALS[number[2]]) if number else None
