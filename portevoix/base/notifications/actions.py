"""Writes messages in the transaction of the act that causes them."""

import uuid
from collections.abc import Collection, Mapping
from datetime import date, datetime
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import QuerySet
from django.utils import timezone

from portevoix.base.accounts.models import User
from portevoix.base.audit import journal
from portevoix.base.audit.actors import Program
from portevoix.base.core.text_templates import TemplateFault
from portevoix.base.files.models import StoredFile
from portevoix.base.notifications.enums import WAITING, Channel, MessageState
from portevoix.base.notifications.models import Message, Suppression, TextTemplate
from portevoix.base.notifications.outbox import (
    LONGEST_ADDRESS,
    LONGEST_NAME,
    About,
    Draft,
    Recipient,
    about_of,
    clean_address,
    one_line,
    region_of,
)
from portevoix.base.notifications.registry import TEXTS, check_text
from portevoix.base.notifications.reports import Report
from portevoix.base.notifications.selectors import UNNAMED, TextInForce, suppressed, text_in_force
from portevoix.base.notifications.waking import wake

LONGEST_SUBJECT = 300
ERASED = "Message effacé"
KEPT_ELSEWHERE = (  # of a message that is sent to another address
    *("code", "template", "recipient_name", "reply_to", "subject", "body", "attachment_count", "family"),
    *("about_label", "about_kind", "about_number", "region"),
)
READER = Program("unsubscribe")  # the reader of an e-mail, who needs no account for it


def queue(
    code: str,
    *,
    to: Collection[Recipient],
    values: Mapping[str, Any],
    by: Any,
    about: models.Model | About | None = None,
    region: str | None = None,
    unsubscribable: bool = False,
    attachments: Collection[StoredFile] = (),
    reply_to: str = "",
) -> list[Message]:
    """Write the e-mail `code` to each of `to`, in the current transaction; return the rows of the ledger, in the order of `to`.

    values: what the text asks for, as text already in French. by: the account, or the program, whose act causes the messages.
    about, region: see the docstring of the package. attachments: stored files that the recipients may read.
    Raises `TemplateFault` when a value is missing, `KeyError` for a text that nobody declared.
    """
    drafts = [
        Draft(to=recipient, values=values, about=about, region=region, attachments=attachments, reply_to=reply_to) for recipient in to
    ]
    return queue_many(code, drafts, by=by, unsubscribable=unsubscribable)


@transaction.atomic
def queue_many(code: str, drafts: Collection[Draft], *, by: Any, unsubscribable: bool = False) -> list[Message]:
    """Write one e-mail a draft, all with the text `code`, in a few statements whatever their number; return the rows in the same order.

    The worker is told once the transaction has succeeded. Raises as `queue`.
    """
    now = timezone.now()
    found = text_in_force(code, on=timezone.localdate(now))
    if found.text.channel != Channel.EMAIL:
        raise ValueError(f"{code} is not the text of an e-mail")
    if unsubscribable and not found.text.family:
        raise ValueError(f"{code}: nobody can unsubscribe from a text without a family")
    family = found.text.family if unsubscribable else ""
    messages = [_written(found, draft, by=by, family=family) for draft in drafts]
    refusing = suppressed({message.recipient_email.lower() for message in messages}, family)
    for message in messages:
        message.queued_at = message.due_at = now
        if message.state == MessageState.QUEUED and message.recipient_email.lower() in refusing:
            message.state = MessageState.SUPPRESSED
    Message.objects.bulk_create(messages, batch_size=500)
    _attach(messages, drafts)
    if any(message.state == MessageState.QUEUED for message in messages):
        transaction.on_commit(wake, robust=True)
    return messages


@transaction.atomic
def unsubscribe(*, email: str, family: str) -> None:
    """Write no more messages of `family` to `email`; those that wait do not leave."""
    stopped, new = Suppression.objects.get_or_create(email=email.lower(), family=family)
    if new:
        journal.record("suppression.add", target=stopped, by=READER, family=family)
    waiting = Message.objects.filter(state__in=WAITING, family=family, recipient_email__iexact=email)
    waiting.update(state=MessageState.SUPPRESSED)


@transaction.atomic
def resubscribe(*, email: str, family: str) -> None:
    """Write the messages of `family` to `email` again, from now on."""
    for stopped in Suppression.objects.filter(email=email.lower(), family=family):
        journal.record("suppression.remove", target=stopped, by=READER, family=family)
        stopped.delete()


@transaction.atomic
def retry_failed(*, messages: QuerySet[Message], by: Any) -> tuple[int, int]:
    """Have the failures among `messages`, and only they, leave again; return how many will, and how many have an address to correct.

    A message keeps its Message-ID. An address that cannot be written to stays a failure: the correction is in the register.
    """
    failed = list(messages.filter(state=MessageState.FAILED).order_by("pk").select_for_update())
    able = [message for message in failed if not _address_fault(message)]
    now = timezone.now()
    Message.objects.filter(pk__in=[message.pk for message in able]).update(state=MessageState.QUEUED, due_at=now, failures=0)
    journal.record_many("message.retry", targets=able, by=by)
    if able:
        transaction.on_commit(wake, robust=True)
    return len(able), len(failed) - len(able)


@transaction.atomic
def send_elsewhere(*, message: Message, email: str, by: Any) -> Message:
    """Send what a failed message says to another address of its recipient; return the new message, which has its own Message-ID.

    Raises `ValidationError` (a French sentence) when the address cannot be written to, or when the message is no longer a failure.
    """
    address = clean_address(email)
    failed = Message.objects.select_for_update(of=("self",)).get(pk=message.pk)
    if failed.state != MessageState.FAILED or not failed.body:
        raise ValidationError("Ce message n’est plus en échec. Rechargez la page pour voir ce qu’il est devenu.", code="not_failed")
    files = list(failed.attachments.order_by("pk"))
    kept = {name: getattr(failed, name) for name in KEPT_ELSEWHERE}
    now = timezone.now()
    again = Message.objects.create(
        **kept, recipient_email=address, message_id=new_message_id(), queued_by_id=by.pk, queued_at=now, due_at=now
    )
    again.attachments.set(files)
    Message.objects.filter(pk=failed.pk).update(state=MessageState.REPLACED)
    journal.record("message.send_elsewhere", target=again, by=by, instead_of=failed.pk)
    transaction.on_commit(wake, robust=True)
    return again


def _address_fault(message: Message) -> str:
    """Return the sentence that says why the addresses of a message cannot be used, empty when they can."""
    try:
        for address in (message.recipient_email, *filter(None, [message.reply_to])):
            clean_address(address)
    except ValidationError as refusal:
        return refusal.messages[0]
    return ""


@transaction.atomic
def forget(*, before: datetime) -> int:
    """Erase who was written to, what was said and what was attached, of the messages written before `before`; return how many.

    What remains: the text's code and version, the dates, the state. A message that still waits is kept.
    """
    told = Message.objects.filter(queued_at__lt=before).exclude(state__in=[*WAITING, MessageState.SENDING]).exclude(body="")
    return _erase(told)


def _erase(told: QuerySet[Message]) -> int:
    Message.attachments.through.objects.filter(message__in=told).delete()
    nothing = {"recipient_email": "", "recipient_name": "", "reply_to": "", "subject": ERASED, "body": "", "about_label": ""}
    return told.update(**nothing)


@transaction.atomic
def erase_about(*, kind: str, number: int) -> int:
    """Erase the messages about one row, whatever their age; those that wait do not leave. Return how many.

    For somebody who withdraws what was written: `forget` waits for its delay.
    """
    told = Message.objects.filter(about_kind=kind, about_number=number).exclude(state=MessageState.SENDING)
    told.filter(state__in=WAITING).update(state=MessageState.SUPPRESSED)
    return _erase(told)


@transaction.atomic
def rewrite(*, code: str, subject: str, body: str, starts_on: date, source: str, by: Any, today: date) -> TextTemplate:
    """Write a new version of the text `code`, in force from `starts_on` on.

    Raises `ValidationError` (French sentences) when the text cannot be filled, when it begins in the past, or when nothing changes.
    """
    _not_in_the_past(starts_on, today=today)
    body = body.replace("\r\n", "\n").strip()
    try:
        check_text(TEXTS[code], subject=subject.strip(), body=body)
    except TemplateFault as fault:
        raise ValidationError(str(fault), code="template") from fault
    before = text_in_force(code, on=starts_on)
    if (before.subject, before.body) == (subject.strip(), body):
        raise ValidationError("Ce texte est déjà celui qui sera en vigueur ce jour-là. Changez-le, ou ne changez rien.", code="same")
    version = TextTemplate.objects.create(
        code=code, subject=subject.strip(), body=body, starts_on=starts_on, source=source, written_by_id=by.pk
    )
    journal.record("texttemplate.rewrite", target=version, by=by, text=code, first=str(starts_on))
    return version


@transaction.atomic
def restore_delivered(*, code: str, starts_on: date, source: str, by: Any, today: date) -> TextTemplate:
    """Go back to the text delivered with the program from `starts_on` on; raise `ValidationError` when it is already so."""
    _not_in_the_past(starts_on, today=today)
    if text_in_force(code, on=starts_on).version is None:
        raise ValidationError("Le texte livré avec le programme est déjà celui qui sera en vigueur ce jour-là.", code="same")
    version = TextTemplate.objects.create(code=code, delivered=True, starts_on=starts_on, source=source, written_by_id=by.pk)
    journal.record("texttemplate.restore", target=version, by=by, text=code, first=str(starts_on))
    return version


def send_trial(*, code: str, by: User) -> Message:
    """Write to `by` the e-mail `code` as it reads today, filled with the examples."""
    text = TEXTS[code]
    return queue(code, to=[Recipient(by.email, str(by))], values=text.blanks, about=About(label="Essai du texte"), by=by)[0]


def _not_in_the_past(day: date, *, today: date) -> None:
    if day < today:
        raise ValidationError({"starts_on": "Une version commence aujourd’hui ou plus tard. Indiquez une autre date."}, code="past")


def note_report(report: Report) -> bool:
    """Write on a sent message that it was delivered, or returned; False when no such message waits for news."""
    about = Message.objects.filter(message_id=report.message_id, state__in=[MessageState.SENT, MessageState.DELIVERED])
    if report.delivered:
        return bool(about.update(state=MessageState.DELIVERED))
    words = f"Le serveur du destinataire a renvoyé le message\u00a0: {report.words or 'sans explication'}"
    return bool(about.update(state=MessageState.FAILED, reason=words))


def new_message_id() -> str:
    """Return a Message-ID that nobody has, without its brackets; it ends with the domain of the sender."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return f"{uuid.uuid4().hex}@{domain or 'localhost'}"


def _written(found: TextInForce, draft: Draft, *, by: Any, family: str) -> Message:
    missing = sorted(set(found.text.blanks) - set(draft.values))
    if missing:
        listed = ", ".join(f"{{{name}}}" for name in missing)
        raise TemplateFault(f"Il manque une valeur pour {listed} dans «\u00a0{found.text.label}\u00a0».")
    name = one_line(draft.to.name)[:LONGEST_NAME]
    subject, body = found.filled({**draft.values, "destinataire": name or UNNAMED})
    about = about_of(draft.about)
    message = Message(
        code=found.text.code,
        template=found.version,
        recipient_email=one_line(draft.to.email)[:LONGEST_ADDRESS],
        reply_to=one_line(draft.reply_to)[:LONGEST_ADDRESS],
        recipient_name=name,
        subject=subject[:LONGEST_SUBJECT],
        body=body,
        attachment_count=len(draft.attachments),
        family=family,
        about_label=about.label,
        about_kind=about.kind,
        about_number=about.number,
        region=region_of(draft),
        message_id=new_message_id(),
        queued_by_id=by.pk,
        state=MessageState.QUEUED,
    )
    message.reason = _address_fault(message)
    if message.reason:
        message.state = MessageState.FAILED
    else:
        message.recipient_email = clean_address(message.recipient_email)
    return message


def _attach(messages: list[Message], drafts: Collection[Draft]) -> None:
    through = Message.attachments.through
    rows = [
        through(message_id=message.pk, storedfile_id=stored.pk)
        for message, draft in zip(messages, drafts, strict=True)
        for stored in draft.attachments
    ]
    through.objects.bulk_create(rows, batch_size=1_000)
