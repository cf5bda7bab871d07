"""Columns of the lists of the activity."""

from django.http import QueryDict
from django.urls import reverse
from django.utils.timezone import localdate

from portevoix.base.core.french_dates import date_fr
from portevoix.base.ui.tables import Column, Sort, Table
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
        hidden=lambda entry: date_fr(entry.day),
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


STATE = Column(
    key="etat",
    label="Où il en est",
    template="activity/claims/_state.html",
    getter="state",
    export_getter="get_state_display",
    sort=("to_pay", "sent_at"),
    sort_words=("réglés d’abord", "à payer d’abord"),
    descending_first=True,
)
SENT = Column(
    key="envoye",
    label="Envoyé le",
    getter=lambda claim: localdate(claim.sent_at) if claim.sent_at else None,
    sort=("sent_at",),
    sort_words=("le plus ancien d’abord", "le plus récent d’abord"),
    descending_first=True,
)
TOTAL = Column(
    key="total",
    label="Total",
    getter=lambda claim: euros(claim.total) if claim.total is not None else "",
    export_getter=lambda claim: "" if claim.total is None else f"{claim.total:.2f}".replace(".", ","),
    align="right",
    sort=("total",),
)
OWN_CLAIMS = (
    Column(
        key="numero",
        label="État de frais",
        getter=lambda claim: claim.number or "En préparation",
        header=True,
        url=lambda claim: reverse("activity:claim", args=[claim.pk]),
        hidden="pk",
        detail=_claim_body,
    ),
    STATE,
    SENT,
    TOTAL,
)
RECEIVED_CLAIMS = (
    Column(
        key="personne",
        label="Personne",
        getter=lambda claim: str(claim.person),
        header=True,
        url=lambda claim: reverse("activity:received_claim", args=[claim.pk]),
        hidden="number",
        detail=lambda claim: f"{claim.number} · {_claim_body(claim)}",
        sort=("person__sort_key",),
        sort_words=("de A à Z", "de Z à A"),
    ),
    Column(key="numero", label="Numéro", getter="number", on_page=False),
    Column(key="instance", label="Instance", getter=_claim_body, on_page=False),
    STATE,
    SENT,
    TOTAL,
)


def claims_table(rows, *, query: QueryDict) -> Table:
    """Return one's own claims as a table."""
    return Table(caption="États de frais", columns=OWN_CLAIMS, rows=rows, query=query)


def received_table(rows, *, query: QueryDict, sort: Sort) -> Table:
    """Return the claims that a facility received as a table."""
    return Table(caption="États de frais reçus", columns=RECEIVED_CLAIMS, rows=rows, query=query, sort=sort)
