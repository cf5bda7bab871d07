"""The signed link: to whom it leaves, what opening it does, when it stops, and what a stranger learns (nothing)."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse

from portevoix.base.accounts.models import User
from portevoix.base.accounts.selectors import PROOFS
from portevoix.base.audit.models import Entry
from portevoix.base.core.periods import period
from portevoix.register.access.actions import give
from portevoix.register.access.delegation import delegate, withdraw
from portevoix.register.access.models import RoleAssignment
from portevoix.register.directory.models import Parameter
from portevoix.work.candidacies.actions import links
from portevoix.work.candidacies.actions.links import LinkState, read_link, sign_link
from tests import factories as make
from tests.candidacies.filing_world import NOW, filing_world
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(clock):
    return filing_world()


def ask(client, world, email):
    return client.post(reverse("candidacies:propose", args=[world.call.number]), {"email": email})


def link_in(message) -> str:
    return re.search(r"http\S+(/lien/\S+/)", message.body)[1]


def signed_in(client) -> str | None:
    return client.session.get("_auth_user_id")


# asking


def test_a_manager_receives_a_link(client, world):
    response = ask(client, world, world.manager.email.upper())
    assert response.status_code == 200
    assert mail.outbox[0].to == [world.manager.email]
    assert read_link(link_in(mail.outbox[0]).split("/")[2], at=NOW).state == LinkState.VALID


def test_the_answer_is_the_same_whatever_the_address_and_one_email_leaves_each_time(client, world):
    pages = []
    for email in (world.manager.email, world.section.email, "inconnue@exemple.fr"):
        page = ask(client, world, email).content.decode().replace(email, "X")
        pages.append(re.sub(r"csrfmiddlewaretoken\S+ value=\S+", "", page))
    assert len(set(pages)) == 1
    assert [message.to for message in mail.outbox] == [[world.manager.email], [world.section.email], ["inconnue@exemple.fr"]]


def test_an_unknown_address_is_told_how_to_ask_for_access_and_gets_no_link(client, world):
    ask(client, world, "inconnue@exemple.fr")
    assert "/lien/" not in mail.outbox[0].body
    assert "/demander-l-acces/" in mail.outbox[0].body
    assert not User.objects.filter(email="inconnue@exemple.fr").exists()


def test_the_link_says_neither_the_address_nor_the_name(world):
    token = sign_link(user=None, association=world.section)
    assert "exemple" not in token


def test_links_are_counted_for_each_address_known_or_not(client, world):
    for email in (world.manager.email, "inconnue@exemple.fr"):
        assert [ask(client, world, email).status_code for _ in range(6)] == [200] * 5 + [429]


def test_an_address_shared_by_strangers_opens_nothing(client, world):
    make.AssociationFactory(email=world.section.email)
    ask(client, world, world.section.email)
    assert "/lien/" not in mail.outbox[0].body


def test_an_address_that_a_federation_shares_with_its_sections_is_the_federations(world):
    world.federation.email = world.section.email
    world.federation.save()
    links.ask_for_link(email=world.section.email, call=None, at=NOW)
    assert read_link(link_in(mail.outbox[0]).split("/")[2], at=NOW).association == world.federation


# opening


def url_of(user=None, association=None, **more) -> str:
    return reverse("candidacies:link", args=[sign_link(user=user, association=association, **more)])


def test_a_scanner_that_reads_the_link_neither_signs_in_nor_uses_it_up(client, world):
    url = url_of(world.manager)
    for _ in range(3):
        assert "Continuer" in client.get(url).content.decode()
    assert signed_in(client) is None
    assert Entry.objects.filter(action="account.sign_in").count() == 0


def test_the_button_signs_in_and_leads_to_the_call_as_often_as_wanted(client, world):
    url = url_of(world.manager, call=world.call)
    for _ in range(2):
        response = client.post(url, {"continuer": "1"})
        assert response.url == reverse("candidacies:propose_start", args=[world.call.number])
        assert signed_in(client) == str(world.manager.pk)
        assert not client.session.get(PROOFS)
        client.logout()


def test_a_link_leads_back_to_its_draft(client, world):
    draft = world.start()
    response = client.post(url_of(world.manager, call=world.call, candidacy=draft.pk), {"continuer": "1"})
    assert response.url == reverse("candidacies:candidacy", args=[draft.pk])


def test_the_contact_address_opens_its_account_and_its_right_once_the_button_is_pressed(client, world):
    url = url_of(association=world.section)
    client.get(url)
    assert not User.objects.filter(email=world.section.email).exists()
    client.post(url, {"continuer": "1"})
    right = RoleAssignment.objects.get(user__email=world.section.email)
    assert (right.role, right.association) == ("association_manager", world.section)
    client.logout()
    client.post(url, {"continuer": "1"})
    assert RoleAssignment.objects.filter(user__email=world.section.email).count() == 1


def test_a_right_taken_away_stops_every_link_and_no_link_gives_it_back(client, world):
    url = url_of(association=world.section)
    client.post(url, {"continuer": "1"})
    client.logout()
    right = RoleAssignment.objects.get(user__email=world.section.email)
    withdraw(assignment=right, by=world.manager, today=make.TODAY)
    client.post(url, {"continuer": "1"})
    assert signed_in(client) is None
    ask(client, world, world.section.email)
    assert "/lien/" not in mail.outbox[-1].body


def test_a_contact_address_that_changed_stops_the_links_sent_to_the_former_one(world):
    token = sign_link(user=None, association=world.section)
    world.section.email = "nouvelle@asso.exemple.fr"
    world.section.save()
    assert read_link(token, at=NOW).state == LinkState.ENDED


def test_a_closed_account_is_not_opened_again_by_a_link(client, world):
    url = url_of(world.manager)
    world.manager.is_active = False
    world.manager.save()
    client.post(url, {"continuer": "1"})
    assert signed_in(client) is None
    world.manager.refresh_from_db()
    assert not world.manager.is_active


def test_a_link_is_good_for_as_long_as_the_dated_setting_says(world):
    token = sign_link(user=world.manager, association=None)
    assert read_link(token, at=NOW + timedelta(days=13)).state == LinkState.VALID
    assert read_link(token, at=NOW + timedelta(days=14, seconds=2)).state == LinkState.EXPIRED
    facts = {"source": "essai", "source_date": make.TODAY, "period": period(make.TODAY.replace(year=2020))}
    Parameter.objects.create(code="filing-link-days", label="lien", value=30, **facts)
    assert read_link(token, at=NOW + timedelta(days=20)).state == LinkState.VALID


def test_an_expired_link_offers_a_new_one_to_the_same_address_in_one_press(client, world, clock):
    draft = world.start()
    url = url_of(world.manager, call=world.call, candidacy=draft.pk)
    clock.move_to(NOW + timedelta(days=15))
    page = client.get(url).content.decode()
    assert "Ce lien a expiré" in page
    assert "à la même adresse" in page
    client.post(url, {"continuer": "1"})
    assert signed_in(client) is None
    client.post(url, {"renouveler": "1"})
    assert mail.outbox[0].to == [world.manager.email]
    assert client.post(link_in(mail.outbox[0]), {"continuer": "1"}).url == reverse("candidacies:candidacy", args=[draft.pk])


@pytest.mark.parametrize("change", [lambda token: token[:-3], lambda token: "x" + token, lambda token: "n-importe-quoi"])
def test_a_forged_link_opens_nothing_and_asks_for_the_address(client, world, change):
    url = reverse("candidacies:link", args=[change(sign_link(user=world.manager, association=None))])
    page = client.get(url)
    assert "Ce lien est incomplet" in page.content.decode()
    client.post(url, {"continuer": "1"})
    assert signed_in(client) is None
    client.post(url, {"renouveler": "1", "email": world.manager.email})
    assert mail.outbox[0].to == [world.manager.email]


def test_whoever_has_a_wide_permission_signs_in_the_ordinary_way(client, world):
    give(email=world.manager.email, role="ars_region", by=links.OPENER, first=make.TODAY, target=make.RegionFactory())
    response = client.post(url_of(world.manager), {"continuer": "1"})
    assert response.url.startswith("/connexion/?next=")
    assert signed_in(client) is None


def test_the_contact_address_of_an_agent_opens_no_right(world):
    agent = make.user_with_role("ars_region", territory=make.RegionFactory())
    world.section.email = agent.email
    world.section.save()
    assert read_link(sign_link(user=None, association=world.section), at=NOW).state == LinkState.ENDED


def test_a_session_opened_by_a_link_reaches_no_page_of_agents(client, world):
    client.post(url_of(world.manager), {"continuer": "1"})
    assert client.get("/espace/nos-candidatures/").status_code == 200
    assert client.get("/espace/sieges/").status_code == 403
    assert client.get("/espace/droits/").status_code == 403


# managers


def test_a_manager_invites_another_who_gets_a_link(client, world):
    sign_in(client, world.manager)
    client.post("/espace/nos-gestionnaires/", {"association": world.section.pk, "email": "nora@asso.exemple.fr", "first_name": "Nora"})
    assert RoleAssignment.objects.get(user__email="nora@asso.exemple.fr").granted_by == world.manager
    client.logout()
    client.post(link_in(mail.outbox[0]), {"continuer": "1"})
    assert signed_in(client) == str(User.objects.get(email="nora@asso.exemple.fr").pk)


def test_a_manager_neither_invites_for_another_association_nor_withdraws_there(client, world):
    sign_in(client, world.manager)
    other = make.RoleAssignmentFactory(role="association_manager", association=make.AssociationFactory())
    response = client.post("/espace/nos-gestionnaires/", {"association": other.association.pk, "email": "x@exemple.fr"})
    assert response.status_code == 200
    assert "Choisissez une réponse" in response.content.decode()
    assert client.post(f"/espace/nos-gestionnaires/{other.pk}/retirer/").status_code == 404
    assert RoleAssignment.objects.filter(pk=other.pk, period=other.period).exists()


def test_nobody_withdraws_their_own_right(client, world):
    sign_in(client, world.manager)
    right = world.manager.assignments.get()
    response = client.post(f"/espace/nos-gestionnaires/{right.pk}/retirer/")
    assert "nul ne retire son propre droit" in response.content.decode()


def test_a_closed_account_is_not_opened_again_by_an_invitation(client, world):
    closed = make.UserFactory(is_active=False)
    sign_in(client, world.manager)
    response = client.post("/espace/nos-gestionnaires/", {"association": world.section.pk, "email": closed.email})
    assert "a été fermé" in response.content.decode()


def request_access(client, world):
    data = {"association": world.section.pk, "name": "Nora Keller", "function": "secrétaire", "email": "nora@asso.exemple.fr"}
    return client.post(reverse("candidacies:ask_access"), data)


def test_a_request_of_access_waits_once_and_a_manager_answers(client, world):
    for _ in range(2):
        assert request_access(client, world).status_code == 302
    sign_in(client, world.manager)
    page = client.get("/espace/nos-gestionnaires/").content.decode()
    assert page.count("Nora Keller") == 1
    asked = world.section.manager_requests.get()
    client.post(f"/espace/nos-gestionnaires/demandes/{asked.pk}/", {"accorder": "1"})
    right = RoleAssignment.objects.get(user__email="nora@asso.exemple.fr")
    assert (right.user.get_full_name(), right.granted_by) == ("Nora KELLER", world.manager)
    assert "/lien/" in mail.outbox[0].body


def test_a_refused_request_gives_no_right_and_is_told(client, world):
    request_access(client, world)
    sign_in(client, make.user_with_role("ars_region", territory=make.RegionFactory()))
    asked = world.section.manager_requests.get()
    client.post(f"/espace/demandes-d-acces/{asked.pk}/", {"refuser": "1"})
    asked.refresh_from_db()
    assert asked.granted is False
    assert not User.objects.filter(email="nora@asso.exemple.fr").exists()
    assert "n’est pas acceptée" in mail.outbox[0].body


def test_the_second_answer_to_a_request_is_told_so(client, world):
    request_access(client, world)
    asked = world.section.manager_requests.get()
    sign_in(client, world.manager)
    client.post(f"/espace/nos-gestionnaires/demandes/{asked.pk}/", {"accorder": "1"})
    response = client.post(f"/espace/nos-gestionnaires/demandes/{asked.pk}/", {"refuser": "1"})
    assert "déjà répondu" in response.content.decode()
    assert RoleAssignment.objects.filter(user__email="nora@asso.exemple.fr").count() == 1


def test_the_agency_delegates_too(world):
    agent = make.user_with_role("ars_region", territory=make.RegionFactory())
    assert delegate(email="x@exemple.fr", association=world.section, by=agent, first=make.TODAY).role == "association_manager"
