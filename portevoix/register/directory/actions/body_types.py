"""Loads body types and their dated rules from the reference file."""

from typing import Any

from portevoix.base.core.periods import period
from portevoix.register.directory.actions.upsert import Counts, differences, upsert
from portevoix.register.directory.models import BodyType, BodyTypeAlias, BodyTypeRule, FacilityCategory, SeatPattern

TYPE_FIELDS = ("code", "name", "plural_name", "level", "source", "source_date")
TYPE_TEXTS = ("summary", "explanation", "time_asked")
RULE_TEXTS = ("proposed_by", "replacement_rule", "presidency", "meetings", "incompatibilities", "absence_rule", "seats_note")
RULE_FIELDS = ("legal_basis", "designating_authority", "requires_accreditation", "source", "source_date")


def load_body_types(rows: list[dict[str, Any]], *, groups: dict[str, list[str]]) -> dict[str, Counts]:
    """Load types, their other names and their rules; return what was written, by table.

    groups: named lists of FINESS categories that the rules refer to.
    """
    counts = {"body_types": upsert(BodyType, [_type(row) for row in rows], key=("code",))}
    types = BodyType.objects.in_bulk([row["code"] for row in rows], field_name="code")
    counts["body_types"] += upsert(
        BodyType, [{"code": row["code"], "parent_id": types[row["parent"]].pk} for row in rows if "parent" in row], key=("code",)
    )
    counts["body_type_aliases"] = upsert(
        BodyTypeAlias, [_alias(types[row["code"]], alias) for row in rows for alias in row["aliases"]], key=("body_type_id", "name")
    )
    rules = Counts()
    for row in rows:
        for rule in row["rule"]:
            rules += _load_rule(types[row["code"]], rule, groups)
    counts["body_type_rules"] = rules
    return counts


def _type(row: dict[str, Any]) -> dict[str, Any]:
    values = {name: row[name] for name in TYPE_FIELDS} | {name: row.get(name, "") for name in TYPE_TEXTS}
    return values | {"in_designation_circuit": row.get("in_designation_circuit", True)}


def _alias(body_type: BodyType, alias: dict[str, Any]) -> dict[str, Any]:
    return {
        "body_type_id": body_type.pk,
        "name": alias["name"],
        "kind": alias["kind"],
        "borne_until": alias.get("until"),
        "source": body_type.source,
        "source_date": body_type.source_date,
    }


def _load_rule(body_type: BodyType, row: dict[str, Any], groups: dict[str, list[str]]) -> Counts:
    """Insert one rule, or refresh it when the file is at least as recent; the period of a known rule is never touched."""
    span = period(row.get("from"), row.get("to"))
    start = {"period__startswith": span.lower} if span.lower else {"period__startswith__isnull": True}
    rule = BodyTypeRule.objects.filter(body_type=body_type, **start).first()
    values = _rule(row)
    if rule is None:
        if BodyTypeRule.objects.filter(body_type=body_type, period__overlap=span).exists():
            return Counts(unchanged=1)  # an agent rewrote this part of the past
        rule = BodyTypeRule.objects.create(body_type=body_type, period=span, **values)
        _write_seats_and_categories(rule, row, groups)
        return Counts(created=1)
    if rule.source_date > row["source_date"]:
        return Counts(unchanged=1)
    changed = differences(rule, values)
    if changed:
        rule.save(update_fields=sorted(changed))
    changed_parts = _write_seats_and_categories(rule, row, groups)
    return Counts(updated=1) if changed or changed_parts else Counts(unchanged=1)


def _rule(row: dict[str, Any]) -> dict[str, Any]:
    values = {name: row[name] for name in RULE_FIELDS} | {name: row.get(name, "") for name in RULE_TEXTS}
    return values | {
        "term_years": row.get("term_years"),
        "max_renewals": row.get("max_renewals"),
        "continuity_past_term": row.get("continuity_past_term", True),
        "requires_interest_declaration": row.get("requires_interest_declaration", False),
        "to_verify": row.get("to_verify", False),
    }


def _write_seats_and_categories(rule: BodyTypeRule, row: dict[str, Any], groups: dict[str, list[str]]) -> bool:
    """Bring the seat patterns and the categories of `rule` to what the file says; tell whether something changed."""
    wanted = {(seat["quality"], seat.get("constituency", "")): seat["count"] for seat in row["seats"]}
    known = {(pattern.quality, pattern.constituency): pattern.count for pattern in rule.seat_patterns.all()}
    codes = set(groups[row["categories"]]) if "categories" in row else set()
    known_codes = set(rule.facility_categories.values_list("code", flat=True))
    if wanted != known:
        rule.seat_patterns.all().delete()
        SeatPattern.objects.bulk_create(
            SeatPattern(rule=rule, quality=quality, constituency=constituency, count=count)
            for (quality, constituency), count in wanted.items()
        )
    if codes != known_codes:
        rule.facility_categories.set(FacilityCategory.objects.filter(code__in=codes))
    return wanted != known or codes != known_codes
