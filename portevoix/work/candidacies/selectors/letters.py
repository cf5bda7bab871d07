"""What the letters say: designation, decision, acknowledgement; ready for the layout `letter`."""

from collections.abc import Mapping
from datetime import date

from portevoix.base.core.french_dates import date_fr
from portevoix.base.documents.postal import address_lines
from portevoix.base.documents.printing import DocumentRefused
from portevoix.base.documents.shapes import LetterData, Signature
from portevoix.base.notifications.selectors import text
from portevoix.register.directory.enums import Civility
from portevoix.register.directory.models import Territory
from portevoix.register.orders.models import DesignationOrder
from portevoix.register.orders.selectors.composition import quality_of
from portevoix.register.orders.selectors.values import agency_name, court_at, function_of_head
from portevoix.register.orders.selectors.words import body_words, quality_words
from portevoix.work.candidacies import letter_texts as texts
from portevoix.work.candidacies.models import Candidacy, Wish

POLITE = {Civility.MRS: "Madame", Civility.MR: "Monsieur", Civility.NONE: "Madame, Monsieur"}


def designation_letter(wish: Wish, *, order: DesignationOrder, day: date) -> LetterData:
    """Return the letter to somebody designated by `order` on the seat of `wish`."""
    mandate, body = wish.order_line.mandate, wish.seat.body
    values = {
        "instance": body_words(body),
        "qualite": quality_words(wish.seat.quality, wish.candidacy.civility),
        "arrete": f"arrêté n° {order.number} du {date_fr(order.signed_on)}",
        "debut": date_fr(mandate.period.lower),
        "fin": date_fr(mandate.term_end) if mandate.term_end else "",
        "contact": body.facility.email if body.facility else "",
    }
    copies = [wish.candidacy.association.name, body.facility.readable_name if body.facility else body.name]
    return _letter(texts.DESIGNATION, wish.candidacy, values, day=day, signature=signature_of(order, day), copies=copies)


def refusal_letter(candidacy: Candidacy, values: Mapping[str, str], *, signature: Signature | None, day: date) -> LetterData:
    """Return the letter of decision to somebody not selected. values: `raisons`, `sieges` (perhaps empty), `recours`."""
    return _letter(texts.REFUSAL, candidacy, values, day=day, signature=signature)


def receipt_letter(candidacy: Candidacy, values: Mapping[str, str], *, day: date) -> LetterData:
    """Return the acknowledgement on paper. values: `recu_le`, `reponse_le`, `voeux`."""
    return _letter(texts.RECEIPT, candidacy, values, day=day, signature=None)


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


def _letter(
    code: str, candidacy: Candidacy, values: Mapping[str, str], *, day: date, signature: Signature | None, copies: list[str] | None = None
) -> LetterData:
    region = candidacy.call.region
    polite = POLITE[Civility(candidacy.civility)]
    known = {
        "numero": candidacy.number,
        "personne": candidacy.full_name,
        "association": candidacy.association.name,
        "appel": candidacy.call.title,
        "service": agency_name(region),
        "politesse": polite,
    }
    subject, body = text(code, known | dict(values), on=day)
    paragraphs = [line for line in body.split("\n") if line]
    return LetterData(
        sender=[agency_name(region)],
        recipient=_address(candidacy),
        place_and_date=_place_and_date(region, day),
        reference=[f"Références\u00a0: dossier {candidacy.number}"],
        object=subject,
        salutation=f"{polite},",
        paragraphs=paragraphs[:-1],
        closing=paragraphs[-1:],
        signature=signature,
        copies=copies or [],
    )


def _address(candidacy: Candidacy) -> list[str]:
    """Return the lines of the window: what the file knows of the home, without a street."""
    home = candidacy.home
    town = f"{home.postcodes[0] if home.postcodes else ''} {home.name}".strip() if home else ""
    try:
        return address_lines([candidacy.full_name, town])
    except DocumentRefused:
        return [candidacy.full_name[:38]]


def _place_and_date(region: Territory, day: date) -> str:
    court = court_at(region, day)
    return f"{court.agency_town}, le {date_fr(day)}" if court else f"Le {date_fr(day)}"
