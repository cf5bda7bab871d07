"""A body as the public may see it: names and associations by consent only (dossier §14.2)."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from portevoix.base.core.distance import distance_km
from portevoix.base.core.text import search_key
from portevoix.register.directory.enums import TerritoryKind
from portevoix.register.directory.models import Body, BodyTypeRule, Commune, Territory
from portevoix.register.directory.selectors.places import find_place
from portevoix.register.mandates.enums import SeatState
from portevoix.register.mandates.models import Mandate
from portevoix.register.mandates.selectors.bodies import composition

NEAREST = 10  # bodies shown around a commune that has none


@dataclass(frozen=True, kw_only=True)
class PublicSeat:
    """One seat of a public page. holder and association: empty where they are not published."""

    quality: str
    label: str
    vacant: bool
    holder: str
    association: str
    since: date | None
    until: date | None


def public_bodies() -> QuerySet[Body]:
    """Return the bodies that have a public page: all, with what their page shows."""
    return Body.objects.select_related("body_type", "facility__legal_entity", "department", "region", "territory", "parent")


def public_composition(body: Body, *, at: date) -> list[PublicSeat]:
    """Return the seats of `body` on `at` as they may be published.

    Somebody past their term still sits. A name appears with `name_published`, an association with `association_published`.
    """
    rows = composition(body, at=at)
    mandates = Mandate.objects.filter(pk__in=[row.mandate_id for row in rows if row.mandate_id])
    holders = {mandate.pk: mandate for mandate in mandates.select_related("person", "association__parent")}
    return [_public(row, holders.get(row.mandate_id)) for row in rows]


def _public(row, mandate):
    vacant = row.state == SeatState.VACANT or mandate is None
    person = None if vacant else mandate.person
    return PublicSeat(
        quality=row.quality,
        label=row.seat_label,
        vacant=vacant,
        holder=str(person) if person and person.name_published else "",
        association=mandate.association.short_name if person and person.association_published and mandate.association else "",
        since=row.vacant_since if vacant else row.first_day,
        until=None if vacant else row.last_day,
    )


def rule_in_force(body: Body, *, at: date) -> BodyTypeRule | None:
    """Return the rule of the type of `body` on `at`."""
    return body.body_type.rules.filter(period__contains=at).first()


def search_bodies(text: str, *, at: date) -> QuerySet[Body]:
    """Return the bodies open on `at` whose name, facility, town or postcode resembles `text`, the best first."""
    found = named_bodies(text, at=at)
    if found.exists():
        return found
    key = search_key(text)
    alike = Q(sort_key__trigram_word_similar=key) | Q(facility__sort_key__trigram_word_similar=key)
    return public_bodies().open_at(at).filter(alike).order_by("sort_key", "pk")


def named_bodies(text: str, *, at: date) -> QuerySet[Body]:
    """Return the bodies open on `at` that have every word of `text` in their name, facility or town, or that postcode."""
    bodies = public_bodies().open_at(at)
    key = search_key(text)
    if key.replace(" ", "").isdigit() and len(key.replace(" ", "")) == 5:
        return bodies.filter(facility__postcode=key.replace(" ", "")).order_by("sort_key", "pk")
    exact = Q()
    for word in key.split():
        exact &= Q(sort_key__contains=word) | Q(facility__sort_key__contains=word)
    return bodies.filter(exact).order_by("sort_key", "pk")


@dataclass(frozen=True, kw_only=True)
class WhoRepresents:
    """Answer to « Qui me représente » : the bodies, and the commune around which they are when it has none itself."""

    bodies: QuerySet[Body] | list[Body]
    near: Commune | None = None


def who_represents(text: str, *, at: date) -> WhoRepresents:
    """Return the bodies that `text` names; for a commune that has none, those of the nearest establishments."""
    place = find_place(text).found
    named = place is not None and place.sort_key == search_key(text)
    bodies = named_bodies(text, at=at) if named or text.replace(" ", "").isdigit() else search_bodies(text, at=at)
    if place is None or bodies.exists():
        return WhoRepresents(bodies=bodies)
    return WhoRepresents(bodies=nearest_bodies(place, at=at), near=place)


def nearest_bodies(commune: Commune, *, at: date) -> list[Body]:
    """Return the `NEAREST` bodies of establishments open on `at`, the nearest first (coordinates of the establishment, else its town)."""
    latitude = Coalesce("facility__latitude", "facility__commune__latitude")
    longitude = Coalesce("facility__longitude", "facility__commune__longitude")
    placed = Body.objects.open_at(at).annotate(lat=latitude, lon=longitude).filter(lat__isnull=False, lon__isnull=False)
    measured = sorted(
        (distance_km(commune.latitude, commune.longitude, lat, lon), pk) for pk, lat, lon in placed.values_list("pk", "lat", "lon")
    )
    order = [pk for _, pk in measured[:NEAREST]]
    found = public_bodies().in_bulk(order)
    return [found[pk] for pk in order]


def bodies_of_department(code: str, *, at: date) -> QuerySet[Body]:
    """Return the bodies of a department open on `at`, by name."""
    return public_bodies().open_at(at).filter(department__code=code).order_by("sort_key", "pk")


def department_of_code(code: str) -> Territory | None:
    """Return the department whose code is `code`, with its region; None when there is none."""
    return Territory.objects.filter(kind=TerritoryKind.DEPARTMENT, code=code).select_related("parent").first()
