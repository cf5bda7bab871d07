"""How long somebody designated on a day sits: rule of the body's type, practice of the region, collective period (dossier §3.6)."""

from datetime import date

from portevoix.base.core.periods import ONE_DAY, add_years, last_day
from portevoix.register.directory.enums import ReplacementRule
from portevoix.register.directory.models import BodyTypeRule, Cycle, RegionalPractice, Seat
from portevoix.register.mandates.models import Mandate


def term_end(
    start: date,
    *,
    practice: str,
    term_years: int | None,
    cycle_end: date | None = None,
    replaced_term_end: date | None = None,
) -> date | None:
    """Return the last day of a mandate that begins on `start`; None when nothing says it.

    practice: a `ReplacementRule`, or "" when none is known (a whole term).
    term_years: length of a whole term. cycle_end: last day of the collective period that holds `start`.
    replaced_term_end: last day of the term of the person replaced before its end, when there is one.

    - FULL_TERM (Grand Est): a whole term from one's own order, whenever it comes.
    - REMAINDER (Hauts-de-France): what remained to the person replaced, else to the collective period.
    - RESET_AT_RENEWAL (Pays de la Loire): until the next general renewal, whatever the term of the person replaced.
    Where neither a person replaced nor a collective period is known, a whole term.
    """
    whole = add_years(start, term_years) - ONE_DAY if term_years else None
    remaining = replaced_term_end if replaced_term_end and replaced_term_end >= start else None
    current_cycle = cycle_end if cycle_end and cycle_end >= start else None
    if practice == ReplacementRule.REMAINDER:
        return remaining or current_cycle or whole
    if practice == ReplacementRule.RESET_AT_RENEWAL:
        return current_cycle or whole
    return whole


def term_end_for(seat: Seat, start: date) -> date | None:
    """Return the last day of a mandate that would begin on `start` on `seat`, by the rules in force that day."""
    body = seat.body
    rule = BodyTypeRule.objects.filter(body_type=body.body_type_id, period__contains=start).first()
    here = {"region": body.region_id, "body_type": body.body_type_id, "period__contains": start}
    practice = RegionalPractice.objects.filter(**here).first()
    cycle = Cycle.objects.filter(**here).first()
    replaced = Mandate.objects.filter(seat=seat, period__startswith__lt=start).order_by("-period__startswith").first()
    return term_end(
        start,
        practice=practice.replacement_rule if practice else rule.replacement_rule if rule else "",
        term_years=rule.term_years if rule else None,
        cycle_end=last_day(cycle.period) if cycle else None,
        replaced_term_end=replaced.term_end if replaced else None,
    )
