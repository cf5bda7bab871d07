"""Which facility of the register does a row speak of?"""

from dataclasses import dataclass

from rapidfuzz import fuzz, process

from portevoix.base.core.text import search_key
from portevoix.register.directory.models import Facility
from portevoix.register.imports.snapshot import Snapshot

SAME_TOWN = 90  # least likeness of two writings of one town, out of 100
CLOSE_NAME = 82  # least likeness of a name that is worth a suggestion, out of 100


@dataclass(frozen=True, kw_only=True)
class Place:
    """The facility found, or why not. `guess`: the facility that the row perhaps speaks of, for the suggestion only."""

    facility: Facility | None = None
    code: str = ""
    message: str = ""
    guess: Facility | None = None

    @property
    def suggestion(self) -> str:
        if self.code == "outside_region":
            return "Retirez la ligne, ou importez-la avec le classeur de cette région."
        if self.guess is None:
            return "Corrigez le numéro FINESS du site, ou importez d’abord cet établissement."
        return f"S’agit-il de {self.guess.finess_et} ({self.guess.name}, {self.guess.town}) ? Corrigez le numéro."


def find_facility(snapshot: Snapshot, *, finess: str, name: str, town: str, unreadable: bool = False) -> Place:
    """Return the facility of a row: by its FINESS ET, else by its name and town when only one answers to them.

    A number that is written and is not in the register, or cannot be read, is never replaced by a name: it is refused with a
    suggestion.
    """
    if unreadable:
        return Place(code="unknown_facility", message="Le numéro FINESS ne se lit pas.", guess=guessed(snapshot, name, town))
    if finess:
        facility = snapshot.facilities.get(finess)
        if facility is None:
            return _unknown_number(snapshot, finess, name, town)
        return _inside(snapshot, facility)
    found = named(snapshot, name, town)
    if len(found) == 1:
        return Place(facility=found[0])
    if found:
        return Place(
            code="unknown_facility",
            message=f"{len(found)} établissements s’appellent « {name} » : le numéro FINESS est nécessaire.",
            guess=found[0],
        )
    shown = f"« {name} »" if name else "sans nom ni numéro FINESS"
    return Place(code="unknown_facility", message=f"Aucun établissement {shown} dans le registre.", guess=nearest(snapshot, name, town))


def _inside(snapshot: Snapshot, facility: Facility) -> Place:
    if not snapshot.in_region(facility):
        return Place(code="outside_region", message=f"{facility.name} ({facility.town}) n’est pas dans la région {snapshot.region}.")
    return Place(facility=facility)


def _unknown_number(snapshot: Snapshot, finess: str, name: str, town: str) -> Place:
    sites = snapshot.of_entity.get(finess, [])
    if sites:
        guess = sites[0] if len(sites) == 1 else None
        message = f"Le numéro {finess} est celui de l’entité juridique {sites[0].legal_entity}, pas d’un site."
        return Place(code="unknown_facility", message=message, guess=guess or nearest(snapshot, name, town))
    return Place(
        code="unknown_facility", message=f"Aucun établissement n’a le numéro FINESS {finess}.", guess=guessed(snapshot, name, town)
    )


def guessed(snapshot: Snapshot, name: str, town: str) -> Facility | None:
    """Return the facility that is perhaps meant: the only one of this name, else the nearest by its writing."""
    found = named(snapshot, name, town)
    return found[0] if len(found) == 1 else nearest(snapshot, name, town)


def named(snapshot: Snapshot, name: str, town: str) -> list[Facility]:
    """Return the facilities of the region with this name (or former name), and in this town when it is given."""
    found = snapshot.named.get(search_key(name), []) if name else []
    return [facility for facility in found if not town or _same_town(facility.town, town)]


def _same_town(one: str, other: str) -> bool:
    """« STRASBOURG CEDEX 2 » is Strasbourg, « SAINT-DIE-DES-VOSGES » is Saint Dié."""
    return fuzz.token_set_ratio(search_key(one), search_key(other)) >= SAME_TOWN


def nearest(snapshot: Snapshot, name: str, town: str) -> Facility | None:
    """Return the facility of the region whose name and town are the most like these, None when none is close."""
    key = search_key(f"{name} {town}")
    if not key:
        return None
    choices = {facility.pk: search_key(f"{facility.name} {facility.town}") for facility in snapshot.facilities.values()}
    best = process.extractOne(key, choices, scorer=fuzz.token_sort_ratio, score_cutoff=CLOSE_NAME)
    if best is None:
        return None
    return next(facility for facility in snapshot.facilities.values() if facility.pk == best[2])
