"""Whom a session is told to: each person enrolled. The messages are written in the transaction of the act.

`join_files` is where another module adds a file to what convokes somebody (the `.ics` of the half-days).
"""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from portevoix.base.core.addresses import absolute_url
from portevoix.base.core.french_dates import date_fr
from portevoix.base.files.models import StoredFile
from portevoix.base.notifications.actions import queue_many
from portevoix.base.notifications.outbox import Draft, Recipient
from portevoix.work.training import notifications as texts
from portevoix.work.training.models import Enrolment, Session
from portevoix.work.training.selectors.offers import last_day_of_offer, sign_place
from portevoix.work.training.selectors.sessions import other_dates, session_with_figures
from portevoix.work.training.selectors.words import dates_words, days_words, hours_words, place_words

MY_PAGE, PLACE_PAGE = "/espace/ma-formation/", "/formations/place/{token}/"
CONVOKING = frozenset(
    {texts.REGISTERED, texts.SESSION_CONFIRMED, texts.SESSION_CHANGED, texts.SESSION_CANCELLED, texts.ENROLMENT_CANCELLED}
)
JOINED: list[Callable[[Session, Collection[Enrolment], datetime], Mapping[int, Collection[StoredFile]]]] = []


def join_files(maker: Callable[[Session, Collection[Enrolment], datetime], Mapping[int, Collection[StoredFile]]]) -> None:
    """Have `maker(session, enrolments, at)` give files, by primary key of enrolment, to every message that convokes or takes it back."""
    JOINED.append(maker)


def tell(code: str, enrolments: Collection[Enrolment], *, session: Session, by: Any, at: datetime, **values: str) -> None:
    """Write the text `code` to each person of `enrolments`, about `session`. Without an address the ledger shows the failure."""
    if not enrolments:
        return
    shown = session_with_figures(session)
    shared = session_values(shown) | values
    files = [maker(shown, enrolments, at) for maker in JOINED] if code in CONVOKING else []
    drafts = [
        Draft(
            to=recipient_of(row),
            values=shared | {"visio": shown.remote_link if row.remote or shown.commune is None else ""},
            about=row,
            region=shown.region.code,
            attachments=[file for given in files for file in given.get(row.pk, ())],
            reply_to=shown.questions_email,
        )
        for row in enrolments
    ]
    queue_many(code, drafts, by=by)


def tell_registered(enrolment: Enrolment, *, by: Any, at: datetime) -> None:
    """Convoke somebody: where, when, how to come."""
    tell(texts.REGISTERED, [enrolment], session=enrolment.session, by=by, at=at)


def tell_waiting(enrolment: Enrolment, *, rank: int, by: Any, at: datetime) -> None:
    """Say that somebody waits, and at which rank."""
    tell(texts.WAITING, [enrolment], session=enrolment.session, by=by, at=at, rang=str(rank))


def tell_offered(enrolment: Enrolment, *, by: Any, at: datetime) -> None:
    """Offer a place until its last day, with the link that confirms it."""
    tell(
        texts.PLACE_OFFERED,
        [enrolment],
        session=enrolment.session,
        by=by,
        at=at,
        avant_le=date_fr(last_day_of_offer(enrolment)),
        confirmer=absolute_url(PLACE_PAGE.format(token=sign_place(enrolment))),
    )


def tell_lost(enrolment: Enrolment, *, by: Any, at: datetime) -> None:
    """Say that an offered place went to the next person."""
    tell_with_other_dates(texts.PLACE_LOST, [enrolment], session=enrolment.session, by=by, at=at)


def tell_with_other_dates(code: str, enrolments: Collection[Enrolment], *, session: Session, by: Any, at: datetime, **values: str) -> None:
    """Write the text `code` to each person with the nearest other dates of the course that have a place."""
    left = other_dates(session, today=timezone.localdate(at))
    for row in enrolments:
        said = dates_words(left, person=row.person, today=timezone.localdate(at))
        tell(code, [row], session=session, by=by, at=at, autres=said, **values)


def session_values(session: Session) -> dict[str, str]:
    """Return the values that every text about a session asks for; `session` with its figures."""
    asked = [session.questions_email, " ".join(_pairs(session.questions_phone))]
    return {
        "formation": session.course.title,
        "dates": days_words(session),
        "horaires": hours_words(session),
        "lieu": place_words(session),
        "venir": session.access_words,
        "questions": ", ".join(part for part in asked if part),
        "lien": absolute_url(MY_PAGE),
    }


def recipient_of(enrolment: Enrolment) -> Recipient:
    """Return where somebody is written to: their address, their account's, else that of the association which enrolled them."""
    person = enrolment.person
    email = person.email or (person.user.email if person.user and person.user.is_active else "")
    if not email and enrolment.association:
        email = enrolment.association.email
    return Recipient(email, str(person))


def _pairs(digits: str) -> list[str]:
    return [digits[at : at + 2] for at in range(0, len(digits), 2)] if digits.isdigit() else [digits]
