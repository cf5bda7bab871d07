"""Which associations fit somebody, and why; which seats are empty near home. Nothing hidden decides of the order."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q, QuerySet

from portevoix.base.core.text import enumerate_fr, search_key
from portevoix.register.directory.enums import AccreditationStatus
from portevoix.register.directory.models import Accreditation, Association, BodyType, Commune, Territory
from portevoix.register.directory.selectors.accreditations import counting_in
from portevoix.register.mandates.models import Mandate
from portevoix.register.mandates.selectors.nearby import Nearby, NearbyFilter, nearby, open_bodies
from portevoix.work.outreach.enums import Theme
from portevoix.work.outreach.models import AssociationTheme, HandOver

NEAR, FAR = 30, 60  # kilometres
MOST_SEATS, MOST_FOUND = 5, 12
FOUNDING = ("CDU", "CPAM", "CTS", "CRSA", "CCI")  # the others are read about on the pages of the bodies


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What somebody answered, as far as it decides of the result. kinds: codes of types of bodies; empty: no preference."""

    home: Commune
    themes: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Fit:
    """An association that may propose somebody here. association: the section of the department when there is one."""

    association: Association
    reasons: tuple[str, ...] = field(default_factory=tuple)


@dataclass
class _Presence:
    """How many seats the association and its sections hold today."""

    department: int = 0
    region: int = 0
    kinds: Counter = field(default_factory=Counter)


def accredited_in(region: Territory, day: date) -> QuerySet[Association]:
    """Return the associations whose accreditation counts in `region` on `day` (art. L. 1114-1 CSP), sections left out."""
    rows = Accreditation.objects.filter(counting_in(region), period__contains=day).exclude(status=AccreditationStatus.WITHDRAWN)
    return Association.objects.filter(pk__in=rows.values("association"), parent__isnull=True, closed_on__isnull=True)


def fits(wanted: Wanted, *, day: date) -> list[Fit]:
    """Return the associations accredited on `day`, present here, that hold seats, those with most reasons first, then by name.

    With subjects chosen, only the associations that have one of them; when none has, all of them: the page says so.
    """
    department, region = wanted.home.department, wanted.home.department.parent
    found = list(accredited_in(region, day).order_by("sort_key", "pk"))
    sections = {one.parent_id: one for one in Association.objects.filter(department=department, parent__in=found, closed_on__isnull=True)}
    held, themes, names = _presence(department, region, day), _themes(found), _kind_names(wanted.kinds)
    fitting = []
    for one in found:
        reasons = _reasons(one, sections.get(one.pk), held[one.pk], themes[one.pk], wanted, names)
        if reasons:
            fitting.append((len(themes[one.pk] & wanted.themes), Fit(association=sections.get(one.pk, one), reasons=tuple(reasons))))
    about = [pair for pair in fitting if pair[0]] if wanted.themes else []
    return [fit for _, fit in sorted(about or fitting, key=lambda pair: -len(pair[1].reasons))]


def answers_the_subjects(found: list[Fit], wanted: Wanted) -> bool:
    """Tell whether an association of `found` has a subject that was chosen (or none was)."""
    if not wanted.themes or not found:
        return True
    heads = [fit.association.parent_id or fit.association.pk for fit in found]
    return AssociationTheme.objects.filter(association__in=heads, theme__in=wanted.themes).exists()


def accredited_named(text: str, *, home: Commune, day: date) -> list[Association]:
    """Return the associations accredited here whose name, acronym or other name holds `text`, by name."""
    key = search_key(text)
    if not key:
        return []
    rows = accredited_in(home.department.parent, day)
    rows = rows.filter(Q(sort_key__contains=key) | Q(aliases__sort_key__contains=key)).distinct()
    return list(rows.order_by("sort_key", "pk")[:MOST_FOUND])


def recipient(code: str, *, home: Commune, day: date) -> Association | None:
    """Return the association `code` when it may propose somebody from `home` on `day`, None for any other."""
    heads = accredited_in(home.department.parent, day)
    here = Q(pk__in=heads) | Q(parent__in=heads, department=home.department, closed_on__isnull=True)
    return Association.objects.filter(here, code=code).select_related("parent").first()


def seats_near(wanted: Wanted, *, day: date) -> Nearby:
    """Return the bodies with an empty seat around home: within 30 km, or 60 when there is none."""
    bodies = open_bodies(day)
    for radius in (NEAR, FAR):
        found = nearby(wanted.home, bodies, wanted=NearbyFilter(radius=radius, types=wanted.kinds))
        if found.results:
            break
    return found


def kinds_offered() -> list[BodyType]:
    """Return the types of bodies among which a newcomer chooses: those of the founding documents, in their order."""
    return sorted(BodyType.objects.filter(code__in=FOUNDING), key=lambda kind: FOUNDING.index(kind.code))


def _reasons(head, section, held, themes, wanted, names) -> list[str]:
    """Return why an association fits, in sentences; none when it is not here or holds no seat."""
    here = wanted.home.department
    place = here.in_name or f"dans le département {here.name}"
    if not held.region and not section:
        return []
    reasons = []
    if section:
        reasons.append(f"Elle a une section {place}.")
    if held.department:
        reasons.append(f"Elle tient {_seats(held.department)} {place}.")
    elif held.region:
        reasons.append(f"Elle tient {_seats(held.region)} dans la région.")
    if shared := sorted(themes & wanted.themes):
        reasons.append(f"Elle s’occupe de ce qui vous tient à cœur\u00a0: {enumerate_fr(Theme(code).label for code in shared)}.")
    known = [names[code] for code in sorted(wanted.kinds) if held.kinds[code] and code in names]
    if known:
        reasons.append(f"Elle siège déjà là où vous le souhaitez\u00a0: {enumerate_fr(known)}.")
    return reasons


def _presence(department: Territory, region: Territory, day: date) -> dict[int, _Presence]:
    rows = Mandate.objects.active_at(day).filter(Q(body__region=region) | Q(body__department__parent=region), association__isnull=False)
    counted = rows.order_by().values_list("association", "association__parent", "body__department", "body__body_type__code")
    held: dict[int, _Presence] = defaultdict(_Presence)
    for association, parent, where, kind, count in counted.annotate(count=Count("pk")):
        presence = held[parent or association]
        presence.region += count
        presence.department += count if where == department.pk else 0
        presence.kinds[kind] += count
    return held


def _themes(associations: list[Association]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    for pk, theme in AssociationTheme.objects.filter(association__in=associations).values_list("association", "theme"):
        found[pk].add(theme)
    return found


def _kind_names(codes: frozenset[str]) -> dict[str, str]:
    return dict(BodyType.objects.filter(code__in=codes).values_list("code", "name"))


def _seats(count: int) -> str:
    return f"{count}\u00a0siège{'s' if count > 1 else ''}"


def recipients_for(row: HandOver, *, day: date) -> list[Association]:
    """Return the associations to which a request may be handed on: those accredited in its region, by name."""
    return list(accredited_in(row.region, day).exclude(pk=row.association_id).order_by("sort_key", "pk"))
