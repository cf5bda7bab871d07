"""The people to answer: who holds whom, until when."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Case, F, Max, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, Greatest

from portevoix.base.core.periods import day_of
from portevoix.base.notifications.outbox import Recipient
from portevoix.register.access.models import RoleAssignment
from portevoix.register.directory.models import Association, BodyType, Territory
from portevoix.register.directory.selectors.rules import parameter_at
from portevoix.work.outreach.enums import HandOverState, Membership, Moment, TimeGiven
from portevoix.work.outreach.models import HandOver, OnwardOffer
from portevoix.work.outreach.workflow import ACTIVE

ANSWER, ESCALATE, NEWS = "outreach-answer-days", "outreach-escalate-days", "outreach-news-days"
DEFAULT_ANSWER, DEFAULT_ESCALATE, DEFAULT_NEWS = 10, 5, 60
READING = ("association__parent", "region", "department", "home")
MANAGER, DELEGATE = "association_manager", "fas_region"


@dataclass(frozen=True, kw_only=True)
class Delays:
    """In days, by the dated settings: the first answer, the reminder to the delegation after it, the most between two news."""

    answer: int
    escalate: int
    news: int


def delays_at(day: date) -> Delays:
    """Return the delays in force on `day`."""
    return Delays(
        answer=parameter_at(ANSWER, day, default=DEFAULT_ANSWER),
        escalate=parameter_at(ESCALATE, day, default=DEFAULT_ESCALATE),
        news=parameter_at(NEWS, day, default=DEFAULT_NEWS),
    )


def due_on(row: HandOver, delays: Delays, *, noted: datetime | None = None) -> date | None:
    """Return by when somebody must hear again: the first answer, then news; None once it is over. noted: the last note."""
    if row.state not in ACTIVE:
        return None
    if row.state == HandOverState.RECEIVED:
        return day_of(row.received_at) + timedelta(days=delays.answer)
    return day_of(max(row.state_changed_at, noted or row.state_changed_at)) + timedelta(days=delays.news)


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of the list. late: nobody answered by the day `due`."""

    row: HandOver
    due: date | None
    late: bool

    @property
    def recipient(self) -> str:
        return recipient_name(self.row.association)


def recipient_name(association: Association | None) -> str:
    """Return the name of a recipient; the delegation when there is no association."""
    return str(association) if association else "France Assos Santé"


def listed(scope: Any, *, states: Collection[str], at: datetime, late: bool = False, association: int | None = None) -> QuerySet[HandOver]:
    """Return the hand-overs of `scope` in `states`, those whose day comes first at the top, finished ones by their last step.

    late: only those whose day is past. association: only those of one recipient (0: the delegation).
    """
    delays = delays_at(day_of(at))
    rows = HandOver.objects.visible_to(scope).filter(state__in=states).select_related(*READING).annotate(noted=Max("notes__noted_at"))
    last = Greatest(F("state_changed_at"), Coalesce(F("noted"), F("state_changed_at")))
    waiting = When(state=HandOverState.RECEIVED, then=F("received_at") + Value(timedelta(days=delays.answer)))
    hearing = When(state__in=ACTIVE, then=last + Value(timedelta(days=delays.news)))
    rows = rows.annotate(by_then=Case(waiting, hearing, default=None))
    if late:
        midnight = at.replace(hour=0, minute=0, second=0, microsecond=0)
        rows = rows.filter(by_then__lt=midnight)
    if association is not None:
        rows = rows.filter(association__isnull=True) if association == 0 else rows.filter(association=association)
    return rows.order_by(F("by_then").asc(nulls_last=True), "-state_changed_at", "pk")


def lines(rows: Collection[HandOver], *, today: date) -> list[Line]:
    """Return the lines of rows given by `listed`."""
    delays = delays_at(today)
    found = []
    for row in rows:
        due = due_on(row, delays, noted=row.noted)
        found.append(Line(row=row, due=due, late=due is not None and due < today))
    return found


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """How many wait in a scope, and how many too long."""

    active: int
    late: int


def waiting_in(scope: Any, *, at: datetime) -> Waiting:
    """Count those that are not finished."""
    rows = listed(scope, states=ACTIVE, at=at)
    return Waiting(active=rows.count(), late=listed(scope, states=ACTIVE, at=at, late=True).count())


def recipients_in(scope: Any) -> list[tuple[int, str]]:
    """Return who received hand-overs in `scope`: 0 for the delegation, then the associations by name."""
    rows = Association.objects.filter(hand_overs__in=HandOver.objects.visible_to(scope)).distinct().order_by("sort_key", "pk")
    return [(0, recipient_name(None)), *((one.pk, one.name) for one in rows)]


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One hand-over read whole. answers: what the person sent, as (label, words). offer: another recipient, not answered yet."""

    line: Line
    answers: list[tuple[str, str]]
    notes: list
    offer: OnwardOffer | None


def sheet_of(row: HandOver, *, today: date) -> Sheet:
    """Return the sheet of `row`."""
    notes = list(row.notes.select_related("noted_by").order_by("-noted_at", "-pk"))
    due = due_on(row, delays_at(today), noted=notes[0].noted_at if notes else None)
    return Sheet(
        line=Line(row=row, due=due, late=due is not None and due < today),
        answers=answers_in_words(row.answers),
        notes=notes,
        offer=row.offers.filter(agreed__isnull=True).select_related("association").first(),
    )


def answers_in_words(answers: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the answers that are handed over, as (label, words); those that were left empty are absent."""
    kinds = BodyType.objects.filter(code__in=answers.get("instances", [])).order_by("sort_key", "pk").values_list("name", flat=True)
    told = (
        ("Temps", TimeGiven(answers["temps"]).label if answers.get("temps") else ""),
        ("Déjà membre", Membership(answers["association"]).label if answers.get("association") else ""),
        ("Voudrait siéger", ", ".join(kinds)),
        ("Moments", "\u00a0; ".join(Moment(code).label for code in answers.get("moments", []))),
    )
    return [(label, words) for label, words in told if words]


def request_of(pk: int | None) -> HandOver | None:
    """Return the request that a signed link names."""
    return HandOver.objects.select_related(*READING).filter(pk=pk).first() if pk else None


def offer_of(pk: int | None) -> OnwardOffer | None:
    """Return the offer that a signed link names."""
    rows = OnwardOffer.objects.select_related("association", *(f"hand_over__{name}" for name in READING))
    return rows.filter(pk=pk).first() if pk else None


def answerers(row: HandOver, *, today: date) -> list[Recipient]:
    """Return who is written to about `row`: its managers and those of its federation, else its address, else the delegation."""
    association = row.association
    if association is None:
        return delegation(row.region, today=today)
    ours = Q(association=association) | Q(association=association.parent_id)
    rows = RoleAssignment.objects.active_at(today).filter(ours, role=MANAGER, user__is_active=True).select_related("user")
    managers = [Recipient(one.user.email, one.user.get_full_name()) for one in rows.order_by("pk")]
    email = association.email or association.accredited.email
    return managers or ([Recipient(email, association.name)] if email else delegation(row.region, today=today))


def delegation(region: Territory, *, today: date) -> list[Recipient]:
    """Return the accounts of France Assos Santé in `region` on `today`."""
    rows = RoleAssignment.objects.active_at(today).filter(role=DELEGATE, territory=region, user__is_active=True).select_related("user")
    return [Recipient(one.user.email, one.user.get_full_name()) for one in rows.order_by("pk")]


def unanswered(*, today: date) -> QuerySet[HandOver]:
    """Return those that nobody answered by the day, the oldest first."""
    limit = today - timedelta(days=delays_at(today).answer)
    rows = HandOver.objects.filter(state=HandOverState.RECEIVED, received_at__date__lt=limit)
    return rows.select_related(*READING).order_by("received_at", "pk")
