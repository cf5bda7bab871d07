"""Runs the checks on one file or on many."""

from collections.abc import Collection, Iterable
from datetime import date

from portevoix.work.candidacies.checks.facts import Dossier, dossiers
from portevoix.work.candidacies.checks.file_rules import FILE_CHECKS
from portevoix.work.candidacies.checks.results import CheckResult
from portevoix.work.candidacies.checks.wish_rules import WISH_CHECKS
from portevoix.work.candidacies.models import Candidacy, Wish


def checks_of(candidacy: Candidacy, *, day: date) -> list[CheckResult]:
    """Return what every check says of `candidacy` on `day`: those of the file, then those of each wish."""
    return results_of(dossiers([candidacy], day=day, whole_call=False)[0])


def checks_of_many(candidacies: Iterable[Candidacy], *, day: date, likeness: bool = True) -> dict[int, list[CheckResult]]:
    """Return what every check says of each of `candidacies`, by primary key, in a constant number of statements.

    likeness False: files and records that look alike are not sought (no check of them blocks).
    """
    return {one.candidacy.pk: results_of(one) for one in dossiers(candidacies, day=day, likeness=likeness)}


def results_of(dossier: Dossier) -> list[CheckResult]:
    """Return what every check says of a dossier already read."""
    results = [CheckResult(check=check, finding=check.find(dossier)) for check in FILE_CHECKS]
    results += [CheckResult(check=check, finding=check.find(dossier, wish), wish=wish) for wish in dossier.wishes for check in WISH_CHECKS]
    return [_with_waiver(result, dossier) for result in results]


def blocking(results: Collection[CheckResult], *, wish: Wish | None = None) -> list[CheckResult]:
    """Return the checks that stop the file, and with `wish` that wish; those of other wishes are left out."""
    return [result for result in results if result.blocking and (result.wish is None or (wish is not None and result.wish.pk == wish.pk))]


def _with_waiver(result: CheckResult, dossier: Dossier) -> CheckResult:
    waiver = dossier.waivers.get(result.key)
    return CheckResult(check=result.check, finding=result.finding, wish=result.wish, waiver=waiver) if waiver else result
