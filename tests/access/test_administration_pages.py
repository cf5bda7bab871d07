"""The pages « Droits », « Journal » and « Qui voit mes données »."""

import re
from datetime import date
from pathlib import Path

import pytest

from portevoix.base.accounts.models import User
from portevoix.base.audit import journal
from portevoix.base.audit.models import Entry
from portevoix.front.workspace import journal_words
from portevoix.register.access.models import RoleAssignment
from tests.factories import (
    DepartmentFactory,
    FacilityFactory,
    MandateFactory,
    PersonFactory,
    RegionFactory,
    UserFactory,
    user_with_role,
)
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db

RIGHTS, GIVE, JOURNAL = "/espace/droits/", "/espace/droits/donner/", "/espace/journal/"


@pytest.fixture
def administrator():
    return user_with_role("administrator")


@pytest.fixture
def admin_client(client, administrator):
    return signed_in(client, administrator)


def signed_in(client, user):
    sign_in(client, user)
    return client


def text(response) -> str:
    return response.content.decode()


def test_the_list_says_who_has_what_where_and_until_when(admin_client):
    user_with_role("ars_department", territory=DepartmentFactory())
    page = text(admin_client.get(RIGHTS))
    assert "ARS, délégation départementale" in page
    assert "Bas-Rhin" in page
    assert "sans fin" in page


@pytest.mark.parametrize(
    ("query", "found"), [("?q=marie", True), ("?q=zzz", False), ("?role=ars_region", True), ("?role=fas_region", False)]
)
def test_the_list_is_filtered(admin_client, query, found):
    user_with_role("ars_region", territory=RegionFactory(), user__email="marie@exemple.fr")
    assert ("marie@exemple.fr" in text(admin_client.get(RIGHTS + query))) == found


def test_a_filter_that_does_not_exist_is_explained(admin_client):
    assert admin_client.get(RIGHTS + "?role=chef").status_code == 400


def test_a_right_is_given_in_two_steps(admin_client):
    page = text(admin_client.get(GIVE))
    assert "/espace/droits/donner/ars_department/" in page
    department = DepartmentFactory()
    assert "Bas-Rhin" in text(admin_client.get(GIVE + "ars_department/"))
    data = {"email": "marie@exemple.fr", "target": department.pk, "first": "1er décembre 2026", "last": "31/12/2027"}
    response = admin_client.post(GIVE + "ars_department/", data)
    assert (response.status_code, response.url) == (302, RIGHTS)
    right = RoleAssignment.objects.get(user__email="marie@exemple.fr")
    assert (str(right.period.lower), str(right.period.upper)) == ("2026-12-01", "2028-01-01")


def test_an_establishment_or_a_person_is_looked_for_by_name(admin_client):
    facility = FacilityFactory(name="Hôpital de Hautepierre")
    page = text(admin_client.get(GIVE + "facility_secretariat/"))
    assert "Cherchez d’abord" in page
    page = text(admin_client.get(GIVE + "facility_secretariat/?cherche=hopital haute"))
    assert f'value="{facility.pk}"' in page
    data = {"email": "s@exemple.fr", "target": facility.pk, "first": "aujourd’hui"}
    assert admin_client.post(GIVE + "facility_secretariat/", data).status_code == 302


def test_a_form_that_is_refused_keeps_what_was_written_and_lists_the_errors(admin_client):
    for number in range(30):
        PersonFactory(last_name=f"Dupont{number}")
    response = admin_client.post(GIVE + "representative/", {"email": "pas une adresse", "target": "999999", "first": ""})
    page = text(response)
    assert response.status_code == 200
    assert 'value="pas une adresse"' in page
    assert "réponses sont à corriger" in page
    assert page.count("Dupont") == 0
    assert not User.objects.filter(email__startswith="pas").exists()


def test_the_refusal_of_the_action_is_shown(admin_client, administrator):
    response = admin_client.post(GIVE + "national_observer/", {"email": administrator.email, "first": "aujourd’hui"})
    assert "nul ne se donne un droit" in text(response)


def test_a_role_that_does_not_exist_has_no_page(admin_client):
    assert admin_client.get(GIVE + "chef/").status_code == 404


def test_a_right_is_taken_away_with_a_reason(admin_client):
    user = user_with_role("ars_region", territory=RegionFactory())
    path = f"/espace/droits/{user.assignments.get().pk}/retirer/"
    assert admin_client.post(path, {}).status_code == 200
    assert admin_client.post(path, {"reason": "left"}).url == RIGHTS
    assert not RoleAssignment.objects.active_at(date(2027, 1, 1)).filter(user=user).exists()


def test_the_account_page_helps_somebody_who_lost_everything(admin_client):
    user = user_with_role("ars_region", territory=RegionFactory())
    path = f"/espace/comptes/{user.pk}/"
    assert "Fermer ce compte" in text(admin_client.get(path))
    assert admin_client.get(path + "fermer/").status_code == 405
    admin_client.post(path + "fermer/")
    user.refresh_from_db()
    assert not user.is_active
    admin_client.post(path + "rouvrir/")
    user.refresh_from_db()
    assert user.is_active
    assert admin_client.post(path + "retirer-preuves/").status_code == 302
    assert admin_client.post(path + "promouvoir/").status_code == 404


def test_one_s_own_account_is_not_closed(admin_client, administrator):
    response = admin_client.post(f"/espace/comptes/{administrator.pk}/fermer/", follow=True)
    assert "ce compte est le vôtre" in text(response)
    administrator.refresh_from_db()
    assert administrator.is_active


@pytest.mark.parametrize("path", [RIGHTS, GIVE, GIVE + "ars_region/", JOURNAL])
@pytest.mark.parametrize("role", ["ars_region", "fas_region", "national_observer"])
def test_other_roles_do_not_enter(client, path, role):
    scope = {} if role == "national_observer" else {"territory": RegionFactory()}
    assert signed_in(client, user_with_role(role, **scope)).get(path).status_code == 403


def test_the_journal_says_who_did_what(admin_client, administrator):
    mandate = MandateFactory()
    journal.record("mandate.end", target=mandate, by=administrator, reason="resignation")
    page = text(admin_client.get(JOURNAL))
    assert "Claire MULLER" in page
    assert f"a terminé\u00a0: mandat n°\u00a0{mandate.pk}" in page
    assert "raison\u00a0: resignation" in page


def test_the_journal_is_filtered_by_account_subject_and_days(admin_client, administrator):
    other = UserFactory(email="autre@exemple.fr", first_name="Autre")
    journal.record("mandate.end", target=MandateFactory(), by=administrator)
    journal.record("role.grant", target=other, by=other)
    assert "a donné un droit" not in text(admin_client.get(JOURNAL + f"?compte={administrator.email}"))
    assert "a donné un droit" in text(admin_client.get(JOURNAL + "?action=role"))
    assert "a terminé" not in text(admin_client.get(JOURNAL + "?action=role"))
    assert "Aucune entrée" in text(admin_client.get(JOURNAL + "?du=1er janvier 2020&jusqu=31 janvier 2020"))
    assert "Aucune entrée" in text(admin_client.get(JOURNAL + "?compte=personne@exemple.fr"))


@pytest.mark.parametrize("query", ["?du=hier soir tard", "?avant=abc", "?action=chose"])
def test_a_nonsense_filter_of_the_journal_is_explained(admin_client, query):
    assert admin_client.get(JOURNAL + query).status_code == 400


def test_the_journal_goes_back_page_by_page(admin_client, administrator):
    journal.record_many("mandate.end", targets=[MandateFactory()] * 120, by=administrator)
    seen, path = set(), JOURNAL + "?action=mandate"
    while path:
        page = text(admin_client.get(path))
        seen |= {line["entry"].pk for line in admin_client.get(path).context["lines"]}
        found = re.search(r'href="(\?[^"]*avant=\d+[^"]*)"', page)
        path = JOURNAL + found[1].replace("&amp;", "&") if found else None
    assert len(seen) == 120


def test_the_journal_costs_the_same_with_many_entries(admin_client, administrator, django_assert_num_queries):
    mandate = MandateFactory()
    journal.record("mandate.end", target=mandate, by=administrator)
    admin_client.get(JOURNAL)
    with django_assert_num_queries(5):
        admin_client.get(JOURNAL)
    journal.record_many("mandate.end", targets=[mandate] * 30, by=administrator)
    with django_assert_num_queries(5):
        admin_client.get(JOURNAL)


def test_the_journal_outlives_an_account(admin_client):
    user = UserFactory(first_name="Partie")
    journal.record("mandate.end", target=MandateFactory(), by=user)
    number = user.pk
    user.delete()
    assert f"compte n°\u00a0{number}" in text(admin_client.get(JOURNAL))


def test_an_unknown_code_is_shown_as_it_is():
    assert journal_words.act_words(Entry(action="chose.inconnue", target_type="rien.du_tout", target_id=3)) == "chose.inconnue"
    assert journal_words.thing_words(Entry(target_type="rien.du_tout", target_id=3)) == "rien.du_tout n°\u00a03"


def test_a_representative_reads_who_sees_their_data(client):
    mandate = MandateFactory()
    user = user_with_role("representative", person=mandate.person)
    user_with_role("fas_region", territory=mandate.body.region)
    client.force_login(user)
    page = text(client.get("/espace/mes-donnees/"))
    assert "France Assos Santé, délégation régionale" in page
    assert "tout le monde" not in page, "nobody publishes a name without consent"


@pytest.mark.parametrize(
    ("role", "first_screen"),
    [
        ("administrator", "/espace/droits/"),
        ("ars_region", "/espace/sieges/"),
        ("association_manager", "/espace/nos-mandats/"),
        ("representative", "/espace/mon-espace/"),
    ],
)
def test_each_role_goes_to_its_first_screen(client, role, first_screen):
    mandate = MandateFactory()
    scope = {
        "administrator": {},
        "ars_region": {"territory": RegionFactory()},
        "association_manager": {"association": mandate.association},
        "representative": {"person": mandate.person},
    }[role]
    client.force_login(user_with_role(role, **scope))
    assert client.get("/espace/").url == first_screen


def test_an_account_without_any_right_is_told_so(client):
    client.force_login(UserFactory())
    assert "aucun droit en cours" in text(client.get("/espace/"))


def test_every_act_that_the_program_journals_has_words():
    source = Path(__file__).resolve().parents[2] / "portevoix"
    codes = {
        code
        for path in source.rglob("*.py")
        for code in re.findall(r'journal\.record(?:_many)?\(\s*"([\w.]+)"', path.read_text(encoding="utf-8"))
    }
    assert codes
    assert [code for code in sorted(codes) if journal_words.act_words(Entry(action=code, target_type="mandates.mandate")) == code] == []
