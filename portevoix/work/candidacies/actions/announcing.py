"""What leaves once an order is signed: to each person, association and establishment; to those not selected, why and what is left."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils import timezone

from portevoix.base.core.addresses import absolute_url
from portevoix.base.core.french_dates import date_fr
from portevoix.base.core.periods import first_day
from portevoix.base.files.models import StoredFile
from portevoix.base.notifications.actions import queue_many
from portevoix.base.notifications.models import Message
from portevoix.base.notifications.outbox import Draft, Recipient
from portevoix.register.directory.models import Territory
from portevoix.register.orders.models import DesignationOrder
from portevoix.register.orders.selectors.values import agency_name, appeal_delay, court_at
from portevoix.register.orders.selectors.words import body_words
from portevoix.work.candidacies import notifications as texts
from portevoix.work.candidacies.actions.letters import keep_letters
from portevoix.work.candidacies.actions.telling import (
    ASSOCIATION_PAGE,
    association_recipient,
    file_drafts,
    seats_words,
)
from portevoix.work.candidacies.enums import CandidacyState, WishState
from portevoix.work.candidacies.models import Candidacy
from portevoix.work.candidacies.selectors.designated import Designated
from portevoix.work.candidacies.selectors.letters import designation_letter, refusal_letter, signature_of
from portevoix.work.candidacies.selectors.repositioning import seats_left_many

SPACE_PAGE, BODY_PAGE, MANDATES_PAGE = "/espace/mon-espace/", "/espace/instances/{pk}/", "/espace/nos-mandats/"


def designated(rows: Sequence[Designated], *, order: DesignationOrder, by: Any) -> None:
    """Write to each designated person, to the association and to the establishment, with the letter of designation."""
    letters = {f"lettre-{order.number}-{row.line.rank}": designation_letter(row, order=order, day=order.signed_on) for row in rows}
    kept = keep_letters(letters, at=order.signed_at, by=by)
    enclosed = [[kept[name]] if name in kept else [] for name in letters]
    both = list(zip(rows, enclosed, strict=True))
    people = [_draft(row, order, Recipient(row.email, row.full_name), SPACE_PAGE, letter) for row, letter in both]
    queue_many(texts.DESIGNATED_PERSON, people, by=by)
    associations = [_draft(row, order, _association_of(row), ASSOCIATION_PAGE, letter) for row, letter in both if row.association]
    queue_many(texts.DESIGNATED_ASSOCIATION, associations, by=by)
    facilities = [
        _draft(row, order, _facility_of(row), BODY_PAGE.format(pk=row.line.seat.body_id), letter)
        for row, letter in both
        if row.line.seat.body.facility
    ]
    queue_many(texts.DESIGNATED_FACILITY, facilities, by=by)


def _draft(row: Designated, order: DesignationOrder, to: Recipient, page: str, letters: list[StoredFile]) -> Draft:
    """Return a message about a designation; without an address it is written all the same: the ledger shows that it failed."""
    mandate, own = row.line.mandate, row.file and page == ASSOCIATION_PAGE
    values = {
        "numero": row.number,
        "personne": row.full_name,
        "association": row.proposed_by,
        "appel": row.call_title,
        "service": agency_name(row.region),
        "questions": row.file.call.help_email if row.file else "",
        "lien": absolute_url(page.format(pk=row.file.pk) if own else MANDATES_PAGE if page == ASSOCIATION_PAGE else page),
        "instance": body_words(row.line.seat.body),
        "siege": row.line.seat.get_quality_display(),
        "arrete": f"arrêté n° {order.number} du {date_fr(order.signed_on)}",
        "debut": date_fr(first_day(mandate.period)),
        "fin": date_fr(mandate.term_end) if mandate.term_end else "",
    }
    return Draft(to=to, values=values, about=row.file if own else mandate, attachments=letters)


def _association_of(row: Designated) -> Recipient:
    """Return the address of the association: that of the file, else its own, else its federation's."""
    if row.file:
        return association_recipient(row.file) or Recipient("")
    return Recipient(row.association.email or row.association.accredited.email, row.association.name)


def _facility_of(row: Designated) -> Recipient:
    facility = row.line.seat.body.facility
    return Recipient(facility.email, facility.readable_name)


def not_selected(*, calls: Collection[int], by: Any, today: date, order: DesignationOrder | None = None) -> None:
    """Write to those of `calls` who are not selected, or wait on the list, and were not told yet: why, and the seats left near home.

    order: whose signatory signs the letters of decision that are joined.
    """
    for code, state in ((texts.NOT_SELECTED, CandidacyState.NOT_SELECTED), (texts.WAITING_LIST, CandidacyState.WAITING_LIST)):
        files = _untold(code, calls, state)
        left = seats_left_many(files, today=today)
        values = {file.pk: {"raisons": reasons_words(file), "sieges": seats_words(left[file.pk])} for file in files}
        letters: dict[int, StoredFile] = {}
        if code == texts.NOT_SELECTED:
            appeals = {region.pk: appeal_words(region, today) for region in {file.call.region for file in files}}
            for file in files:
                values[file.pk]["recours"] = appeals[file.call.region_id]
            letters = _refusal_letters(files, values, order=order, by=by, today=today)
        drafts = [
            replace(draft, attachments=[letters[file.pk]] if file.pk in letters else [])
            for file in files
            for draft in file_drafts(file, values[file.pk])
        ]
        queue_many(code, drafts, by=by)


def _refusal_letters(
    files: list[Candidacy], values: dict[int, dict[str, str]], *, order: DesignationOrder | None, by: Any, today: date
) -> dict[int, StoredFile]:
    signature = signature_of(order, today) if order else None
    letters = {f"decision-{file.number}": refusal_letter(file, values[file.pk], signature=signature, day=today) for file in files}
    kept = keep_letters(letters, at=timezone.now(), by=by, refuse=False)
    return {file.pk: kept[name] for file, name in zip(files, letters, strict=True) if name in kept}


def _untold(code: str, calls: Collection[int], state: str) -> list[Candidacy]:
    files = Candidacy.objects.filter(call__in=calls, state=state).order_by("pk")
    told = Message.objects.filter(code=code, about_kind=Candidacy._meta.label_lower, about_number__in=files.values("pk"))
    files = files.exclude(pk__in=list(told.values_list("about_number", flat=True)))
    files = files.select_related("call__region", "association__parent", "created_by", "home")
    return list(files.prefetch_related("wishes__body__facility"))


def reasons_words(candidacy: Candidacy) -> str:
    """Return the decision on each wish: « - vœu 1, centre hospitalier de Saverne : siège attribué à une autre candidature. … »."""
    lines = []
    for wish in sorted(candidacy.wishes.all(), key=lambda one: (one.rank, one.pk)):
        if wish.state == WishState.WITHDRAWN:
            continue
        place = wish.body.readable_name if wish.body else f"siège à moins de {wish.within_km}\u00a0km"
        said = wish.get_refusal_reason_display() if wish.refusal_reason else wish.get_state_display()
        lines.append(f"- vœu {wish.rank}, {place}\u00a0: {said}. {wish.reason}".strip())
    return "\n".join(lines) or "- aucun vœu"


def appeal_words(region: Territory, day: date) -> str:
    """Return the ways and delays of appeal, with the court of the region when the register knows it."""
    court, delay = court_at(region, day), appeal_delay(day) or "deux\u00a0mois"
    before = f"devant le {court.court}" if court else "devant le tribunal administratif compétent"
    return (
        f"Cette décision peut être contestée dans les {delay} qui suivent sa réception\u00a0: par un recours gracieux auprès de l’agence, "
        f"ou {before}, y compris par Télérecours citoyens (www.telerecours.fr)."
    )
