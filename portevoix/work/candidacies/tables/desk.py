"""Columns of the lists of candidacies."""

from django.urls import reverse

from portevoix.base.ui.tables import Column
from portevoix.work.candidacies.enums import CandidacyState
from portevoix.work.candidacies.models import Candidacy
from portevoix.work.candidacies.selectors.queue import WaitingFile
from portevoix.work.candidacies.selectors.wish_words import asked


def _wishes(row: Candidacy) -> str:
    first, *others = list(row.wishes.all()) or [None]
    if first is None:
        return "aucun vœu"
    more = f" et {len(others)}\u00a0autre{'s' if len(others) > 1 else ''}" if others else ""
    return asked(first) + more


PERSON = Column(
    key="personne",
    label="Personne",
    getter=lambda row: row.full_name or "sans nom",
    header=True,
    url=lambda row: reverse("candidacies:sheet", args=[row.pk]),
    hidden="number",
    detail="number",
    sort=("sort_key",),
    sort_words=("de A à Z", "de Z à A"),
)
ASSOCIATION = Column(key="association", label="Association", getter="association.name", sort=("association__sort_key",))
WISHES = Column(key="voeux", label="Vœux", getter=_wishes)
STATE = Column(key="etat", label="État", template="candidacies/desk/_state.html", getter="state", export_getter="get_state_display")
SINCE = Column(
    key="depuis",
    label="Depuis le",
    getter="state_changed_at",
    nowrap=True,
    sort=("state_changed_at",),
    sort_words=("le plus ancien d’abord", "le plus récent d’abord"),
    template="candidacies/desk/_since.html",
)
CALL = Column(key="appel", label="Appel", getter="call.number", on_page=False)
NUMBER = Column(key="dossier", label="Dossier", getter="number", on_page=False)
CANDIDACIES = (NUMBER, PERSON, ASSOCIATION, WISHES, STATE, SINCE, CALL)


def _file_url(row: WaitingFile) -> str:
    """Where the file is worked on: the steps of a draft, the association's page while it completes, else the sheet of the agents."""
    names = {CandidacyState.DRAFT: "file_person", CandidacyState.INCOMPLETE: "candidacy"}
    return reverse(f"candidacies:{names.get(row.candidacy.state, 'sheet')}", args=[row.candidacy.pk])


QUEUE = (
    Column(
        key="personne",
        label="Dossier",
        getter=lambda row: row.candidacy.full_name or "sans nom",
        header=True,
        url=_file_url,
        hidden=lambda row: row.candidacy.number or "brouillon",
        detail=lambda row: f"{row.candidacy.number or 'brouillon'} · {row.candidacy.call.title}",
    ),
    Column(key="association", label="Association", getter="candidacy.association.name"),
    Column(key="voeux", label="Vœux", getter="wishes", align="right"),
    Column(key="etat", label="Ce qui est attendu", template="candidacies/desk/_state.html", getter="candidacy.state"),
    Column(key="depuis", label="Depuis", getter=lambda row: days_words(row.days)),
    Column(key="avant", label="Avant le", template="candidacies/desk/_due.html", getter="due"),
)


def days_words(days: int) -> str:
    """« aujourd’hui », « 1 jour », « 12 jours »."""
    return "aujourd’hui" if not days else f"{days}\u00a0jour{'s' if days > 1 else ''}"
