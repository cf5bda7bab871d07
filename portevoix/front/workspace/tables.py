"""Columns of the lists of the workspace."""

from collections.abc import Mapping
from dataclasses import replace

from django.urls import reverse

from portevoix.base.ui.tables import Column
from portevoix.front.workspace.selectors import seats_words
from portevoix.register.directory.enums import SeatQuality
from portevoix.register.mandates.enums import SeatState
from portevoix.register.mandates.models import RenewalWish
from portevoix.register.mandates.selectors.criteria import SeatSort
from portevoix.register.mandates.selectors.mandates import MandateRow
from portevoix.register.mandates.selectors.rows import SeatRow
from portevoix.work.candidacies.models import Call

A_TO_Z = ("de A à Z", "de Z à A")


def _body_url(row: SeatRow) -> str:
    return reverse("workspace:body", args=[row.body_id])


def _place(row: SeatRow) -> str:
    told = row.body_type_code == "CDU" or row.body_name.lower().startswith(row.body_type_name.lower())
    kind = "" if told else f"{row.body_type_name} · "
    return f"{kind}{row.town} ({row.department_code})" if row.department_code else f"{kind}{row.town}".rstrip(" ·")


def _where(row: MandateRow) -> str:
    return f"{row.mandate.body.readable_name}, {row.mandate.seat.label}"


BODY = Column(
    key=SeatSort.FACILITY.value,
    label="Établissement ou instance",
    getter="body_readable_name",
    header=True,
    url=_body_url,
    hidden=lambda row: f"{row.town}, {row.seat_label}",
    detail=_place,
    sort=(SeatSort.FACILITY.value,),
    sort_words=A_TO_Z,
)
SEAT = Column(
    key=SeatSort.SEAT.value,
    label="Siège",
    getter=lambda row: f"{SeatQuality(row.quality).label.capitalize()} {row.rank}",
    detail="constituency",
    sort=(SeatSort.SEAT.value,),
    sort_words=("titulaires d’abord", "suppléants d’abord"),
)
STATE = Column(key="etat", label="État", template="workspace/seats/_state.html", getter="state")
VACANCY = Column(
    key=SeatSort.VACANCY.value,
    label="Vacant depuis",
    template="workspace/seats/_vacancy.html",
    getter="vacant_since",
    sort=(SeatSort.VACANCY.value,),
    sort_words=("du plus ancien au plus récent", "du plus récent au plus ancien"),
)
HOLDER = Column(key="personne", label="Personne", template="workspace/seats/_holder.html", getter="holder_name")
END = Column(
    key=SeatSort.END.value,
    label="Fin du mandat",
    getter="ends_on",
    sort=(SeatSort.END.value,),
    sort_words=("de la plus proche à la plus lointaine", "de la plus lointaine à la plus proche"),
)


def seat_columns(states: frozenset[str]) -> tuple[Column, ...]:
    """Return the columns of a list of seats in these states: a filled seat has a holder, a vacant one has an age."""
    if states == {SeatState.FILLED}:
        return (BODY, SEAT, HOLDER, END, STATE)
    if states == {SeatState.VACANT, SeatState.PAST_TERM}:
        return (BODY, SEAT, STATE, VACANCY)
    return (BODY, SEAT, STATE, HOLDER, VACANCY, END)


def with_open_calls(columns: tuple[Column, ...], urls: Mapping[int, str]) -> tuple[Column, ...]:
    """Return the columns with « Appel ouvert » beside the state; urls: the page of the open call of a seat, by seat."""
    if not urls:
        return columns
    template = "workspace/seats/_state_and_call.html"
    tagged = replace(STATE, template=template, getter=lambda row: {"state": row.state, "call_url": urls.get(row.seat_id, "")})
    return tuple(tagged if column is STATE else column for column in columns)


def _person_url(row: MandateRow) -> str:
    return reverse("workspace:person", args=[row.mandate.person_id])


def _seat_and_body_url(row: MandateRow) -> str:
    return reverse("workspace:body", args=[row.mandate.body_id])


MANDATE_STATE = Column(key="etat", label="État", template="workspace/mandates/_state.html", getter="state")
MANDATE_FIRST = Column(key="debut", label="Du", getter="first_day")
MANDATE_LAST = Column(key="fin", label="Au", getter="last_day")
MANDATE_ASSOCIATION = Column(
    key="association", label="Association", getter=lambda row: row.mandate.association and row.mandate.association.short_name
)
MANDATE_PERSON = Column(
    key="personne",
    label="Personne, siège",
    getter="mandate.person.sorted_name",
    header=True,
    url=_person_url,
    hidden=lambda row: f"{row.mandate.seat.label}, {row.first_day.year}",
    detail="mandate.seat.label",
)
MANDATE_BODY = Column(
    key="instance",
    label="Instance, siège",
    getter="mandate.body.readable_name",
    header=True,
    url=_seat_and_body_url,
    hidden=lambda row: f"{row.mandate.seat.label}, {row.first_day.year}, {row.mandate.person.sorted_name}",
    detail=lambda row: f"{row.mandate.seat.label} · {row.mandate.body.town or row.mandate.body.region.name}",
)
MANDATE_LINK = Column(
    key="mandat",
    label="Mandat",
    getter=lambda row: "Ouvrir",
    url=lambda row: reverse("workspace:mandate", args=[row.mandate.pk]),
    hidden=lambda row: (
        f"{row.mandate.person.sorted_name}, {row.mandate.seat.label}, {row.mandate.body.readable_name}, {row.first_day.year}"
    ),
    export=False,
)
BODY_MANDATES = (MANDATE_PERSON, MANDATE_ASSOCIATION, MANDATE_FIRST, MANDATE_LAST, MANDATE_STATE, MANDATE_LINK)
PERSON_MANDATES = (MANDATE_BODY, MANDATE_ASSOCIATION, MANDATE_FIRST, MANDATE_LAST, MANDATE_STATE, MANDATE_LINK)

SEAT_NAME = Column(key="siege", label="Siège", getter="seat_label", header=True)
COMPOSITION = (SEAT_NAME, STATE, HOLDER, Column(key="debut", label="Depuis le", getter="first_day"), END, VACANCY)
MANAGED_COMPOSITION = (
    *COMPOSITION,
    Column(key="acte", label="Action", template="workspace/seats/_act.html", getter="seat_id", export=False),
)

MANDATE_HOLDER = Column(
    key="personne",
    label="Personne",
    getter="mandate.person.sorted_name",
    header=True,
    url=_person_url,
    hidden=lambda row: f"{_where(row)}, {row.first_day.year}",
)
HOLDER_NAME = Column(key="personne", label="Personne", getter="mandate.person.sorted_name", header=True)
MANDATE_PLACE = Column(
    key="instance",
    label="Instance, siège",
    getter="mandate.body.readable_name",
    detail=lambda row: f"{row.mandate.seat.label} · {row.mandate.body.town or row.mandate.body.region.name}",
)
BODY_NAME = Column(
    key="instance",
    label="Instance, siège",
    getter="mandate.body.readable_name",
    header=True,
    detail=lambda row: f"{row.mandate.seat.label} · {row.mandate.body.town or row.mandate.body.region.name}",
)
PERSON_IN_MANDATES = (MANDATE_HOLDER, MANDATE_PLACE, MANDATE_FIRST, MANDATE_LAST, MANDATE_STATE)
CERTIFICATE = Column(
    key="attestation",
    label="Attestation",
    getter=lambda row: "Obtenir",
    url=lambda row: reverse("orders:certificate", args=[row.mandate.pk]),
    hidden=lambda row: f"l’attestation de {row.mandate.person.sorted_name}, {row.mandate.body.readable_name}, {row.first_day.year}",
    export=False,
)
PERSON_IN_OUR_MANDATES = (HOLDER_NAME, MANDATE_PLACE, MANDATE_FIRST, MANDATE_LAST, MANDATE_STATE, CERTIFICATE)
OWN_MANDATES = (BODY_NAME, MANDATE_ASSOCIATION, MANDATE_FIRST, MANDATE_LAST, MANDATE_STATE)


def renewal_column(calls: Mapping[int, Call]) -> Column:
    """Return the column with the button that proposes again the holder of a mandate; calls: the open call of each, by mandate."""
    return Column(
        key="renouvellement",
        label="Renouveler",
        getter=lambda row: calls.get(row.mandate.pk) if row.sits else None,
        template="workspace/own/_renew.html",
        export=False,
    )


def wish_column(wishes: Mapping[int, RenewalWish]) -> Column:
    """Return the column that says what the person wishes after their mandate; wishes: the last word about each, by mandate."""
    words = {True: "souhaite continuer", False: "préfère arrêter"}
    return Column(key="souhait", label="Souhait", getter=lambda row: words[said.continues] if (said := wishes.get(row.mandate.pk)) else "")


ASSOCIATIONS = (
    Column(
        key="association",
        label="Association",
        getter="name",
        header=True,
        url=lambda row: reverse("workspace:association", args=[row.pk]),
        detail=lambda row: row.acronym if row.acronym != row.name else "",
    ),
    Column(key="agrement", label="Agrément", template="workspace/associations/_accreditation.html", getter="accreditation_end"),
    Column(key="mandats", label="Mandats en cours", getter="running", align="right"),
    Column(key="sections", label="Sections", getter="section_count", align="right"),
)
FEDERATIONS = (
    Column(
        key="federation",
        label="Fédération",
        getter="federation.name",
        header=True,
        url=lambda row: reverse("workspace:federation", args=[row.federation.pk]),
    ),
    Column(key="sieges", label="Sièges", getter="figures.opened", align="right"),
    Column(key="vacants", label="Vacants", getter="figures.vacant", align="right"),
    Column(key="titulaires", label="dont titulaires", getter="figures.vacant_titular", align="right"),
    Column(key="suppleants", label="dont suppléants", getter="figures.vacant_substitute", align="right"),
)
MEMBERS = (
    Column(
        key="etablissement",
        label="Établissement",
        getter="facility.readable_name",
        header=True,
        url=lambda row: reverse("workspace:body", args=[row.bodies[0].pk]),
        hidden="facility.town",
        detail=lambda row: f"{row.facility.town} ({row.facility.department.code})",
    ),
    Column(key="sieges", label="Sièges", getter="opened", align="right"),
    Column(key="vacants", label="Vacants", getter="vacant", align="right"),
    Column(key="titulaires", label="dont titulaires", getter="vacant_titular", align="right"),
    Column(key="depuis", label="Plus ancienne vacance", getter="oldest"),
)

SINCE = Column(key="depuis", label="Depuis le", getter="period.lower")
SOURCE = Column(key="source", label="Source", getter="source", detail="source_date")
BODY_TYPES = (
    Column(
        key="type",
        label="Type d’instance",
        getter="body_type.name",
        header=True,
        url=lambda row: reverse("workspace:body_type", args=[row.body_type.pk]),
        detail="body_type.code",
    ),
    Column(key="sieges", label="Sièges des usagers", getter=lambda row: seats_words(row.rule)),
    Column(key="duree", label="Durée", getter=lambda row: f"{row.rule.term_years}\u00a0ans" if row.rule and row.rule.term_years else None),
    Column(key="autorite", label="Qui désigne", getter=lambda row: row.rule and row.rule.get_designating_authority_display()),
    Column(key="depuis", label="Règle depuis le", getter="rule.period.lower"),
)
PRACTICES = (
    Column(key="region", label="Région", getter="region.name", header=True),
    Column(key="type", label="Type d’instance", getter="body_type.name"),
    Column(key="pratique", label="Une personne désignée en cours de mandat siège", getter=lambda row: row.get_replacement_rule_display()),
    SINCE,
    SOURCE,
)
PARAMETERS = (
    Column(key="reglage", label="Réglage", getter="label", header=True),
    Column(key="valeur", label="Valeur", getter="value", align="right"),
    SINCE,
    SOURCE,
)
