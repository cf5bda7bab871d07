"""The lines of an order with everything that their printing and their checks need, in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from portevoix.base.core.periods import ONE_DAY, first_day, last_day
from portevoix.register.directory.models import BodyTypeRule, Cycle, RegionalPractice
from portevoix.register.mandates.models import Mandate
from portevoix.register.mandates.selectors.terms import term_end
from portevoix.register.orders.enums import LineEffect
from portevoix.register.orders.models import DesignationOrder, OrderLine

IN_HAND = ("seat__body__body_type", "seat__body__department", "seat__body__region", "seat__body__facility", "person", "association__parent")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line with its days on `effective`: `last` is the last day of the mandate that begins, or of the one that ends.

    rule: of the type of body, None when the register has none. ended: the mandate that an END line ends.
    """

    row: OrderLine
    last: date | None
    rule: BodyTypeRule | None
    ended: Mandate | None = None

    @property
    def designates(self) -> bool:
        return self.row.effect == LineEffect.DESIGNATE


def lines_of(order: DesignationOrder, *, effective: date) -> list[Line]:
    """Return the lines of `order` in their order, as they would be if it took effect on `effective`."""
    rows = list(order.lines.select_related(*IN_HAND).order_by("rank", "pk"))
    types = {row.seat.body.body_type_id for row in rows}
    rules = {rule.body_type_id: rule for rule in BodyTypeRule.objects.filter(body_type__in=types, period__contains=effective)}
    ends = _term_ends([row for row in rows if row.effect == LineEffect.DESIGNATE and row.last_day is None], rules, effective)
    ended = _ended_mandates([row for row in rows if row.effect == LineEffect.END])
    return [
        Line(
            row=row,
            rule=rules.get(row.seat.body.body_type_id),
            ended=ended.get(row.pk),
            last=(row.last_day or ends.get(row.pk))
            if row.effect == LineEffect.DESIGNATE
            else _last_of_ended(row, ended.get(row.pk), effective),
        )
        for row in rows
    ]


def _term_ends(rows: list[OrderLine], rules: dict[int, BodyTypeRule], start: date) -> dict[int, date | None]:
    """The last day by the rule, as `term_end_for` gives it one seat at a time."""
    practices = {(p.region_id, p.body_type_id): p.replacement_rule for p in RegionalPractice.objects.filter(period__contains=start)}
    cycles = {(c.region_id, c.body_type_id): last_day(c.period) for c in Cycle.objects.filter(period__contains=start)}
    before = Mandate.objects.filter(seat__in=[row.seat_id for row in rows], period__startswith__lt=start)
    replaced = dict(before.order_by("seat", "-period__startswith").distinct("seat").values_list("seat", "term_end"))
    parents = _parent_mandates(rows, start)
    return {row.pk: _capped(_term_end(row, rules, practices, cycles, replaced, start), parents.get(row.pk)) for row in rows}


def _term_end(row, rules, practices, cycles, replaced, start):
    body = row.seat.body
    rule, key = rules.get(body.body_type_id), (body.region_id, body.body_type_id)
    return term_end(
        start,
        practice=practices.get(key) or (rule.replacement_rule if rule else ""),
        term_years=rule.term_years if rule else None,
        cycle_end=cycles.get(key),
        replaced_term_end=replaced.get(row.seat_id),
    )


def _parent_mandates(rows: Iterable[OrderLine], start: date) -> dict[int, Mandate]:
    """The mandate in the body from which the seat's body derives, by the line: what derives from it does not outlive it."""
    derived = [row for row in rows if row.seat.body.parent_id]
    if not derived:
        return {}
    held = Mandate.objects.filter(body__in=[row.seat.body.parent_id for row in derived], period__contains=start)
    by_key = {(m.body_id, m.person_id): m for m in held}
    return {row.pk: m for row in derived if (m := by_key.get((row.seat.body.parent_id, row.person_id)))}


def _capped(last: date | None, parent: Mandate | None) -> date | None:
    end = last_day(parent.period) if parent else None
    return end if last is None or (end and end < last) else last


def _ended_mandates(rows: list[OrderLine]) -> dict[int, Mandate]:
    """The latest mandate, without recorded end, of the person on the seat of each END line."""
    found = Mandate.objects.filter(seat__in=[row.seat_id for row in rows], end_reason="").order_by("period__startswith", "pk")
    by_key = {(mandate.seat_id, mandate.person_id): mandate for mandate in found}
    return {row.pk: mandate for row in rows if (mandate := by_key.get((row.seat_id, row.person_id)))}


def _last_of_ended(row: OrderLine, mandate: Mandate | None, effective: date) -> date:
    """The day fixed, else the day before the order takes effect; never after the end of the mandate itself."""
    wanted = row.last_day or effective - ONE_DAY
    end = last_day(mandate.period) if mandate else None
    return min(wanted, end) if end else wanted


def first_of(mandate: Mandate) -> date:
    """Return the first day of a mandate."""
    return first_day(mandate.period)
