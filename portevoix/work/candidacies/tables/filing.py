"""Columns of the lists of an association: its candidacies, its managers."""

from django.urls import reverse

from portevoix.base.core.periods import day_of
from portevoix.base.ui.tables import Column

FILES = (
    Column(
        key="personne",
        label="Personne",
        getter=lambda row: row.candidacy.full_name or "Sans nom pour l’instant",
        header=True,
        url=lambda row: reverse("candidacies:candidacy", args=[row.candidacy.pk]),
        hidden=lambda row: row.candidacy.number or f"brouillon {row.candidacy.pk}",
        detail=lambda row: row.candidacy.number or "brouillon",
    ),
    Column(key="appel", label="Appel", getter="candidacy.call.title", detail="candidacy.association.name"),
    Column(key="etat", label="État", getter="standing.label", template="candidacies/files/_state_cell.html"),
)
SHARED = (
    Column(
        key="personne",
        label="Personne",
        getter="full_name",
        header=True,
        url=lambda row: reverse("candidacies:shared_candidacy", args=[row.pk]),
        hidden="number",
        detail="number",
    ),
    Column(key="association", label="Association", getter="association.name"),
    Column(key="appel", label="Appel", getter="call.title", detail="call.number"),
    Column(key="etat", label="État", getter="state", template="candidacies/desk/_state.html", export_getter="get_state_display"),
    Column(key="depuis", label="Depuis le", getter=lambda row: day_of(row.state_changed_at)),
)
MANAGERS = (
    Column(key="personne", label="Personne", getter=lambda row: str(row.right.user), header=True, detail="right.user.email"),
    Column(key="association", label="Association", getter="right.association.name"),
    Column(key="depuis", label="Depuis le", getter="right.period.lower"),
    Column(key="acte", label="Action", getter="mine", template="candidacies/managers/_act.html", export=False),
)
