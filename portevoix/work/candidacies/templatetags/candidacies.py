"""Words of the pages about candidacies."""

from django import template

from portevoix.work.candidacies.checks.results import CheckResult, Outcome
from portevoix.work.candidacies.selectors import wish_words, words

register = template.Library()
register.filter("asked", wish_words.asked)
register.filter("given", wish_words.given)
register.filter("holder", words.holder)


@register.filter
def of(found: dict, key: object) -> object:
    """Return what a dictionary holds under `key`."""
    return found.get(key)


@register.filter
def to_look_at(checks: list[CheckResult]) -> list[CheckResult]:
    """Return the checks that somebody has to read: failed, or left to a person."""
    return [check for check in checks if check.outcome in (Outcome.FAIL, Outcome.TO_READ)]


@register.filter
def verified(checks: list[CheckResult]) -> list[CheckResult]:
    """Return the checks whose rule is kept."""
    return [check for check in checks if check.outcome == Outcome.PASS]


@register.filter
def without_object(checks: list[CheckResult]) -> list[CheckResult]:
    """Return the checks that do not bear on this file."""
    return [check for check in checks if check.outcome == Outcome.NOT_APPLICABLE]


@register.filter
def verified_words(checks: list[CheckResult]) -> str:
    """« 5 points vérifiés, et d’où viennent les règles »."""
    count = len(checks)
    found = "Aucun point vérifié" if not count else f"{count}\u00a0point{'s' if count > 1 else ''} vérifié{'s' if count > 1 else ''}"
    return f"{found}, et d’où viennent les règles"
