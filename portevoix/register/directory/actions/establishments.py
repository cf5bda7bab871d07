"""Imports a file of establishments: reads, compares, and writes when asked to, in one transaction, with a journal."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

from django.db import connection, transaction

from portevoix.base.audit import journal
from portevoix.register.directory.actions.reference import load_reference
from portevoix.register.directory.enums import FacilityChangeKind, LegalStatus, TerritoryKind
from portevoix.register.directory.establishments.cells import department_of_number
from portevoix.register.directory.establishments.differ import Change, Changes, differ
from portevoix.register.directory.establishments.reading import read_stream
from portevoix.register.directory.establishments.records import EstablishmentRecord, ParsedFile, RowProblem, UnreadableFile
from portevoix.register.directory.establishments.report import EntityChanges, Report, build_report
from portevoix.register.directory.models import Commune, Facility, FacilityCategory, FacilityChange, LegalEntity, Territory
from portevoix.register.directory.reference import files
from portevoix.register.directory.selectors.establishments import bodies_of, department_regions, known_facilities

LOCK = 0x46494E45  # one import at a time
BATCH = 500
PLAIN = ("name", "legal_status", "address", "postcode", "delivery_town", "town", "siret", "latitude", "longitude", "coordinates_source")
DATES_AND_PHONE = ("phone", "opened_on", "closed_on")


def import_establishments(*, path: Path, by: Any, today: date, region: str = "", apply: bool = False) -> Report:
    """Compare the file at `path` with the register and return the report; write only when `apply`.

    region: COG code to limit the import to, empty for every region of the file. today: dates a file that bears no date.
    Raises `UnreadableFile` with a French sentence when the file or the region is unknown; nothing is written then.
    """
    try:
        with path.open("rb") as file:
            return import_stream(file=file, file_name=path.name, by=by, today=today, region=region, apply=apply)
    except OSError as error:
        raise UnreadableFile(f"Le fichier est introuvable ou ne peut pas être ouvert\u00a0: {path.name}.") from error


@transaction.atomic
def import_stream(*, file: BinaryIO, file_name: str, by: Any, today: date, region: str = "", apply: bool = False) -> Report:
    """The same for an open file."""
    _one_at_a_time()
    departments = department_regions()
    new_register = not departments
    departments = departments or {row["code"]: row["parent"] for row in files.territories() if row["kind"] == TerritoryKind.DEPARTMENT}
    if region and region not in departments.values():
        raise UnreadableFile(
            f"La région «\u00a0{region[:20]}\u00a0» n’existe pas. Donnez son code officiel, par exemple 44 pour le Grand Est."
        )
    parsed = read_stream(file, file_name=file_name, departments=departments, today=today)
    if region:
        _keep_region(parsed, region, departments)
    if new_register:
        load_reference(by=by)  # undone with the rest of a dry run
    _forget_unknown_categories(parsed)
    communes = {row.code: row for row in Commune.objects.only("code", "name", "latitude", "longitude")}
    changes = differ(
        parsed,
        known_facilities(),
        centres={code: (row.latitude, row.longitude) for code, row in communes.items() if row.latitude is not None},
        towns={code: row.name for code, row in communes.items()},
        departments=departments,
        region=region,
    )
    entities = _compare_entities(parsed)
    report = build_report(
        parsed,
        changes,
        entities,
        file_name=file_name,
        region=region,
        applied=apply,
        bodies=bodies_of(changes.closed, day=parsed.source.day),
    )
    if apply:
        _write(parsed, changes, entities, communes=communes, by=by)
    else:
        transaction.set_rollback(True)
    return report


def _keep_region(parsed: ParsedFile, region: str, departments: dict[str, str]) -> None:
    """Forget the facilities of other regions, and the problems of their rows."""
    elsewhere = {record.finess_et for record in parsed.establishments if departments[record.department] != region}
    parsed.establishments = [record for record in parsed.establishments if record.finess_et not in elsewhere]

    def here(problem: RowProblem) -> bool:
        if not problem.finess_et:
            return True
        own = departments.get(department_of_number(problem.finess_et), region)
        return problem.finess_et not in elsewhere and own == region

    parsed.errors = [problem for problem in parsed.errors if here(problem)]
    parsed.warnings = [problem for problem in parsed.warnings if here(problem)]


def _forget_unknown_categories(parsed: ParsedFile) -> None:
    """A code without name that the nomenclature does not hold (« 999 ») says nothing: it would be a change at every import."""
    known = set(FacilityCategory.objects.values_list("code", flat=True))
    parsed.establishments = [
        record if record.category_name or record.category in known else replace(record, category="") for record in parsed.establishments
    ]


def _compare_entities(parsed: ParsedFile) -> EntityChanges:
    """Say what the file changes to the legal entities: new ones, names that were missing, new names, status, closing."""
    wanted: dict[str, dict[str, Any]] = {}
    for record in sorted(parsed.establishments, key=lambda record: (record.finess_ej, record.legal_entity_name)):
        facts = wanted.setdefault(record.finess_ej, {"name": "", "legal_status": LegalStatus.UNKNOWN, "closed_on": None})
        facts["name"] = facts["name"] or record.legal_entity_name
        if facts["legal_status"] == LegalStatus.UNKNOWN:
            facts["legal_status"] = record.legal_status
    known = {entity.finess_ej: entity for entity in LegalEntity.objects.all()}
    for record in sorted(parsed.legal_entities, key=lambda record: (record.finess_ej, record.name)):
        if record.finess_ej in known:
            wanted[record.finess_ej] = {"name": record.name, "legal_status": record.legal_status, "closed_on": record.closed_on}
    changes = EntityChanges()
    for number, facts in sorted(wanted.items()):
        changes.add(number, facts, known.get(number), parsed.source)
    return changes


def _write(parsed: ParsedFile, changes: Changes, entities: EntityChanges, *, communes: dict[str, Commune], by: Any) -> None:
    source = {"source": parsed.source.text, "source_date": parsed.source.day}
    _write_entities(entities, changes, source)
    keys = _Keys(communes, parsed, changes, source)
    created = Facility.objects.bulk_create([keys.facility(record) for record in changes.created], batch_size=BATCH)
    facilities = {row.finess_et: row for row in Facility.objects.filter(finess_et__in=[change.finess_et for change in changes.changed])}
    former = {number: facilities[number].legal_entity_id for number in changes.moved}
    for change in changes.changed:
        keys.update(facilities[change.finess_et], change)
    if facilities:
        fields = [*PLAIN, *DATES_AND_PHONE, "category", "commune", "department", "legal_entity", "source", "source_date"]
        Facility.objects.bulk_update(facilities.values(), fields, batch_size=BATCH)
    _keep_former(changes, facilities, former, source)
    _record(changes, entities, facilities, created, parsed, by=by)


def _write_entities(entities: EntityChanges, changes: Changes, source: dict[str, Any]) -> None:
    """Create the legal entities that the written facilities need, update those that the file knows better."""
    needed = {record.finess_ej for record in changes.created} | {
        change.values["finess_ej"] for change in changes.changed if "finess_ej" in change.values
    }
    LegalEntity.objects.bulk_create(
        [LegalEntity(finess_ej=number, **facts, **source) for number, facts in entities.new.items() if number in needed], batch_size=BATCH
    )
    changed = list(LegalEntity.objects.filter(finess_ej__in=entities.changed))
    for entity in changed:
        for name, value in {**entities.changed[entity.finess_ej], **source}.items():
            setattr(entity, name, value)
    if changed:
        LegalEntity.objects.bulk_update(changed, ["name", "legal_status", "closed_on", "source", "source_date"], batch_size=BATCH)


class _Keys:
    """Turns the codes of the files into the keys of the register."""

    def __init__(self, communes: dict[str, Commune], parsed: ParsedFile, changes: Changes, source: dict[str, Any]):
        self.source = source
        self.communes = {code: row.pk for code, row in communes.items()}
        self.departments = dict(Territory.objects.filter(kind=TerritoryKind.DEPARTMENT).values_list("code", "pk"))
        self.entities = dict(LegalEntity.objects.values_list("finess_ej", "pk"))
        self.categories = self._categories(parsed)

    def _categories(self, parsed: ParsedFile) -> dict[str, int]:
        """Return the categories by code, those that the file names and the register does not know yet created."""
        known = dict(FacilityCategory.objects.values_list("code", "pk"))
        named = {
            record.category: (record.category_name, record.category_aggregate)
            for record in parsed.establishments
            if record.category and record.category_name and record.category not in known
        }
        FacilityCategory.objects.bulk_create(
            FacilityCategory(code=code, name=name, aggregate=aggregate, **self.source) for code, (name, aggregate) in sorted(named.items())
        )
        return dict(FacilityCategory.objects.values_list("code", "pk")) if named else known

    def facility(self, record: EstablishmentRecord) -> Facility:
        """Return the new row of a facility."""
        facility = Facility(finess_et=record.finess_et, **self.source)
        values = {name: getattr(record, name) for name in (*PLAIN, *DATES_AND_PHONE, "category", "commune", "department", "finess_ej")}
        values["closed_on"] = None
        return self._fill(facility, values)

    def update(self, facility: Facility, change: Change) -> None:
        """Set the new facts on a known facility."""
        self._fill(facility, {**change.values, **self.source})

    def _fill(self, facility: Facility, values: dict[str, Any]) -> Facility:
        for name, value in values.items():
            match name:
                case "category":
                    facility.category_id = self.categories.get(value, facility.category_id)
                case "commune":
                    facility.commune_id = self.communes.get(value)
                case "department":
                    facility.department_id = self.departments[value]
                case "finess_ej":
                    facility.legal_entity_id = self.entities[value]
                case _:
                    setattr(facility, name, value)
        return facility


def _keep_former(changes: Changes, facilities: dict[str, Facility], former_entities: dict[str, int], source: dict[str, Any]) -> None:
    """Keep former names, former legal entities, closings and reopenings where readers find them."""
    kinds = (
        (changes.renamed, FacilityChangeKind.RENAMED),
        (changes.moved, FacilityChangeKind.MOVED),
        (changes.closed, FacilityChangeKind.CLOSED),
        (changes.reopened, FacilityChangeKind.REOPENED),
    )
    by_number = {change.finess_et: change for change in changes.changed}
    FacilityChange.objects.bulk_create(
        [
            FacilityChange(
                facility=facilities[number],
                kind=kind,
                effective_on=(by_number[number].values.get("closed_on") if kind == FacilityChangeKind.CLOSED else None)
                or source["source_date"],
                former_name=by_number[number].former.get("name", "") if kind == FacilityChangeKind.RENAMED else "",
                former_legal_entity_id=former_entities[number] if kind == FacilityChangeKind.MOVED else None,
                **source,
            )
            for numbers, kind in kinds
            for number in numbers
        ],
        batch_size=BATCH,
    )


def _record(changes, entities, facilities, created, parsed, *, by) -> None:
    """Write the journal: one entry a facility and an act, and one for the whole import."""
    acts = {
        "close": changes.closed,
        "reopen": changes.reopened,
        "rename": changes.renamed,
        "move": changes.moved,
        "update": changes.updated,
    }
    day = parsed.source.day.isoformat()
    journal.record_many("facility.create", targets=created, by=by, source=parsed.source.text, source_date=day)
    for act, numbers in acts.items():
        targets = [facilities[number] for number in numbers]
        journal.record_many(f"facility.{act}", targets=targets, by=by, source=parsed.source.text, source_date=day)
    counts = {"created": len(created), **{act: len(numbers) for act, numbers in acts.items()}, "legal_entities": len(entities.changed)}
    if any(counts.values()):
        journal.record("establishments.import", target=Facility(), by=by, source=parsed.source.text, source_date=day, **counts)


def _one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
