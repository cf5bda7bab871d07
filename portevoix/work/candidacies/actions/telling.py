"""Whom a candidacy is told to: the association, the person, the delegation. The messages are written in the transaction of the act."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from portevoix.base.accounts.models import User
from portevoix.base.core.addresses import absolute_url
from portevoix.base.core.french_dates import date_fr
from portevoix.base.notifications.actions import queue_many
from portevoix.base.notifications.outbox import Draft, Recipient
from portevoix.register.access.models import RoleAssignment
from portevoix.register.access.permissions import ROLES, Permission
from portevoix.register.directory.selectors.rules import parameter_at
from portevoix.register.orders.selectors.words import body_words
from portevoix.work.candidacies import notifications as texts
from portevoix.work.candidacies.actions.letters import keep_letters
from portevoix.work.candidacies.models import Candidacy, PieceRequest
from portevoix.work.candidacies.selectors.calls import last_day
from portevoix.work.candidacies.selectors.letters import receipt_letter
from portevoix.work.candidacies.selectors.repositioning import SeatLeft
from portevoix.work.candidacies.selectors.wish_words import asked_in_full

ANSWER_DELAY, ANSWER_DAYS = "delai-reponse-candidature", 120
OPINION_DELAY, OPINION_DAYS = "delai-under_review", 15
SEATS_SHOWN = 5
AGENT_PAGE = "/espace/candidatures/{pk}/"
ASSOCIATION_PAGE = "/espace/nos-candidatures/{pk}/"
PERSON_PAGE = "/espace/mes-candidatures/{pk}/"


def acknowledged(candidacy: Candidacy, *, by: Any, today: date) -> None:
    """Acknowledge a candidacy to the association, and to the person (CRPA, L. 112-3 and R. 112-5). Call it where it is sent."""
    delay = parameter_at(ANSWER_DELAY, today, default=ANSWER_DAYS)
    answer = date_fr(today + timedelta(days=delay))
    values = {"recu_le": day_of(candidacy.submitted_at), "reponse_le": answer, "voeux": wishes_words(candidacy)}
    letter = receipt_letter(candidacy, values, day=today)
    kept = list(keep_letters({f"accuse-{candidacy.number}": letter}, at=candidacy.submitted_at, by=by, refuse=False).values())
    queue_many(texts.ACKNOWLEDGEMENT, [replace(draft, attachments=kept) for draft in file_drafts(candidacy, values)], by=by)


def pieces_asked(asked: PieceRequest, *, by: Any) -> None:
    """Tell the association what is missing."""
    _tell(texts.PIECES_ASKED, asked.candidacy, {"pieces": asked.items, "avant_le": date_fr(asked.due_on)}, by=by, person=False)


def opinion_asked(candidacy: Candidacy, *, by: Any, today: date) -> None:
    """Ask the delegations of the departments of the file for their opinion."""
    due = today + timedelta(days=parameter_at(OPINION_DELAY, today, default=OPINION_DAYS))
    values = file_values(candidacy, AGENT_PAGE) | {"voeux": wishes_words(candidacy), "avant_le": date_fr(due)}
    drafts = [Draft(to=to, values=values, about=candidacy) for to in delegations(candidacy, today)]
    queue_many(texts.OPINION_ASKED, drafts, by=by)


def withdrawn(candidacy: Candidacy, *, by: Any) -> None:
    """Tell the association and the person that the candidacy is withdrawn."""
    _tell(texts.WITHDRAWN, candidacy, {}, by=by)


def taken_back(candidacy: Candidacy, *, by: Any) -> None:
    """Tell the association and the person, who were told that the file was received, that it is a draft again, and until when."""
    last = last_day(candidacy.call)
    _tell(texts.TAKEN_BACK, candidacy, {"cloture": date_fr(last) if last else ""}, by=by)


def delegations(candidacy: Candidacy, today: date) -> list[Recipient]:
    """Return the accounts that give the opinion of the delegation on a file: those of its departments."""
    roles = [code for code, role in ROLES.items() if Permission.CANDIDACY_ASSESS in role.permissions]
    rows = RoleAssignment.objects.active_at(today).filter(role__in=roles, user__is_active=True)
    users = User.objects.filter(pk__in=rows.filter(territory__code__in=candidacy.departments).values("user")).order_by("pk")
    return [Recipient(user.email, user.get_full_name()) for user in users]


def association_recipient(candidacy: Candidacy) -> Recipient | None:
    """Return the address of the association for this file: the one that it gave, else its own, else its federation's."""
    association = candidacy.association
    email = candidacy.association_email or association.email or association.accredited.email
    if not email and candidacy.created_by and candidacy.created_by.is_active:
        email = candidacy.created_by.email
    return Recipient(email, candidacy.signed_by_name or association.name) if email else None


def person_recipient(candidacy: Candidacy) -> Recipient | None:
    return Recipient(candidacy.email, candidacy.full_name) if candidacy.email else None


def file_values(candidacy: Candidacy, page: str) -> dict[str, str]:
    """Return the values that every text about a file asks for; page: path of the page of the reader."""
    return {
        "numero": candidacy.number or f"brouillon n° {candidacy.pk}",
        "personne": candidacy.full_name or "personne à préciser",
        "association": candidacy.association.name,
        "appel": candidacy.call.title,
        "service": f"Agence régionale de santé {candidacy.call.region.name}",
        "questions": candidacy.call.help_email,
        "lien": absolute_url(page.format(pk=candidacy.pk)),
    }


def wishes_words(candidacy: Candidacy) -> str:
    """Return one line a wish: « - vœu 1 : centre hospitalier de Saverne, titulaire »."""
    wishes = candidacy.wishes.select_related("body__body_type", "body__facility").order_by("rank", "pk")
    return "\n".join(f"- vœu {wish.rank}\u00a0: {asked_in_full(wish)}" for wish in wishes) or "- aucun vœu"


def day_of(moment: datetime) -> str:
    """Return the day of a moment in words: « 22 novembre 2026 »."""
    return date_fr(timezone.localdate(moment))


def _tell(code: str, candidacy: Candidacy, values: dict[str, str], *, by: Any, person: bool = True) -> None:
    queue_many(code, list(file_drafts(candidacy, values, person=person)), by=by)


def file_drafts(candidacy: Candidacy, values: dict[str, str], *, person: bool = True) -> Iterable[Draft]:
    """Yield a message to the association and, with `person`, one to the person; one only when both have the same address."""
    told = set()
    for to, page in ((association_recipient(candidacy), ASSOCIATION_PAGE), (person_recipient(candidacy) if person else None, PERSON_PAGE)):
        if to and to.email.lower() not in told:
            told.add(to.email.lower())
            yield Draft(to=to, values=file_values(candidacy, page) | values, about=candidacy)


def seats_words(left: Iterable[SeatLeft], limit: int = SEATS_SHOWN) -> str:
    """Return the nearest seats still empty, one a line: « - commission des usagers, clinique du Ried, Haguenau : suppléant (12 km) »."""
    return "\n".join(
        f"- {body_words(one.seat.body)}\u00a0: {one.seat.get_quality_display()} ({round(one.kilometres)}\u00a0km)"
        for one in list(left)[:limit]
    )
