"""The certificates of a session, asked from a page: issued at once when they are few, by the worker when they are many."""

import logging
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import Error, transaction

from portevoix.base.audit import journal
from portevoix.base.audit.actors import account
from portevoix.register.workflow.engine import StepRefused
from portevoix.work.training.actions.attendance import is_closed
from portevoix.work.training.actions.certificates import NOT_CLOSED, issue_certificates
from portevoix.work.training.actions.holding import ensure_manages, hold_session
from portevoix.work.training.models import CertificateRequest, Session
from portevoix.work.training.selectors.certificates import Signatory, due

MOST_TRIES = 3  # workers that died on one session: beyond, somebody looks at it before it is asked again
NOBODY = "Chaque personne qui a suivi la session en entier a déjà son attestation."
WAITING = "Les attestations de cette session sont déjà demandées\u00a0: elles arrivent."
NO_RIGHT = "Le compte qui a demandé les attestations n’a plus le droit de les délivrer."
BROKEN = "Une erreur a interrompu le travail\u00a0: rien n’est délivré. Recommencez\u00a0; si elle revient, prévenez l’administration."

logger = logging.getLogger("portevoix.training")


@transaction.atomic
def ask_certificates(*, session: Session, signatory: Signatory, by: Any, at: datetime) -> CertificateRequest:
    """Record that `by` asks for every certificate that `session` still owes. Refused while an earlier request waits.

    Raises `StepRefused` while the sheet is open, when nobody waits for one, or when they are already asked; `PermissionDenied`.
    """
    held = hold_session(session)
    ensure_manages(by, held)
    if not is_closed(held):
        raise StepRefused(NOT_CLOSED)
    if not due(held).exists():
        raise StepRefused(NOBODY)
    if CertificateRequest.objects.filter(session=held, closed=False).exists():
        raise StepRefused(WAITING)
    request, _ = CertificateRequest.objects.update_or_create(
        session=held,
        defaults={
            "signatory_name": signatory.name,
            "signatory_quality": signatory.quality,
            "place": signatory.place,
            "asked_at": at,
            "asked_by": account(by),
            "tries": 0,
            "closed": False,
            "refusal": "",
        },
    )
    journal.record("session.ask_certificates", target=held, by=by)
    return request


def answer_request(*, session_id: int, at: datetime) -> int:
    """Issue the certificates that wait for a session, in one transaction, or write why not; return how many were issued.

    A process that dies here leaves the request as it was, one try more. Called twice: issued once.
    Raises `django.db.Error` when the database is lost: nothing is written, the request waits.
    """
    if not _begin(session_id):
        return 0
    with transaction.atomic():
        request = _waiting(session_id)
        if request is None:
            return 0
        issued, refusal = _attempt(request, at)
        request.closed, request.refusal = True, refusal
        request.save(update_fields=["closed", "refusal"])
    return issued


def waiting_requests() -> list[int]:
    """Return the sessions whose certificates are asked for and not yet issued, the oldest request first."""
    return list(CertificateRequest.objects.filter(closed=False).order_by("asked_at", "pk").values_list("pk", flat=True))


@transaction.atomic
def _begin(session_id: int) -> bool:
    """Count one try more, kept even if this process dies; False when nothing waits or another process has it."""
    request = _waiting(session_id)
    if request is None:
        return False
    request.tries += 1
    request.save(update_fields=["tries"])
    return True


def _waiting(session_id: int) -> CertificateRequest | None:
    rows = CertificateRequest.objects.select_for_update(of=("self",), skip_locked=True).filter(pk=session_id, closed=False)
    return rows.select_related("session", "asked_by").first()


def _attempt(request: CertificateRequest, at: datetime) -> tuple[int, str]:
    """Return how many certificates were issued, and the sentence of the refusal when none was."""
    by = request.asked_by
    if by is None or not by.is_active:
        return 0, NO_RIGHT
    if request.tries > MOST_TRIES:
        return 0, BROKEN
    signatory = Signatory(name=request.signatory_name, quality=request.signatory_quality, place=request.place)
    try:
        with transaction.atomic():
            return len(issue_certificates(session=request.session, signatory=signatory, by=by, at=at)), ""
    except (StepRefused, ValidationError) as refusal:
        return 0, " ".join(getattr(refusal, "messages", [str(refusal)]))
    except PermissionDenied:
        return 0, NO_RIGHT
    except Error:
        raise
    except Exception:
        logger.exception("certificates broken", extra={"session_id": request.pk})
        return 0, BROKEN
