"""Columns of the lists of the imports. Errors and doubts are entries of the report."""

from django.urls import reverse

from portevoix.base.ui.tables import Column
from portevoix.register.imports.models import Doubt, ImportRun
from portevoix.register.imports.report import LABELS


def _sender(run: ImportRun) -> str:
    return str(run.uploaded_by) if run.uploaded_by else "par une commande"


RUNS = (
    Column(
        key="classeur",
        label="Classeur",
        getter="file_name",
        header=True,
        url=lambda run: reverse("workspace:import_run", args=[run.pk]),
        hidden=lambda run: f"import {run.pk}",
        detail=lambda run: f"{run.body_type} · {run.region}",
    ),
    Column(key="etat", label="État", getter="state", template="workspace/imports/_state.html"),
    Column(key="depose", label="Déposé", getter="uploaded_at", detail=_sender, nowrap=True),
    Column(key="mandats", label="Mandats", getter="mandates", align="right"),
    Column(key="erreurs", label="Erreurs", getter="errors", align="right"),
)


def _where(problem: dict) -> str:
    column = f", colonne {problem['column']}" if problem["column"] else ""
    return f"{problem['sheet']}, ligne {problem['row']}{column}" if problem["sheet"] else f"ligne {problem['row']}{column}"


PROBLEMS = (
    Column(key="ou", label="Où", getter=_where, header=True),
    Column(key="valeur", label="Valeur lue", getter="value"),
    Column(key="nature", label="Nature", getter=lambda problem: LABELS.get(problem["code"], problem["code"])),
    Column(key="probleme", label="Problème", getter="message", detail="suggestion"),
)
DOUBT_LINES = (
    Column(key="doute", label="Doute", getter="message", header=True),
    Column(key="indices", label="Indices", getter=lambda doubt: " ".join(doubt["evidence"])),
)


def _question(doubt: Doubt) -> str:
    if doubt.mandate_id:
        return f"{doubt.mandate.person.sorted_name} siège-t-il ou elle encore à «\u00a0{doubt.mandate.body}\u00a0»\u00a0?"
    return f"{doubt.person.sorted_name} et {doubt.other.sorted_name}\u00a0: une ou deux personnes\u00a0?"


DOUBTS = (
    Column(
        key="question",
        label="Question",
        getter=_question,
        header=True,
        url=lambda doubt: reverse("workspace:import_doubt", args=[doubt.pk]),
    ),
    Column(key="indices", label="Indices", getter=lambda doubt: " ".join(doubt.evidence)),
    Column(key="import", label="Classeur", getter="run.file_name", detail=lambda doubt: f"ligne {doubt.row}" if doubt.row else ""),
    Column(key="etat", label="État", getter=lambda doubt: doubt.get_decision_display()),
)
MANDATES_OF_SIDE = (
    Column(key="instance", label="Instance", getter="body.readable_name", header=True, detail="seat.label"),
    Column(key="association", label="Association", getter="association.name"),
    Column(key="periode", label="Période", getter="period", template="workspace/imports/_period.html"),
)
