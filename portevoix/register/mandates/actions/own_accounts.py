"""Opens the accounts of people who sit and were designated before their order was signed here: one transaction a person."""

import logging
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError, transaction

from portevoix.base.core.addresses import absolute_url
from portevoix.base.notifications.actions import queue
from portevoix.base.notifications.outbox import Recipient
from portevoix.register.access.own_account import open_own_account
from portevoix.register.access.permissions import Permission, can
from portevoix.register.directory.models import Person
from portevoix.register.mandates.notifications import OWN_ACCOUNT
from portevoix.register.mandates.selectors.own_accounts import waiting_for_account

SPACE_PAGE = "/espace/mon-espace/"
logger = logging.getLogger("portevoix.mandates")


@dataclass(frozen=True, kw_only=True)
class Opened:
    """What was done. failed: whose opening broke, each taken back whole. left: how many were not tried."""

    done: int
    failed: tuple[Person, ...]
    left: int


@transaction.atomic
def open_account_of(*, person: Person, by: Any, today: date) -> bool:
    """Open the account of somebody who sits, and write to them how to come in; False when there is nothing to open any more.

    What was read before counts for nothing: everything is asked again, on the row held.
    """
    Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    rows = waiting_for_account(today=today, only=person.pk)
    if not rows or rows[0].refusal or open_own_account(person=rows[0].person, by=by, today=today) is None:
        return False
    held = rows[0]
    values = {"agence": f"agence régionale de santé {held.region_name}", "lien": absolute_url(SPACE_PAGE)}
    to = [Recipient(held.person.email.strip(), str(held.person))]
    queue(OWN_ACCOUNT.code, to=to, values=values, about=held.person, region=held.region, by=by)
    return True


def open_accounts(*, by: Any, today: date, regions: Collection[str] = (), most: int | None = None) -> Opened:
    """Open the account of everybody who sits and may have one, `most` at a time; done again, it goes on where it stopped.

    One that breaks is taken back, written in the log, and does not stop the others. Raises `PermissionDenied` unless `by` gives rights,
    `OperationalError` or `InterfaceError` when the database is lost: those that were opened stay so.
    """
    if not can(by, Permission.ROLE_MANAGE):
        raise PermissionDenied
    able = [row.person for row in waiting_for_account(today=today, regions=regions) if row.refusal is None]
    tried = able if most is None else able[:most]
    done, failed = 0, []
    for person in tried:
        try:
            done += open_account_of(person=person, by=by, today=today)
        except (InterfaceError, OperationalError):
            raise
        except Exception:
            logger.exception("account not opened", extra={"person_id": person.pk})
            failed.append(person)
    return Opened(done=done, failed=tuple(failed), left=len(able) - len(tried))
