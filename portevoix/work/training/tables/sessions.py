"""Columns of the lists of sessions, of enrolments and of courses."""

from django.urls import reverse

from portevoix.base.ui.tables import Column
from portevoix.work.training.models import Course, Enrolment
from portevoix.work.training.selectors.words import course_hours, days_words, town_words

SESSIONS = (
    Column(
        key="formation",
        label="Formation",
        getter="course.title",
        header=True,
        url=lambda row: reverse("training:session", args=[row.pk]),
        hidden=lambda row: f"{town_words(row)}, {days_words(row)}",
        sort=("course__sort_key", "first_day"),
        sort_words=("de A à Z", "de Z à A"),
    ),
    Column(
        key="debut",
        label="Dates",
        getter="first_day",
        template="training/sessions/_days.html",
        sort=("first_day",),
        sort_words=("la plus proche d’abord", "la plus lointaine d’abord"),
    ),
    Column(key="fin", label="Dernier jour", getter="last_day", on_page=False),
    Column(key="lieu", label="Lieu", getter=town_words, detail="place", sort=("commune__department__code", "commune__sort_key")),
    Column(
        key="etat",
        label="État",
        getter="state",
        template="training/sessions/_state.html",
        export_getter="get_state_display",
        sort=("state",),
    ),
    Column(
        key="prises",
        label="Places prises",
        getter=lambda row: f"{row.taken} sur {row.seats}",
        export_getter="taken",
        align="right",
        nowrap=True,
        sort=("taken",),
        descending_first=True,
    ),
    Column(key="places", label="Places", getter="seats", on_page=False),
    Column(key="minimum", label="Minimum", getter="minimum", on_page=False),
    Column(key="attente", label="En attente", getter="waiting", align="right", sort=("waiting",), descending_first=True),
)


def _since(row: Enrolment):
    return row.offer_expires_at if row.state == "offered" else row.created_at


ENROLMENTS = (
    Column(
        key="personne",
        label="Personne",
        getter="person.sorted_name",
        header=True,
        url=lambda row: reverse("workspace:person", args=[row.person_id]),
        detail=lambda row: row.association.name if row.association else "",
        export_getter="person.sorted_name",
    ),
    Column(key="association", label="Association", getter="association.name", on_page=False),
    Column(key="etat", label="État", getter="state", template="training/enrolments/_state.html", export_getter="get_state_display"),
    Column(key="suivi", label="Suit", getter=lambda row: "à distance" if row.remote else "sur place"),
    Column(key="demandee_par", label="Demandée par", getter="get_channel_display"),
    Column(key="demandee_le", label="Demandée le", getter=lambda row: row.created_at.date(), on_page=False),
    Column(key="courriel", label="Courriel", getter="person.email", on_page=False),
    Column(key="telephone", label="Téléphone", getter="person.phone", on_page=False),
)
ENROLMENT_ACTS = Column(key="actes", label="Action", getter="pk", template="training/enrolments/_acts.html", export=False)


def _region(row: Course) -> str:
    return row.region.name if row.region else "catalogue national"


COURSES = (
    Column(
        key="formation",
        label="Formation",
        getter="title",
        header=True,
        url=lambda row: reverse("training:course", args=[row.code]),
        detail=lambda row: row.family.name,
    ),
    Column(key="code", label="Code", getter="code", on_page=False),
    Column(key="famille", label="Famille", getter="family.name", on_page=False),
    Column(key="duree", label="Durée", getter=course_hours, export_getter="hours", nowrap=True),
    Column(key="catalogue", label="Catalogue", getter=_region),
    Column(key="periode", label="Au catalogue", getter="code", template="training/courses/_period.html", export=False),
    Column(key="sessions", label="Sessions", getter="sessions_held", align="right"),
)
COURSE_ACTS = Column(key="actes", label="Action", getter="pk", template="training/courses/_acts.html", export=False)
