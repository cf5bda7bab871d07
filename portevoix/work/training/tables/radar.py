"""Columns of the radar of the basic training."""

from dataclasses import replace

from django.urls import reverse

from portevoix.base.ui.tables import Column
from portevoix.work.training.selectors.radar import RadarRow


def _person_url(row: RadarRow) -> str:
    return reverse("workspace:person", args=[row.mandate.person_id])


def _department(row: RadarRow) -> str:
    department = row.mandate.body.department
    return department.name if department else row.mandate.body.region.name


PERSON = Column(
    key="personne",
    label="Personne",
    getter="person.sorted_name",
    header=True,
    url=_person_url,
    detail="mandate.body.readable_name",
    sort=("personne",),
    sort_words=("de A à Z", "de Z à A"),
)
STATE = Column(key="etat", label="Formation", template="training/duty/_state.html", getter="duty.state", export_getter="duty.state.label")
DUE = Column(
    key="echeance",
    label="À suivre avant le",
    getter="duty.due_on",
    sort=("echeance",),
    sort_words=("l’échéance la plus proche d’abord", "l’échéance la plus lointaine d’abord"),
)
FIRST = Column(
    key="debut",
    label="Premier mandat",
    getter="duty.first_on",
    sort=("debut",),
    sort_words=("le plus ancien d’abord", "le plus récent d’abord"),
)
ASSOCIATION = Column(
    key="association", label="Association", getter=lambda row: row.mandate.association and row.mandate.association.short_name
)
MORE = (
    Column(key="departement", label="Département", getter=_department, on_page=False),
    Column(key="instance", label="Instance", getter="mandate.body.readable_name", on_page=False),
    Column(key="suivie_le", label="Suivie le", getter="duty.done_on", on_page=False),
)
RADAR = (PERSON, STATE, DUE, FIRST, ASSOCIATION, *MORE)
# The association knows its people by name; the record of a person is the agents' page.
OUR_DUTIES = (replace(PERSON, url=None), STATE, DUE, FIRST, *MORE)
