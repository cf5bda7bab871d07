"""« Règles » : dated rules with their history, and bodies created in number."""

from datetime import date

import pytest
from django.urls import reverse

from portevoix.base.audit.models import Entry
from portevoix.base.core.periods import last_day
from portevoix.register.directory.models import Body, FacilityCategory
from tests import factories as make
from tests.sign_in import sign_in
from tests.workspace.acting import refusal, send, sentences, url

pytestmark = pytest.mark.django_db

RULE = {
    "first": "1er janvier 2027",
    "legal_basis": "décret de 2026",
    "designating_authority": "DG_ARS",
    "requires_accreditation": "yes",
    "term_years": "4",
    "source": "Journal officiel",
    "source_date": "1er novembre 2026",
    "sieges-TOTAL_FORMS": "2",
    "sieges-INITIAL_FORMS": "0",
    "sieges-0-quality": "titular",
    "sieges-0-count": "3",
}


@pytest.fixture
def rule():
    return make.BodyTypeRuleFactory()


def test_the_list_shows_the_rule_in_force_on_the_day(client, agent, rule):
    assert "2 titulaires, 2 suppléants" in sentences(client.get(reverse("workspace:body_types")))
    assert "2 titulaires" not in sentences(client.get(reverse("workspace:body_types"), {"au": "2010-01-01"}))


def test_a_new_rule_closes_the_former_the_day_before_and_keeps_it(client, agent, rule):
    send(client, url("add_rule", rule.body_type), RULE)
    rule.refresh_from_db()
    assert last_day(rule.period) == date(2026, 12, 31)
    page = sentences(client.get(url("body_type", rule.body_type)))
    assert "décret de 2026" in page
    assert rule.legal_basis in page


def test_the_form_of_a_new_rule_starts_from_the_rule_in_force(client, agent, rule):
    page = sentences(client.get(url("add_rule", rule.body_type)))
    assert rule.legal_basis in page
    assert 'name="sieges-1-count" value="2"' in page


def test_a_wrong_line_of_seats_keeps_the_values(client, agent, rule):
    page = sentences(send(client, url("add_rule", rule.body_type), RULE | {"sieges-0-count": "0"}))
    assert "décret de 2026" in page
    assert "au moins 1" in page


def test_the_empty_lines_that_a_browser_sends_say_nothing(client, agent, rule):
    address = url("add_rule", rule.body_type)
    page = client.get(address)
    lines = {}
    for line in page.context["seats"]:  # a browser sends the first choice of a list that nobody touched
        lines[f"{line.prefix}-quality"] = line["quality"].value() or line.fields["quality"].choices[0][0]
        lines[f"{line.prefix}-count"] = line["count"].value() or ""
    counts = {"sieges-TOTAL_FORMS": "4", "sieges-INITIAL_FORMS": "2"}
    assert send(client, address, RULE | lines | counts).status_code == 302
    assert sorted(rule.body_type.rules.latest("pk").seat_patterns.values_list("quality", "count")) == [("substitute", 2), ("titular", 2)]


def test_two_windows_do_not_write_two_rules_for_one_day(client, agent, rule):
    send(client, url("add_rule", rule.body_type), RULE)
    assert "Une règle commence déjà" in refusal(send(client, url("add_rule", rule.body_type), RULE))


def test_a_rule_written_by_mistake_is_taken_back_and_the_former_applies_again(client, agent, rule):
    send(client, url("add_rule", rule.body_type), RULE)
    send(client, url("remove_rule", rule.body_type.rules.get(legal_basis="décret de 2026")))
    rule.refresh_from_db()
    assert last_day(rule.period) is None


CORRECTION = {name: value for name, value in RULE.items() if name != "first"} | {"explanation": "durée mal recopiée"}


def test_a_rule_is_corrected_in_place_its_period_stays_and_the_journal_says_why(client, agent, rule):
    page = sentences(client.get(url("correct_rule", rule)))
    assert rule.legal_basis in page
    assert 'name="first"' not in page
    before = rule.period
    assert send(client, url("correct_rule", rule), CORRECTION).status_code == 302
    rule.refresh_from_db()
    assert (rule.period, rule.term_years, rule.legal_basis) == (before, 4, "décret de 2026")
    assert list(rule.seat_patterns.values_list("quality", "count")) == [("titular", 3)]
    assert Entry.objects.get(action="body_type_rule.correct").data["explanation"] == "durée mal recopiée"


def test_a_correction_without_its_reason_changes_nothing_and_keeps_the_values(client, agent, rule):
    page = sentences(send(client, url("correct_rule", rule), CORRECTION | {"explanation": ""}))
    assert "décret de 2026" in page
    rule.refresh_from_db()
    assert rule.legal_basis != "décret de 2026"


@pytest.fixture
def sites(rule):
    """Three sites of a category that the rule proposes, one of which has its body."""
    category = FacilityCategory.objects.create(code="355", name="Centre hospitalier", source="essai", source_date=date(2026, 1, 1))
    rule.facility_categories.add(category)
    facilities = make.FacilityFactory.create_batch(3, category=category)
    make.BodyFactory(facility=facilities[0])
    return facilities


CREATION = {"categories": ["355"], "source": "arrêté"}


def test_the_counts_come_before_the_creation(client, agent, rule, sites):
    address = url("create_bodies", rule.body_type)
    page = sentences(client.post(address, CREATION | {"vu": client.get(address).context["mark"]}))
    assert "8, soit 4 par instance" in page
    assert Body.objects.count() == 1


def test_one_body_a_site_is_created_once(client, agent, rule, sites):
    send(client, url("create_bodies", rule.body_type), CREATION)
    assert Body.objects.count() == 3
    assert "chaque site choisi en a déjà une" in refusal(send(client, url("create_bodies", rule.body_type), CREATION))


def test_an_administrator_changes_rules_but_creates_no_body(client, rule):
    sign_in(client, make.user_with_role("administrator"))
    assert client.get(url("add_rule", rule.body_type)).status_code == 200
    assert client.post(url("create_bodies", rule.body_type), CREATION).status_code == 403


def test_a_delegation_creates_no_body_for_the_region(client, rule):
    sign_in(client, make.user_with_role("ars_department", territory=make.DepartmentFactory()))
    assert client.post(url("create_bodies", rule.body_type), CREATION).status_code == 403


@pytest.mark.parametrize("role", ["ars_department", "fas_region"])
def test_whoever_does_not_keep_the_rules_may_not_write_one(client, rule, role):
    sign_in(client, make.user_with_role(role, territory=make.DepartmentFactory() if role == "ars_department" else make.RegionFactory()))
    assert client.post(url("add_rule", rule.body_type), RULE).status_code == 403
