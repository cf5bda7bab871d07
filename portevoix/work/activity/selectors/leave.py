"""The leave of a representative who is employed: what is left of the year, what the employer may answer."""

from dataclasses import dataclass
from datetime import date, timedelta

from portevoix.base.core.text import NBSP
from portevoix.register.directory.models import Parameter, Person
from portevoix.register.directory.scope import Scope
from portevoix.register.directory.selectors.rules import parameter_at
from portevoix.work.activity.enums import PresenceState
from portevoix.work.activity.models import PresenceCertificate, RepresentationLeave
from portevoix.work.activity.models.leave import LeaveQuerySet

DAYS, NOTICE, REFUSAL = ("leave-days", 9), ("leave-notice-days", 15), ("leave-refusal-days", 4)
CEILING = "leave-ceiling-"


@dataclass(frozen=True, kw_only=True)
class LeaveYear:
    """A calendar year of leave, in half-days: those of the law, those that were noted."""

    allowed: int
    taken: int

    @property
    def left(self) -> int:
        return max(self.allowed - self.taken, 0)

    @property
    def over(self) -> bool:
        """More was noted than the law gives: only an agreement of the company may allow it."""
        return self.taken > self.allowed

    @property
    def left_words(self) -> str:
        """« 7 jours et demi »."""
        return days_words(self.left)


@dataclass(frozen=True, kw_only=True)
class LeaveRules:
    """The delays and the ceilings in force on a day. ceilings: sentences, the smallest company first."""

    days: int
    notice: int
    refusal: int
    ceilings: tuple[str, ...]


def days_words(half_days: int) -> str:
    """Return half-days as days: « 9 jours », « 7 jours et demi », « une demi-journée »."""
    whole, half = divmod(half_days, 2)
    if half and not whole:
        return "une demi-journée"
    return f"{whole}{NBSP}jour{'s' if whole > 1 else ''}{' et demi' if half else ''}"


def leave_of(person: Person, *, year: int) -> LeaveQuerySet:
    """Return the leave of somebody in a year, the latest first."""
    rows = RepresentationLeave.objects.filter(person=person).of_year(year)
    return rows.select_related("body__body_type", "body__facility", "body__region", "presence__document").order_by("-day", "-pk")


def leave_days(day: date) -> int:
    """Return how many working days a year the law gives on `day`."""
    return parameter_at(DAYS[0], day, default=DAYS[1])


def leave_year(person: Person, *, year: int, today: date) -> LeaveYear:
    """Return how much of the leave of a year was noted, and what the law gives."""
    allowed = 2 * leave_days(min(date(year, 12, 31), today))
    return LeaveYear(
        allowed=allowed, taken=sum(leave.half_days for leave in RepresentationLeave.objects.filter(person=person).of_year(year))
    )


def leave_rules(day: date) -> LeaveRules:
    """Return the delays and ceilings in force on `day` (C. trav., L. 3142-60 and following; an agreement may say otherwise)."""
    return LeaveRules(
        days=leave_days(day),
        notice=parameter_at(NOTICE[0], day, default=NOTICE[1]),
        refusal=parameter_at(REFUSAL[0], day, default=REFUSAL[1]),
        ceilings=_ceilings(day),
    )


def asked_presences(scope: Scope) -> list[PresenceCertificate]:
    """Return the certificates of presence that the facilities of `scope` still have to issue, the oldest first."""
    rows = PresenceCertificate.objects.received_by(scope).filter(state=PresenceState.ASKED)
    return list(rows.select_related("leave__person", "leave__body__body_type", "leave__body__facility").order_by("asked_at", "pk"))


def latest_request(day: date, rules: LeaveRules) -> date:
    """Return the last day on which the leave of `day` is asked in time."""
    return day - timedelta(days=rules.notice)


def _ceilings(day: date) -> tuple[str, ...]:
    rows = Parameter.objects.filter(code__startswith=CEILING, period__contains=day).values_list("code", "value")
    steps = sorted((int(code.removeprefix(CEILING)), value) for code, value in rows)
    found = []
    for index, (least, value) in enumerate(steps):
        until = steps[index + 1][0] if index + 1 < len(steps) else None
        size = f"{least} salariés et plus" if until is None else f"de {least} à {until - 1} salariés"
        if least == 1 and until:
            size = f"moins de {until} salariés"
        found.append(f"{size}\u00a0: {value} personne{'s' if value > 1 else ''} par an")
    return tuple(found)
