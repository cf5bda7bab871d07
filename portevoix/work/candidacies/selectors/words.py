"""A candidacy in words: its answers as label and value, who holds it, the kind of tag of its state."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models

from portevoix.base.core.french_dates import date_fr
from portevoix.base.core.periods import day_of
from portevoix.base.ui.components.words import phone_fr
from portevoix.register.directory.models import Commune
from portevoix.work.candidacies.enums import CandidacyState, WishState
from portevoix.work.candidacies.models import Candidacy
from portevoix.work.candidacies.selectors.sharing import LABEL, reading_consent
from portevoix.work.candidacies.workflow import AGENCY, ASSOCIATION, CANDIDACY, DELEGATION, SIGNATORY

PERSON = (
    *("civility", "last_name", "first_name", "email", "phone", "home"),
    *("member_since", "occupation", "course_done_on", "motivation"),
)
OTHER_SEAT = ("accepts_other_seat", "max_distance_km")
DECLARED = ("no_tie_declared", "course_promised", "charter_accepted", "person_informed")
CONSENTS = ("name_publishable", "email_publishable")
SIGNED = ("signed_by_name", "signed_by_function", "association_email")
HOLDERS = {
    AGENCY: "l’agence",
    ASSOCIATION: "l’association",
    DELEGATION: "la délégation départementale",
    SIGNATORY: "la personne qui signe l’arrêté",
}
KINDS = {
    CandidacyState.INCOMPLETE: "soon",
    CandidacyState.DESIGNATED: "done",
    CandidacyState.AWAITING_ORDER: "done",
    CandidacyState.SUBMITTED: "progress",
    CandidacyState.UNDER_REVIEW: "progress",
    CandidacyState.TO_DECIDE: "progress",
    CandidacyState.WAITING_LIST: "progress",
}
WISH_KINDS = {WishState.RETAINED: "done", WishState.DESIGNATED: "done", WishState.PENDING: "progress", WishState.WAITING_LIST: "progress"}


@dataclass(frozen=True, kw_only=True)
class Answers:
    """The answers of a candidacy, by page, as (label, value); an empty answer says so."""

    person: list[tuple[str, str]]
    other_seat: list[tuple[str, str]]
    declared: list[tuple[str, str]]
    consents: list[tuple[str, str]]
    signed: list[tuple[str, str]]


def answers_of(candidacy: Candidacy) -> Answers:
    """Return everything that the association answered, as it is read again before sending."""
    return Answers(
        person=_lines(candidacy, PERSON),
        other_seat=_lines(candidacy, OTHER_SEAT if candidacy.accepts_other_seat else OTHER_SEAT[:1]),
        declared=_lines(candidacy, DECLARED),
        consents=[*_lines(candidacy, CONSENTS), _reading(candidacy)],
        signed=_lines(candidacy, SIGNED),
    )


def shown(stored: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return what is kept now of a step saved elsewhere, as (label, value)."""
    return [(_label(name), _value(name, value)) for name, value in stored.items()]


def holder(state: str) -> str:
    """Return who holds a file in `state`: « l’agence »; empty when nobody has anything to do."""
    owner = None if state == CandidacyState.LAPSED else CANDIDACY.owners[CandidacyState(state)]
    return HOLDERS[owner] if owner else ""


def state_kind(state: str) -> str:
    """Return the kind of the tag of a state of a candidacy; empty for a neutral one."""
    return KINDS.get(CandidacyState(state), "")


def wish_kind(state: str) -> str:
    """Return the kind of the tag of a state of a wish; empty for a neutral one."""
    return WISH_KINDS.get(WishState(state), "")


def _lines(candidacy: Candidacy, names: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(_label(name), _value(name, getattr(candidacy, name))) for name in names]


def _reading(candidacy: Candidacy) -> tuple[str, str]:
    found = reading_consent(candidacy)
    return LABEL, f"oui, depuis le {date_fr(day_of(found.given_at))}" if found else "non"


def _label(name: str) -> str:
    label = str(Candidacy._meta.get_field(name).verbose_name)
    return label[:1].upper() + label[1:]


def _value(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, date):
        return date_fr(value)
    if isinstance(value, Commune):
        return value.name
    if value in (None, ""):
        return "non renseigné"
    if name == "phone":
        return phone_fr(value)
    field: models.Field = Candidacy._meta.get_field(name)
    return str(dict(field.flatchoices).get(value, value))
