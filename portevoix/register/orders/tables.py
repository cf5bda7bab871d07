"""Columns of the lists of orders, of their lines and of the signatories; the text of an order with its tables, for the page."""

from dataclasses import dataclass

from django.urls import reverse

from portevoix.base.core.periods import last_day
from portevoix.base.core.readable import readable_name
from portevoix.base.documents import shapes
from portevoix.base.ui.tables import Column, Table
from portevoix.register.directory.enums import Civility
from portevoix.register.orders.enums import LineEffect
from portevoix.register.orders.models import DesignationOrder, Signatory
from portevoix.register.orders.selectors.lines import Line
from portevoix.register.orders.selectors.orders import holder
from portevoix.register.orders.selectors.words import place_words, seat_words

NEWEST = ("du plus ancien au plus récent", "du plus récent au plus ancien")
A_TO_Z = ("de A à Z", "de Z à A")


def order_name(order: DesignationOrder) -> str:
    """« Arrêté n° 2026-0012 », « Projet 7 »."""
    return f"Arrêté n°\u00a0{order.number}" if order.number else f"Projet {order.pk}"


def _places(order) -> str:
    if not order.body_count:
        return "aucune ligne"
    if order.body_count == 1:
        return readable_name(order.body_name, order.body_town or "")
    return f"{order.body_count}\u00a0instances"


def order_url(order: DesignationOrder) -> str:
    return reverse("orders:order", args=[order.pk])


CHOICE = Column(key="choix", label="Choisir", template="orders/_choice.html", getter="pk", export=False)
NAME = Column(
    key="arrete",
    label="Arrêté",
    getter=order_name,
    header=True,
    url=order_url,
    detail="template.name",
    sort=("year", "rank_in_year"),
    sort_words=NEWEST,
    descending_first=True,
)
PLACE = Column(key="instance", label="Instance", getter=_places, sort=("body_name",), sort_words=A_TO_Z)
LINES = Column(key="lignes", label="Lignes", getter="line_count", align="right", sort=("line_count",))
EFFECT = Column(
    key="effet",
    label="Prise d’effet",
    getter=lambda order: order.effective_on or order.signed_on or "à la signature",
    sort=("effective_on",),
    sort_words=NEWEST,
)
SINCE = Column(
    key="depuis",
    label="Depuis le",
    getter="state_changed_at",
    detail=lambda order: holder(order).words,
    sort=("state_changed_at",),
    sort_words=NEWEST,
    descending_first=True,
)
SIGNED = Column(key="signe", label="Signé le", getter="signed_on", sort=("signed_on",), sort_words=NEWEST, descending_first=True)
GAZETTE = Column(key="recueil", label="Recueil", getter="gazette_reference", detail="gazette_on", sort=("gazette_on",), sort_words=NEWEST)
DRAFTS = (NAME, PLACE, LINES, EFFECT, SINCE)
TO_SIGN = (CHOICE, NAME, PLACE, LINES, EFFECT, SINCE)
SIGNED_ORDERS = (NAME, PLACE, LINES, SIGNED, EFFECT)
PUBLISHED = (NAME, PLACE, LINES, SIGNED, GAZETTE)


def _person_url(line: Line) -> str:
    return reverse("workspace:person", args=[line.row.person_id])


def _remove_url(line: Line) -> str:
    return reverse("orders:remove_line", args=[line.row.pk])


LINE_EFFECT = Column(
    key="effet",
    label="Effet",
    getter=lambda line: LineEffect(line.row.effect).label.capitalize(),
    sort=("effect",),
    sort_words=("désignations d’abord", "fins d’abord"),
)
LINE_PERSON = Column(
    key="personne",
    label="Personne",
    getter="row.person.sorted_name",
    header=True,
    url=_person_url,
    hidden=lambda line: f"{line.row.seat.label}, {line.row.seat.body.readable_name}, ligne {line.row.rank}",
    detail=lambda line: Civility(line.row.person.civility).label if line.row.person.civility else "",
    sort=("person__sort_key",),
    sort_words=A_TO_Z,
)
LINE_SEAT = Column(
    key="siege",
    label="Siège",
    getter=lambda line: seat_words(line.row.seat, line.row.person),
    detail=lambda line: place_words(line.row.seat.body),
    sort=("rank",),
)
LINE_ASSOCIATION = Column(
    key="association",
    label="Association",
    getter=lambda line: line.row.association and line.row.association.name,
    detail=lambda line: line.row.proposed_on,
    sort=("association__sort_key",),
    sort_words=A_TO_Z,
)
LINE_LAST = Column(key="fin", label="Fin du mandat", getter="last", nowrap=True)
LINE_REMOVE = Column(
    key="retirer",
    label="Action",
    getter=lambda line: "Retirer",
    url=_remove_url,
    hidden=lambda line: f"la ligne {line.row.rank}, {line.row.person.sorted_name}",
    export=False,
)
ORDER_LINES = (LINE_PERSON, LINE_SEAT, LINE_ASSOCIATION, LINE_EFFECT, LINE_LAST)
DRAFT_LINES = (*ORDER_LINES, LINE_REMOVE)

SIGNATORIES = (
    Column(key="nom", label="Signataire", getter=lambda row: f"{row.last_name.upper()} {row.first_name}", header=True, detail="function"),
    Column(key="delegation", label="Délégation de signature", getter=lambda row: row.delegation_reference or "aucune\u00a0: en fonction"),
    Column(key="compte", label="Compte qui signe", getter=lambda row: str(row.user) if row.user else "toute personne qui peut signer"),
    Column(key="du", label="Du", getter="period.lower"),
    Column(key="au", label="Au", getter=lambda row: last_day(row.period)),
)


def _end_url(row: Signatory) -> str:
    return reverse("orders:end_signatory", args=[row.pk])


MANAGED_SIGNATORIES = (
    *SIGNATORIES,
    Column(
        key="terminer",
        label="Action",
        getter=lambda row: "Terminer",
        url=_end_url,
        hidden=lambda row: f"la période de {row}, du {row.period.lower:%d/%m/%Y}",
        export=False,
    ),
)


TEMPLATES = (
    Column(
        key="modele",
        label="Modèle",
        getter="name",
        header=True,
        url=lambda row: reverse("orders:template", args=[row.pk]),
        hidden=lambda row: f"{row.region or 'toutes régions'}, {row.period.lower:%Y}",
        detail=lambda row: row.get_kind_display(),
    ),
    Column(key="region", label="Région", getter=lambda row: row.region.name if row.region else "toutes, sauf texte propre"),
    Column(key="du", label="Du", getter="period.lower"),
    Column(key="au", label="Au", getter=lambda row: last_day(row.period)),
    Column(key="etat", label="Service juridique", getter=lambda row: "à vérifier" if row.to_verify else "validé"),
)


@dataclass(frozen=True, kw_only=True)
class ActText:
    """The text of an order for the page: its articles and its annexes, each with its tables ready to draw."""

    act: shapes.ActData
    articles: list[tuple[shapes.Article, Table | None]]
    annexes: list[tuple[shapes.Annex, list[Table]]]


def act_text(act: shapes.ActData) -> ActText:
    """Return `act` ready for `orders/_text.html`."""
    return ActText(
        act=act,
        articles=[(article, _drawn(article.table) if article.table else None) for article in act.articles],
        annexes=[(annex, [_drawn(table) for table in annex.tables]) for annex in act.annexes],
    )


def _drawn(table: shapes.Table) -> Table:
    columns = [
        Column(key=f"c{place}", label=label, getter=lambda row, place=place: row[place]) for place, label in enumerate(table.columns)
    ]
    return Table(caption=table.caption, columns=columns, rows=table.rows, caption_shown=True)
