"""What goes to the employer: the request for leave, the certificate of presence."""

from collections.abc import Sequence
from datetime import date, time

from portevoix.base.core.french_dates import date_fr, hour_fr
from portevoix.base.core.text import NBSP
from portevoix.base.documents.shapes import CertificateData, LetterData, Signature, Verification
from portevoix.register.directory.enums import Civility
from portevoix.register.directory.models import Body, Person
from portevoix.register.directory.selectors.places import commune_words
from portevoix.register.mandates.models import Mandate
from portevoix.register.orders.selectors.certificates import body_words, quality_words
from portevoix.register.orders.selectors.composition import person_words
from portevoix.work.activity.enums import LeavePortion, SignatoryFunction
from portevoix.work.activity.models import RepresentationLeave
from portevoix.work.activity.selectors.leave import LeaveRules
from portevoix.work.activity.selectors.people import mandate_on

TEXTS = "articles L. 3142-60 à L. 3142-64, D. 3142-50 et suivants et R. 3142-45 et suivants du code du travail"
PRESENCE_TITLE = "Attestation de présence"
PORTIONS = {LeavePortion.DAY: "toute la journée", LeavePortion.MORNING: "la matinée", LeavePortion.AFTERNOON: "l’après-midi"}
FUNCTIONS = {
    SignatoryFunction.PRESIDENT: "Pour l’instance, la présidence",
    SignatoryFunction.SECRETARY: "Pour l’instance, le secrétariat",
}


def leave_letter(leave: RepresentationLeave, *, employer: Sequence[str], place: str, rules: LeaveRules, today: date) -> LetterData:
    """Return the request for leave. employer: lines of the address, which nothing keeps. place: where it is written."""
    person = leave.person
    mandate = mandate_on(person, leave.body, leave.day)
    seat = _quality(mandate, person)
    order = f", n°{NBSP}{mandate.order_reference}" if mandate and mandate.order_reference else ""
    chosen = "désignée" if person.civility == Civility.MRS else "désigné" if person.civility == Civility.MR else "nommément désigné"
    home = [commune_words(person.home)] if person.home else []
    return LetterData(
        sender=[str(person), *home],
        recipient=list(employer),
        place_and_date=f"{place}, le {date_fr(today)}",
        object="Demande de congé de représentation",
        salutation="Madame, Monsieur,",
        paragraphs=[
            f"Je siège comme {seat} dans l’instance suivante\u00a0: {body_words(leave.body)}. J’y suis {chosen} par une décision de "
            f"l’autorité compétente{order}.",
            f"Je vous demande un congé de représentation le {date_fr(leave.day, weekday=True)}, {PORTIONS[LeavePortion(leave.portion)]}, "
            "pour prendre part à une réunion de cette instance.",
            f"Ce congé est prévu par les {TEXTS}, et par l’article L. 1114-3 du code de la santé publique. Il est de {rules.days} jours "
            "ouvrables par an, sauf accord de l’entreprise ou de la branche. Il peut être pris par demi-journées.",
            f"Un refus est motivé. Il me parvient dans les {rules.refusal} jours qui suivent la réception de cette lettre (R. 3142-45).",
        ],
        closing=[
            "Au retour, je vous remettrai une attestation de présence signée par l’instance.",
            "Je vous prie d’agréer, Madame, Monsieur, mes salutations distinguées.",
        ],
        signature=Signature(quality="", name=str(person)),
    )


def presence_data(
    leave: RepresentationLeave,
    *,
    starts: time | None,
    ends: time | None,
    signatory: Signature,
    today: date | None,
    verification: Verification | None = None,
) -> CertificateData:
    """Return the certificate of presence: body, day, hours, quality, never the agenda (standards §7.3).

    starts, ends, today: None on the blank one, which is filled in by hand.
    """
    hours = f"de {hour_fr(starts)} à {hour_fr(ends)}" if starts and ends else "de …… h …… à …… h ……"
    return CertificateData(
        authority=[leave.body.readable_name],
        title=PRESENCE_TITLE,
        statement=["L’instance désignée ci-dessous atteste que"],
        person=person_words(leave.person),
        paragraphs=["a pris part à sa réunion\u00a0:"],
        facts=[
            ("Instance", body_words(leave.body)),
            ("Jour", date_fr(leave.day, weekday=True)),
            ("Heures", hours),
            ("Qualité", quality_of(leave.person, leave.body, leave.day)),
            ("Pour", "l’employeur, au titre du congé de représentation (articles L. 3142-60 et suivants du code du travail)"),
        ],
        closing=[f"Attestation établie le {date_fr(today)}."] if today else ["Attestation établie le ……………………"],
        signature=signatory,
        verification=verification,
    )


def blank_signatory() -> Signature:
    """Return the room for a pen: the president or the secretary of the body signs."""
    return Signature(quality="La présidence ou le secrétariat de l’instance (nom, qualité, signature)", name="")


def quality_of(person: Person, body: Body, day: date) -> str:
    """Return the quality in which somebody sits in `body` on `day`."""
    return _quality(mandate_on(person, body, day), person)


def _quality(mandate: Mandate | None, person: Person) -> str:
    return quality_words(mandate.seat.quality, person.civility) if mandate else "membre, au titre des usagers"
