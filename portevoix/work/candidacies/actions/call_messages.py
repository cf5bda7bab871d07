"""Whom a call is announced to, reminded to, and who is told that a draft was not sent."""

from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from portevoix.base.audit import journal
from portevoix.base.audit.actors import Program
from portevoix.base.core.addresses import absolute_url
from portevoix.base.core.french_dates import date_fr
from portevoix.base.notifications.actions import queue_many
from portevoix.base.notifications.outbox import Draft, Recipient
from portevoix.work.candidacies.call_texts import DRAFT_REMINDER, LAPSED, OPENED, REMINDER, REVIVED
from portevoix.work.candidacies.enums import CandidacyState, Channel
from portevoix.work.candidacies.models import Call, CallReminder, Candidacy
from portevoix.work.candidacies.models.candidacies import UNSENT
from portevoix.work.candidacies.selectors.calls import concerned_associations, due_reminders, last_day, seats_of_call

REMINDERS = Program("remind_calls")


def announce_opening(*, call: Call, by: Any, today: date) -> int:
    """Write to the associations that `call` concerns; return how many messages were written."""
    values = _values(call, call.call_seats.count())
    drafts = [Draft(to=to, values=values, about=call) for to in _contacts(concerned_associations(call, today=today))]
    return len(queue_many(OPENED, drafts, by=by, unsubscribable=True))


def tell_lapsed(*, call: Call, drafts: list[Candidacy], by: Any) -> int:
    """Tell the holders of `drafts` that nothing was sent; return how many messages were written."""
    values = _values(call, call.call_seats.count()) | {
        "questions": call.help_email,
        "lien": absolute_url(reverse("candidacies:public_calls")),
    }
    rows = [Draft(to=to, values=values, about=draft) for draft in drafts for to in _holders(draft)]
    return len(queue_many(LAPSED, rows, by=by))


def tell_revived(*, call: Call, drafts: list[Candidacy], by: Any) -> int:
    """Tell the holders of `drafts` that the call is open again and their draft too; return how many messages were written."""
    values = _values(call, call.call_seats.count())
    rows = [Draft(to=to, values=values, about=draft) for draft in drafts for to in _holders(draft)]
    return len(queue_many(REVIVED, rows, by=by))


def send_due_reminders(*, at: datetime) -> int:
    """Send the reminders whose day has come; return how many messages were written.

    When several of one call are due (nothing ran for days), one message only leaves, and all count as sent.
    """
    written = 0
    for _, group in groupby(due_reminders(at=at), key=lambda row: row.call_id):
        written += _remind(list(group), at=at)
    return written


@transaction.atomic
def _remind(reminders: list[CallReminder], *, at: datetime) -> int:
    held = CallReminder.objects.select_for_update().filter(pk__in=[row.pk for row in reminders], sent_at__isnull=True)
    if not held.exists():
        return 0
    call, today = reminders[0].call, timezone.localdate(at)
    held.update(sent_at=at)
    left = max(1, (last_day(call) - today).days)
    remaining = sum(row.remaining for row in seats_of_call(call, today=today))
    values = _values(call, remaining) | {"delai": f"{left}\u00a0jour{'s' if left > 1 else ''}"}
    drafts = Candidacy.objects.filter(call=call, state=CandidacyState.DRAFT).select_related("association", "created_by").order_by("pk")
    begun = [Draft(to=to, values=values, about=draft) for draft in drafts for to in _holders(draft)]
    queue_many(DRAFT_REMINDER, begun, by=REMINDERS)
    filed = set(Candidacy.objects.filter(call=call).exclude(state__in=UNSENT).values_list("association_id", flat=True))
    silent = [row for row in concerned_associations(call, today=today) if row.pk not in filed] if remaining else []
    told = {draft.to.email.lower() for draft in begun}
    others = [Draft(to=to, values=values, about=call) for to in _contacts(silent) if to.email.lower() not in told]
    queue_many(REMINDER, others, by=REMINDERS, unsubscribable=True)
    journal.record("call.remind", target=call, by=REMINDERS, drafts=len(begun), associations=len(others))
    return len(begun) + len(others)


def _values(call: Call, seats: int) -> dict[str, str]:
    last = last_day(call)
    return {
        "numero": call.number,
        "titre": call.title,
        "sieges": f"{seats}\u00a0siège{'s' if seats > 1 else ''}",
        "cloture": date_fr(last) if last else "",
        "lien": absolute_url(reverse("candidacies:public_call", args=[call.number])),
    }


def _contacts(associations: list) -> list[Recipient]:
    """Return one recipient an address: that of the association, else that of its federation."""
    found: dict[str, Recipient] = {}
    for association in associations:
        email = association.email or association.accredited.email
        if email:
            found.setdefault(email.lower(), Recipient(email, association.name if association.email else association.accredited.name))
    return list(found.values())


def _holders(draft: Candidacy) -> list[Recipient]:
    """Return who holds a draft: the account that began it, and the address that the association gave for the file.

    A paper file that is being typed in is held by the agent alone.
    """
    emails = ["" if draft.channel == Channel.PAPER else draft.association_email, draft.created_by.email if draft.created_by else ""]
    return [Recipient(email) for email in {email.lower(): email for email in emails if email}.values()]
