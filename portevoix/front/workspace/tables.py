"""Columns of the lists of the workspace."""

from django.urls import reverse

from portevoix.base.ui.tables import Column
from portevoix.register.mandates.enums import SeatState
from portevoix.register.mandates.selectors.criteria import SeatSort
from portevoix.register.mandates.selectors.rows import SeatRow

A_TO_Z = ("de A à Z", "de Z à A")


def _body_url(row: SeatRow) -> str:
    return reverse("workspace:body", args=[row.body_id])


def _place(row: SeatRow) -> str:
    kind = "" if row.body_type_code == "CDU" else f"{row.body_type_name} · "
    return f"{kind}{row.town} ({row.department_code})" if row.department_code else f"{kind}{row.town}".rstrip(" ·")


BODY = Column(
    key=SeatSort.FACILITY.value,
    label="Établissement ou instance",
    getter="body_name",
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
    getter="seat_label",
    nowrap=True,
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


SEAT_NAME = Column(key="siege", label="Siège", getter="seat_label", header=True, nowrap=True)
COMPOSITION = (SEAT_NAME, STATE, HOLDER, Column(key="debut", label="Depuis le", getter="first_day"), END, VACANCY)
