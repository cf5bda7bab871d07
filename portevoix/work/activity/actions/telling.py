"""Whom the activity is told to: the secretariats of the facility, the person. Written in the transaction of the act."""

from datetime import date
from typing import Any

from portevoix.base.core.addresses import absolute_url
from portevoix.base.core.french_dates import date_fr
from portevoix.base.notifications.actions import queue_many
from portevoix.base.notifications.outbox import Draft, Recipient
from portevoix.register.directory.models import Body, Person
from portevoix.register.orders.selectors.certificates import body_words
from portevoix.work.activity.models import ExpenseClaim, PresenceCertificate
from portevoix.work.activity.selectors.people import secretariats
from portevoix.work.activity.words import euros

CLAIM_PAGES = {True: "/espace/mes-frais/{pk}/", False: "/espace/frais-recus/{pk}/"}


def to_secretariats(code: str, claim: ExpenseClaim, *, by: Any, today: date) -> None:
    """Tell the facility of a claim."""
    values = _claim_values(claim, own=False) | {"personne": str(claim.person)}
    queue_many(code, [Draft(to=to, values=values, about=claim) for to in _readers(claim.body, today)], by=by)


def to_claimant(code: str, claim: ExpenseClaim, *, by: Any, **more: str) -> None:
    """Tell the person of a claim what became of it."""
    values = _claim_values(claim, own=True) | more
    queue_many(code, [Draft(to=to, values=values, about=claim) for to in _person(claim.person)], by=by)


def presence_to_secretariats(code: str, asked: PresenceCertificate, *, by: Any, today: date) -> None:
    """Ask the facility for a certificate of presence."""
    leave = asked.leave
    page = absolute_url(f"/espace/frais-recus/attestations/{asked.pk}/")
    values = _day_values(asked, page) | {"personne": str(leave.person)}
    queue_many(code, [Draft(to=to, values=values, about=asked) for to in _readers(leave.body, today)], by=by)


def presence_to_person(code: str, asked: PresenceCertificate, *, by: Any, **more: str) -> None:
    """Tell the person what became of a certificate of presence."""
    values = _day_values(asked, absolute_url("/espace/mes-conges/")) | more
    queue_many(code, [Draft(to=to, values=values, about=asked) for to in _person(asked.leave.person)], by=by)


def _readers(body: Body, today: date) -> list[Recipient]:
    return [Recipient(user.email, user.get_full_name()) for user in secretariats(body, today)]


def _person(person: Person) -> list[Recipient]:
    email = person.email or (person.user.email if person.user else "")
    return [Recipient(email, str(person))] if email else []


def _claim_values(claim: ExpenseClaim, *, own: bool) -> dict[str, str]:
    return {
        "numero": claim.number,
        "instance": body_words(claim.body) if claim.body else claim.payer_name,
        "total": euros(claim.total),
        "lien": absolute_url(CLAIM_PAGES[own].format(pk=claim.pk)),
    }


def _day_values(asked: PresenceCertificate, page: str) -> dict[str, str]:
    return {"instance": body_words(asked.leave.body), "jour": date_fr(asked.leave.day), "lien": page}
