"""Reads: the text in force on a day, the ledger."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings

from portevoix.base.core.text import typo_fr
from portevoix.base.core.text_templates import blanks, fill
from portevoix.base.notifications.enums import WAITING
from portevoix.base.notifications.models import Message, Suppression, TextTemplate
from portevoix.base.notifications.outbox import one_line, plain
from portevoix.base.notifications.registry import TEXTS, Text

UNNAMED = "Madame, Monsieur"


@dataclass(frozen=True, kw_only=True)
class TextInForce:
    """A text as it reads on a day; `version` is None for the one delivered with the program."""

    text: Text
    subject: str
    body: str
    version: TextTemplate | None = None

    def filled(self, values: Mapping[str, Any]) -> tuple[str, str]:
        """Return the subject (one line) and the body, filled, with French typography; raise `TemplateFault`."""
        given = common_values() | {name: plain(value) for name, value in values.items()}
        in_subject = {name: one_line(given[name]) for name in blanks(self.subject) & given.keys()}
        return typo_fr(one_line(fill(self.subject, in_subject))), typo_fr(fill(self.body, given))


def versions(code: str) -> list[TextTemplate]:
    """Return every version of a text, the one that begins last first."""
    return list(TextTemplate.objects.filter(code=code).select_related("written_by").order_by("-starts_on", "-pk"))


def text_in_force(code: str, *, on: date) -> TextInForce:
    """Return the text `code` as it reads on the day `on`; raise `KeyError` for a code that no package declared."""
    text = TEXTS[code]
    version = TextTemplate.objects.filter(code=code, starts_on__lte=on).order_by("-starts_on", "-pk").first()
    if version is None or version.delivered:
        return TextInForce(text=text, subject=text.subject, body=text.body)
    return TextInForce(text=text, subject=version.subject, body=version.body, version=version)


def text(code: str, values: Mapping[str, Any], *, on: date) -> tuple[str, str]:
    """Return the subject and the body of the text `code` as it reads on the day `on`, filled with `values`.

    For letters and for e-mails that do not go through `queue`. Raises `TemplateFault` (a French sentence) when a value is missing.
    """
    return text_in_force(code, on=on).filled(values)


def common_values() -> dict[str, str]:
    """Return the values that every text knows."""
    desk = settings.HELP_DESK
    return {"site": settings.SITE_NAME, "aide": ", ".join(filter(None, (desk["name"], desk["phone"] or desk["email"])))}


def waiting_count() -> int:
    """Return how many messages wait, whatever the moment at which they may leave."""
    return Message.objects.filter(state__in=WAITING).count()


def is_suppressed(email: str, family: str) -> bool:
    """Tell whether `email` no longer wants the messages of `family`."""
    return bool(suppressed({email.lower()}, family))


def suppressed(emails: set[str], family: str) -> set[str]:
    """Return those of `emails` (lower case) that no longer want the messages of `family`."""
    if not family:
        return set()
    return set(Suppression.objects.filter(family=family, email__in=emails).values_list("email", flat=True))
