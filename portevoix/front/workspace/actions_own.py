"""What a person does to their own data."""

from datetime import datetime
from typing import Any

from django.core import signing
from django.db import transaction
from django.urls import reverse

from portevoix.base.core.addresses import absolute_url
from portevoix.base.core.french_dates import date_fr
from portevoix.base.notifications.actions import queue, resubscribe, unsubscribe
from portevoix.base.notifications.outbox import Recipient
from portevoix.front.workspace.notifications import CONFIRM_EMAIL, FAMILY, REQUEST_RECEIVED
from portevoix.register.access.permissions import Permission
from portevoix.register.access.selectors import accounts_having
from portevoix.register.directory.actions.consents import answer_consent, ask
from portevoix.register.directory.enums import ConsentPurpose, DataRequestKind
from portevoix.register.directory.models import DataRequest, Person
from portevoix.register.mandates.models import Mandate

SALT = "portevoix.new-email"
LINK_SECONDS = 3 * 24 * 3600


@transaction.atomic
def give_or_withdraw(*, person: Person, purpose: str, granted: bool, by: Any) -> None:
    """Record a consent given or withdrawn by the person; the Monday e-mail stops or starts again with it."""
    answer_consent(person=person, purpose=purpose, granted=granted, by=by)
    if purpose == ConsentPurpose.MONDAY_MAIL and person.email:
        (resubscribe if granted else unsubscribe)(email=person.email, family=FAMILY)


def send_email_link(*, person: Person, email: str, by: Any) -> None:
    """Write to a new address the link that confirms it; the link is worth nothing without the account of the person."""
    token = signing.dumps([person.pk, email], salt=SALT)
    link = absolute_url(reverse("workspace:confirm_my_email", args=[token]))
    queue(CONFIRM_EMAIL.code, to=[Recipient(email, str(person))], values={"lien": link}, about=person, region=_region(person), by=by)


def read_new_email(token: str, *, person: Person) -> str:
    """Return the address of a link sent to `person`; empty when the link is too old, forged, or somebody else's."""
    try:
        number, email = signing.loads(token, salt=SALT, max_age=LINK_SECONDS)
    except signing.BadSignature:
        return ""
    return email if number == person.pk else ""


@transaction.atomic
def ask_about_data(*, person: Person, kind: str, words: str, by: Any, at: datetime) -> DataRequest:
    """Record a request and tell those who answer. Raises `ValidationError` (French) while one of the same kind waits."""
    asked = ask(person=person, kind=kind, words=words, by=by, at=at)
    mandate = _latest(person)
    agents = accounts_having(Permission.DATA_REQUEST_ANSWER, mandate.scope_keys, today=at.date()) if mandate else []
    values = {
        "demande": DataRequestKind(kind).label,
        "avant": date_fr(asked.answer_before),
        "lien": absolute_url(reverse("workspace:data_request", args=[asked.pk])),
    }
    queue(REQUEST_RECEIVED.code, to=[Recipient(user.email, str(user)) for user in agents], values=values, region=_region(person), by=by)
    return asked


def _latest(person: Person) -> Mandate | None:
    rows = Mandate.objects.filter(person=person).select_related("body__region", "body__department", "association__parent")
    return rows.order_by("-period", "-pk").first()


def _region(person: Person) -> str:
    mandate = _latest(person)
    return mandate.body.region.code if mandate else ""
