"""What the acts of the demonstration wrote: dated from the act, and gone."""

from datetime import datetime

from django.db.models import Max

from portevoix.base.notifications.enums import MessageState
from portevoix.base.notifications.models import Message


def latest() -> int:
    """Return the number of the message written last, 0 without any."""
    return Message.objects.aggregate(last=Max("pk"))["last"] or 0


def leave(moment: datetime, *, after: int) -> None:
    """Date from `moment` the messages written after number `after`; all have left but those that nobody could receive."""
    written = Message.objects.filter(pk__gt=after)
    written.exclude(state=MessageState.FAILED).update(state=MessageState.SENT, sent_at=moment, attempts=1)
    written.update(queued_at=moment, due_at=moment)
