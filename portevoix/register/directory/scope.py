"""What part of the register somebody may see: a value, computed by `access`, understood by every queryset."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, kw_only=True)
class ScopeKeys:
    """Where a row lies: the keys that a scope is compared with. Several departments for a regional row: all of its region's.
    A section's row lies with the section and with its federation."""

    departments: frozenset[str] = frozenset()
    region: str | None = None
    associations: frozenset[int] = frozenset()
    facility: int | None = None
    body: int | None = None
    person: int | None = None


@dataclass(frozen=True, kw_only=True)
class Scope:
    """A set of rows of the register.

    everything: the whole country. regions, departments: COG codes. associations (sections included), facilities, bodies,
    persons: primary keys.
    """

    everything: bool = False
    regions: frozenset[str] = field(default_factory=frozenset)
    departments: frozenset[str] = field(default_factory=frozenset)
    associations: frozenset[int] = field(default_factory=frozenset)
    facilities: frozenset[int] = field(default_factory=frozenset)
    bodies: frozenset[int] = field(default_factory=frozenset)
    persons: frozenset[int] = field(default_factory=frozenset)

    def __or__(self, other: "Scope") -> "Scope":
        """Return the union of two scopes."""
        return Scope(
            everything=self.everything or other.everything,
            **{name: getattr(self, name) | getattr(other, name) for name in SETS},
        )

    def covers(self, keys: ScopeKeys) -> bool:
        """Tell whether a row that lies at `keys` is inside."""
        return (
            self.everything
            or keys.region in self.regions
            or bool(keys.departments & self.departments)
            or bool(keys.associations & self.associations)
            or keys.facility in self.facilities
            or keys.body in self.bodies
            or keys.person in self.persons
        )


SETS = ("regions", "departments", "associations", "facilities", "bodies", "persons")
NOTHING = Scope()
EVERYTHING = Scope(everything=True)


def scope_of(viewer: Any) -> Scope:
    """Return the scope of `viewer`: a `Scope` itself, or an account; nothing for somebody who is not signed in."""
    if isinstance(viewer, Scope):
        return viewer
    return getattr(viewer, "scope", NOTHING)
