"""Issue the certificates of a closed session, all at once; revoke one; reopen a sheet by revoking those that it gave."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from portevoix.base.audit import journal
from portevoix.base.core.addresses import absolute_url
from portevoix.base.core.numbering import next_numbers
from portevoix.base.documents.actions import ToIssue, issue_many, new_codes, revoke
from portevoix.base.documents.batches import Job, render_both
from portevoix.base.documents.printing import DocumentRefused
from portevoix.base.documents.selectors import verification
from portevoix.base.notifications.actions import queue_many
from portevoix.base.notifications.outbox import Draft
from portevoix.register.access.permissions import Permission, can
from portevoix.register.orders.selectors.certificates import initials
from portevoix.register.workflow.engine import StepRefused
from portevoix.work.training import proof_texts as texts
from portevoix.work.training.actions.attendance import is_closed, reopen_sheet
from portevoix.work.training.actions.holding import ensure_manages, hold_session
from portevoix.work.training.actions.telling import MY_PAGE, recipient_of
from portevoix.work.training.enums import RevocationReason
from portevoix.work.training.models import Certificate, Enrolment, Session
from portevoix.work.training.selectors.attendance import done_by
from portevoix.work.training.selectors.certificates import DOCUMENT, TITLE, Signatory, certificate_data, due, in_force, organiser
from portevoix.work.training.selectors.words import days_words

SERIES = "training_certificate"
NOT_CLOSED = "Délivrer les attestations\u00a0: impossible avant «\u00a0Clore les présences\u00a0», sur la page de la session."
REVOKED_ALREADY = "Cette attestation est déjà annulée."


@transaction.atomic
def issue_certificates(*, session: Session, signatory: Signatory, by: Any, at: datetime) -> list[Certificate]:
    """Issue a certificate to each person who followed `session` whole and has none in force; each is sent theirs. Return the new ones.

    All of them or none: numbers have no hole. Called twice, or by two people at once, it issues each certificate once.
    Raises `StepRefused` while the sheet is open, `ValidationError` when a text cannot be printed, `PermissionDenied` without the right.
    """
    held = hold_session(session)
    ensure_manages(by, held)
    if not is_closed(held):
        raise StepRefused(NOT_CLOSED)
    people = list(due(held))
    if not people:
        return []
    today = timezone.localdate(at)
    numbers = [f"FOR-{today.year}-{number:04}" for number in next_numbers(SERIES, today.year, len(people))]
    minutes = {pk: done.minutes for pk, done in done_by(people).items()}
    documents = issue_many(kind=DOCUMENT, documents=_drawn(people, numbers, minutes, signatory, today=today, at=at), by=by, at=at)
    certificates = Certificate.objects.bulk_create(
        [
            Certificate(enrolment=row, number=number, minutes=minutes[row.pk], document=document)
            for row, number, document in zip(people, numbers, documents, strict=True)
        ]
    )
    journal.record_many("certificate.issue", targets=certificates, by=by, session=held.pk)
    _send(certificates, by=by)
    return certificates


@transaction.atomic
def revoke_certificate(*, certificate: Certificate, reason: RevocationReason, by: Any, at: datetime) -> None:
    """Revoke a certificate for a reason that the public check page repeats; the person is told.

    Raises `StepRefused` when it was revoked meanwhile, `PermissionDenied` without the right.
    """
    session = hold_session(certificate.enrolment.session)
    if not can(by, Permission.TRAINING_MANAGE, session):
        raise PermissionDenied(Permission.TRAINING_MANAGE.value)
    found = in_force(session).filter(pk=certificate.pk).first()
    if found is None:
        raise StepRefused(REVOKED_ALREADY)
    _revoke([found], reason=reason, by=by, at=at)
    certificate.in_force = False


@transaction.atomic
def reopen_and_revoke(*, session: Session, by: Any, at: datetime) -> int:
    """Reopen a closed sheet and, in the same act, revoke every certificate that it gave; return how many were revoked.

    Raises as `reopen_sheet`.
    """
    held = hold_session(session)
    ensure_manages(by, held)
    found = list(in_force(held))
    _revoke(found, reason=RevocationReason.SHEET, by=by, at=at)
    reopen_sheet(session=session, by=by)
    return len(found)


def _drawn(
    people: Sequence[Enrolment], numbers: Sequence[str], minutes: dict[int, int], signatory: Signatory, *, today: date, at: datetime
) -> list[ToIssue]:
    """Draw every certificate, in both sizes; what the public may read of each names nobody."""
    codes = new_codes(len(people))
    jobs = [
        Job(
            name=number,
            title=f"{TITLE}, {row.person}",
            data=certificate_data(
                row, number=number, minutes=minutes[row.pk], signatory=signatory, verification=verification(code), today=today
            ),
        )
        for row, number, code in zip(people, numbers, codes, strict=True)
    ]
    try:
        drawn = list(render_both(DOCUMENT, jobs, timestamp=at))
    except DocumentRefused as refusal:
        raise ValidationError(str(refusal), code="unprintable") from refusal
    session = people[0].session
    shared = {"title": TITLE, "authority": organiser(session), "dated_on": today, "region_code": session.region.code}
    training = [("Formation", session.course.title), ("Dates", days_words(session))]
    return [
        ToIssue(code=code, pdf=pdf, large_pdf=large, summary=[("Personne", initials(row.person)), *training], **shared)
        for row, code, (_, pdf, large) in zip(people, codes, drawn, strict=True)
    ]


def _revoke(certificates: Sequence[Certificate], *, reason: RevocationReason, by: Any, at: datetime) -> None:
    words = RevocationReason(reason).label
    for one in certificates:
        revoke(document=one.document, by=by, at=at, reason=f"{words[:1].upper()}{words[1:]}")
    Certificate.objects.filter(pk__in=[one.pk for one in certificates]).update(in_force=False)
    journal.record_many("certificate.revoke", targets=list(certificates), by=by, reason=str(reason))
    drafts = [_draft(one, motif=words) for one in certificates]
    if drafts:
        queue_many(texts.CERTIFICATE_REVOKED, drafts, by=by)


def _send(certificates: Sequence[Certificate], *, by: Any) -> None:
    drafts = [_draft(one, files=[one.document.file], code=one.document.code, verifier=absolute_url("/verifier/")) for one in certificates]
    queue_many(texts.CERTIFICATE, drafts, by=by)


def _draft(certificate: Certificate, *, files: Sequence = (), **values: str) -> Draft:
    enrolment = certificate.enrolment
    session = enrolment.session
    return Draft(
        to=recipient_of(enrolment),
        values={
            "formation": session.course.title,
            "dates": days_words(session),
            "numero": certificate.number,
            "lien": absolute_url(MY_PAGE),
            **values,
        },
        about=enrolment,
        region=session.region.code,
        attachments=files,
        reply_to=session.questions_email,
    )
