"""The kind letters about the basic training: written once each, with dates near home."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from portevoix.base.audit import journal
from portevoix.base.core.addresses import absolute_url
from portevoix.base.core.french_dates import date_fr
from portevoix.base.notifications.actions import queue_many
from portevoix.base.notifications.outbox import Draft, Recipient
from portevoix.register.access.permissions import Permission, can, scope_for
from portevoix.register.mandates.models import Mandate
from portevoix.work.training.duty_texts import REMINDERS
from portevoix.work.training.enums import ReminderKind
from portevoix.work.training.models import DutyReminder
from portevoix.work.training.selectors.duty import Duty
from portevoix.work.training.selectors.reminders import Dates, due_reminders, reminders_by_hand

MY_PAGE, EQUIVALENCE_PAGE = "/espace/ma-formation/", "/espace/ma-formation/equivalence/"
READING = ("person__home", "body__facility__commune", "body__region")


@transaction.atomic
def send_reminders(*, today: date, by: Any) -> int:
    """Write the letters whose day has come; return how many. The ledger keeps each: none leaves twice, even run twice."""
    return _write(due_reminders(today=today), today=today, by=by)


@transaction.atomic
def remind_by_hand(*, people: Collection[int], by: Any, today: date) -> int:
    """Write to those of `people` who may get a letter now; return how many. Raises `PermissionDenied`."""
    if not can(by, Permission.TRAINING_MANAGE):
        raise PermissionDenied
    able, _ = reminders_by_hand(scope_for(by, Permission.TRAINING_MANAGE), people=people, today=today)
    return _write(able, today=today, by=by)


def _write(chosen: Collection[tuple[Duty, ReminderKind]], *, today: date, by: Any) -> int:
    rows = {
        duty.person: DutyReminder(person_id=duty.person, kind=kind, due_on=duty.due_on or duty.first_on, sent_on=today)
        for duty, kind in chosen
    }
    DutyReminder.objects.bulk_create(rows.values())
    mandates = Mandate.objects.select_related(*READING).in_bulk([duty.mandate for duty, _ in chosen])
    dates, drafts = Dates(today=today), defaultdict(list)
    for duty, kind in chosen:
        drafts[kind].append(_draft(duty, mandates[duty.mandate], dates))
    for kind, written in drafts.items():
        queue_many(REMINDERS[kind], written, by=by)
    journal.record_many("dutyreminder.send", targets=list(rows.values()), by=by)
    return len(rows)


def _draft(duty: Duty, mandate: Mandate, dates: Dates) -> Draft:
    facility = mandate.body.facility
    home = mandate.person.home or (facility.commune if facility else None)
    return Draft(
        to=Recipient(mandate.person.email, str(mandate.person)),
        values={
            "instance": mandate.body.readable_name,
            "debut": date_fr(duty.first_on),
            "avant_le": date_fr(duty.due_on) if duty.due_on else "",
            "dates": dates.words(home),
            "lien": absolute_url(MY_PAGE),
            "equivalence": absolute_url(EQUIVALENCE_PAGE),
        },
        about=mandate.person,
        region=mandate.body.region.code,
    )
