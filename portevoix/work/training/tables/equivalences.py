"""Columns of the requests of equivalence."""

from django.urls import reverse

from portevoix.base.ui.tables import Column
from portevoix.work.training.models import Equivalence


def _sheet(row: Equivalence) -> str:
    return reverse("training:equivalence", args=[row.pk])


EQUIVALENCES = (
    Column(key="personne", label="Personne", getter="person.sorted_name", header=True, url=_sheet, detail="origin"),
    Column(key="suivie_le", label="Formation suivie le", getter="done_on"),
    Column(key="organisme", label="Organisme", getter="organiser"),
    Column(key="demande", label="Demandée le", getter="asked_at"),
    Column(key="etat", label="État", template="training/duty/_equivalence_state.html", getter="state"),
)
