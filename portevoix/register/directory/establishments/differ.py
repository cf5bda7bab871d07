"""Compares what a file says with what the register knows. Pure: no database, no clock.

What is closed. A facility that the file does not hold is closed only inside the perimeter of the file:
- its region is one of those of the file (or the region asked for);
- the file covers facilities like it: its category is in the file, or its last source is of the same family (SAE, FINESS);
- in its region the file looks like a stock: at most five facilities, or a fifth of those that it should hold, are missing.
  A file that lacks more (a list of one category, an extract) closes nothing there: the missing ones are listed apart.
A facility that the file holds on a row that cannot be used is not missing.

Which source wins. The more recent one: a file older than what the register knows about a facility changes nothing to it. What came from
a file that bears no date (known by the day of its import) gives way to any later import.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from portevoix.register.directory.enums import LegalStatus
from portevoix.register.directory.establishments.records import CENTRE, UNDATED, EstablishmentRecord, ParsedFile, Source
from portevoix.register.directory.establishments.text_key import name_key

MISSING_ALLOWED = 5
MISSING_SHARE = 0.2
FACTS = ("category", "legal_status", "address", "postcode", "delivery_town", "town", "commune", "department", "siret", "phone", "opened_on")
PLACE = ("latitude", "longitude", "coordinates_source")


@dataclass(frozen=True, kw_only=True)
class KnownFacility:
    """A facility of the register, in the words of the files: codes, not keys."""

    finess_et: str
    name: str
    finess_ej: str
    department: str
    region: str
    source: str
    source_date: date
    category: str = ""
    legal_status: str = LegalStatus.UNKNOWN
    address: str = ""
    postcode: str = ""
    delivery_town: str = ""
    town: str = ""
    commune: str = ""
    siret: str = ""
    latitude: float | None = None
    longitude: float | None = None
    coordinates_source: str = ""
    phone: str = ""
    opened_on: date | None = None
    closed_on: date | None = None

    def newer_than(self, source: Source) -> bool:
        """Tell whether the register knows this facility from a dated source that is more recent."""
        return self.source_date > source.day and not self.source.endswith(UNDATED)


@dataclass(frozen=True, kw_only=True)
class Change:
    """What becomes of one facility. `values`: the facts to write, by name; `former`: what they were."""

    finess_et: str
    values: Mapping[str, Any] = field(default_factory=dict)
    former: Mapping[str, Any] = field(default_factory=dict)


@dataclass(kw_only=True)
class Changes:
    """All that a file changes; each list is in the order of the FINESS numbers."""

    created: list[EstablishmentRecord] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    renamed: list[str] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)
    reopened: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    older_source: list[str] = field(default_factory=list)
    already_closed: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    partial_regions: list[str] = field(default_factory=list)


def differ(
    parsed: ParsedFile,
    known: Mapping[str, KnownFacility],
    *,
    centres: Mapping[str, tuple[float, float]],
    towns: Mapping[str, str],
    departments: Mapping[str, str],
    region: str = "",
) -> Changes:
    """Return what the file changes.

    known: facilities of the register by number. centres, towns: latitude and longitude, name of the communes by code.
    departments: code → region. region: COG code, empty for every region of the file.
    """
    changes = Changes()
    records = [record for record in parsed.establishments if not region or departments[record.department] == region]
    for record in sorted(records, key=lambda record: record.finess_et):
        _compare(record, known.get(record.finess_et), parsed.source, changes, centres=centres, towns=towns)
    _close_missing(parsed, records, known, changes, departments=departments, region=region)
    changes.changed.sort(key=lambda change: change.finess_et)
    return changes


def _compare(record, facility, source, changes, *, centres, towns):
    """Put one facility of the file in the list that is its own."""
    if facility is None:
        if record.closed_on and record.closed_on <= source.day:
            changes.already_closed.append(record.finess_et)
        else:
            changes.created.append(placed(record, centres=centres, towns=towns))
        return
    if facility.newer_than(source):
        changes.older_source.append(record.finess_et)
        changes.unchanged.append(record.finess_et)
        return
    values = _new_facts(record, facility, centres=centres, towns=towns)
    if name_key(record.name) != name_key(facility.name):
        changes.renamed.append(record.finess_et)
        values["name"] = record.name
    if record.finess_ej != facility.finess_ej:
        changes.moved.append(record.finess_et)
        values["finess_ej"] = record.finess_ej
    opening = _opening(record, facility, source)
    if opening is not None:
        (changes.closed if opening["closed_on"] and not facility.closed_on else changes.reopened).append(record.finess_et)
        values |= opening
    if not values:
        changes.unchanged.append(record.finess_et)
        return
    if not {"name", "finess_ej", "closed_on"} & set(values):
        changes.updated.append(record.finess_et)
    changes.changed.append(_change(facility, values))


def _change(facility: KnownFacility, values: dict[str, Any]) -> Change:
    return Change(finess_et=facility.finess_et, values=values, former={name: getattr(facility, name) for name in values})


def _opening(record: EstablishmentRecord, facility: KnownFacility, source: Source) -> dict[str, date | None] | None:
    """Return the new `closed_on` when the file closes or reopens the facility, None otherwise."""
    closing = record.closed_on if record.closed_on and record.closed_on <= source.day else None
    if closing and not facility.closed_on:
        return {"closed_on": max(filter(None, (closing, facility.opened_on)))}
    if not closing and facility.closed_on and facility.closed_on <= source.day:
        return {"closed_on": None}
    return None


def _new_facts(record, facility, *, centres, towns) -> dict[str, Any]:
    """Return the facts of the record that differ; what the file leaves empty is kept, and so is the commune when its code is unknown."""
    record = placed(record, centres=centres, towns=towns)
    values = {}
    for name in FACTS:
        value = getattr(record, name)
        if name == "commune" and value not in towns:
            continue  # the register holds the communes of its own region only
        if value and value != LegalStatus.UNKNOWN and value != getattr(facility, name):
            values[name] = value
    return values | _new_place(record, facility)


def _new_place(record: EstablishmentRecord, facility: KnownFacility) -> dict[str, Any]:
    """An exact place is not replaced by the centre of the commune, unless the facility has changed commune."""
    if record.latitude is None:
        return {}
    new = {name: getattr(record, name) for name in PLACE}
    if new == {name: getattr(facility, name) for name in PLACE}:
        return {}
    stays = not record.commune or not facility.commune or record.commune == facility.commune
    exact = facility.latitude is not None and facility.coordinates_source != CENTRE
    return {} if stays and exact and record.coordinates_source == CENTRE else new


def placed(record: EstablishmentRecord, *, centres: Mapping[str, tuple[float, float]], towns: Mapping[str, str]) -> EstablishmentRecord:
    """Return the record with the commune's own name, and its centre when the file gives no coordinates."""
    facts = {name: getattr(record, name) for name in record.__dataclass_fields__}
    if record.commune in towns:
        facts["town"] = towns[record.commune]
    if record.latitude is None and record.commune in centres:
        facts["latitude"], facts["longitude"] = centres[record.commune]
        facts["coordinates_source"] = CENTRE
    return EstablishmentRecord(**facts)


def _close_missing(parsed, records, known, changes, *, departments, region):
    """Close the facilities that a stock no longer holds; see the head of the module."""
    if not parsed.establishments and not parsed.damaged_numbers:
        return  # a flow of legal entities holds no facility at all
    present = {record.finess_et for record in records} | parsed.damaged_numbers
    regions = {region} if region else {departments[record.department] for record in records}
    categories = {record.category for record in records}
    covered = [
        facility
        for facility in known.values()
        if facility.region in regions and not facility.closed_on and not facility.newer_than(parsed.source)
        if facility.category in categories or _family(facility.source) == parsed.source.family
    ]
    missing = [
        facility for facility in covered if facility.finess_et not in present and name_key(facility.name) not in parsed.damaged_names
    ]
    partial = partial_regions(covered, missing) if records else {facility.region for facility in missing}
    changes.partial_regions = sorted(partial)
    for facility in sorted(missing, key=lambda facility: facility.finess_et):
        if facility.region in partial:
            changes.missing.append(facility.finess_et)
            continue
        day = max(filter(None, (parsed.source.day, facility.source_date, facility.opened_on)))
        changes.closed.append(facility.finess_et)
        changes.changed.append(_change(facility, {"closed_on": day}))
    changes.closed.sort()


def partial_regions(covered: Iterable[KnownFacility], missing: Iterable[KnownFacility]) -> set[str]:
    """Return the regions where too many facilities are missing for the file to be a stock."""
    expected = Counter(facility.region for facility in covered)
    lacking = Counter(facility.region for facility in missing)
    return {region for region, count in lacking.items() if count > MISSING_ALLOWED and count > MISSING_SHARE * expected[region]}


def _family(source: str) -> str:
    """SAE for what came from SAE or the product's own file, FINESS for what came from a flow, nothing for what an agent typed."""
    if source.startswith("FINESS"):
        return "FINESS"
    return "SAE" if "SAE" in source else ""
