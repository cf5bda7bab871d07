"""The signed link by which an association files without a password (docs/adr: signed link).

The link names an account, or an association whose contact address it was sent to; it is signed, dated, and good as often as wanted
until it runs out. It opens nothing by itself: the button of its page does. What it may open is asked each time: a right that has
ended, a contact address that has changed or a closed account stop every link that was sent before.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from portevoix.base.accounts.models import User
from portevoix.base.accounts.selectors import has_second_factor
from portevoix.base.audit import journal
from portevoix.base.audit.actors import Program
from portevoix.base.core.addresses import absolute_url
from portevoix.register.access.actions import give
from portevoix.register.access.delegation import MANAGER, delegate, has_managed
from portevoix.register.access.permissions import WIDE, Permission, permissions_of
from portevoix.register.directory.models import Association
from portevoix.register.directory.selectors.rules import parameter_at
from portevoix.work.candidacies.models import Call, Candidacy, ManagerRequest

SALT = "portevoix.filing-link"
DAYS = "filing-link-days"
DEFAULT_DAYS = 14
OPENER = Program("filing_link")


class LinkState(StrEnum):
    """What a link is worth when it is opened."""

    VALID = "valid"
    EXPIRED = "expired"
    ENDED = "ended"  # whoever it was sent to may no longer propose
    FORGED = "forged"


@dataclass(frozen=True, kw_only=True)
class Link:
    """A link that was read. email: whom it was sent to, empty when the link is forged. user: None until the association opens it."""

    state: LinkState
    email: str = ""
    user: User | None = None
    association: Association | None = None
    call: int | None = None
    candidacy: int | None = None


def days_of_validity(at: datetime) -> int:
    """Return how many days a link is good, by the dated setting."""
    return parameter_at(DAYS, timezone.localdate(at), default=DEFAULT_DAYS)


def ask_for_link(*, email: str, call: Call | None, at: datetime, candidacy: int | None = None) -> None:
    """Write to `email`: the link when it may propose people, else how to ask for access. One e-mail in both cases, the same work.

    Raises `OSError` (SMTP errors are) when the server of e-mails fails.
    """
    address = email.strip().lower()
    user = account_that_files(address)
    association = None if user else _association_of(address)
    context = _common(at) | {"email": address, "call": call}
    if user is None and association is None:
        _write(address, "unknown_address", context | {"url": absolute_url(reverse("candidacies:ask_access"))})
        return
    token = sign_link(user=user, association=association, call=call, candidacy=candidacy)
    _write(address, "link", context | {"url": _address(token), "association": association})
    journal.record("filing_link.send", target=user or association, by=OPENER)


def account_that_files(address: str) -> User | None:
    """Return the open account of this address when it may propose people, else None."""
    user = User.objects.filter(email__iexact=address, is_active=True).first()
    return user if user and Permission.CANDIDACY_FILE in permissions_of(user) else None


def sign_link(*, user: User | None, association: Association | None, call: Call | None = None, candidacy: int | None = None) -> str:
    """Return the signed text of a link for an account, or for whoever reads the contact address of an association."""
    content: dict[str, Any] = {"u": user.pk} if user else {"a": association.pk, "e": _print(association.email)}
    content |= {"c": call.pk} if call else {}
    content |= {"d": candidacy} if candidacy else {}
    return signing.dumps(content, salt=SALT)


def read_link(token: str, *, at: datetime) -> Link:
    """Return what a link is worth at `at`."""
    try:
        content = signing.loads(token, salt=SALT)
        age = _age(token, at)
    except signing.BadSignature:
        return Link(state=LinkState.FORGED)
    user = User.objects.filter(pk=content["u"]).first() if "u" in content else None
    association = Association.objects.filter(pk=content["a"]).first() if "a" in content else None
    email = user.email if user else association.email if association else ""
    found = {"email": email, "association": association, "call": content.get("c"), "candidacy": content.get("d")}
    if age > timedelta(days=days_of_validity(at)):
        return Link(state=LinkState.EXPIRED, user=user, **found)
    if association is not None:
        same = bool(email) and _print(email) == content["e"]
        user = account_that_files(email) if same else None
        good = same and (user is not None or _may_open(association, email))
        return Link(state=LinkState.VALID if good else LinkState.ENDED, user=user, **found)
    good = user is not None and account_that_files(user.email) is not None
    return Link(state=LinkState.VALID if good else LinkState.ENDED, user=user, **found)


@transaction.atomic
def open_link(*, link: Link, at: datetime) -> User:
    """Return the account that a valid link signs in; the contact address of an association gets its account and its right now."""
    if link.user is not None:
        return link.user
    give(email=link.email, role=MANAGER, by=OPENER, first=timezone.localdate(at), target=link.association)
    return User.objects.get(email__iexact=link.email)


def needs_ordinary_sign_in(user: User) -> bool:
    """Tell whether the account is too strong for a link: it has a wide permission, or it protects itself with a second factor."""
    return bool(permissions_of(user) & WIDE) or has_second_factor(user)


def destination(link: Link, user: User) -> str:
    """Return the page to which a link leads: the draft it names, the call, else the list of the candidacies."""
    draft = Candidacy.objects.visible_to(user).filter(pk=link.candidacy).first() if link.candidacy else None
    if draft is not None:
        return reverse("candidacies:candidacy", args=[draft.pk])
    call = Call.objects.public().filter(pk=link.call).first() if link.call else None
    return reverse("candidacies:propose_start", args=[call.number]) if call else reverse("candidacies:our_candidacies")


def _association_of(address: str) -> Association | None:
    """Return the association that has this contact address and may open its account.

    An address that a federation shares with its sections is the federation's; one that strangers share is nobody's.
    """
    found = list(Association.objects.filter(email__iexact=address, closed_on__isnull=True).select_related("parent").order_by("pk"))
    heads = [one for one in found if one.parent is None or one.parent not in found]
    return heads[0] if len(heads) == 1 and _may_open(heads[0], address) else None


def _may_open(association: Association, email: str) -> bool:
    """A contact address opens its account once: a right that was taken away is not given back by a link.

    Neither is a closed account opened again, nor the account of somebody who works on the register.
    """
    user = User.objects.filter(email__iexact=email).first()
    refused = user is not None and (not user.is_active or bool(permissions_of(user) & WIDE))
    return association.closed_on is None and not refused and not has_managed(email, association)


def _age(token: str, at: datetime) -> timedelta:
    """Return how long ago the link was signed."""
    seconds = signing.b62_decode(token.rsplit(":", 2)[1])
    return at - datetime.fromtimestamp(seconds, tz=at.tzinfo)


def _print(email: str) -> str:
    """Return a short print of an address, so that the link itself does not hold it."""
    return hashlib.sha256(email.strip().lower().encode()).hexdigest()[:16]


def _common(at: datetime) -> dict[str, Any]:
    """Return what every e-mail knows; `until`: the last day of a link signed now."""
    until = timezone.localdate(at) + timedelta(days=days_of_validity(at))
    return {"site_name": settings.SITE_NAME, "help": settings.HELP_DESK, "until": until}


def _address(token: str) -> str:
    return absolute_url(reverse("candidacies:link", args=[token]))


def _write(address: str, name: str, context: dict[str, Any]) -> None:
    subject = " ".join(render_to_string(f"candidacies/email/{name}_subject.txt", context).split())
    body = render_to_string(f"candidacies/email/{name}_message.txt", context).strip() + "\n"
    EmailMessage(subject, body, to=[address], headers={"Auto-Submitted": "auto-generated"}).send()


def write_answer(*, request: ManagerRequest, at: datetime) -> None:
    """Tell somebody who asked to propose people for an association what was answered; with the link when it is yes."""
    context = _common(at) | {"association": request.association}
    if request.granted:
        user = User.objects.get(email__iexact=request.email)
        context |= {"url": _address(sign_link(user=user, association=None))}
    _write(request.email, "access_granted" if request.granted else "access_refused", context)


def invite(*, association: Association, email: str, by: Any, at: datetime, first_name: str = "", last_name: str = "") -> None:
    """Let somebody more propose people for `association`, and send them the link. Raises as `delegation.delegate`."""
    with transaction.atomic():
        right = delegate(
            email=email, association=association, by=by, first=timezone.localdate(at), first_name=first_name, last_name=last_name
        )
    context = _common(at) | {"association": association, "inviter": str(by)}
    _write(right.user.email, "invitation", context | {"url": _address(sign_link(user=right.user, association=None))})
