"""Samples for the gallery. The people are fictional."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from django import forms
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message

from portevoix.base.ui.charts import bars as bar_charts
from portevoix.base.ui.charts import maps
from portevoix.base.ui.charts import timeline as timelines
from portevoix.base.ui.charts.common import DataRow, DataTable, Mark
from portevoix.base.ui.components.words import percent_fr
from portevoix.base.ui.forms import EmailField, Form, FrenchDateField, PhoneField
from portevoix.base.ui.navigation import Heading, Identity, Link
from portevoix.base.ui.tables import Column

TODAY = date(2026, 11, 22)
FUTURE = date(2027, 9, 1)
SAMPLE_CONTOURS = Path(__file__).parent / "data" / "sample_contours.json"
MOMENT = datetime(2026, 11, 17, 10, 12, tzinfo=ZoneInfo("Europe/Paris"))

MESSAGES = [
    Message(constants.SUCCESS, "Le mandat d’Odile WERNERT est enregistré."),
    Message(constants.INFO, "Un import est en cours."),
    Message(constants.WARNING, "Deux sièges se libèrent dans moins de 30\u00a0jours."),
    Message(constants.ERROR, "Le fichier n’a pas été lu\u00a0: il est protégé par un mot de passe."),
]


def header(layout: str) -> SimpleNamespace:
    """Return what the header shows: links, and an account on the work layout."""
    labels = {
        "public": ["Qui me représente", "Mes droits et recours", "M’engager", "Sièges à pourvoir"],
        "work": ["Sièges", "Associations", "Imports", "Règles"],
    }[layout]
    links = [Link(label=label, url=f"#{index}", current="" if index else "page") for index, label in enumerate(labels)]
    if layout == "work":
        links[2:] = [Heading(label="Administration", links=links[2:])]
    account = Identity(name="Claire MULLER", role="ARS Grand Est", space="Agence régionale de santé")
    return SimpleNamespace(
        site_name="Porte-voix",
        links=links,
        tagline=account.space if layout == "work" else "La démocratie en santé du Grand Est",
        signed_in=layout == "work",
        identity=account,
        account_links=[Link(label="Mon compte", url="#compte"), Link(label="Qui voit mes données", url="#donnees")],
        sign_in_url="#connexion",
        sign_out_url="#deconnexion",
    )


class SampleForm(Form):
    """Every kind of field."""

    name = forms.CharField(label="Nom", max_length=80)
    email = EmailField(label="Adresse électronique", help_text="Nous n’écrivons que pour vos mandats")
    phone = PhoneField(label="Téléphone", required=False, help_text="Par exemple 03\u00a088\u00a012\u00a034\u00a056")
    start = FrenchDateField(label="Début du mandat")
    distance = forms.IntegerField(label="Distance, en km", min_value=1, max_value=100)
    department = forms.ChoiceField(label="Département", choices=[("", "Choisir"), ("67", "67 Bas-Rhin"), ("68", "68 Haut-Rhin")])
    quality = forms.ChoiceField(
        label="Siège", choices=[("t", "Titulaire"), ("s", "Suppléant"), ("p", "Sans préférence")], widget=forms.RadioSelect
    )
    days = forms.MultipleChoiceField(
        label="Jours possibles",
        choices=[("l", "Lundi"), ("m", "Mardi")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Cochez tout ce qui convient",
    )
    remark = forms.CharField(label="Remarque", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    workbook = forms.FileField(label="Classeur", required=False, help_text="XLSX, ODS ou CSV, 20\u00a0Mo au plus")
    code = forms.CharField(label="Code reçu par courriel", required=False)
    agreed = forms.BooleanField(label="J’accepte que mon nom soit publié")
    origin = forms.CharField(widget=forms.HiddenInput, required=False)


def refused_form() -> SampleForm:
    """Return the form as it comes back after mistakes."""
    form = SampleForm(
        {"erreur-name": "x" * 90, "erreur-email": "marie", "erreur-start": "31 février 2027", "erreur-distance": "300"},
        prefix="erreur",
        today=TODAY,
    )
    form.is_valid()
    return form


@dataclass(frozen=True)
class Seat:
    """One row of the sample list."""

    facility: str
    town: str
    quality: str
    state: str
    since: date
    association: str | None


SEATS = [
    Seat("Centre hospitalier de Vouziers", "Vouziers (08)", "Suppléant 2", "vacant", date(2022, 2, 3), "Ligue contre le cancer"),
    Seat("Centre hospitalier de Langres", "Langres (52)", "Suppléant 1", "vacant", date(2022, 5, 17), "Familles rurales"),
    Seat("Hôpital de Hautepierre", "Strasbourg (67)", "Suppléant 2", "vacant", date(2022, 10, 1), "Udaf"),
    Seat("Hôpital Louis-Pasteur", "Colmar (68)", "Suppléant 1", "soon", date(2027, 4, 1), None),
]
COLUMNS = (
    Column(
        key="etablissement",
        label="Établissement",
        getter="facility",
        header=True,
        sort=("facility",),
        sort_words=("de A à Z", "de Z à A"),
        url=lambda seat: "#liste",
        hidden="quality",
        detail="town",
    ),
    Column(key="siege", label="Siège", getter="quality", sort=("quality",), nowrap=True),
    Column(key="etat", label="État", getter="state", template="ui/components/_sample_state.html"),
    Column(
        key="depuis",
        label="Vacant depuis",
        getter="since",
        sort=("since",),
        descending_first=True,
        sort_words=("du plus ancien au plus récent", "du plus récent au plus ancien"),
        nowrap=True,
    ),
    Column(key="association", label="Dernier mandat", getter="association"),
)


def bars() -> bar_charts.BarChart:
    """Mandates that end, month by month, the chosen date between two bars."""
    months = ["Déc. 2026", "Janv. 2027", "Févr.", "Mars", "Avril", "Mai", "Juin", "Juil.", "Août", "Sept.", "Oct.", "Nov. 2027"]
    values = [(2, 5), (1, 3), (1, 2), (4, 9), (2, 6), (3, 8), (9, 19), (3, 6), (1, 4), (5, 11), (3, 7), (21, 38)]
    return bar_charts.stacked_bars(
        id="previsions",
        title="Mandats qui se terminent, mois par mois",
        description="Deux pics\u00a0: 28 mandats en juin 2027 et 59 en novembre 2027.",
        series=[Mark(label="titulaires", css="t"), Mark(label="suppléants", css="s")],
        bars=[bar_charts.Bar(label=month, values=value) for month, value in zip(months, values, strict=True)],
        cut=bar_charts.Cut(before=9, label="1er septembre 2027"),
    )


def share() -> bar_charts.ShareBar:
    """Seats of titular, occupied and vacant."""
    return bar_charts.share_bar(occupied=619, vacant=57)


def map_of_vacancies() -> maps.Choropleth:
    """Share of vacant seats in each department."""
    seats = {"08": (84, 32), "10": (84, 27), "51": (144, 39), "52": (68, 28), "54": (196, 52)}
    seats |= {"55": (44, 18), "57": (232, 78), "67": (220, 43), "68": (164, 25), "88": (116, 41)}
    shapes = maps.contours(json.loads(SAMPLE_CONTOURS.read_text(encoding="utf-8")))
    names = {area.code: area.name for area in shapes.areas}
    shares = {code: vacant / total for code, (total, vacant) in seats.items()}
    rows = [
        DataRow(heading=names[code], cells=[str(total), str(vacant), percent_fr(shares[code], 1)])
        for code, (total, vacant) in sorted(seats.items(), key=lambda item: -shares[item[0]])
    ]
    headings = ["Département", "Sièges", "Vacants", "Part"]
    return maps.choropleth(
        id="carte",
        title="Part des sièges vacants par département",
        description="La part va de 15\u00a0% dans le Haut-Rhin à 41\u00a0% en Haute-Marne et dans la Meuse.",
        shapes=shapes,
        shares=shares,
        bounds=(0.20, 0.25, 0.30, 0.35),
        table=DataTable(caption="Sièges vacants par département", headings=headings, rows=rows),
    )


def seats_in_time() -> timelines.Timeline:
    """Two seats of a commission, one of them vacant."""
    span = timelines.Span
    first = [
        span(kind="vacant", label="14 mois", first=date(2020, 1, 1), last=date(2021, 3, 14)),
        span(kind="past", label="WERNERT Odile", first=date(2021, 3, 15), last=date(2024, 3, 14)),
        span(kind="current", label="WERNERT Odile", first=date(2024, 3, 15), last=date(2027, 3, 14)),
        span(kind="vacant", label="se libère", first=date(2027, 3, 15), last=None),
    ]
    second = [
        span(kind="past", label="HAMM Gérard", first=date(2020, 9, 1), last=date(2026, 4, 13)),
        span(kind="vacant", label="vacant depuis 7 mois", first=date(2026, 4, 14), last=None),
    ]
    return timelines.timeline(
        id="frise",
        title="Frise des sièges, de 2020 à 2028",
        description="Le siège de titulaire 2 est vacant depuis le 14 avril 2026\u00a0; celui de titulaire 1 se libère le 15 mars 2027.",
        tracks=[timelines.Track(label="Titulaire 1", spans=first), timelines.Track(label="Titulaire 2", spans=second)],
        start=date(2020, 1, 1),
        end=date(2029, 1, 1),
        now=TODAY,
    )


def plan_of_results() -> maps.Plan:
    """Eight results around Strasbourg."""
    offsets = [(-0.1, 0.4), (-1.2, 1.1), (1.5, 1.3), (0.2, 2.1), (-0.8, 3.9), (-3.2, 2.3), (1.9, 5.2), (-3.4, 15.7)]
    return maps.plan(
        id="plan",
        title="Plan des huit premiers résultats autour de Strasbourg",
        description="Sept établissements sont à moins de 6\u00a0km du centre\u00a0; un autre est à 16\u00a0km au nord.",
        places=[maps.Place(number, east, north) for number, (east, north) in enumerate(offsets, start=1)],
        reach=30,
    )
