"""For which association does a row's person sit? The federation, or its section, found or to be created under it."""

from dataclasses import dataclass, field
from datetime import date

from django.utils.text import slugify

from portevoix.base.core.text import compact_key, typo_fr
from portevoix.register.directory.catalogue import Catalogue, KnownAssociation, load_associations
from portevoix.register.directory.matching import SECTION_WORDS, AssociationMatch, match_association
from portevoix.register.directory.models import Association
from portevoix.register.imports.snapshot import Snapshot

SMALL_WORDS = frozenset({"de", "du", "des", "la", "le", "les", "et", "en", "d", "l"})
REFERENCE = "associations d’usagers du système de santé, liste de référence de Porte-voix"


@dataclass(frozen=True, kw_only=True)
class Affiliation:
    """The association of a row. Empty text: no association and no message; unknown text: a message and a suggestion."""

    association: Association | None = None
    message: str = ""
    suggestion: str = ""


@dataclass
class Affiliations:
    """Finds the associations named by a workbook; `created` lists those that the register lacks, federations before sections."""

    snapshot: Snapshot
    source: str
    source_date: date
    created: list[Association] = field(default_factory=list)

    def __post_init__(self):
        federations = [row for row in self.snapshot.associations.values() if row.parent_id is None]
        self._rows = {row.code.upper(): row for row in federations}
        self._sections = {_section_key(row.parent, row): row for row in self.snapshot.associations.values() if row.parent_id}
        other_names = {}
        for alias in self.snapshot.aliases:
            other_names.setdefault(alias.association_id, []).append(alias.name)
        known = [_known(row, other_names.get(row.pk, ())) for row in federations]
        reference = [entry for entry in load_associations() if entry.code.upper() not in self._rows]
        self._catalogue = Catalogue([*known, *reference])
        self._codes = {row.code for row in self.snapshot.associations.values()}

    def find(self, text: str) -> Affiliation:
        """Return the association that `text` names: one of the register, or one to be created (the same object for the same name)."""
        match = match_association(text, self._catalogue)
        if match.code is not None:
            return Affiliation(association=self._row(match))
        if match.how == "empty":
            return Affiliation()
        labels = [self._catalogue[code].label for code in match.suggestions]
        return Affiliation(message=_message(match, text), suggestion=_suggestion(match, labels))

    def _row(self, match: AssociationMatch) -> Association:
        federation = self._federation(match.code)
        if not match.section:
            return federation
        department = self.snapshot.everywhere.get(match.section_department or "")
        words = "" if department else _local_words(match)
        if department is None and not words:
            return federation
        key = (federation.code, department.code if department else compact_key(words))
        if key not in self._sections:
            place = department.name if department else words
            row = Association(
                code=self._free_code(f"{federation.code}-{key[1]}"),
                name=f"{federation.short_name} {place}",
                parent=federation,
                department=department,
                source=self.source,
                source_date=self.source_date,
            )
            self._sections[key] = row
            self.created.append(row)
        return self._sections[key]

    def _federation(self, code: str) -> Association:
        if code.upper() not in self._rows:
            entry = self._catalogue[code]
            row = Association(
                code=self._free_code(code), name=entry.name, acronym=entry.acronym, source=REFERENCE, source_date=self.source_date
            )
            self._rows[code.upper()] = row
            self.created.insert(0, row)
        return self._rows[code.upper()]

    def _free_code(self, wanted: str) -> str:
        """Return a code that no association bears: `wanted`, else with a number."""
        base, number = slugify(wanted)[:50], 1
        code = base
        while code in self._codes:
            number += 1
            code = f"{base}-{number}"
        self._codes.add(code)
        return code


def _known(row: Association, other_names) -> KnownAssociation:
    reference = _reference().get(row.code.upper())
    former = reference.former_names if reference else ()
    aliases = (*other_names, *(reference.aliases if reference else ()))
    return KnownAssociation(code=row.code.upper(), name=row.name, acronym=row.acronym, former_names=former, aliases=tuple(aliases))


def _reference() -> dict[str, KnownAssociation]:
    return {entry.code.upper(): entry for entry in load_associations()}


def _section_key(federation: Association, section: Association) -> tuple[str, str]:
    """Return what tells the sections of a federation apart: the department, else the words that its name adds."""
    if section.department_id:
        return federation.code, section.department.code
    own = section.name.removeprefix(federation.short_name).removeprefix(federation.name)
    return federation.code, compact_key(own)


def _local_words(match: AssociationMatch) -> str:
    """Return the local name of a section without a department (« Lorraine », « Saint Die »); empty for « comité départemental »."""
    words = match.section.split()
    if all(word in SECTION_WORDS for word in words):
        return ""
    return " ".join(word if word in SMALL_WORDS else word.capitalize() for word in words)


def _message(match: AssociationMatch, text: str) -> str:
    shown = text if len(text) <= 80 else f"{text[:79]}…"
    if match.how == "several":
        return typo_fr(f"« {shown} » nomme plusieurs associations.")
    return typo_fr(f"L’association « {shown} » n’est pas dans le registre.")


def _suggestion(match: AssociationMatch, labels: list[str]) -> str:
    if match.how == "several":
        return "Gardez celle qui a proposé la personne."
    if labels:
        return typo_fr(f"S’agit-il de {' ; '.join(labels)} ? Corrigez le nom, ou ajoutez cette écriture à l’association.")
    return "Vérifiez le nom, ou ajoutez d’abord cette association au registre."
