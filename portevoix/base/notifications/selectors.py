"""Reads: the text in force on a day, the ledger."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Q, QuerySet

from portevoix.base.core.health import State
from portevoix.base.core.text import search_key, typo_fr
from portevoix.base.core.text_templates import blanks, fill
from portevoix.base.notifications.enums import WAITING, MessageState
from portevoix.base.notifications.models import Message, Suppression, TextTemplate
from portevoix.base.notifications.outbox import one_line, plain
from portevoix.base.notifications.registry import TEXTS, Text

LATE_AFTER = timedelta(minutes=15)
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
    return _in_force(text, TextTemplate.objects.filter(code=code, starts_on__lte=on).order_by("-starts_on", "-pk").first())


def _in_force(text: Text, version: TextTemplate | None) -> TextInForce:
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


@dataclass(frozen=True, kw_only=True)
class Criteria:
    """Which messages the ledger shows; what is empty filters nothing. recipient, about: a part of the words."""

    state: str = ""
    code: str = ""
    recipient: str = ""
    about: str = ""


def messages(scope: Any, criteria: Criteria) -> QuerySet[Message]:
    """Return the messages of `scope` that fit the criteria, the latest written first."""
    rows = Message.objects.visible_to(scope)
    if criteria.state:
        rows = rows.filter(state=criteria.state)
    if criteria.code:
        rows = rows.filter(code=criteria.code)
    if criteria.recipient:
        rows = rows.filter(Q(recipient_email__icontains=criteria.recipient) | Q(recipient_name__icontains=criteria.recipient))
    if criteria.about:
        rows = rows.filter(about_label__icontains=criteria.about)
    return rows.order_by("-pk")


def state_counts(rows: QuerySet[Message]) -> dict[str, int]:
    """Return how many of `rows` stand in each state."""
    return dict(rows.order_by().values_list("state").annotate(count=Count("pk")))


def messages_about(kind: str, number: int) -> QuerySet[Message]:
    """Return the messages about one row (`candidacies.candidacy`, its number), the latest first: for the page of that row."""
    return Message.objects.filter(about_kind=kind, about_number=number).order_by("-pk")


def label_of(code: str) -> str:
    """Return the French name of a text, its code when no package declares it any more."""
    return TEXTS[code].label if code in TEXTS else code


def texts_on(day: date) -> list[TextInForce]:
    """Return every text as it reads on `day`, e-mails first, by label."""
    latest: dict[str, TextTemplate] = {}
    for version in TextTemplate.objects.filter(starts_on__lte=day).order_by("starts_on", "pk"):
        latest[version.code] = version
    found = sorted(TEXTS.values(), key=lambda text: (text.channel, search_key(text.label)))
    return [_in_force(text, latest.get(text.code)) for text in found]


def sending_state(at: datetime) -> State:
    """Part of the health page: a message that was never tried must not wait for long."""
    never_tried = Message.objects.filter(state=MessageState.QUEUED, attempts=0)
    found = never_tried.aggregate(waiting=Count("pk"), late=Count("pk", filter=Q(queued_at__lt=at - LATE_AFTER)))
    return State(found["late"] == 0, f"messages en attente\u00a0: {found['waiting']}, en retard\u00a0: {found['late']}")


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
