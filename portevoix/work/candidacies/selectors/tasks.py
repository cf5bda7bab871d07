"""What waits beside the files: calls to close, to finish or to publish, orders to write and to sign, requests of managers."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.db.models import Count, Min, Q

from portevoix.base.core.periods import day_of
from portevoix.register.access.permissions import Permission as P
from portevoix.register.access.permissions import scope_for
from portevoix.register.directory.scope import NOTHING
from portevoix.register.directory.selectors.rules import parameter_at
from portevoix.register.orders.enums import OrderState
from portevoix.register.orders.models import DesignationOrder
from portevoix.work.candidacies.enums import CallState, CandidacyState, WishState
from portevoix.work.candidacies.models import Call, Candidacy, ManagerRequest, Wish
from portevoix.work.candidacies.selectors.clock import REQUEST_DAYS, REQUEST_DELAY, delays_at, due_on
from portevoix.work.candidacies.selectors.repositioning import WAITING, seats_left_many
from portevoix.work.candidacies.workflow import SENT


class TaskKind(StrEnum):
    """What is to be done; the value is the French verb of the line."""

    CLOSE_CALL = "Clore l’appel"
    FINISH_CALL = "Terminer les décisions de l’appel"
    PUBLISH_CALL = "Publier les résultats de l’appel"
    WRITE_ORDER = "Préparer l’arrêté de l’appel"
    PREPARE_ORDER = "Soumettre l’arrêté à la signature"
    SIGN_ORDER = "Signer l’arrêté"
    PUBLISH_ORDER = "Enregistrer la publication de l’arrêté"
    ANSWER_REQUEST = "Répondre à une demande de gestion"
    ACCEPT_SEAT = "Voir les sièges encore libres près du domicile"


@dataclass(frozen=True, kw_only=True)
class Task:
    """One thing to do. target: the call, the order, the request or the candidacy; count: how many wait on it, when it says something."""

    kind: TaskKind
    target: Call | DesignationOrder | ManagerRequest | Candidacy
    since: datetime | None
    due: date | None = None
    late: bool = False
    count: int | None = None


def waiting_tasks(viewer: Any, *, at: datetime) -> list[Task]:
    """Return what `viewer` has to do at `at` beside the files, the late ones first, then the oldest."""
    today = day_of(at)
    found = [*_calls(viewer, at), *_orders_to_write(viewer, today), *_orders(viewer), *_requests(viewer, today), *_offers(viewer, today)]
    farthest = date.max
    return sorted(found, key=lambda task: (not task.late, task.due or farthest, task.since is None, task.since or at, task.target.pk))


def _calls(viewer: Any, at: datetime) -> list[Task]:
    scope = scope_for(viewer, P.CALL_MANAGE)
    if scope == NOTHING:
        return []
    rows = Call.objects.visible_to(scope).filter(region__code__in=scope.regions)
    undecided = Count("candidacies", filter=Q(candidacies__state__in=SENT))
    tasks = [
        Task(kind=TaskKind.CLOSE_CALL, target=row, since=row.closes_at, due=day_of(row.closes_at), late=True)
        for row in rows.filter(state=CallState.OPEN, closes_at__lte=at)
    ]
    for row in rows.filter(state=CallState.CLOSED).annotate(undecided=undecided):
        due = row.decision_expected_on
        late = due is not None and due < day_of(at)
        tasks.append(Task(kind=TaskKind.FINISH_CALL, target=row, since=row.state_changed_at, due=due, late=late, count=row.undecided))
    waiting = rows.filter(state=CallState.DECIDED)
    return tasks + [Task(kind=TaskKind.PUBLISH_CALL, target=row, since=row.state_changed_at) for row in waiting]


def _orders_to_write(viewer: Any, today: date) -> list[Task]:
    """Calls with retained wishes that no order carries yet."""
    scope = scope_for(viewer, P.ORDER_PREPARE)
    if scope == NOTHING:
        return []
    ready = Wish.objects.filter(state=WishState.RETAINED, order_line__isnull=True, candidacy__state=CandidacyState.AWAITING_ORDER)
    ready = ready.filter(candidacy__call__region__code__in=scope.regions).order_by()
    counted = ready.values("candidacy__call").annotate(count=Count("pk"), since=Min("candidacy__state_changed_at"))
    by_call = {row["candidacy__call"]: row for row in counted}
    delay = delays_at(today).get(CandidacyState.AWAITING_ORDER)
    tasks = []
    for call in Call.objects.filter(pk__in=by_call).order_by("pk"):
        row = by_call[call.pk]
        due = due_on(row["since"], delay)
        late = due is not None and due < today
        tasks.append(Task(kind=TaskKind.WRITE_ORDER, target=call, since=row["since"], due=due, late=late, count=row["count"]))
    return tasks


def _orders(viewer: Any) -> list[Task]:
    held = (
        (P.ORDER_PREPARE, OrderState.DRAFT, TaskKind.PREPARE_ORDER),
        (P.ORDER_PREPARE, OrderState.SIGNED, TaskKind.PUBLISH_ORDER),
        (P.ORDER_SIGN, OrderState.PREPARED, TaskKind.SIGN_ORDER),
    )
    tasks = []
    for permission, state, kind in held:
        scope = scope_for(viewer, permission)
        if scope == NOTHING:
            continue
        rows = DesignationOrder.objects.filter(region__code__in=scope.regions, state=state).annotate(count=Count("lines")).order_by("pk")
        tasks += [Task(kind=kind, target=row, since=row.state_changed_at, count=row.count) for row in rows if _may(viewer, permission, row)]
    return tasks


def _may(viewer: Any, permission: P, order: DesignationOrder) -> bool:
    """Who prepared an order does not sign it."""
    return permission != P.ORDER_SIGN or order.prepared_by_id != viewer.pk


def _requests(viewer: Any, today: date) -> list[Task]:
    """Requests of managers: for the managers of the association, and for the agency."""
    of_agency, of_manager = scope_for(viewer, P.ASSOCIATION_MANAGE), scope_for(viewer, P.CANDIDACY_FILE)
    if of_agency == NOTHING and of_manager == NOTHING:
        return []
    rows = ManagerRequest.objects.filter(answered_at__isnull=True).select_related("association").order_by("asked_at", "pk")
    if of_agency == NOTHING:
        ours = of_manager.associations
        rows = rows.filter(Q(association__in=ours) | Q(association__parent__in=ours))
    delay = parameter_at(REQUEST_DELAY, today, default=REQUEST_DAYS)
    tasks = []
    for row in rows:
        due = due_on(row.asked_at, delay)
        tasks.append(Task(kind=TaskKind.ANSWER_REQUEST, target=row, since=row.asked_at, due=due, late=due < today))
    return tasks


def _offers(viewer: Any, today: date) -> list[Task]:
    """Files not selected that may take another seat, for the association and for the person, until the results are published."""
    scope = scope_for(viewer, P.CANDIDACY_FILE) | scope_for(viewer, P.CANDIDACY_OWN)
    if scope == NOTHING:
        return []
    rows = Candidacy.objects.visible_to(scope).filter(state__in=WAITING, accepts_other_seat=True)
    files = list(rows.filter(call__state__in=(CallState.CLOSED, CallState.DECIDED)).order_by("pk"))
    left = seats_left_many(files, today=today) if files else {}
    offered = ((file, len(left[file.pk])) for file in files)
    return [Task(kind=TaskKind.ACCEPT_SEAT, target=file, since=file.state_changed_at, count=count) for file, count in offered if count]


def count_tasks(viewer: Any, *, at: datetime) -> int:
    """Return how many tasks wait: what the menu adds to the files."""
    return len(waiting_tasks(viewer, at=at))
