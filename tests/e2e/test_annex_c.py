"""The acceptance scenarios 1 to 4, 7 and 11 of the field (dossier, annex C), each one lived in a browser."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from portevoix.base.core.french_dates import date_fr
from portevoix.base.core.periods import add_years, last_day, period
from portevoix.base.notifications.models import Message
from portevoix.register.directory.enums import ReplacementRule
from portevoix.register.directory.models import Cycle, RegionalPractice, Seat
from portevoix.register.mandates.enums import EndReason
from portevoix.register.mandates.models import Mandate
from portevoix.register.mandates.selectors.occupancy import occupancy
from portevoix.register.orders.models import DesignationOrder
from portevoix.work.candidacies.actions.designation import draft_order_from_call
from portevoix.work.candidacies.enums import CandidacyState, WishState
from portevoix.work.candidacies.models import Candidacy
from portevoix.work.training.selectors.duty import duty_of
from tests import factories as make
from tests.candidacies.files import commission, sound_file
from tests.orders.making import OrderTemplateFactory, SignatoryFactory, setting
from tests.training import careers

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def without_second_factor(settings):
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def agent():
    return make.user_with_role("ars_region", territory=make.RegionFactory())


@pytest.fixture
def signatory():
    return make.user_with_role("ars_signatory", territory=make.RegionFactory())


def today():
    return timezone.localdate()


def send(page, label: str) -> None:
    page.get_by_role("button", name=label, exact=True).click()


# 1. A titular resigns; the substitute stays; the one who replaces sits for as long as the practice of the region says.


@pytest.mark.parametrize(
    ("rule", "until"),
    [
        (ReplacementRule.REMAINDER, lambda term, cycle: term),
        (ReplacementRule.FULL_TERM, lambda term, cycle: add_years(today(), 3) - timedelta(days=1)),
        (ReplacementRule.RESET_AT_RENEWAL, lambda term, cycle: cycle),
    ],
)
def test_1_a_titular_resigns_and_is_replaced_by_the_rule_of_the_region(visit, agent, rule, until):
    body = commission()
    titular, substitute = (body.seats.get(quality=quality, rank=1) for quality in ("titular", "substitute"))
    term, cycle = today() + timedelta(days=400), today() + timedelta(days=700)
    held = make.MandateFactory(seat=titular, first=today() - timedelta(days=300), term_end=term)
    beside = make.MandateFactory(seat=substitute)
    facts = {"region": body.region, "body_type": body.body_type, "source": "essai", "source_date": today()}
    RegionalPractice.objects.create(replacement_rule=rule, period=period(today() - timedelta(days=1000)), **facts)
    Cycle.objects.create(period=period(today() - timedelta(days=300), cycle), **facts)
    successor = make.PersonFactory(last_name="Keller", first_name="Paule")
    make.MandateFactory(person=successor)

    page = visit(f"/espace/mandats/{held.pk}/terminer/", account=agent, scripts=False)
    page.get_by_label("Démission").check()
    page.locator("#id_on").fill(date_fr(today() - timedelta(days=1)))
    send(page, "Continuer")
    page.locator("button[name=confirme]").click()
    states = {row.seat_id: row.filled for row in occupancy(Seat.objects.filter(body=body), at=today())}
    assert (states[titular.pk], states[substitute.pk]) == (False, True)

    page.goto(f"/espace/instances/{body.pk}/mandats/nouveau/?siege={titular.pk}&cherche=Keller")
    page.locator("#id_seat").select_option(str(titular.pk))
    page.get_by_label(re.compile("KELLER")).first.check()
    page.locator("#id_first").fill(date_fr(today()))
    send(page, "Continuer")
    page.locator("button[name=confirme]").click()
    replaced = Mandate.objects.get(seat=titular, person=successor)
    assert last_day(replaced.period) == until(term, cycle)
    beside.refresh_from_db()
    assert beside.end_reason == "" and beside.seat == substitute


# 2. An accreditation that ends is lost: the agency ends the mandates that it chooses, the people are told.


def test_2_fourteen_mandates_end_after_the_agency_says_so(visit, agent):
    make.BodyTypeRuleFactory()
    association = make.AssociationFactory(email="contact@asso.exemple.fr")
    make.AccreditationFactory(association=association, period=period(today() - timedelta(days=1800), today() + timedelta(days=200)))
    for number in range(14):
        make.MandateFactory(association=association, person=make.PersonFactory(email=f"ru{number}@exemple.fr"))
    accreditation = association.accreditations.get()

    page = visit("/espace/associations/", account=agent, scripts=False)
    expect(page.get_by_text(association.name).first).to_be_visible()
    page.goto(f"/espace/agrements/{accreditation.pk}/depot/")
    page.locator("input[type=text]").first.fill(date_fr(today()))
    page.locator("main form button.btn").first.click()
    page.goto(f"/espace/agrements/{accreditation.pk}/retirer/")
    page.locator("#id_on").fill(date_fr(today()))
    page.locator("#id_reason").fill("Renouvellement refusé.")
    page.locator("main form button.btn").first.click()
    if page.locator("button[name=confirme]").count():
        page.locator("button[name=confirme]").click()
    assert not Mandate.objects.exclude(end_reason="").exists()

    page.goto(f"/espace/associations/{association.pk}/")
    page.get_by_role("link", name="Mettre fin à ces mandats").click()
    page.locator("#id_on").fill(date_fr(today()))
    send(page, "Continuer")
    page.locator("button[name=confirme]").click()
    assert Mandate.objects.filter(end_reason=EndReason.ACCREDITATION_LOST).count() == 14
    assert Message.objects.count() == 15


# 3. A section proposes one person with three wishes; the second is retained; one order; everybody is told; the training is due.


def test_3_three_wishes_one_retained_one_order_everybody_told(visit, agent, signatory):
    bodies = [commission(facility__email=f"cdu{number}@hopital.exemple.fr") for number in range(3)]
    federation = make.AccreditationFactory().association
    section = make.AssociationFactory(section=True, parent=federation, department=bodies[0].department, email="section@asso.exemple.fr")
    call = make.CallFactory(closed=True, seats=Seat.objects.filter(body__in=bodies))
    person = make.PersonFactory(last_name="Roth", first_name="Lucie", civility="Mme")
    file = sound_file(call=call, bodies=bodies, association=section, person=person, civility="Mme", to_decide=True, course_promised=True)
    setting(call.region)
    SignatoryFactory(region=call.region)
    OrderTemplateFactory()

    page = visit("/espace/ce-qui-m-attend/", account=agent, scripts=False)
    page.get_by_role("link", name=re.compile(file.full_name)).click()
    for rank in (1, 2, 3):
        page.goto(f"/espace/candidatures/{file.pk}/voeux/{rank}/decider/")
        if rank == 2:
            page.get_by_label("Retenir, sur le siège choisi").check()
            page.locator("#id_seat").select_option(index=1)
        else:
            page.get_by_label("Ne pas retenir", exact=True).check()
            page.locator("#id_refusal_reason").select_option("other_wish")
        page.locator("#id_reason").fill("Décision prise après l’avis de la délégation.")
        send(page, "Enregistrer la décision")
    file.refresh_from_db()
    assert file.state == CandidacyState.AWAITING_ORDER
    page.goto(f"/espace/appels/{call.pk}/arrete/")
    send(page, "Rédiger le projet d’arrêté")
    order = DesignationOrder.objects.get()
    page.goto(f"/espace/arretes/{order.pk}/soumettre/")
    page.locator("main form button.btn").first.click()
    if page.locator("button[name=confirme]").count():
        page.locator("button[name=confirme]").click()

    page = visit(f"/espace/arretes/{order.pk}/signer/", account=signatory, scripts=False)
    page.locator("main form button.btn").first.click()
    if page.locator("button[name=confirme]").count():
        page.locator("button[name=confirme]").click()
    order.refresh_from_db()
    assert order.number and DesignationOrder.objects.count() == 1

    page = visit(f"/espace/arretes/{order.pk}/publier/", account=agent, scripts=False)
    page.locator("input[name=reference]").fill("RAA 44-2026-118")
    page.locator("input[name=on]").fill(date_fr(today()))
    page.locator("main form button.btn").first.click()
    order.refresh_from_db()
    file.refresh_from_db()
    assert (order.gazette_reference, file.state) == ("RAA 44-2026-118", CandidacyState.DESIGNATED)
    assert [wish.state for wish in file.wishes.order_by("rank")] == [WishState.NOT_RETAINED, WishState.DESIGNATED, WishState.NOT_RETAINED]
    told = set(Message.objects.values_list("recipient_email", flat=True))
    assert {file.email, file.association_email} <= told and any(email.startswith("cdu") for email in told)
    careers.settings(change=today())
    assert duty_of(person, at=today()).due_on is not None


# 4. Not retained, then repositioned on a substitute's seat near home: accepted, without a new file.


def test_4_somebody_not_retained_accepts_another_seat_without_a_new_file(visit, agent):
    wished = commission(facility__name="Hôpital civil")
    other = commission(facility__name="Clinique du Ried", facility__latitude=48.74, facility__longitude=7.80)  # 18 km away
    seats = [*wished.seats.filter(quality="titular"), *other.seats.filter(quality="substitute", rank=1)]
    call = make.CallFactory(closed=True, seats=seats)
    file = sound_file(call=call, bodies=[wished], to_decide=True, accepts_other_seat=True, max_distance_km=30)
    manager = make.user_with_role("association_manager", association=file.association)

    page = visit(f"/espace/candidatures/{file.pk}/voeux/1/decider/", account=agent, scripts=False)
    page.get_by_label("Ne pas retenir", exact=True).check()
    page.locator("#id_refusal_reason").select_option("seat_given")
    page.locator("#id_reason").fill("Le siège revient à une personne déjà formée.")
    send(page, "Enregistrer la décision")

    page = visit(f"/espace/nos-candidatures/{file.pk}/", account=manager, width=390, scripts=False)
    page.get_by_role("link", name=re.compile("Accepter ce siège")).first.click()
    send(page, "Accepter ce siège")
    file.refresh_from_db()
    new = file.wishes.get(repositioning=True)
    assert (file.state, new.body, new.quality, new.state) == (CandidacyState.TO_DECIDE, other, "substitute", WishState.PENDING)
    assert Candidacy.objects.count() == 1


# 7. Two establishments become one: two commissions closed, a new one with its seats, mandates to take over.


def test_7_two_commissions_close_and_a_new_one_opens_with_its_seats(visit, agent):
    old = [commission(), commission()]
    for body in old:
        make.MandateFactory(seat=body.seats.get(quality="titular", rank=1))
    site = make.FacilityFactory(name="Hôpitaux réunis du Rhin", department=old[0].department)
    rule = old[0].body_type.rules.get()
    for quality in ("titular", "substitute"):
        rule.seat_patterns.get_or_create(quality=quality, defaults={"count": 2})

    page = visit("/espace/sieges/", account=agent, scripts=False)
    for body in old:
        page.goto(f"/espace/instances/{body.pk}/clore/")
        page.locator("main input[type=text]").first.fill(date_fr(today()))
        page.locator("main form button.btn").first.click()
        page.locator("button[name=confirme]").click()
    assert set(Mandate.objects.values_list("end_reason", flat=True)) == {EndReason.BODY_CLOSED}
    page.goto("/espace/instances/nouvelle/")
    page.locator("#id_body_type").select_option(old[0].body_type.code)
    page.locator("#id_facility").fill(site.finess_et)
    page.locator("#id_source").fill("arrêté de fusion")
    send(page, "Continuer")
    page.locator("button[name=confirme]").click()
    new = site.bodies.get()
    assert sorted(new.seats.values_list("quality", flat=True)) == ["substitute"] * 2 + ["titular"] * 2
    assert not any(row.filled for row in occupancy(Seat.objects.filter(body=new), at=today()))


# 11. Somebody who does not agree to be published: the public page says that a person is designated, without the name.


def test_11_without_consent_the_public_page_says_designated_without_a_name(visit, agent, signatory):
    body = commission()
    call = make.CallFactory(closed=True, seats=body.seats.all())
    person = make.PersonFactory(last_name="Secretan", first_name="Odile", civility="Mme")
    file = sound_file(call=call, bodies=[body], person=person, civility="Mme", to_decide=True, name_publishable=False)
    setting(call.region)
    SignatoryFactory(region=call.region)
    page = visit(f"/espace/candidatures/{file.pk}/voeux/1/decider/", account=agent, scripts=False)
    page.get_by_label("Retenir, sur le siège choisi").check()
    page.locator("#id_seat").select_option(index=1)
    page.locator("#id_reason").fill("Avis favorable.")
    send(page, "Enregistrer la décision")
    order = draft_order_from_call(call=call, template=OrderTemplateFactory(), by=agent, today=today())
    page.goto(f"/espace/arretes/{order.pk}/soumettre/")
    page.locator("main form button.btn").first.click()
    page = visit(f"/espace/arretes/{order.pk}/signer/", account=signatory, scripts=False)
    page.locator("main form button.btn").first.click()

    page = visit(f"/instances/{body.pk}/")
    expect(page.get_by_text("Représentant désigné, nom non publié").first).to_be_visible()
    assert "SECRETAN" not in page.content().upper()
