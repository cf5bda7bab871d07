"""Note leave, ask for a certificate of presence, issue it."""

from datetime import date, datetime, time
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from portevoix.base.audit import journal
from portevoix.base.core.french_dates import date_fr
from portevoix.base.core.periods import day_of
from portevoix.base.core.screening import ensure_screened
from portevoix.base.documents.actions import issue, new_code
from portevoix.base.documents.engine import render
from portevoix.base.documents.printing import DocumentRefused
from portevoix.base.documents.selectors import verification
from portevoix.base.documents.shapes import Signature
from portevoix.register.access.permissions import Permission, can
from portevoix.register.directory.models import Body, Person
from portevoix.register.orders.selectors.certificates import body_words, initials
from portevoix.work.activity import notifications as texts
from portevoix.work.activity.actions import telling
from portevoix.work.activity.models import PresenceCertificate, RepresentationLeave
from portevoix.work.activity.selectors.leave_papers import FUNCTIONS, PRESENCE_TITLE, presence_data
from portevoix.work.activity.selectors.people import mandate_on, secretariat_of
from portevoix.work.activity.workflow import PRESENCE

KIND = "presence_certificate"
SUNDAY = 6
NO_SECRETARIAT = "Personne ne délivre l’attestation en ligne dans cet établissement. Imprimez celle qui est à signer."


@transaction.atomic
def add_leave(*, person: Person, body: Body, day: date, portion: str, by: Any, today: date) -> RepresentationLeave:
    """Note a day or half a day of leave, asked today. Raises `ValidationError`, `PermissionDenied`."""
    leave = RepresentationLeave(person=person, body=body, day=day, portion=portion, asked_on=min(day, today), created_by_id=by.pk)
    _ensure_own(leave, by)
    if day.weekday() == SUNDAY:
        raise ValidationError({"day": "Un dimanche n’est pas un jour ouvrable\u00a0: aucun congé n’est à demander."})
    if mandate_on(person, body, day) is None:
        raise ValidationError({"body": "Vous ne siégez pas dans cette instance ce jour-là."})
    leave.full_clean()
    leave.save()
    journal.record("representationleave.add", target=leave, by=by)
    return leave


@transaction.atomic
def delete_leave(*, leave: RepresentationLeave, by: Any) -> None:
    """Delete a leave that was not taken after all. Raises `ValidationError` once a certificate was asked for it."""
    _ensure_own(leave, by)
    if PresenceCertificate.objects.filter(leave=leave).exists():
        raise ValidationError("Une attestation de présence est liée à ce congé\u00a0: il reste noté.")
    journal.record("representationleave.delete", target=leave, by=by)
    leave.delete()


@transaction.atomic
def ask_presence(*, leave: RepresentationLeave, starts: time, ends: time, by: Any, today: date) -> PresenceCertificate:
    """Ask the facility for the certificate of presence of a day that has passed; again after a refusal.

    Raises `ValidationError`, `StepRefused`, `PermissionDenied`.
    """
    _ensure_own(leave, by)
    if leave.day > today:
        raise ValidationError("La réunion n’a pas encore eu lieu. Demandez l’attestation après.")
    if not secretariat_of(leave.body, today):
        raise ValidationError(NO_SECRETARIAT)
    known = PresenceCertificate.objects.filter(leave=leave).first()
    if known:
        with PRESENCE.step(known, "ask_again", by=by) as asked:
            asked.starts, asked.ends, asked.reason = starts, ends, ""
    else:
        asked = PresenceCertificate(leave=leave, starts=starts, ends=ends, asked_by_id=by.pk)
        asked.full_clean()
        asked.save()
        journal.record("presencecertificate.ask", target=asked, by=by)
    telling.presence_to_secretariats(texts.PRESENCE_ASKED, asked, by=by, today=today)
    return asked


@transaction.atomic
def issue_presence(
    *, presence: PresenceCertificate, starts: time, ends: time, function: str, signatory: str, by: Any, at: datetime
) -> PresenceCertificate:
    """Issue the certificate with its code: the hours are those that the secretariat confirms, `signatory` the name of who signs.

    The public check page tells initials and the day. Raises `ValidationError`, `StepRefused`, `PermissionDenied`.
    """
    leave, today = presence.leave, day_of(at)
    with PRESENCE.step(presence, "issue", by=by) as locked:
        locked.starts, locked.ends, locked.signatory_function = starts, ends, function
        locked.full_clean(exclude=["document"], validate_constraints=False)
        code = new_code()
        data = presence_data(
            leave,
            starts=starts,
            ends=ends,
            signatory=Signature(quality=FUNCTIONS[function], name=signatory.strip(), mention="Document délivré en ligne"),
            today=today,
            verification=verification(code),
        )
        try:
            pdf, large = (
                render("certificate", data, title=f"{PRESENCE_TITLE}, {data.person}", timestamp=at, large=size) for size in (False, True)
            )
        except DocumentRefused as refusal:
            raise ValidationError(str(refusal), code="unprintable") from refusal
        locked.document = issue(
            kind=KIND,
            code=code,
            title=PRESENCE_TITLE,
            authority=body_words(leave.body)[:200],
            dated_on=today,
            region_code=leave.body.region.code,
            summary=[("Personne", initials(leave.person)), ("Jour de la réunion", date_fr(leave.day))],
            pdf=pdf,
            large_pdf=large,
            by=by,
            at=at,
        )
    presence.refresh_from_db()
    telling.presence_to_person(texts.PRESENCE_ISSUED, presence, by=by)
    return presence


@transaction.atomic
def refuse_presence(*, presence: PresenceCertificate, reason: str, by: Any, confirmed: bool = False) -> None:
    """Do not issue the certificate, with a reason that the person is told. Raises `ValidationError`, `StepRefused`, `PermissionDenied`."""
    if not reason.strip():
        raise ValidationError({"reason": "Dites pourquoi, en une phrase."})
    ensure_screened(reason, confirmed=confirmed, known=[presence.leave.person.last_name, presence.leave.person.first_name])
    with PRESENCE.step(presence, "refuse", by=by) as locked:
        locked.reason = reason.strip()
    telling.presence_to_person(texts.PRESENCE_REFUSED, presence, by=by, motif=reason.strip())


def _ensure_own(leave: RepresentationLeave, by: Any) -> None:
    if not can(by, Permission.ACTIVITY_OWN, leave):
        raise PermissionDenied
