"""Imports a list of accreditations: dry by default, one transaction, bad rows named; run again, it changes nothing."""

from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from django.db import transaction

from portevoix.base.audit import journal
from portevoix.base.core.french_dates import period_fr
from portevoix.base.core.periods import first_day, last_day, period
from portevoix.base.core.text import search_key
from portevoix.register.directory.actions.accreditations import USUAL_YEARS
from portevoix.register.directory.enums import AccreditationLevel, AccreditationStatus, TerritoryKind
from portevoix.register.directory.establishments.records import RowProblem
from portevoix.register.directory.models import Accreditation, Association, Territory
from portevoix.register.directory.reference.accreditation_file import AccreditationRow, read_accreditations
from portevoix.register.directory.scope import EVERYTHING
from portevoix.register.directory.selectors.accreditations import YEARS
from portevoix.register.directory.selectors.associations import find_association, search_associations
from portevoix.register.directory.selectors.rules import parameter_at


@dataclass(kw_only=True)
class AccreditationReport:
    """What the import did, or would do: names of associations by outcome, and the problems of the rows."""

    rows: int = 0
    applied: bool = False
    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    errors: list[RowProblem] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Return the report as JSON holds it."""
        return asdict(self)


@transaction.atomic
def import_accreditations(*, content: bytes, source: str, by: Any, today: date, apply: bool = False) -> AccreditationReport:
    """Compare a list of accreditations with the register and return the report; write only when `apply`.

    source: what is written beside each accreditation (« liste du ministère, 1er octobre 2026 »).
    Raises `UnreadableFile` (French) when the file is no such list; nothing is written then.
    """
    parsed = read_accreditations(content, today=today, years=parameter_at(YEARS, today, default=USUAL_YEARS))
    report = AccreditationReport(rows=len(parsed.rows) + len({problem.row for problem in parsed.errors}), applied=apply)
    report.errors = list(parsed.errors)
    for row in sorted(parsed.rows, key=lambda row: (row.first, row.row)):
        association = find_association(row.association)
        if association is None:
            report.errors.append(_unknown(row))
            continue
        _write(row, association.accredited, report, source=source, today=today, by=by)
    report.errors.sort(key=lambda problem: (problem.row, problem.column))
    if not apply:
        transaction.set_rollback(True)
    return report


def _write(row: AccreditationRow, association: Association, report: AccreditationReport, *, source: str, today: date, by: Any) -> None:
    region = _region(row.region) if row.level == AccreditationLevel.REGIONAL else None
    if row.level == AccreditationLevel.REGIONAL and region is None:
        report.errors.append(
            _problem(row, "region", row.region, "unknown_region", "Cette région n’existe pas. Écrivez son nom ou son code.")
        )
        return
    facts = {
        "period": period(row.first, row.last),
        "number": row.number,
        "renewal_filed_on": row.filed_on,
        "status": AccreditationStatus.RENEWAL_IN_PROGRESS if row.filed_on else AccreditationStatus.GRANTED,
    }
    rows = Accreditation.objects.filter(association=association, level=row.level, region=region)
    known = rows.filter(period__startswith=row.first).first()
    others = rows.filter(period__overlap=facts["period"])
    clash = others.exclude(pk=known.pk).first() if known else others.first()
    if clash:
        span = period_fr(first_day(clash.period), last_day(clash.period))
        message = f"Un agrément du même niveau est déjà enregistré {span}. Corrigez les dates."
        report.errors.append(_problem(row, "first", row.first.isoformat(), "accreditation_overlaps", message))
        return
    if known is None:
        known = Accreditation(association=association, level=row.level, region=region, source=source, source_date=today, **facts)
        known.save()
        journal.record("accreditation.record", target=known, by=by, level=row.level, first=row.first.isoformat())
        report.created.append(association.name)
        return
    if known.status == AccreditationStatus.WITHDRAWN or all(getattr(known, name) == value for name, value in facts.items()):
        report.unchanged.append(association.name)  # a withdrawal that an agent recorded is not undone by a list
        return
    for name, value in {**facts, "source": source, "source_date": today}.items():
        setattr(known, name, value)
    known.save()
    journal.record("accreditation.update", target=known, by=by, first=row.first.isoformat())
    report.updated.append(association.name)


def _region(text: str) -> Territory | None:
    key = search_key(text)
    regions = Territory.objects.filter(kind=TerritoryKind.REGION)
    return regions.filter(code__iexact=text.strip()).first() or regions.filter(sort_key=key).first() if key else None


def _unknown(row: AccreditationRow) -> RowProblem:
    near = [association.name for association in search_associations(row.association, viewer=EVERYTHING)[:3]]
    hint = f" S’agit-il de {' ; '.join(near)}\u00a0?" if near else " Ajoutez-la d’abord au registre."
    message = f"L’association «\u00a0{row.association[:80]}\u00a0» n’est pas dans le registre.{hint}"
    return _problem(row, "association", row.association, "unknown_association", message)


def _problem(row: AccreditationRow, column: str, value: str, code: str, message: str) -> RowProblem:
    return RowProblem(row=row.row, column=column, value=value[:80], code=code, message=message)
