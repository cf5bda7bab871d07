"""Practice exchange groups: created, their members, their meetings told with a calendar file. Never what is said."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from portevoix.base.audit import journal
from portevoix.base.core.addresses import absolute_url
from portevoix.base.core.calendars import CANCEL, PUBLISH, calendar_bytes
from portevoix.base.core.french_dates import date_fr, hour_fr
from portevoix.base.core.periods import first_day, last_day, period
from portevoix.base.files.actions import store
from portevoix.base.files.enums import FileKind
from portevoix.base.notifications.actions import queue_many
from portevoix.base.notifications.outbox import Draft, Recipient
from portevoix.register.access.permissions import Permission, can
from portevoix.register.directory.models import Person, Territory
from portevoix.register.workflow.engine import StepRefused
from portevoix.work.training import proof_texts as texts
from portevoix.work.training.models import GroupMeeting, GroupMember, PracticeGroup
from portevoix.work.training.selectors.events import event_of_meeting, organiser
from portevoix.work.training.selectors.groups import members_on

EDITABLE = frozenset({"name", "department", "facilitator", "rules", "seats"})
FULL = "Ce groupe a déjà {seats} membres\u00a0: c’est le nombre de ses places. Augmentez-le, ou retirez quelqu’un."
OVER = "Ce groupe est clos. Créez-en un autre."


@transaction.atomic
def create_group(*, region: Territory, first: date, by: Any, **fields: Any) -> PracticeGroup:
    """Create a group of `region` from the day `first` on; `fields`: those of `EDITABLE`. Raises `ValidationError`, `PermissionDenied`."""
    group = PracticeGroup(region=region, active=period(first), **fields)
    _ensure(by, group)
    group.full_clean()
    group.save()
    journal.record("practicegroup.create", target=group, by=by)
    return group


@transaction.atomic
def edit_group(*, group: PracticeGroup, by: Any, **fields: Any) -> PracticeGroup:
    """Correct a group; `fields`: those of `EDITABLE`."""
    held = _hold(group, by)
    for name, value in fields.items():
        if name not in EDITABLE:
            raise KeyError(name)
        setattr(held, name, value)
    held.full_clean()
    held.save()
    journal.record("practicegroup.edit", target=held, by=by, fields=sorted(fields))
    return held


@transaction.atomic
def close_group(*, group: PracticeGroup, last: date, by: Any) -> None:
    """Say the last day of a group; its members leave that day. Raises `ValidationError` when it began later, or when a meeting follows."""
    held = _hold(group, by)
    if last < first_day(held.active):
        raise ValidationError({"last": f"Le groupe a commencé le {date_fr(first_day(held.active))}\u00a0: indiquez un jour plus tardif."})
    if held.meetings.filter(day__gt=last, cancelled=False).exists():
        raise ValidationError({"last": "Une rencontre est prévue après ce jour. Annulez-la d’abord."})
    held.active = period(first_day(held.active), last)
    held.save(update_fields=["active"])
    for member in held.members.filter(period__endswith__isnull=True):
        _end(member, last)
    journal.record("practicegroup.close", target=held, by=by, last=last.isoformat())


@transaction.atomic
def add_member(*, group: PracticeGroup, person: Person, first: date, by: Any) -> GroupMember:
    """Add somebody to a group from `first` on. Raises `ValidationError` when the group is full or the person already in it."""
    held = _hold(group, by)
    if held.active.upper is not None:
        raise StepRefused(OVER)
    if members_on(held, first).count() >= held.seats:
        raise ValidationError(FULL.format(seats=held.seats))
    member = GroupMember(group=held, person=person, period=period(first))
    member.full_clean()
    member.save()
    journal.record("practicegroup.add_member", target=held, by=by, member=member.pk)
    return member


@transaction.atomic
def remove_member(*, member: GroupMember, last: date, by: Any) -> None:
    """End somebody's time in a group on the day `last`; somebody who had not begun is taken out."""
    held = _hold(member.group, by)
    _end(GroupMember.objects.select_for_update(of=("self",)).get(pk=member.pk), last)
    journal.record("practicegroup.remove_member", target=held, by=by, member=member.pk)


@transaction.atomic
def add_meeting(*, group: PracticeGroup, by: Any, at: datetime, **fields: Any) -> GroupMeeting:
    """Add a meeting (day, starts, ends, place, commune, remote_link) and tell the members of that day, with a calendar file.

    Raises `ValidationError` for a past day, or without place nor link.
    """
    held = _hold(group, by)
    meeting = GroupMeeting(group=held, **fields)
    meeting.full_clean()
    if meeting.day < timezone.localdate(at):
        raise ValidationError({"day": "Cette date est passée. Indiquez un jour à venir."})
    if not (meeting.place or meeting.commune or meeting.remote_link):
        raise ValidationError("Indiquez un lieu, ou le lien de la visioconférence.")
    meeting.save()
    journal.record("practicegroup.add_meeting", target=held, by=by, meeting=meeting.pk, on=meeting.day.isoformat())
    _tell(texts.GROUP_MEETING, meeting, by=by, at=at)
    return meeting


@transaction.atomic
def cancel_meeting(*, meeting: GroupMeeting, by: Any, at: datetime) -> None:
    """Cancel a meeting to come; the members are told, and it leaves their calendars. Raises `StepRefused` when it is past or cancelled."""
    held = _hold(meeting.group, by)
    row = GroupMeeting.objects.select_for_update(of=("self",)).select_related("group", "commune").get(pk=meeting.pk)
    if row.cancelled or row.day < timezone.localdate(at):
        raise StepRefused("Annuler la rencontre\u00a0: impossible, elle est passée ou déjà annulée.")
    row.cancelled = True
    row.calendar_sequence += 1
    row.save(update_fields=["cancelled", "calendar_sequence"])
    journal.record("practicegroup.cancel_meeting", target=held, by=by, meeting=row.pk, on=row.day.isoformat())
    _tell(texts.GROUP_MEETING_CANCELLED, row, by=by, at=at)


def _ensure(by: Any, group: PracticeGroup) -> None:
    if not can(by, Permission.TRAINING_MANAGE, group):
        raise PermissionDenied(Permission.TRAINING_MANAGE.value)


def _hold(group: PracticeGroup, by: Any) -> PracticeGroup:
    held = PracticeGroup.objects.select_for_update(of=("self",)).select_related("region", "department").get(pk=group.pk)
    _ensure(by, held)
    return held


def _end(member: GroupMember, last: date) -> None:
    if last < first_day(member.period):
        member.delete()
    elif last_day(member.period) is None or last < last_day(member.period):
        member.period = period(first_day(member.period), last)
        member.save(update_fields=["period"])


def _tell(code: str, meeting: GroupMeeting, *, by: Any, at: datetime) -> None:
    people = [member.person for member in members_on(meeting.group, meeting.day)]
    if not people:
        return
    event = event_of_meeting(meeting)
    content = calendar_bytes([event], at=at, method=CANCEL if meeting.cancelled else PUBLISH, organiser=organiser())
    file = store(upload=ContentFile(content, name="rencontre.ics"), by=by, kinds={FileKind.CALENDAR})
    values = {
        "groupe": meeting.group.name,
        "jour": date_fr(meeting.day, weekday=True),
        "horaires": f"de {hour_fr(meeting.starts)} à {hour_fr(meeting.ends)}",
        "lieu": event.place,
        "visio": meeting.remote_link,
        "animation": meeting.group.facilitator,
        "lien": absolute_url("/espace/ma-formation/groupes/"),
    }
    drafts = [Draft(to=Recipient(_email(person), str(person)), values=values, about=meeting.group, attachments=[file]) for person in people]
    queue_many(code, drafts, by=by)


def _email(person: Person) -> str:
    return person.email or (person.user.email if person.user and person.user.is_active else "")
