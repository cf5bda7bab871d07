"""Columns of the exchange: the imports of a call, the lines to correct, the lines to import."""

from django.urls import reverse

from portevoix.base.ui.tables import Column
from portevoix.work.candidacies.models import ExchangeImport


def _state(run: ExchangeImport) -> str:
    if run.applied_at:
        return "Annulé" if run.undone_at else "Importé"
    return "À vérifier" if run.file_id else "Effacé"


RUNS = (
    Column(
        key="fichier",
        label="Fichier",
        getter="file_name",
        header=True,
        url=lambda run: reverse("candidacies:exchange", args=[run.pk]),
        hidden=lambda run: f"import {run.pk}",
    ),
    Column(key="etat", label="État", getter=_state),
    Column(key="depose", label="Déposé", getter="uploaded_at", detail="uploaded_by"),
    Column(key="dossiers", label="Dossiers créés", getter=lambda run: len(run.created), align="right"),
)
PROBLEMS = (
    Column(key="ligne", label="Ligne", getter=lambda pair: pair[0].number, header=True, detail=lambda pair: pair[0].reference),
    Column(key="colonne", label="Colonne", getter=lambda pair: pair[1].column),
    Column(key="valeur", label="Valeur lue", getter=lambda pair: pair[1].value),
    Column(key="quoi", label="Que faire", getter=lambda pair: pair[1].sentence),
)
LINES = (
    Column(key="ligne", label="Ligne", getter="number", header=True),
    Column(key="dossier", label="Dossier", getter="reference"),
    Column(key="personne", label="Personne", getter=lambda line: f"{line.values['first_name']} {line.values['last_name'].upper()}".strip()),
    Column(key="voeux", label="Vœux", getter=lambda line: len(line.wishes), align="right"),
    Column(key="depose", label="Déposé le", getter="submitted_on"),
)
