"""No voice left unanswered: the recipient is reminded once, then the delegation, until somebody answers."""

from datetime import date, timedelta

from django.db import transaction

from portevoix.base.audit import journal
from portevoix.base.audit.actors import Program
from portevoix.base.notifications.actions import queue
from portevoix.work.outreach.actions.hand_overs import about, values_of
from portevoix.work.outreach.enums import HandOverState
from portevoix.work.outreach.links import followed_url
from portevoix.work.outreach.models import HandOver
from portevoix.work.outreach.notifications import REMINDER, UNANSWERED
from portevoix.work.outreach.selectors.hand_overs import Delays, answerers, delays_at, delegation, due_on, unanswered

REMINDERS = Program("remind_hand_overs")


def send_reminders(*, today: date) -> int:
    """Remind what nobody answered by its day; return how many requests were spoken of. Run again the same day, it writes nothing."""
    delays = delays_at(today)
    return sum(_remind(row.pk, delays, today) for row in unanswered(today=today))


@transaction.atomic
def _remind(pk: int, delays: Delays, today: date) -> bool:
    rows = HandOver.objects.select_for_update(of=("self",), no_key=True).filter(state=HandOverState.RECEIVED)
    row = rows.select_related("association__parent", "region", "department").filter(pk=pk).first()
    if row is None:
        return False
    values, due, told = values_of(row, day=today), due_on(row, delays), []
    if row.recipient_reminded_on is None:
        queue(REMINDER, to=answerers(row, today=today), values=values, about=about(row), region="", by=REMINDERS)
        row.recipient_reminded_on = today
        told.append("recipient")
    last = row.delegation_reminded_on or due
    if row.association and last + timedelta(days=delays.escalate) <= today:
        more = {"association": row.association.name, "lien": followed_url(row)}
        to = delegation(row.region, today=today)
        queue(UNANSWERED, to=to, values=values | more, about=about(row), region="", by=REMINDERS)
        row.delegation_reminded_on = today
        told.append("delegation")
    if told:
        row.save()
        journal.record("handover.remind", target=row, by=REMINDERS, told=told)
    return bool(told)
