"""Pages of a body, a person, an association, a federation; « Nos mandats », « Mes mandats »."""

from datetime import date

import pytest
from django.urls import reverse

from portevoix.base.core.periods import period
from portevoix.register.directory.models import FacilityMembership, Parameter
from tests.factories import (
    AccreditationFactory,
    AssociationFactory,
    BodyFactory,
    BodyTypeRuleFactory,
    DepartmentFactory,
    FederationFactory,
    MandateFactory,
    PersonFactory,
    RegionFactory,
    user_with_role,
)
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def unafam():
    association = AssociationFactory(name="Union des familles", acronym="UNAFAM")
    AccreditationFactory(association=association, period=period(date(2024, 1, 1), date(2027, 2, 1)))
    return association


@pytest.fixture
def body(unafam):
    BodyTypeRuleFactory()
    body = BodyFactory(name="Hôpital de Hautepierre", seated=True)
    MandateFactory(
        seat=body.seats.first(),
        association=unafam,
        person=PersonFactory(last_name="Wernert", first_name="Odile", email="odile@exemple.fr"),
    )
    return body


@pytest.fixture
def person(body):
    return body.mandates.get().person


@pytest.fixture
def officer(client):
    return sign_in(client, user_with_role("ars_region", territory=RegionFactory()))


def text_of(response) -> str:
    assert response.status_code == 200
    return response.content.decode().replace("\u00a0", " ")


def url(name, obj):
    return reverse(f"workspace:{name}", args=[obj.pk])


def test_the_page_of_a_body_says_who_sits_and_which_rule_holds(client, officer, body):
    page = text_of(client.get(url("body", body)))
    assert "WERNERT Odile" in page
    assert "3 sièges vacants" in page
    assert "2 titulaires, 2 suppléants" in page


def test_the_page_of_a_body_answers_for_another_day(client, officer, body):
    assert "4 sièges vacants" in text_of(client.get(url("body", body), {"au": "2020-01-01"}))


def test_what_was_recorded_later_is_not_known_earlier(client, officer, body):
    page = text_of(client.get(url("body", body), {"connu": "2020-01-01"}))
    assert "tel qu’il était connu le 1" in page
    assert "Le registre ne connaît aucun siège" in page


def test_an_observer_reads_the_seats_of_a_body_without_any_name(client, body):
    sign_in(client, user_with_role("national_observer"))
    page = text_of(client.get(url("body", body)))
    assert "WERNERT" not in page.upper()


def test_a_person_s_page_shows_the_mandates_and_the_contact_to_whoever_may_read_them(client, officer, person):
    page = text_of(client.get(url("person", person)))
    assert "Hôpital de Hautepierre" in page
    assert "odile@exemple.fr" in page


def test_a_person_of_another_department_does_not_exist(client, person):
    sign_in(client, user_with_role("ars_department", territory=DepartmentFactory(moselle=True)))
    assert client.get(url("person", person)).status_code == 404


def test_an_association_s_page_announces_the_end_of_its_accreditation(client, officer, body, unafam):
    notice = {"label": "premier avis", "value": 210, "period": period(date(2020, 1, 1)), "source": "essai", "source_date": date(2026, 1, 1)}
    Parameter.objects.create(code="accreditation-notice-first", **notice)
    page = text_of(client.get(url("association", unafam), {"au": "2026-12-15"}))
    assert "prend fin le 1" in page
    assert "WERNERT Odile" in page


@pytest.mark.parametrize("words", ["unafam", "UNAFAN", "union famille"])
def test_an_association_is_found_by_acronym_name_and_with_a_typo(client, officer, unafam, words):
    assert "Union des familles" in text_of(client.get(reverse("workspace:associations"), {"q": words}))


def test_a_federation_s_page_counts_the_vacancies_of_its_members(client, officer, body):
    federation = FederationFactory()
    FacilityMembership.objects.create(
        federation=federation, facility=body.facility, period=period(date(2020, 1, 1)), source="essai", source_date=date(2026, 1, 1)
    )
    page = client.get(url("federation", federation))
    assert page.context["figures"].vacant == 3
    assert "Fédération hospitalière de France" in text_of(client.get(reverse("workspace:federations")))


def test_an_association_sees_its_mandates_and_no_others(client, body, unafam):
    MandateFactory(person=PersonFactory(last_name="Autre"))
    sign_in(client, user_with_role("association_manager", association=unafam))
    page = text_of(client.get(reverse("workspace:association_mandates")))
    assert "WERNERT Odile" in page
    assert "AUTRE" not in page


def test_a_representative_sees_own_mandates_without_a_second_factor(client, person):
    sign_in(client, user_with_role("representative", person=person), second_factor=False)
    page = text_of(client.get(reverse("workspace:my_mandates")))
    assert "Hôpital de Hautepierre" in page


def test_a_representative_without_a_mandate_reads_what_to_do(client):
    sign_in(client, user_with_role("representative", person=PersonFactory()))
    assert "Vous n’avez pas de mandat en cours" in text_of(client.get(reverse("workspace:my_mandates")))
