"""Columns of the lists of the activity."""

from django.http import QueryDict
from django.urls import reverse
from django.utils.timezone import localdate

from portevoix.base.ui.tables import Column, Table
from portevoix.work.activity.durations import duration_fr
from portevoix.work.activity.models import ExpenseClaim, JournalEntry
from portevoix.work.activity.words import euros


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


def _claim_body(claim: ExpenseClaim) -> str:
    return claim.body.readable_name if claim.body else claim.payer_name


def _claim_columns(url_name: str, *, own: bool) -> tuple[Column, ...]:
    return (
        Column(
            key="numero",
            label="État de frais",
            getter=(lambda claim: claim.number or "En préparation") if own else (lambda claim: str(claim.person)),
            header=True,
            url=lambda claim: reverse(f"activity:{url_name}", args=[claim.pk]),
            hidden="pk" if own else "number",
            detail=_claim_body if own else (lambda claim: f"{claim.number} · {_claim_body(claim)}"),
        ),
        Column(key="etat", label="Où il en est", template="activity/claims/_state.html", getter="state", export_getter="get_state_display"),
        Column(key="envoye", label="Envoyé le", getter=lambda claim: localdate(claim.sent_at) if claim.sent_at else None),
        Column(key="total", label="Total", getter=lambda claim: euros(claim.total) if claim.total is not None else "", align="right"),
    )


OWN_CLAIMS, RECEIVED_CLAIMS = _claim_columns("claim", own=True), _claim_columns("received_claim", own=False)


def claims_table(rows, *, query: QueryDict, received: bool = False) -> Table:
    """Return claims as a table: one's own, or those that were received."""
    return Table(caption="États de frais", columns=RECEIVED_CLAIMS if received else OWN_CLAIMS, rows=rows, query=query)
