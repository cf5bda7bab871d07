"""The open tables: name, what each column says, and its rows on a day. Names and associations of people never appear without consent."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from portevoix.base.core.periods import last_day
from portevoix.register.directory.models import Accreditation, Body, BodyTypeRule, Facility, Seat
from portevoix.register.directory.scope import EVERYTHING
from portevoix.register.mandates.models import Mandate
from portevoix.register.mandates.selectors.occupancy import occupancy
from portevoix.register.mandates.selectors.territories import by_department

CHUNK = 2000


@dataclass(frozen=True)
class Field:
    """One column: its name, its type in Table Schema, what it says (French)."""

    name: str
    type: str
    description: str


@dataclass(frozen=True, kw_only=True)
class OpenTable:
    """One table: `rows(at)` yields tuples in the order of the fields."""

    code: str
    title: str
    description: str
    fields: tuple[Field, ...]
    rows: Callable[[date], Iterator[tuple[Any, ...]]]

    def schema(self) -> dict:
        """Return the description of the table in Table Schema."""
        fields = [{"name": f.name, "type": f.type, "description": f.description} for f in self.fields]
        return {"name": self.code, "title": self.title, "description": self.description, "fields": fields, "missingValues": [""]}


def _seats(at):
    bodies = {b.pk: b for b in Body.objects.select_related("body_type", "facility", "department", "region").order_by("pk")}
    states = occupancy(Seat.objects.all(), at=at)
    for start in range(0, len(states), CHUNK):
        part = states[start : start + CHUNK]
        held = [state.mandate_id for state in part if state.state != "vacant" and state.mandate_id]
        mandates = Mandate.objects.filter(pk__in=held).select_related("person", "association__parent").in_bulk()
        for state in part:
            yield _seat(state, bodies[state.body_id], mandates.get(state.mandate_id) if state.state != "vacant" else None)


def _seat(state, body, mandate):
    person = mandate.person if mandate else None
    named = person is not None and person.name_published
    association = mandate.association.accredited.short_name if person and person.association_published and mandate.association else ""
    return (
        state.seat_id,
        body.body_type.code,
        body.pk,
        body.name,
        body.facility.finess_et if body.facility else "",
        body.department.code if body.department else "",
        body.region.code,
        state.quality,
        state.rank,
        state.state,
        None if state.filled else state.vacant_since,
        person.last_name if named else "",
        person.first_name if named else "",
        association,
        state.first_day if mandate else None,
        state.last_day if mandate else None,
    )


def _bodies(at):
    rows = Body.objects.open_at(at).select_related("body_type", "facility", "department", "region").order_by("pk")
    for body in rows.iterator(CHUNK):
        place = body.department.code if body.department else ""
        site = body.facility.finess_et if body.facility else ""
        yield (body.pk, body.body_type.code, body.name, site, place, body.region.code, body.opened_on, body.closed_on, body.source)


def _facilities(at):
    rows = Facility.objects.open_at(at).select_related("legal_entity", "category", "department").order_by("finess_et")
    for f in rows.iterator(CHUNK):
        category = f.category.code if f.category else ""
        entity = f.legal_entity
        place = (f.postcode, f.town, f.department.code, f.latitude, f.longitude)
        yield (f.finess_et, f.name, entity.finess_ej, entity.name, category, f.legal_status, *place, f.source, f.source_date)


def _accreditations(at):
    rows = Accreditation.objects.filter(period__contains=at).select_related("association", "region").order_by("association__sort_key", "pk")
    for a in rows.iterator(CHUNK):
        region = a.region.code if a.region else ""
        dates = (a.period.lower, last_day(a.period))
        yield (a.association.code, a.association.name, a.association.acronym, a.level, region, a.number, *dates, a.status, a.source)


def _rules(at):
    rows = BodyTypeRule.objects.select_related("body_type").prefetch_related("seat_patterns").order_by("body_type__code", "period", "pk")
    for rule in rows:
        seats = {pattern.quality: pattern.count for pattern in rule.seat_patterns.all()}
        counts = (seats.get("titular"), seats.get("substitute"), seats.get("member"))
        dates = (rule.period.lower, last_day(rule.period))
        kind = rule.body_type
        law = (rule.legal_basis, rule.designating_authority, rule.term_years)
        yield (kind.code, kind.name, *dates, *law, *counts, rule.requires_accreditation, rule.to_verify, rule.source)


def _departments(at):
    for row in by_department(EVERYTHING, at=at):
        counts = (row.opened, row.filled, row.vacant, row.vacant_titular, row.vacant_substitute, row.vacant_long)
        yield (at, row.code, row.name, row.bodies, *counts)


def _fields(*rows: tuple[str, str, str]) -> tuple[Field, ...]:
    return tuple(Field(*row) for row in rows)


SEATS = OpenTable(
    code="sieges",
    title="Sièges",
    description="Un siège par ligne, avec son état ce jour-là. Un nom n’apparaît que si la personne l’a accepté.",
    fields=_fields(
        ("siege_id", "integer", "numéro du siège"),
        ("type_instance", "string", "code du type d’instance"),
        ("instance_id", "integer", "numéro de l’instance"),
        ("instance", "string", "nom de l’instance"),
        ("finess_et", "string", "numéro FINESS de l’établissement ; vide pour une instance de territoire"),
        ("departement", "string", "code du département ; vide pour une instance de région"),
        ("region", "string", "code de la région"),
        ("qualite", "string", "titular, substitute ou member"),
        ("rang", "integer", "rang dans la qualité"),
        ("etat", "string", "pourvu, vacant ou echu (le terme est passé, la personne siège encore)"),
        ("vacant_depuis", "date", "premier jour de la vacance, s’il est connu"),
        ("nom", "string", "avec accord seulement"),
        ("prenom", "string", "avec accord seulement"),
        ("association", "string", "avec accord seulement"),
        ("debut", "date", "premier jour du mandat"),
        ("fin", "date", "dernier jour du mandat, inclus"),
    ),
    rows=_seats,
)
BODIES = OpenTable(
    code="instances",
    title="Instances",
    description="Les instances ouvertes ce jour-là.",
    fields=_fields(
        ("instance_id", "integer", "numéro de l’instance"),
        ("type_instance", "string", "code du type d’instance"),
        ("nom", "string", "nom de l’instance"),
        ("finess_et", "string", "numéro FINESS de l’établissement"),
        ("departement", "string", "code du département"),
        ("region", "string", "code de la région"),
        ("creee_le", "date", "jour de création, s’il est connu"),
        ("close_le", "date", "jour de clôture"),
        ("source", "string", "source"),
    ),
    rows=_bodies,
)
FACILITIES = OpenTable(
    code="etablissements",
    title="Établissements",
    description="Les établissements de santé ouverts ce jour-là (SAE, FINESS).",
    fields=_fields(
        ("finess_et", "string", "numéro FINESS du site"),
        ("raison_sociale", "string", "nom"),
        ("finess_ej", "string", "numéro FINESS de l’entité juridique"),
        ("raison_sociale_ej", "string", "nom de l’entité juridique"),
        ("categorie", "string", "code de catégorie FINESS"),
        ("statut", "string", "public, non_profit, for_profit ou unknown"),
        ("code_postal", "string", "code postal"),
        ("commune", "string", "commune"),
        ("departement", "string", "code du département"),
        ("latitude", "number", "degrés"),
        ("longitude", "number", "degrés"),
        ("source", "string", "source"),
        ("source_date", "date", "date de la source"),
    ),
    rows=_facilities,
)
ACCREDITATIONS = OpenTable(
    code="agrements",
    title="Associations agréées",
    description="Les agréments en cours ce jour-là.",
    fields=_fields(
        ("code", "string", "code de l’association"),
        ("nom", "string", "nom"),
        ("sigle", "string", "sigle"),
        ("niveau", "string", "national ou regional"),
        ("region", "string", "code de la région, pour un agrément régional"),
        ("numero", "string", "numéro d’agrément, s’il est connu"),
        ("debut", "date", "premier jour"),
        ("fin", "date", "dernier jour, inclus"),
        ("etat", "string", "granted, renewal ou withdrawn"),
        ("source", "string", "source"),
    ),
    rows=_accreditations,
)
RULES = OpenTable(
    code="regles",
    title="Types d’instance et leurs règles",
    description="Toutes les règles datées, avec leur base légale.",
    fields=_fields(
        ("type_instance", "string", "code"),
        ("nom", "string", "nom"),
        ("debut", "date", "premier jour d’application"),
        ("fin", "date", "dernier jour d’application"),
        ("base_legale", "string", "textes"),
        ("autorite", "string", "qui désigne"),
        ("duree_annees", "integer", "durée du mandat"),
        ("titulaires", "integer", "sièges de titulaire"),
        ("suppleants", "integer", "sièges de suppléant"),
        ("membres", "integer", "sièges sans distinction"),
        ("agrement", "string", "association agréée exigée : yes, no ou partial"),
        ("a_verifier", "boolean", "règle à vérifier"),
        ("source", "string", "source"),
    ),
    rows=_rules,
)
DEPARTMENTS = OpenTable(
    code="vacances",
    title="Vacances par département",
    description="Le nombre de sièges ouverts, occupés et vacants, par département.",
    fields=_fields(
        ("jour", "date", "jour de la situation"),
        ("departement", "string", "code du département ; vide pour les instances de région"),
        ("nom", "string", "nom du département"),
        ("instances", "integer", "nombre d’instances"),
        ("sieges", "integer", "sièges ouverts"),
        ("occupes", "integer", "sièges occupés"),
        ("vacants", "integer", "sièges vacants, échus compris"),
        ("vacants_titulaires", "integer", "dont titulaires"),
        ("vacants_suppleants", "integer", "dont suppléants"),
        ("vacants_plus_de_6_mois", "integer", "vacants depuis plus de six mois"),
    ),
    rows=_departments,
)
TABLES = {table.code: table for table in (SEATS, BODIES, FACILITIES, ACCREDITATIONS, RULES, DEPARTMENTS)}
