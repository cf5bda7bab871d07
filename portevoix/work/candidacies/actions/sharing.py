"""The association lets France Assos Santé read a file, or no longer does; with the declarations of the form, or from the sheet."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from portevoix.base.audit import journal
from portevoix.base.audit.actors import account
from portevoix.register.access.permissions import Permission, can
from portevoix.work.candidacies.actions.filing import DECLARATION_FIELDS, save_step
from portevoix.work.candidacies.models import Candidacy, ReadingConsent
from portevoix.work.candidacies.selectors.sharing import reading_consent

ANSWER = "reading_consent"  # the field of the form


@transaction.atomic
def set_reading_consent(*, candidacy: Candidacy, given: bool, by: Any) -> bool:
    """Give the consent, or withdraw the one in force; tell whether something changed. Raises `PermissionDenied`."""
    locked = Candidacy.objects.select_for_update(of=("self",), no_key=True).get(pk=candidacy.pk)
    if not can(by, Permission.CANDIDACY_FILE, locked):
        raise PermissionDenied
    current = reading_consent(locked)
    if given == (current is not None):
        return False
    now, who = timezone.now(), account(by)
    if current is None:
        ReadingConsent.objects.create(candidacy=locked, given_at=now, given_by=who)
    else:
        current.withdrawn_at, current.withdrawn_by = now, who
        current.save(update_fields=["withdrawn_at", "withdrawn_by"])
    journal.record("candidacy.share" if given else "candidacy.unshare", target=locked, by=by)
    return True


@transaction.atomic
def save_declarations(*, candidacy: Candidacy, answers: Mapping[str, Any], mark: str, read: bool, by: Any) -> Candidacy:
    """Keep the third step of the form, and the consent when the answer is no longer what the page showed.

    read: what the page showed of the consent. Raises as `filing.save_step`.
    """
    saved = save_step(candidacy=candidacy, fields=DECLARATION_FIELDS, answers=answers, mark=mark, by=by)
    if ANSWER in answers and answers[ANSWER] != read:
        set_reading_consent(candidacy=saved, given=answers[ANSWER], by=by)
    return saved
