"""Closes, reopens and merges facilities. Nothing is deleted: the history of a facility is that of its bodies.

Bodies are closed by whoever may end mandates: the caller hands over the act (`mandates.actions.bodies.close_body`). The caller gates.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from portevoix.base.audit import journal
from portevoix.base.core.french_dates import date_fr
from portevoix.register.directory.actions.bodies import create_body
from portevoix.register.directory.actions.body_rules import SeatSpec
from portevoix.register.directory.enums import FacilityChangeKind
from portevoix.register.directory.models import Body, BodyType, Facility, FacilityChange
from portevoix.register.directory.selectors.rules import rule_at

type_of_closing = Callable[[Body, date], Any]  # closes the body from that day on, and ends its mandates


@dataclass(frozen=True, kw_only=True)
class Merger:
    """What a merger did. `to_take_over`: the mandates that ran on the day before, for the agent who renews them on the new seats."""

    facility: Facility
    closed_facilities: list[Facility]
    closed_bodies: list[Body]
    created_bodies: list[Body]
    to_take_over: list[Any] = field(default_factory=list)


@transaction.atomic
def close_facility(
    *, facility: Facility, on: date, source: str, by: Any, today: date, close_body: type_of_closing | None = None
) -> Facility:
    """Close a facility from the day `on`, with its bodies when `close_body` is given.

    Raises `ValidationError` (French) when it is closed already, or when bodies are open there and nobody closes them.
    """
    facility = _locked(facility)
    if facility.closed_on:
        raise ValidationError(f"Cet établissement est déjà fermé depuis le {date_fr(facility.closed_on)}.", code="already_closed")
    if facility.opened_on and on < facility.opened_on:
        raise ValidationError(f"Cet établissement n’a ouvert que le {date_fr(facility.opened_on)}.", code="closed_before_opened")
    bodies = _open_bodies(facility)
    if bodies and close_body is None:
        raise ValidationError(
            f"Instances encore ouvertes dans cet établissement\u00a0: {len(bodies)}. Clôturez-les d’abord, ou en même temps.",
            code="bodies_open",
        )
    for body in bodies:
        close_body(body, on)
    _close(facility, on, kind=FacilityChangeKind.CLOSED, source=source, today=today)
    journal.record("facility.close", target=facility, by=by, on=on.isoformat(), bodies=[body.pk for body in bodies])
    return facility


@transaction.atomic
def reopen_facility(*, facility: Facility, explanation: str, source: str, by: Any, today: date) -> Facility:
    """Undo the closing of a facility; its bodies are reopened one by one. Raises `ValidationError` without an explanation."""
    facility = _locked(facility)
    if not explanation.strip():
        raise ValidationError("Expliquez en une phrase pourquoi l’établissement est rouvert.", code="explanation_missing")
    if facility.closed_on is None:
        raise ValidationError("Cet établissement n’est pas fermé.", code="not_closed")
    before, facility.closed_on = facility.closed_on, None
    facility.source, facility.source_date = source, today
    facility.save(update_fields=["closed_on", "source", "source_date"])
    _keep_change(facility, FacilityChangeKind.REOPENED, today, source=source, today=today)
    journal.record("facility.reopen", target=facility, by=by, before=before.isoformat(), explanation=explanation.strip())
    return facility


@transaction.atomic
def merge_facilities(
    *, merged: Sequence[Facility], into: Facility, on: date, source: str, by: Any, today: date, close_body: type_of_closing
) -> Merger:
    """Merge facilities from the day `on` (dossier annex C, scenario 7).

    The bodies of all of them (of `into` too when it is one of `merged`) are closed; `into` gets one new body of each of their types, with
    the seats of the rule; the others are closed and point to it. Raises `ValidationError` with fewer than two facilities, or when one is
    already closed.
    """
    facilities = [_locked(facility) for facility in sorted({*merged, into}, key=lambda facility: facility.pk)]
    into = next(facility for facility in facilities if facility.pk == into.pk)
    if len(facilities) < 2:
        raise ValidationError("Choisissez au moins deux établissements à réunir.", code="too_few")
    for facility in facilities:
        if facility.closed_on and facility.closed_on <= on:
            raise ValidationError(f"{facility.name} est fermé depuis le {date_fr(facility.closed_on)}.", code="already_closed")
    concerned = [facility for facility in facilities if facility.pk != into.pk or into in merged]
    bodies = [body for facility in concerned for body in _open_bodies(facility)]
    running = [mandate for body in bodies for mandate in body.mandates.filter(period__contains=on).order_by("pk")]
    for body in bodies:
        body.refresh_from_db()
        if body.closed_on is None:  # a derived body goes with the one from which it derives
            close_body(body, on)
    held = set(into.bodies.filter(closed_on__isnull=True).values_list("body_type", flat=True))
    types = sorted(
        {body.body_type for body in bodies if body.body_type_id not in held}, key=lambda row: (row.parent_id is not None, row.pk)
    )
    created = [
        create_body(body_type=row, facility=into, opened_on=on, seats=_seats_of(row, bodies, on), source=source, today=today, by=by)
        for row in types
    ]
    closed = [facility for facility in facilities if facility.pk != into.pk]
    for facility in closed:
        _close(facility, on, kind=FacilityChangeKind.MERGED, source=source, today=today, successor=into)
    numbers = [facility.finess_et for facility in closed]
    journal.record("facility.merge", target=into, by=by, on=on.isoformat(), merged=numbers, bodies=[body.pk for body in created])
    return Merger(facility=into, closed_facilities=closed, closed_bodies=bodies, created_bodies=created, to_take_over=running)


def _seats_of(body_type: BodyType, closed: Sequence[Body], on: date) -> list[SeatSpec] | None:
    """None when the rule fixes the seats; else as many as the largest of the closed bodies had."""
    rule = rule_at(body_type, on)
    if rule and rule.seat_patterns.all():
        return None
    counts: Counter[tuple[str, str]] = Counter()
    for body in closed:
        if body.body_type_id == body_type.pk:
            counts |= Counter(body.seats.filter(closed_on__isnull=True).values_list("quality", "constituency"))
    return [SeatSpec(quality=quality, count=count, constituency=place) for (quality, place), count in sorted(counts.items())]


def _locked(facility: Facility) -> Facility:
    rows = Facility.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("department__parent").get(pk=facility.pk)


def _open_bodies(facility: Facility) -> list[Body]:
    return list(facility.bodies.filter(closed_on__isnull=True).select_related("body_type", "department", "region").order_by("pk"))


def _close(facility: Facility, on: date, *, kind: str, source: str, today: date, successor: Facility | None = None) -> None:
    facility.closed_on, facility.source, facility.source_date = on, source, today
    facility.save(update_fields=["closed_on", "source", "source_date"])
    _keep_change(facility, kind, on, source=source, today=today, successor=successor)


def _keep_change(facility: Facility, kind: str, on: date, *, source: str, today: date, successor: Facility | None = None) -> None:
    FacilityChange.objects.create(facility=facility, kind=kind, effective_on=on, successor=successor, source=source, source_date=today)
