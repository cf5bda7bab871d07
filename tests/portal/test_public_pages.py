"""Public pages: consent, search by place, other days, nonsense addresses."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portevoix.base.core.distance import distance_km
from portevoix.front.portal.selectors.processings import declared_tables, processings
from portevoix.front.portal.selectors.references import recourses
from portevoix.register.directory.models import Territory
from portevoix.register.directory.selectors.places import find_place
from tests.factories import (
    AccreditationFactory,
    AssociationFactory,
    BodyFactory,
    BodyTypeRuleFactory,
    CommuneFactory,
    DepartmentFactory,
    MandateFactory,
    PersonFactory,
    RegionFactory,
)

pytestmark = pytest.mark.django_db

PAGES = (
    *("/", "/sieges-a-pourvoir/", "/qui-me-represente/", "/mes-droits/", "/instances/types/", "/associations/"),
    *("/plan-du-site/", "/accessibilite/", "/mentions-legales/", "/donnees-personnelles/", "/donnees-ouvertes/"),
)


@pytest.fixture
def strasbourg():
    return CommuneFactory(code="67482", name="Strasbourg", postcodes=["67000", "67100", "67200"], population=290000)


@pytest.fixture
def body(strasbourg):
    BodyTypeRuleFactory()
    return BodyFactory(name="Hôpital de Hautepierre", facility__latitude=48.59, facility__longitude=7.70, seated=True)


def text_of(response) -> str:
    assert response.status_code == 200
    return response.content.decode().replace("\u00a0", " ")


def sit(body, index, **person):
    association = AssociationFactory(name="Union des familles", acronym="UNAFAM")
    return MandateFactory(seat=body.seats.order_by("quality", "rank")[index], person=PersonFactory(**person), association=association)


@pytest.mark.parametrize("path", PAGES)
def test_every_public_page_opens_on_an_empty_register(client, path):
    assert client.get(path).status_code == 200


def test_a_name_is_published_only_with_consent(client, body):
    sit(body, 0, last_name="Wernert", first_name="Odile")
    page = text_of(client.get(f"/instances/{body.pk}/"))
    assert "WERNERT" not in page
    assert "UNAFAM" not in page
    assert "Représentant désigné, nom non publié" in page


def test_a_name_is_shown_with_consent_and_the_association_with_its_own(client, body):
    consent = {"name_published": True, "consent_recorded_on": date(2026, 1, 1)}
    sit(body, 0, last_name="Wernert", first_name="Odile", **consent)
    sit(body, 1, last_name="Benali", first_name="Samir", **consent, association_published=True)
    page = text_of(client.get(f"/instances/{body.pk}/"))
    assert "Odile WERNERT" in page
    assert page.count("UNAFAM") == 1


def test_an_unknown_body_or_department_is_a_404_page(client):
    assert client.get("/instances/999999/").status_code == 404
    assert client.get("/departements/zz/").status_code == 404


@pytest.mark.parametrize("path", ["/", "/sieges-a-pourvoir/", "/qui-me-represente/", "/associations/"])
def test_a_nonsense_day_is_a_400_page_that_explains(client, path):
    response = client.get(path, {"au": "bonjour"})
    assert response.status_code == 400
    assert "n’est pas une date" in response.content.decode()


@pytest.mark.parametrize("query", [{"rayon": "7"}, {"siege": "zz"}, {"commune": "<script>"}, {"q": "x" * 200}])
def test_a_nonsense_search_is_a_400_page(client, query):
    assert client.get("/sieges-a-pourvoir/", query).status_code == 400


@pytest.mark.parametrize("words", ["67000", "67 000", "strasbourg", "STRASBOURG", "Strasbour", "67000 Strasbourg CEDEX", "strasbuorg"])
def test_a_commune_is_found_by_name_or_postcode_despite_a_typo(strasbourg, words):
    assert find_place(words).found == strasbourg


def test_two_communes_of_one_name_are_a_choice(strasbourg):
    CommuneFactory(code="10001", name="Saint-Martin", postcodes=["10100"])
    CommuneFactory(code="10002", name="Saint-Martin", postcodes=["10200"])
    assert len(find_place("st martin").choices) == 2
    assert find_place("10200 Saint Martin").found.code == "10002"


def test_an_unknown_commune_gets_a_sentence_that_helps(client, strasbourg):
    assert "Nous ne trouvons pas cette commune" in text_of(client.get("/sieges-a-pourvoir/", {"q": "zzzzzz"}))


def test_the_seats_to_fill_are_listed_by_distance(client, body):
    far = BodyFactory(name="Hôpital de Haguenau", facility__latitude=48.81, facility__longitude=7.79, seated=True)
    page = text_of(client.get("/sieges-a-pourvoir/", {"q": "67000"}))
    assert page.index("Hôpital de Hautepierre") < page.index(far.name)
    assert "8 sièges dans 2 instances" in page


def test_a_body_without_any_empty_seat_is_not_offered(client, body):
    for index in range(4):
        sit(body, index)
    assert "Aucun siège à pourvoir" in text_of(client.get("/sieges-a-pourvoir/", {"q": "67000"}))


def test_a_remembered_page_follows_the_register(client, body):
    assert "Siège à pourvoir" in text_of(client.get(f"/instances/{body.pk}/"))
    for index in range(4):
        sit(body, index)
    assert "Siège à pourvoir" not in text_of(client.get(f"/instances/{body.pk}/"))


def test_a_body_is_found_by_town_and_with_a_typo(client, body):
    assert "Hôpital de Hautepierre" in text_of(client.get("/qui-me-represente/", {"q": "hautepiere"}))
    assert "Hôpital de Hautepierre" in text_of(client.get("/qui-me-represente/", {"q": "strasbourg"}))


def test_an_association_appears_with_an_accreditation_in_force_only(client):
    AccreditationFactory(association=AssociationFactory(name="Union des familles"))
    AssociationFactory(name="Sans agrément")
    page = text_of(client.get("/associations/", {"au": "2026-11-22"}))
    assert "Union des familles" in page
    assert "Sans agrément" not in page


def test_the_map_of_the_home_page_leads_to_the_departments(client, body):
    page = text_of(client.get("/"))
    assert "/departements/67/" in page
    assert "Bas-Rhin" in text_of(client.get("/departements/67/"))


coordinates = st.tuples(st.floats(-80, 80), st.floats(-179, 179))


@given(coordinates, coordinates)
def test_a_distance_is_the_same_both_ways_and_never_more_than_half_the_earth(one, other):
    there, back = distance_km(*one, *other), distance_km(*other, *one)
    assert there == pytest.approx(back, abs=1e-6)
    assert 0 <= there <= 20016


def test_strasbourg_is_about_110_km_from_nancy():
    assert distance_km(48.573, 7.752, 48.692, 6.184) == pytest.approx(116, abs=2)


def test_every_situation_says_whom_to_turn_to_and_its_source():
    for situation in recourses():
        assert situation["steps"] and situation["source"]


def test_every_table_with_personal_data_is_in_the_register_of_processings():
    named = [label for item in processings() for label in item["tables"]]
    assert sorted(named) == sorted({table.label for table in declared_tables()})


@pytest.mark.parametrize("path", ["/sieges-a-pourvoir/?q=67000", "/qui-me-represente/?q=strasbourg", "/departements/67/"])
def test_the_number_of_queries_does_not_depend_on_the_number_of_rows(client, body, django_assert_max_num_queries, path):
    client.get(path)
    for _ in range(20):
        BodyFactory(facility__latitude=48.6, facility__longitude=7.7, seated=True)
    with django_assert_max_num_queries(22):
        client.get(path)


def test_a_department_of_another_region_says_that_nothing_is_known(client):
    RegionFactory()
    assert Territory.objects.filter(code="57").count() == 0
    DepartmentFactory(moselle=True)
    assert "aucun siège" in text_of(client.get("/departements/57/"))


def test_a_department_shows_the_bodies_with_the_most_empty_seats_first(client, body):
    empty = BodyFactory(name="Clinique des Vides", facility__town="Strasbourg", seated=True)
    sit(body, 0)
    page = text_of(client.get("/departements/67/"))
    assert page.index(empty.name) < page.index(body.name)
    by_name = text_of(client.get("/departements/67/", {"tri": "nom"}))
    assert by_name.index(empty.name) < by_name.index(body.name)


def test_a_department_shows_one_type_of_body_and_refuses_another(client, body):
    assert body.name in text_of(client.get("/departements/67/", {"instance": body.body_type.code}))
    assert client.get("/departements/67/", {"instance": "INCONNU"}).status_code == 400


def test_a_commune_without_establishment_gets_the_nearest_ones(client, body):
    CommuneFactory(code="67447", name="Schiltigheim", postcodes=["67300"], latitude=48.60, longitude=7.75)
    for words in ("Schiltigheim", "67300"):
        page = text_of(client.get("/qui-me-represente/", {"q": words}))
        assert "Les établissements les plus proches de Schiltigheim" in page
        assert body.name in page


def test_the_filter_offers_only_the_types_that_have_a_seat_to_fill_here(client, body):
    BodyFactory(name="Conseil lointain", facility__latitude=49.9, facility__longitude=4.7, body_type__code="AUTRE", seated=True)
    page = client.get("/sieges-a-pourvoir/", {"q": "67000"}).content.decode()
    assert 'value="AUTRE"' not in page
    assert 'value="AUTRE"' in client.get("/sieges-a-pourvoir/", {"q": "67000", "instance": "AUTRE"}).content.decode()
