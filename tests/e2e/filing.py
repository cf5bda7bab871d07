"""A section with its manager, an open call on two users' commissions, an agent: what the pages of a file are tried on."""

from datetime import timedelta

from django.utils import timezone

from portevoix.register.directory.models import Seat
from portevoix.work.candidacies.actions import filing, wishes
from portevoix.work.candidacies.models import Candidacy
from tests import factories as make
from tests.candidacies.files import commission
from tests.e2e.checks import assert_accessible, assert_no_overflow, assert_text_may_breathe


def filing_world() -> dict:
    """Return the rows by name: `section`, its `manager`, `agent`, `call` on `bodies`, `home`."""
    here = commission(facility__name="Hôpital de Hautepierre", facility__town="Strasbourg")
    there = commission(facility__name="Clinique du Ried", facility__town="Haguenau", facility__latitude=48.81, facility__longitude=7.79)
    federation = make.AccreditationFactory(association__name="Fédération des usagers").association
    section = make.AssociationFactory(name="Usagers du Bas-Rhin", section=True, parent=federation, department=here.department)
    now = timezone.now()
    call = make.CallFactory(
        title="Sièges vacants du Bas-Rhin",
        seats=Seat.objects.filter(body__in=[here, there]),
        opens_at=now - timedelta(days=10),
        closes_at=now + timedelta(days=30),
        help_email="usagers@ars.exemple.fr",
    )
    return {
        "bodies": [here, there],
        "section": section,
        "call": call,
        "home": make.CommuneFactory(name="Strasbourg", postcodes=["67000"]),
        "manager": make.user_with_role("association_manager", association=section),
        "agent": make.user_with_role("ars_region", territory=here.region),
    }


def whole(world, **answers) -> Candidacy:
    """Return a draft to which nothing is missing."""
    facts = {
        "last_name": "Roth",
        "first_name": "Lucie",
        "email": "lucie@exemple.fr",
        "home": world["home"],
        "member_since": make.TODAY.replace(year=2023),
        "signed_by_function": "présidente",
        "association_email": "contact@asso.exemple.fr",
        **dict.fromkeys(("no_tie_declared", "course_promised", "charter_accepted", "person_informed"), True),
    }
    draft = filing.start(call=world["call"], association=world["section"], by=world["manager"], at=timezone.now(), **{**facts, **answers})
    wishes.add_wish(candidacy=draft, by=world["manager"], body=world["bodies"][0], quality="titular")
    wishes.add_wish(candidacy=draft, by=world["manager"], within_km=30)
    return draft


def forward(page) -> None:
    """Press the button that ends a step."""
    page.locator(".main-acts").get_by_role("button", name="Enregistrer et continuer").click()


def check(page) -> None:
    """Hold a page to axe, to the width of a small phone and to the spacing of WCAG 1.4.12."""
    assert_accessible(page)
    assert_no_overflow(page)
    assert_text_may_breathe(page)
