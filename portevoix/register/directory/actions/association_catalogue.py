"""Loads the associations that the reference file knows, with the other ways in which they are written."""

from datetime import date

from portevoix.register.directory.actions.upsert import Counts, upsert
from portevoix.register.directory.catalogue import KnownAssociation, load_associations
from portevoix.register.directory.enums import AliasKind
from portevoix.register.directory.models import Association, AssociationAlias

CATALOGUE = {
    "source": "fichier de référence des associations\u00a0; agréments à vérifier sur la liste du ministère",
    "source_date": date(2026, 1, 1),
}
KINDS = {"former_name": AliasKind.FORMER_NAME, "alias": AliasKind.OTHER}


def load_known_associations() -> tuple[Counts, Counts]:
    """Load the federations (no accreditation: none was checked) and their other names; return both counts.

    An association already there under the same code, whatever its case, is completed, never doubled.
    """
    known = load_associations()
    codes = {code.upper(): code for code in Association.objects.filter(parent=None).values_list("code", flat=True)}
    rows = [{"code": codes.get(one.code.upper(), one.code.lower()), "name": one.name, "acronym": one.acronym, **CATALOGUE} for one in known]
    counts = upsert(Association, rows, key=("code",))
    numbers = {code.upper(): pk for code, pk in Association.objects.filter(parent=None).values_list("code", "pk")}
    aliases = [row for one in known for row in _aliases(one, numbers[one.code.upper()])]
    return counts, upsert(AssociationAlias, aliases, key=("association_id", "name"))


def _aliases(known: KnownAssociation, association_id: int):
    """Give the former names and the variants, each once, without the name and the acronym themselves."""
    seen = {known.name, known.acronym}
    for text, kind in known.writings():
        if kind in KINDS and text not in seen:
            seen.add(text)
            yield {"association_id": association_id, "name": text, "kind": KINDS[kind], **CATALOGUE}
