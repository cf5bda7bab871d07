"""The clock of the files: since when each one is where it is, until when it should move. Delays are dated settings."""

from datetime import date, datetime, timedelta

from django.db.models import Case, DateField, DateTimeField, ExpressionWrapper, F, OuterRef, Subquery, Value, When
from django.db.models.functions import TruncDate
from django.utils import timezone

from portevoix.base.core.periods import day_of
from portevoix.register.directory.models import Parameter
from portevoix.work.candidacies.enums import CandidacyState as S
from portevoix.work.candidacies.models import PieceRequest
from portevoix.work.candidacies.models.candidacies import CandidacyQuerySet

PREFIX = "delai-"
TIMED = (S.SUBMITTED, S.INCOMPLETE, S.UNDER_REVIEW, S.TO_DECIDE, S.AWAITING_ORDER)
REQUEST_DELAY, REQUEST_DAYS = "delai-demande-gestion", 7


def delays_at(day: date) -> dict[str, int]:
    """Return the delay of each state on `day`, in days; a state without a setting has none."""
    rows = Parameter.objects.filter(code__in=[f"{PREFIX}{state}" for state in TIMED], period__contains=day)
    return {code.removeprefix(PREFIX): value for code, value in rows.values_list("code", "value")}


def with_due(candidacies: CandidacyQuerySet, delays: dict[str, int]) -> CandidacyQuerySet:
    """Add `due` (a date, or none): the day by which whoever holds the file should have moved it.

    Pieces: the day that was given with the request. Drafts: the closing of the call. Else the state's delay from its first day.
    """
    asked = PieceRequest.objects.filter(candidacy=OuterRef("pk"), answered_at__isnull=True).order_by("-asked_at", "-pk")
    since = F("state_changed_at")
    cases = [When(state=S.INCOMPLETE, then=Subquery(asked.values("due_on")[:1])), When(state=S.DRAFT, then=_day(F("call__closes_at")))]
    cases += [
        When(state=state, then=_day(ExpressionWrapper(since + Value(timedelta(days=days)), output_field=DateTimeField())))
        for state, days in delays.items()
        if state not in (S.INCOMPLETE, S.DRAFT)
    ]
    return candidacies.annotate(due=Case(*cases, default=None, output_field=DateField()))


def _day(moment):
    return TruncDate(moment, tzinfo=timezone.get_default_timezone())


def due_on(since: datetime, delay: int | None) -> date | None:
    """Return the day by which something that waits since `since` should move; None without a delay."""
    return None if delay is None else day_of(since) + timedelta(days=delay)


def days_since(moment: datetime, today: date) -> int:
    """Return for how many days something waits, 0 on the first day."""
    return max((today - day_of(moment)).days, 0)
