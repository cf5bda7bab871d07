"""What the page of a facility shows: its former names and entities, its federations on a day."""

from dataclasses import dataclass
from datetime import date

from portevoix.register.directory.enums import FacilityChangeKind
from portevoix.register.directory.models import Facility, FacilityChange, Federation, LegalEntity


@dataclass(frozen=True, kw_only=True)
class FacilityPast:
    """What readers must find again about a facility."""

    former_names: list[FacilityChange]
    former_entities: list[FacilityChange]
    changes: list[FacilityChange]
    successor: Facility | None
    predecessors: list[Facility]


def past_of(facility: Facility) -> FacilityPast:
    """Return the changes of `facility`, the latest first, with its former names and entities and the merger that it was part of."""
    changes = list(facility.changes.select_related("former_legal_entity", "successor").order_by("-effective_on", "-pk"))
    merged = FacilityChange.objects.filter(successor=facility, kind=FacilityChangeKind.MERGED).select_related("facility")
    return FacilityPast(
        former_names=[change for change in changes if change.kind == FacilityChangeKind.RENAMED],
        former_entities=[change for change in changes if change.kind == FacilityChangeKind.MOVED],
        changes=changes,
        successor=next((change.successor for change in changes if change.successor_id), None),
        predecessors=[change.facility for change in merged.order_by("effective_on", "pk")],
    )


def federations_at(facility: Facility, day: date) -> list[Federation]:
    """Return the federations of establishments to which `facility` belongs on `day`."""
    return list(
        Federation.objects.filter(facility_memberships__facility=facility, facility_memberships__period__contains=day).order_by("name")
    )


def facilities_of(entity: LegalEntity, day: date) -> list[Facility]:
    """Return the facilities of a legal entity that are open on `day`."""
    return list(Facility.objects.open_at(day).filter(legal_entity=entity).select_related("category", "department").order_by("finess_et"))
