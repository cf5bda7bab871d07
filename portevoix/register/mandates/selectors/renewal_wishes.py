"""Reads of what people say of the end of their mandates; and when they are asked."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from portevoix.register.directory.selectors.rules import parameter_at
from portevoix.register.mandates.models import Mandate, RenewalWish

FIRST, LAST = ("renewal-wish-first", 274), ("renewal-wish-last", 42)


@dataclass(frozen=True, kw_only=True)
class WishWindow:
    """When somebody is asked whether they go on: from `first` days before the end; expected `last` days before it."""

    first: int
    last: int

    def asks(self, end: date | None, *, today: date) -> bool:
        """Tell whether the question is asked on `today` for a mandate whose last day is `end`."""
        return end is not None and today <= end and (end - today).days <= self.first

    def expected(self, end: date, *, today: date) -> date:
        """Return the day before which the answer is expected: never a past one."""
        return max(end - timedelta(days=self.last), today + timedelta(days=1))


def wish_window(day: date) -> WishWindow:
    """Return the window in force on `day` (dated settings)."""
    return WishWindow(first=parameter_at(FIRST[0], day, default=FIRST[1]), last=parameter_at(LAST[0], day, default=LAST[1]))


def wishes_seen(viewer) -> dict[int, RenewalWish]:
    """Return the last word about each mandate that `viewer` sees, by mandate."""
    return last_wishes(Mandate.objects.visible_to(viewer).values("pk"))


def last_wishes(mandates: Collection[int] | QuerySet) -> dict[int, RenewalWish]:
    """Return the last word of the person of each mandate (keys), by mandate; one statement."""
    rows = RenewalWish.objects.filter(mandate__in=mandates).order_by("mandate", "-pk").distinct("mandate")
    return {row.mandate_id: row for row in rows}
