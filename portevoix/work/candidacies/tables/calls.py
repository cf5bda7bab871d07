"""Columns of the lists of calls and of their seats."""

from django.urls import reverse

from portevoix.base.core.french_dates import date_fr
from portevoix.base.core.periods import day_of
from portevoix.base.ui.tables import Column
from portevoix.work.candidacies.models import Call
from portevoix.work.candidacies.selectors.calls import CallSeatRow, last_day


def _closing(call: Call) -> str:
    last = last_day(call)
    return f"jusqu’au {date_fr(last)}" if last else "sans date de clôture"


CALLS = (
    Column(
        key="appel",
        label="Appel",
        getter="title",
        header=True,
        url=lambda call: reverse("candidacies:call", args=[call.pk]),
        hidden="number",
        detail=lambda call: f"{call.number} · {call.get_mode_display()}",
    ),
    Column(key="etat", label="État", getter="state", template="candidacies/calls/_state.html"),
    Column(key="fenetre", label="Du", getter=lambda call: day_of(call.opens_at), detail=_closing),
    Column(key="sieges", label="Sièges", getter="seat_count", align="right"),
    Column(key="recues", label="Candidatures", getter="received", align="right"),
)


def _place(row: CallSeatRow) -> str:
    town = f"{row.town} ({row.department_code})" if row.department_code else row.town
    return town if row.body_type_code == "CDU" else f"{row.body_type_name} · {town}".rstrip(" ·")


BODY = Column(
    key="instance",
    label="Établissement ou instance",
    getter="body_name",
    header=True,
    url=lambda row: reverse("workspace:body", args=[row.body_id]),
    hidden=lambda row: f"{row.town}, {row.seat_label}",
    detail=_place,
)
SEAT = Column(key="siege", label="Siège", getter="seat_label", nowrap=True)
ORIGIN = Column(key="origine", label="Pourquoi", template="candidacies/calls/_origin.html", getter="origin", export_getter="origin_label")
WANTED = Column(key="candidatures", label="Candidatures", template="candidacies/calls/_wanted.html", getter="wanted")
REMAINS = Column(key="reste", label="Désignation", template="candidacies/calls/_remaining.html", getter="remaining")
REMOVE = Column(key="retirer", label="Action", template="candidacies/calls/_remove.html", getter="id", export=False)
SEATS = (BODY, SEAT, ORIGIN, WANTED, REMAINS)
DRAFT_SEATS = (BODY, SEAT, ORIGIN)
EXPORTED = (
    Column(key="departement", label="Département", getter="department_code"),
    Column(key="type_instance", label="Type", getter="body_type_code"),
    Column(key="instance", label="Instance", getter="body_name"),
    Column(key="ville", label="Ville", getter="town"),
    Column(key="siege", label="Siège", getter="seat_label"),
    Column(key="pourquoi", label="Pourquoi", getter="origin_label"),
    Column(key="vacant_a_partir_du", label="Vacant à partir du", getter="vacant_from"),
    Column(key="candidatures", label="Candidatures", getter="wanted"),
    Column(key="designation", label="Désignation", getter=lambda row: "à pourvoir" if row.remaining else "pourvu"),
)
PREVIEW = (
    Column(key="departement", label="Département", getter=lambda row: f"{row.code} {row.name}".strip(), header=True),
    Column(key="instances", label="Instances", getter="bodies", align="right"),
    Column(key="sieges", label="Sièges", getter="seats", align="right"),
    Column(key="titulaires", label="Titulaires", getter="titulars", align="right"),
    Column(key="suppleants", label="Suppléants", getter="substitutes", align="right"),
)
PREVIEW_WITH_MEMBERS = (*PREVIEW, Column(key="membres", label="Membres", getter="members", align="right"))
