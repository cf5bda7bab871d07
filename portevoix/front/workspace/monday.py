"""The Monday e-mail: who receives it, what it says. One composition (`composition.compose`) for everybody, whatever their number.

It leaves when there is something to do (a step) or to come within a fortnight (an event); a week with nothing new is not written to.
The wish to know one's commune is not, by itself, a reason to write. The figures of the journal stay out, and the message is kept away
from the agents' page of messages: what somebody notes is theirs alone.
"""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from portevoix.base.core.addresses import absolute_url
from portevoix.base.notifications.actions import queue_many
from portevoix.base.notifications.models import Message
from portevoix.base.notifications.outbox import About, Draft, Recipient
from portevoix.base.notifications.selectors import suppressed
from portevoix.front.workspace.composition import Space, compose
from portevoix.front.workspace.notifications import FAMILY, MONDAY
from portevoix.register.access.models import RoleAssignment
from portevoix.register.access.own_space import Event, Line, Rank, Step
from portevoix.register.access.permissions import ROLES, Permission
from portevoix.register.directory.models import Person

AHEAD = timedelta(days=14)
KIND = "directory.person"
EVERYWHERE = ""  # the region of a message that only the platform follows


@transaction.atomic
def write_monday(*, at: datetime, by: Any) -> int:
    """Write the e-mails of this Monday to those who have something to read and were not written to yet; return how many."""
    addresses = _addresses(at)
    spaces = compose(list(Person.objects.filter(pk__in=addresses).select_related("home")), at=at)
    link = absolute_url(reverse("workspace:my_space"))
    drafts = [
        Draft(
            to=Recipient(addresses[pk], str(space.person)),
            values=words_of(space, link=link),
            about=About(label="Courriel du lundi", kind=KIND, number=pk),
            region=EVERYWHERE,
        )
        for pk, space in spaces.items()
        if worth_writing(space)
    ]
    queue_many(MONDAY.code, drafts, by=by, unsubscribable=True)
    return len(drafts)


def worth_writing(space: Space) -> bool:
    """Tell whether there is something to do, or to come within a fortnight."""
    soon = space.event is not None and space.event.starts <= space.at + AHEAD
    return soon or (space.step is not None and space.step.rank < Rank.HOME)


def words_of(space: Space, *, link: str) -> Mapping[str, str]:
    """Return what the text asks for."""
    return {
        "rendez_vous": _event(space.event) if space.event else "",
        "etape": _step(space.step) if space.step else "",
        "mandats": "\n".join(
            f"- {own.body.readable_name}, {own.quality}" + (f", {own.end_words}" if own.end_words else "") for own in space.mandates
        ),
        "formation": "\n".join(_line(line) for line in space.training),
        "lien": link,
    }


def _event(event: Event) -> str:
    return f"{event.day}, {event.hours}\u00a0: {event.title}" + (f", {event.place}" if event.place else "") + "."


def _step(step: Step) -> str:
    return "\n".join([" ".join(filter(None, [step.title, step.text])), *(_line(line) for line in step.choices)])


def _line(line: Line) -> str:
    return "- " + ", ".join(filter(None, [line.title, line.text, line.state.lower()]))


def _addresses(at: datetime) -> dict[int, str]:
    """Return where to write to each representative who has an account, who did not refuse, and who was not written to this week."""
    today = timezone.localtime(at).date()
    roles = [role.code for role in ROLES.values() if Permission.OWN_MANDATES in role.permissions]
    rows = RoleAssignment.objects.active_at(today).filter(role__in=roles, user__is_active=True, person__merged_into__isnull=True)
    known = {person: own or account for person, own, account in rows.values_list("person", "person__email", "user__email") if person}
    monday = timezone.make_aware(datetime.combine(today - timedelta(days=today.weekday()), time.min))
    written = Message.objects.filter(code=MONDAY.code, about_kind=KIND, queued_at__gte=monday, about_number__in=list(known))
    refusing = suppressed({address.lower() for address in known.values()}, FAMILY)
    done = set(written.values_list("about_number", flat=True))
    return {pk: address for pk, address in known.items() if pk not in done and address.lower() not in refusing}
