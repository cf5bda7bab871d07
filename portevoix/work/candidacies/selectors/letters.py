"""What the letters say: designation, decision, acknowledgement; ready for the layout `letter`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from portevoix.base.core.french_dates import date_fr
from portevoix.base.documents.postal import address_lines
from portevoix.base.documents.printing import DocumentRefused
from portevoix.base.documents.shapes import LetterData, Signature
from portevoix.base.notifications.selectors import text
from portevoix.register.directory.enums import Civility
from portevoix.register.directory.models import Commune, Territory
from portevoix.register.orders.models import DesignationOrder
from portevoix.register.orders.selectors.composition import quality_of
from portevoix.register.orders.selectors.values import agency_name, court_at, function_of_head
from portevoix.register.orders.selectors.words import body_words, quality_words
from portevoix.work.candidacies import letter_texts as texts
from portevoix.work.candidacies.models import Candidacy
from portevoix.work.candidacies.selectors.designated import Designated

POLITE = {Civility.MRS: "Madame", Civility.MR: "Monsieur", Civility.NONE: "Madame, Monsieur"}


@dataclass(frozen=True, kw_only=True)
class Addressee:
    """To whom a letter goes. known: what every text about them may say. reference: printed at the head."""

    region: Territory
    full_name: str
    civility: str
    home: Commune | None
    reference: str
    known: Mapping[str, str]


def designation_letter(to: Designated, *, order: DesignationOrder, day: date) -> LetterData:
    """Return the letter to somebody designated by `order`."""
    mandate, body = to.line.mandate, to.line.seat.body
    values = {
        "instance": body_words(body),
        "qualite": quality_words(to.line.seat.quality, to.civility),
        "arrete": f"arrêté n° {order.number} du {date_fr(order.signed_on)}",
        "debut": date_fr(mandate.period.lower),
        "fin": date_fr(mandate.term_end) if mandate.term_end else "",
        "contact": body.facility.email if body.facility else "",
    }
    addressee = Addressee(
        region=to.region,
        full_name=to.full_name,
        civility=to.civility,
        home=to.home,
        reference=f"dossier {to.number}" if to.file else f"arrêté n° {order.number}",
        known={"numero": to.number, "personne": to.full_name, "association": to.proposed_by, "appel": to.call_title},
    )
    copies = [to.proposed_by, body.facility.readable_name if body.facility else body.name]
    return _letter(texts.DESIGNATION, addressee, values, day=day, signature=signature_of(order, day), copies=copies)


def refusal_letter(candidacy: Candidacy, values: Mapping[str, str], *, signature: Signature | None, day: date) -> LetterData:
    """Return the letter of decision to somebody not selected. values: `raisons`, `sieges` (perhaps empty), `recours`."""
    return _letter(texts.REFUSAL, _of_file(candidacy), values, day=day, signature=signature)


def receipt_letter(candidacy: Candidacy, values: Mapping[str, str], *, day: date) -> LetterData:
    """Return the acknowledgement on paper. values: `recu_le`, `reponse_le`, `voeux`."""
    return _letter(texts.RECEIPT, _of_file(candidacy), values, day=day, signature=None)


def signature_of(order: DesignationOrder, day: date) -> Signature | None:
    """Return who signs the letters that follow `order`: who signed it."""
    signatory = order.signatory
    if signatory is None:
        return None
    return Signature(
        quality=quality_of(order, signatory, day),
        name=f"{signatory.first_name} {signatory.last_name.upper()}".strip(),
        delegation=f"Pour {function_of_head(order, day).noun} et par délégation," if signatory.delegation_reference else "",
    )


def _of_file(candidacy: Candidacy) -> Addressee:
    known = {
        "numero": candidacy.number,
        "personne": candidacy.full_name,
        "association": candidacy.association.name,
        "appel": candidacy.call.title,
    }
    return Addressee(
        region=candidacy.call.region,
        full_name=candidacy.full_name,
        civility=candidacy.civility,
        home=candidacy.home,
        reference=f"dossier {candidacy.number}",
        known=known,
    )


def _letter(
    code: str, to: Addressee, values: Mapping[str, str], *, day: date, signature: Signature | None, copies: list[str] | None = None
) -> LetterData:
    polite = POLITE[Civility(to.civility)]
    subject, body = text(code, {**to.known, "service": agency_name(to.region), "politesse": polite, **values}, on=day)
    paragraphs = [line for line in body.split("\n") if line]
    return LetterData(
        sender=[agency_name(to.region)],
        recipient=_address(to),
        place_and_date=_place_and_date(to.region, day),
        reference=[f"Références\u00a0: {to.reference}"],
        object=subject,
        salutation=f"{polite},",
        paragraphs=paragraphs[:-1],
        closing=paragraphs[-1:],
        signature=signature,
        copies=copies or [],
    )


def _address(to: Addressee) -> list[str]:
    """Return the lines of the window: what is known of the home, without a street."""
    home = to.home
    town = f"{home.postcodes[0] if home.postcodes else ''} {home.name}".strip() if home else ""
    try:
        return address_lines([to.full_name, town])
    except DocumentRefused:
        return [to.full_name[:38]]


def _place_and_date(region: Territory, day: date) -> str:
    court = court_at(region, day)
    return f"{court.agency_town}, le {date_fr(day)}" if court else f"Le {date_fr(day)}"
