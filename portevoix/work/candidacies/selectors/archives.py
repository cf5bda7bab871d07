"""The candidacies of an archive, read a few at a time."""

from collections.abc import Iterator

from portevoix.work.candidacies.models import Call, Candidacy
from portevoix.work.candidacies.models.candidacies import UNSENT

CHUNK = 20  # candidacies in memory at a time


def candidacies_to_export(subject: Call | Candidacy, *, viewer) -> Iterator[Candidacy]:
    """Yield the candidacies of `subject` (a call: those that were sent, by number) that `viewer` sees, with what the archive needs."""
    rows = Candidacy.objects.visible_to(viewer)
    rows = rows.filter(pk=subject.pk) if isinstance(subject, Candidacy) else rows.filter(call=subject).exclude(state__in=UNSENT)
    rows = rows.select_related("call__region", "association__parent", "home__department", "person")
    return rows.order_by("number", "pk").iterator(chunk_size=CHUNK)
