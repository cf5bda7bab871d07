"""The report of an import: the same lists for the screen, the command line and the JSON file."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from portevoix.register.directory.enums import LegalStatus
from portevoix.register.directory.establishments.differ import Changes
from portevoix.register.directory.establishments.records import ParsedFile, RowProblem, Source
from portevoix.register.directory.establishments.text_key import name_key


@dataclass
class EntityChanges:
    """What a file changes to the legal entities, by FINESS EJ."""

    new: dict[str, dict[str, Any]] = field(default_factory=dict)
    changed: dict[str, dict[str, Any]] = field(default_factory=dict)

    def add(self, number: str, facts: Mapping[str, Any], known: Any, source: Source) -> None:
        """Note one legal entity; an empty fact never erases what is known, an older file changes nothing."""
        if known is None:
            self.new[number] = dict(facts)
            return
        if known.source_date > source.day and known.name and not known.source.endswith("sans date"):
            return
        different = {}
        if facts["name"] and name_key(facts["name"]) != name_key(known.name):
            different["name"] = facts["name"]
        if facts["legal_status"] not in (LegalStatus.UNKNOWN, known.legal_status):
            different["legal_status"] = facts["legal_status"]
        if facts["closed_on"] and facts["closed_on"] != known.closed_on:
            different["closed_on"] = facts["closed_on"]
        if different:
            self.changed[number] = different


@dataclass(kw_only=True)
class Report:
    """What an import did, or would do. Lists hold FINESS ET numbers in order."""

    file: str
    format: str
    source: str
    source_date: str
    region: str
    applied: bool
    rows: int
    created: list[str]
    closed: list[str]
    renamed: list[str]
    moved: list[str]
    unchanged: list[str]
    reopened: list[str]
    updated: list[str]
    missing: list[str]
    already_closed: list[str]
    older_source: list[str]
    legal_entities: list[str]
    details: dict[str, dict[str, Any]]
    bodies: list[dict[str, Any]]
    notes: list[str]
    warnings: list[RowProblem]
    errors: list[RowProblem]

    def as_json(self) -> dict[str, Any]:
        """Return the report as JSON holds it."""
        return asdict(self)


def build_report(
    parsed: ParsedFile,
    changes: Changes,
    entities: EntityChanges,
    *,
    file_name: str,
    region: str,
    applied: bool,
    bodies: list[dict[str, Any]],
) -> Report:
    """Return the report of an import. bodies: the open bodies of the facilities that close, for the agent who must close them."""
    return Report(
        file=file_name,
        format=parsed.source.format,
        source=parsed.source.text,
        source_date=parsed.source.day.isoformat(),
        region=region,
        applied=applied,
        rows=parsed.rows,
        created=[record.finess_et for record in changes.created],
        closed=changes.closed,
        renamed=changes.renamed,
        moved=changes.moved,
        unchanged=changes.unchanged,
        reopened=changes.reopened,
        updated=changes.updated,
        missing=changes.missing,
        already_closed=changes.already_closed,
        older_source=changes.older_source,
        legal_entities=sorted(entities.changed),
        details=_details(changes),
        bodies=bodies,
        notes=list(_notes(parsed, changes, bodies)),
        warnings=parsed.warnings,
        errors=parsed.errors,
    )


def _details(changes: Changes) -> dict[str, dict[str, Any]]:
    """Return what each changed facility was and becomes: `{number: {fact: [before, after]}}`."""
    return {
        change.finess_et: {name: [_plain(change.former[name]), _plain(value)] for name, value in sorted(change.values.items())}
        for change in changes.changed
    }


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _notes(parsed: ParsedFile, changes: Changes, bodies: list[dict[str, Any]]):
    """Yield what the reader must know before applying, in French sentences."""
    if not parsed.source.dated:
        yield "Ce fichier ne porte pas de date\u00a0: les faits sont datés du jour de l’import."
    if changes.missing:
        count = len(changes.missing)
        yield (
            f"Établissements de la région absents de ce fichier\u00a0: {count}, trop pour une liste complète. Aucun n’est fermé. "
            "Vérifiez que le fichier contient toute la région."
        )
    if changes.older_source:
        yield (
            f"Établissements connus par une source plus récente que ce fichier\u00a0: {len(changes.older_source)}. Rien ne change pour eux."
        )
    if bodies:
        yield f"Instances ouvertes dans des établissements qui ferment\u00a0: {len(bodies)}. Clôturez-les."
