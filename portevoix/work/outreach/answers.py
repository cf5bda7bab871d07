"""The answers of the orientation, carried from page to page in a signed address: nothing is stored, no cookie is needed."""

from typing import Any

from django.core import signing

SALT = "portevoix.orientation"
HOURS = 24
QUESTIONS = ("commune", "temps", "sujets", "association", "instances", "moments")
HELD = ("temps", "association", "instances", "moments")  # what may be handed over: neither the commune's code nor the subjects


def sign(answers: dict[str, Any]) -> str:
    """Return the answers as a signed text for an address."""
    return signing.dumps(answers, salt=SALT, compress=True)


def read(token: str) -> dict[str, Any]:
    """Return the answers that `token` carries; none when it is forged or older than a day."""
    if not token:
        return {}
    try:
        return signing.loads(token, salt=SALT, max_age=HOURS * 3600)
    except signing.BadSignature:
        return {}


def first_missing(answers: dict[str, Any], before: str | None = None) -> str | None:
    """Return the first question without an answer, among those that come before `before` (all by default)."""
    asked = QUESTIONS if before is None else QUESTIONS[: QUESTIONS.index(before)]
    return next((name for name in asked if name not in answers), None)
