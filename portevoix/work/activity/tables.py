"""Columns of the lists of the activity."""

from django.http import QueryDict
from django.urls import reverse

from portevoix.base.ui.tables import Column, Table
from portevoix.work.activity.durations import duration_fr
from portevoix.work.activity.models import JournalEntry


def kind_words(entry: JournalEntry) -> str:
    """« Réunion d’une instance »."""
    return entry.get_kind_display()[:1].upper() + entry.get_kind_display()[1:]


def _more(entry: JournalEntry) -> str:
    return " · ".join(part for part in (entry.body.readable_name if entry.body else "", entry.remarks) if part)


def _km(entry: JournalEntry) -> str:
    return f"{entry.kilometres}\u00a0km" if entry.kilometres else ""


ENTRIES = (
    Column(
        key="activite",
        label="Activité",
        getter=kind_words,
        header=True,
        url=lambda entry: reverse("activity:entry", args=[entry.pk]),
        hidden="day",
        detail=_more,
    ),
    Column(key="jour", label="Jour", getter="day"),
    Column(key="duree", label="Durée", getter=lambda entry: duration_fr(entry.minutes), align="right"),
    Column(key="trajet", label="Trajet", getter=_km, align="right"),
)


def entries_table(rows, *, query: QueryDict) -> Table:
    """Return the lines of a journal as a table."""
    return Table(caption="Lignes du journal", columns=ENTRIES, rows=rows, query=query)
