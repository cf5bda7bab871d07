"""An association with its manager, a section, an open call on one users' commission: what the tests of filing start from."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from portevoix.base.accounts.models import User
from portevoix.register.directory.models import Association, Body, Commune, Seat
from portevoix.work.candidacies.actions import filing, wishes
from portevoix.work.candidacies.models import Call, Candidacy
from tests import factories as make
from tests.candidacies.files import commission

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 11, 22, 10, tzinfo=PARIS)

WHOLE = {
    "last_name": "Roth",
    "first_name": "Lucie",
    "email": "lucie.roth@exemple.fr",
    "member_since": make.TODAY.replace(year=2023),
    "no_tie_declared": True,
    "course_promised": True,
    "charter_accepted": True,
    "person_informed": True,
    "signed_by_name": "Andrée Keller",
    "signed_by_function": "présidente",
    "association_email": "contact@asso.exemple.fr",
}


@dataclass
class FilingWorld:
    """What `filing_world` makes."""

    federation: Association
    section: Association
    manager: User
    body: Body
    call: Call
    home: Commune

    def start(self, **answers) -> Candidacy:
        """Begin a draft in the name of the section."""
        return filing.start(call=self.call, association=self.section, by=self.manager, at=NOW, **answers)

    def whole(self, **answers) -> Candidacy:
        """Begin a draft to which nothing is missing."""
        draft = self.start(**{**WHOLE, "home": self.home, **answers})
        wishes.add_wish(candidacy=draft, by=self.manager, body=self.body, quality="titular")
        return draft

    def sent(self, **answers) -> Candidacy:
        """Send a whole candidacy."""
        return filing.submit(candidacy=self.whole(**answers), by=self.manager, at=NOW)


def filing_world() -> FilingWorld:
    """Make the smallest world in which an association may propose somebody."""
    body = commission(facility__name="Hôpital de Hautepierre", facility__town="Strasbourg")
    federation = make.AccreditationFactory(association__name="Fédération des usagers").association
    section = make.AssociationFactory(
        name="Usagers du Bas-Rhin", section=True, parent=federation, department=body.department, email="bas-rhin@asso.exemple.fr"
    )
    manager = make.user_with_role("association_manager", association=section)
    call = make.CallFactory(seats=Seat.objects.filter(body=body), title="Sièges vacants du Bas-Rhin")
    return FilingWorld(federation, section, manager, body, call, make.CommuneFactory(name="Strasbourg", postcodes=["67000"]))
