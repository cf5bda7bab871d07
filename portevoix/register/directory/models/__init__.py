"""Tables of the directory, one module a family."""

from portevoix.register.directory.models.associations import (
    Accreditation,
    Association,
    AssociationAlias,
    AssociationMembership,
)
from portevoix.register.directory.models.bodies import (
    Body,
    BodyType,
    BodyTypeAlias,
    BodyTypeRule,
    Cycle,
    RegionalPractice,
    Seat,
    SeatPattern,
)
from portevoix.register.directory.models.consents import Consent, DataRequest
from portevoix.register.directory.models.establishments import (
    Facility,
    FacilityCategory,
    FacilityChange,
    FacilityMembership,
    Federation,
    LegalEntity,
)
from portevoix.register.directory.models.parameters import Parameter
from portevoix.register.directory.models.people import Membership, Person
from portevoix.register.directory.models.territories import Commune, Territory

__all__ = [
    "Accreditation",
    "Association",
    "AssociationAlias",
    "AssociationMembership",
    "Body",
    "BodyType",
    "BodyTypeAlias",
    "BodyTypeRule",
    "Commune",
    "Consent",
    "Cycle",
    "DataRequest",
    "Facility",
    "FacilityCategory",
    "FacilityChange",
    "FacilityMembership",
    "Federation",
    "LegalEntity",
    "Membership",
    "Parameter",
    "Person",
    "RegionalPractice",
    "Seat",
    "SeatPattern",
    "Territory",
]
