"""What is erased when its delay is over, and the dated setting that says the delay, in days (docs/operations.md, « Retention »)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from portevoix.base.audit import journal
from portevoix.base.notifications.actions import forget as forget_messages
from portevoix.register.access.actions import forget_ended_rights, remove_idle_accounts
from portevoix.register.directory.selectors.rules import parameter_at
from portevoix.register.imports.forgetting import forget_runs
from portevoix.register.mandates.actions import forget_contacts
from portevoix.work.activity.actions.forgetting import forget_activity
from portevoix.work.activity.actions.receipts import forget_receipts
from portevoix.work.candidacies.actions.exchange import forget_imports
from portevoix.work.outreach.actions.hand_overs import forget_hand_overs
from portevoix.work.training.actions.needs import forget_needs

ACCESS_ACTIONS = (
    *("account.sign_in", "account.sign_out", "account.code_rejected", "account.second_factor_rejected", "account.sessions_end"),
    "register.export",
)


@dataclass(frozen=True, kw_only=True)
class Delay:
    """One kind of data. parameter: code of the dated setting. erase(before, now, by): does it and returns how many rows went."""

    parameter: str
    what: str
    erase: Callable[[datetime, datetime, Any], int]


DELAYS = (
    Delay(
        parameter="retention-idle-account",
        what="comptes que personne n’utilise plus",
        erase=lambda before, now, by: remove_idle_accounts(before=before, today=now.date(), by=by),
    ),
    Delay(
        parameter="retention-ended-right",
        what="droits terminés",
        erase=lambda before, now, by: forget_ended_rights(before=before.date()),
    ),
    Delay(
        parameter="retention-workbook",
        what="classeurs importés",
        erase=lambda before, now, by: forget_runs(before=before, by=by),
    ),
    Delay(
        parameter="retention-exchange",
        what="tableaux de candidatures jamais importés",
        erase=lambda before, now, by: forget_imports(before=before, by=by),
    ),
    Delay(
        parameter="retention-contact",
        what="coordonnées de personnes qui ne siègent plus",
        erase=lambda before, now, by: forget_contacts(before=before.date(), by=by),
    ),
    Delay(
        parameter="retention-hand-over",
        what="demandes de personnes qui voulaient siéger",
        erase=lambda before, now, by: forget_hand_overs(before=before, by=by, now=now),
    ),
    Delay(
        parameter="retention-message",
        what="messages envoyés",
        erase=lambda before, now, by: forget_messages(before=before),
    ),
    Delay(
        parameter="retention-receipt",
        what="justificatifs de frais payés",
        erase=lambda before, now, by: forget_receipts(before=before, by=by),
    ),
    Delay(
        parameter="retention-activity",
        what="lignes de journaux, états de frais et congés de représentation",
        erase=lambda before, now, by: forget_activity(before=before.date(), moment=before, by=by),
    ),
    Delay(
        parameter="retention-access-need",
        what="besoins d’accueil des sessions passées",
        erase=lambda before, now, by: forget_needs(today=before.date()),
    ),
    Delay(
        parameter="retention-access-journal",
        what="lignes du journal des accès",
        erase=lambda before, now, by: journal.forget(actions=ACCESS_ACTIONS, before=before),
    ),
)


@dataclass(frozen=True, kw_only=True)
class Erased:
    """What one delay took away. days: None when no setting is in force: nothing goes."""

    what: str
    days: int | None
    count: int


@transaction.atomic
def purge(*, now: datetime, by: Any) -> list[Erased]:
    """Erase what is older than its delay on the day of `now` (local time)."""
    return [_purge(delay, now, by) for delay in DELAYS]


def _purge(delay: Delay, now: datetime, by: Any) -> Erased:
    days = parameter_at(delay.parameter, now.date())
    count = 0 if days is None else delay.erase(now - timedelta(days=days), now, by)
    return Erased(what=delay.what, days=days, count=count)
