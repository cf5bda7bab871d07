"""Changes the rules of a body type: a new dated row closes the former the day before; a correction keeps the row's history."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from portevoix.base.audit import journal
from portevoix.base.core.french_dates import date_fr, period_fr
from portevoix.base.core.periods import ONE_DAY, first_day, last_day, period
from portevoix.register.directory.models import BodyType, BodyTypeRule, FacilityCategory, RegionalPractice, SeatPattern, Territory


@dataclass(frozen=True, kw_only=True)
class SeatSpec:
    """How many seats of a quality, in a constituency."""

    quality: str
    count: int
    constituency: str = ""


@dataclass(frozen=True, kw_only=True)
class RuleFacts:
    """What a rule says. `categories`: codes of the categories whose sites have a body of their own."""

    legal_basis: str
    designating_authority: str
    requires_accreditation: str
    source: str
    source_date: date
    proposed_by: str = ""
    term_years: int | None = None
    max_renewals: int | None = None
    replacement_rule: str = ""
    continuity_past_term: bool = True
    presidency: str = ""
    meetings: str = ""
    incompatibilities: str = ""
    absence_rule: str = ""
    seats_note: str = ""
    requires_interest_declaration: bool = False
    to_verify: bool = False
    seats: tuple[SeatSpec, ...] = ()
    categories: tuple[str, ...] = ()

    @property
    def columns(self) -> dict[str, Any]:
        """The facts that are columns of the rule."""
        return {field.name: getattr(self, field.name) for field in fields(self) if field.name not in ("seats", "categories")}


@transaction.atomic
def add_rule(*, body_type: BodyType, facts: RuleFacts, first: date, last: date | None = None, by: Any) -> BodyTypeRule:
    """Write the rule that applies from `first` (to `last`, both included); the rule that applied until then ends the day before.

    Raises `ValidationError` (French) when a rule already begins in that time, or when the former one goes further than the new one.
    """
    BodyType.objects.select_for_update(no_key=True).get(pk=body_type.pk)
    if last and last < first:
        raise ValidationError("La fin de la règle ne peut pas précéder son début.", code="period_reversed")
    span = period(first, last)
    former = _make_room(body_type, span)
    rule = BodyTypeRule(body_type=body_type, period=span, **facts.columns)
    _store(rule, facts)
    journal.record("body_type_rule.add", target=rule, by=by, first=first.isoformat(), former=former.pk if former else None)
    return rule


def _make_room(body_type: BodyType, span) -> BodyTypeRule | None:
    """Close the rule in force the day before the new one begins and return it; refuse every other overlap."""
    overlapping = list(BodyTypeRule.objects.filter(body_type=body_type, period__overlap=span).order_by("period"))
    if not overlapping:
        return None
    former, *others = overlapping
    begins_inside = [rule for rule in overlapping if first_day(rule.period) and first_day(rule.period) >= span.lower]
    if begins_inside:
        begins = first_day(begins_inside[0].period)
        raise ValidationError(
            f"Une règle commence déjà le {date_fr(begins)}. Corrigez-la, ou terminez la nouvelle la veille.", code="rule_overlaps"
        )
    goes_further = span.upper is not None and (former.period.upper is None or former.period.upper > span.upper)
    if others or goes_further:
        raise ValidationError(
            f"La règle actuelle s’applique {period_fr(first_day(former.period), last_day(former.period))}, au-delà de la nouvelle. "
            "Laissez la nouvelle sans fin, ou donnez-lui la même fin.",
            code="rule_overlaps",
        )
    former.period = period(first_day(former.period), span.lower - ONE_DAY)
    former.save(update_fields=["period"])
    return former


@transaction.atomic
def correct_rule(*, rule: BodyTypeRule, facts: RuleFacts, explanation: str, by: Any) -> BodyTypeRule:
    """Correct what a rule says (an error of ours, not a change of the law), keeping its period; the former row stays in the history.

    Raises `ValidationError` without an explanation.
    """
    if not explanation.strip():
        raise ValidationError("Expliquez en une phrase pourquoi la règle est corrigée.", code="explanation_missing")
    rule = BodyTypeRule.objects.select_for_update(of=("self",)).get(pk=rule.pk)
    for name, value in facts.columns.items():
        setattr(rule, name, value)
    _store(rule, facts)
    journal.record("body_type_rule.correct", target=rule, by=by, explanation=explanation.strip())
    return rule


@transaction.atomic
def remove_rule(*, rule: BodyTypeRule, by: Any) -> None:
    """Take back a rule written by mistake; the rule just before it, if there is one, takes its days back."""
    rule = BodyTypeRule.objects.select_for_update(of=("self",)).get(pk=rule.pk)
    former = BodyTypeRule.objects.filter(body_type=rule.body_type_id, period__endswith=rule.period.lower).first()
    upper, target = last_day(rule.period), rule.body_type
    journal.record(
        "body_type_rule.remove", target=rule, by=by, first=first_day(rule.period).isoformat() if first_day(rule.period) else None
    )
    rule.delete()
    if former:
        former.period = period(first_day(former.period), upper)
        former.save(update_fields=["period"])
    elif not target.rules.exists():
        raise ValidationError("Un type d’instance garde au moins une règle.", code="last_rule")


@transaction.atomic
def set_practice(
    *, region: Territory, body_type: BodyType, replacement_rule: str, first: date, source: str, source_date: date, by: Any
) -> RegionalPractice:
    """Write how `region` replaces somebody from `first` on; the practice that applied until then ends the day before.

    Raises `ValidationError` when a practice already begins on that day or later.
    """
    Territory.objects.select_for_update(no_key=True).get(pk=region.pk)
    known = RegionalPractice.objects.filter(region=region, body_type=body_type)
    later = known.filter(period__startswith__gte=first).order_by("period").first()
    if later:
        raise ValidationError(f"Une pratique commence déjà le {date_fr(first_day(later.period))}.", code="practice_overlaps")
    former = known.filter(period__contains=first).first()
    if former:
        former.period = period(first_day(former.period), first - ONE_DAY)
        former.save(update_fields=["period"])
    practice = RegionalPractice(
        region=region,
        body_type=body_type,
        replacement_rule=replacement_rule,
        period=period(first),
        source=source,
        source_date=source_date,
    )
    practice.full_clean()
    practice.save()
    journal.record("regional_practice.set", target=practice, by=by, rule=replacement_rule, first=first.isoformat())
    return practice


def _store(rule: BodyTypeRule, facts: RuleFacts) -> None:
    """Check and save the rule with its seats and categories."""
    _check_seats(facts.seats)
    rule.full_clean(validate_constraints=False)
    rule.save()
    rule.seat_patterns.all().delete()
    SeatPattern.objects.bulk_create(
        SeatPattern(rule=rule, quality=seat.quality, count=seat.count, constituency=seat.constituency) for seat in facts.seats
    )
    known = FacilityCategory.objects.filter(code__in=facts.categories)
    unknown = set(facts.categories) - set(known.values_list("code", flat=True))
    if unknown:
        raise ValidationError(f"La catégorie {min(unknown)} n’existe pas.", code="unknown_category")
    rule.facility_categories.set(known)


def _check_seats(seats: Iterable[SeatSpec]) -> None:
    seats = list(seats)
    if len({(seat.quality, seat.constituency) for seat in seats}) < len(seats):
        raise ValidationError("La même qualité est décrite deux fois dans le même collège.", code="seat_pattern_once")
    if any(seat.count < 1 for seat in seats):
        raise ValidationError("Indiquez au moins un siège par qualité, ou retirez la ligne.", code="seat_count")
