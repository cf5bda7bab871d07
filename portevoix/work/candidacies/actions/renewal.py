"""Propose again somebody who sits: one press makes the draft, with the person and the wish."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from portevoix.register.mandates.models import Mandate
from portevoix.work.candidacies.actions.filing import start
from portevoix.work.candidacies.actions.wishes import add_wish
from portevoix.work.candidacies.models import Candidacy
from portevoix.work.candidacies.selectors.filing import draft_for, renewal_calls

NO_CALL = "Aucun appel ouvert ne porte sur ce siège. Vous pourrez proposer le renouvellement à l’ouverture du prochain appel."
NO_ASSOCIATION = "Ce mandat n’est tenu au nom d’aucune association\u00a0: il ne peut pas être proposé à nouveau d’ici."


@transaction.atomic
def propose_renewal(*, mandate: Mandate, by: Any, at: datetime) -> Candidacy:
    """Return a draft for the holder of `mandate` on the same body and quality, in the open call that has the seat.

    A draft begun already for the same renewal is returned as it is.
    Raises `ValidationError` when no open call has the seat, `PermissionDenied` when `by` does not speak for the association.
    """
    if mandate.association is None:
        raise ValidationError(NO_ASSOCIATION)
    call = renewal_calls([mandate], at=at).get(mandate.pk)
    if call is None:
        raise ValidationError(NO_CALL)
    begun = draft_for(mandate, call)
    if begun is not None:
        return begun
    person = mandate.person
    candidacy = start(
        call=call,
        association=mandate.association,
        by=by,
        at=at,
        person=person,
        civility=person.civility,
        last_name=person.last_name,
        first_name=person.first_name,
        email=person.email,
        phone=person.phone,
    )
    add_wish(candidacy=candidacy, by=by, body=mandate.body, quality=mandate.seat.quality, renewal=True)
    return candidacy
