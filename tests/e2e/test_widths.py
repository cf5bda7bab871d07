"""The lists of every role, with rows: no page scrolls sideways, on a small phone, on a tablet, with letters twice as big.

The lists are those of the menu of the role, whoever wrote them, and some to which a page of the menu leads.
"""

import pytest

from portevoix.base.audit.actors import Program
from portevoix.base.notifications.actions import queue
from portevoix.base.notifications.outbox import About, Recipient
from portevoix.base.notifications.registry import TEXTS
from portevoix.register.access.permissions import ROLES
from portevoix.register.directory.models import Seat
from tests import factories as make
from tests.candidacies.files import commission, sound_file
from tests.e2e.checks import WIDE
from tests.orders.making import SignatoryFactory, draft, prepared

pytestmark = pytest.mark.django_db(transaction=True)

WIDTHS = (320, 390, 880, 1280)
BIG = "225%"  # of the browser's size: twice the letters of the site
EXTRA = {
    "ars_region": ("sieges/?e=tous", "candidatures/papier/", "demandes-d-acces/", "arretes/modeles/", "arretes/signataires/", "textes/"),
    "administrator": ("textes/",),
}
REGIONS = """() => [...document.querySelectorAll('.scroll')]
    .filter(e => e.scrollWidth > e.clientWidth && (e.tabIndex !== 0 || !e.getAttribute("aria-label")))
    .map(e => e.outerHTML.slice(0, 120))"""


@pytest.fixture
def scopes(settings):
    """Rows with long names in every list, and the scope of each role over them."""
    settings.SECOND_FACTOR_REQUIRED = False
    body = commission(name="Centre hospitalier intercommunal de la montagne et du vignoble", facility__town="Sainte-Marie-aux-Mines")
    association = make.AccreditationFactory(
        association__name="Union nationale de familles et amis de personnes malades et handicapées psychiques"
    ).association
    person = make.PersonFactory(last_name="Wernert-Zimmermann", first_name="Marie-Antoinette")
    make.MandateFactory(seat=body.seats.get(quality="titular", rank=1), association=association, person=person)
    facts = {"association": association, "bodies": [body]}
    call = make.CallFactory(title="Sièges vacants des commissions des usagers du Bas-Rhin", seats=Seat.objects.filter(body=body))
    sound_file(call=call, person=person, **facts)
    sound_file(call=call, to_decide=True, **facts)
    draft(effective_on=None)
    prepared(draft(effective_on=None))
    SignatoryFactory(delegate=True)
    code = "candidacies.acknowledgement"
    to = [Recipient("secretariat.de.la.commission.des.usagers@hopital.exemple.fr", "Secrétariat de la commission des usagers")]
    queue(code, to=to, values=TEXTS[code].blanks, by=Program("essai"), about=About(label="Candidature C-2027-0001"), region="44")
    region = {"territory": body.region}
    return {
        "ars_region": region,
        "ars_signatory": region,
        "ars_department": {"territory": body.department},
        "fas_region": region,
        "association_manager": {"association": association},
        "representative": {"person": person},
        "facility_secretariat": {"facility": body.facility},
        "national_observer": {},
        "administrator": {},
    }


@pytest.mark.parametrize("role", ROLES)
def test_no_list_scrolls_sideways_and_the_menu_holds_on_one_line(visit, scopes, role):
    page = visit("/espace/", account=make.user_with_role(role, **scopes[role]))
    assert page.locator("#nav > ul").bounding_box()["height"] < 60
    lists = page.eval_on_selector_all("#nav a", "links => links.map(link => link.getAttribute('href'))")
    assert lists
    faults = []
    for address in [*lists, *(f"/espace/{path}" for path in EXTRA.get(role, ()))]:
        page.goto(address)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            faults += [(address, width, fault) for fault in page.evaluate(WIDE, width) + page.evaluate(REGIONS)]
        page.evaluate("size => { document.documentElement.style.fontSize = size }", BIG)
        faults += [(address, "big letters", fault) for fault in page.evaluate(WIDE, 1280)]
    assert faults == []
