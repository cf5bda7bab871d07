"""The rules in force on a day: of a body type, of a region, of the dated settings."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from portevoix.base.core.text import search_key
from portevoix.register.directory.models import (
    BodyType,
    BodyTypeAlias,
    BodyTypeRule,
    Cycle,
    Parameter,
    RegionalPractice,
    SeatPattern,
    Territory,
)

PATTERNS = Prefetch("seat_patterns", SeatPattern.objects.order_by("pk"))


@dataclass(frozen=True, kw_only=True)
class TypeOnDay:
    """A body type with its rule on a day; `rule` is None when the type had none."""

    body_type: BodyType
    rule: BodyTypeRule | None


def rule_at(body_type: BodyType, day: date) -> BodyTypeRule | None:
    """Return the rule of `body_type` in force on `day`, with its seat patterns; None when there is none."""
    return BodyTypeRule.objects.filter(body_type=body_type, period__contains=day).prefetch_related(PATTERNS).first()


def rules_of(body_type: BodyType) -> list[BodyTypeRule]:
    """Return every rule that `body_type` has had or will have, the latest first, with its seats and categories."""
    rules = BodyTypeRule.objects.filter(body_type=body_type).prefetch_related(PATTERNS, "facility_categories")
    return list(rules.order_by("-period", "-pk"))


def types_at(day: date, *, codes: Iterable[str] | None = None) -> list[TypeOnDay]:
    """Return the body types in alphabetical order (or those of `codes`, in that order) with their rule on `day`."""
    types = BodyType.objects.select_related("parent").order_by("sort_key", "pk")
    if codes is not None:
        order = list(codes)
        types = sorted(types.filter(code__in=order), key=lambda body_type: order.index(body_type.code))
    rules = BodyTypeRule.objects.filter(period__contains=day, body_type__in=[body_type.pk for body_type in types])
    by_type = {rule.body_type_id: rule for rule in rules.prefetch_related(PATTERNS)}
    return [TypeOnDay(body_type=body_type, rule=by_type.get(body_type.pk)) for body_type in types]


def find_body_type(text: str) -> BodyType | None:
    """Return the body type that `text` names: its code, its name or another of its names (« CRUQPC », « COREVIH »)."""
    key = search_key(text)
    if not key:
        return None
    for body_type in BodyType.objects.order_by("pk"):
        if key in {search_key(body_type.code), search_key(body_type.name), search_key(body_type.plural_name)}:
            return body_type
    alias = BodyTypeAlias.objects.filter(sort_key=key).select_related("body_type").order_by("kind", "pk").first()
    return alias.body_type if alias else None


def practice_at(region: Territory, body_type: BodyType, day: date) -> RegionalPractice | None:
    """Return how `region` replaces somebody in the course of a term on `day`; None when its practice is not known."""
    return RegionalPractice.objects.filter(region=region, body_type=body_type, period__contains=day).first()


def replacement_rule_at(region: Territory, body_type: BodyType, day: date) -> str:
    """Return the replacement rule on `day`: the region's practice, else that of the body type, else nothing (dossier §3.6)."""
    practice = practice_at(region, body_type, day)
    if practice:
        return practice.replacement_rule
    rule = rule_at(body_type, day)
    return rule.replacement_rule if rule else ""


def cycle_at(region: Territory, body_type: BodyType, day: date) -> Cycle | None:
    """Return the collective period of `body_type` in `region` that holds `day`."""
    return Cycle.objects.filter(region=region, body_type=body_type, period__contains=day).first()


def parameter_at(code: str, day: date, *, default: int | None = None) -> int | None:
    """Return the value of the dated setting `code` on `day`, `default` when it has none."""
    value = Parameter.objects.filter(code=code, period__contains=day).values_list("value", flat=True).first()
    return default if value is None else value
