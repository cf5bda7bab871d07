"""Calls drafted and opened as an officer does, on the frozen day."""

from datetime import UTC, datetime

from portevoix.work.candidacies.actions import call_steps, calls
from portevoix.work.candidacies.enums import CallMode
from portevoix.work.candidacies.selectors.perimeter import Perimeter
from tests import factories as make
from tests.factories import TODAY

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
CLOSING = datetime(2026, 12, 21, 23, tzinfo=UTC)  # 22 December, midnight in Paris: 21 December is the last day


def draft(officer, perimeter=None, **fields):
    values = {
        "title": "Sièges vacants",
        "mode": CallMode.COMPLEMENTARY,
        "region": make.RegionFactory(),
        "opens_at": NOW,
        "closes_at": CLOSING,
    }
    return calls.draft_call(perimeter=perimeter or Perimeter(), by=officer, today=TODAY, **values | fields)


def opened(officer, **fields):
    return call_steps.open_call(call=draft(officer, **fields), by=officer, at=NOW).call


def labels(call):
    return sorted(row.seat.label for row in call.call_seats.select_related("seat"))
