"""Shortcuts of the tests that compare a small workbook with a small register."""

from datetime import UTC, datetime

from portevoix.base.audit.actors import Program
from portevoix.register.directory.models import BodyType, Territory
from portevoix.register.imports import actions
from portevoix.register.imports.checking import check_workbook, read
from portevoix.register.imports.models import ImportRun
from portevoix.register.imports.plan import Plan
from tests.factories import TODAY, StoredFileFactory
from tests.imports.sheets import xlsx

ME, NOW = Program("tests"), datetime(2026, 11, 22, 9, tzinfo=UTC)


def plan_of(*rows, data: bytes | None = None) -> Plan:
    """Return what a workbook with these rows would change."""
    return check_workbook(
        read(xlsx(*rows) if data is None else data, None),
        name="essai.xlsx",
        region=Territory.objects.get(code="44"),
        body_type=BodyType.objects.get(code="CDU"),
        today=TODAY,
        source_date=TODAY,
    )


def run_of(*rows, data: bytes | None = None) -> ImportRun:
    """Return a run on a workbook with these rows, not yet checked."""
    stored = StoredFileFactory(bytes=xlsx(*rows) if data is None else data, name="essai.xlsx")
    return ImportRun.objects.create(
        file=stored,
        file_name=stored.name,
        region=Territory.objects.get(code="44"),
        body_type=BodyType.objects.get(code="CDU"),
        source_date=TODAY,
    )


def checked(*rows, data: bytes | None = None) -> ImportRun:
    return actions.check(run=run_of(*rows, data=data), by=ME, today=TODAY, at=NOW)


def applied(*rows, data: bytes | None = None) -> ImportRun:
    """Return the run that checked and applied a workbook with these rows."""
    return actions.apply(run=checked(*rows, data=data), by=ME, today=TODAY, at=NOW)


def codes(plan: Plan) -> list[str]:
    return [problem.code for problem in plan.problems]


def said(plan: Plan) -> str:
    """Return the sentences of the problems, with plain spaces."""
    return " ".join(f"{problem.message} {problem.suggestion}" for problem in plan.problems).replace("\u00a0", " ")
