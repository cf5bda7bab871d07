"""What France Assos Santé reads of the files whose association agrees: name, wishes, states, motivation; nothing else."""

from django.db.models import QuerySet

from portevoix.base.core.text import search_key
from portevoix.register.directory.models import Person
from portevoix.register.directory.scope import Scope
from portevoix.work.candidacies.models import Candidacy, ReadingConsent

LABEL = "Lecture par France Assos Santé"


def shared_candidacies(scope: Scope, *, text: str = "") -> QuerySet[Candidacy]:
    """Return the files of `scope` that their association lets France Assos Santé read, the latest moved first.

    text: words of the person's name or of the number of the file.
    """
    rows = Candidacy.objects.visible_to(scope).shared().select_related("call", "association")
    for word in search_key(text).split():
        rows = rows.filter(sort_key__contains=word)
    return rows.order_by("-state_changed_at", "-pk")


def reading_consents(candidacy: Candidacy) -> list[ReadingConsent]:
    """Return every consent that the association gave for a file, the latest first: at most the first is in force."""
    return list(candidacy.reading_consents.select_related("given_by", "withdrawn_by").order_by("-given_at", "-pk"))


def reading_consent(candidacy: Candidacy) -> ReadingConsent | None:
    """Return the consent in force, None when the association gave none or withdrew it."""
    return candidacy.reading_consents.filter(withdrawn_at__isnull=True).first()


def is_read_by_delegation(person: Person) -> bool:
    """Tell whether an association lets France Assos Santé read a file of `person` now."""
    return ReadingConsent.objects.filter(candidacy__person=person, withdrawn_at__isnull=True).exists()
