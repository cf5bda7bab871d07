"""« Sièges » : the agents' board."""

from datetime import date

import pytest
from django.urls import reverse

from portevoix.front.workspace.models import SavedView
from tests.factories import (
    BodyFactory,
    BodyTypeRuleFactory,
    DepartmentFactory,
    FacilityFactory,
    MandateFactory,
    PersonFactory,
    RegionFactory,
    user_with_role,
)
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db
URL = "/espace/sieges/"


@pytest.fixture
def register():
    """One body of the Bas-Rhin with one holder and three empty seats, one body of the Nord."""
    BodyTypeRuleFactory()
    body = BodyFactory(name="Hôpital de Hautepierre", seated=True)
    MandateFactory(seat=body.seats.first(), person=PersonFactory(last_name="Wernert", first_name="Odile"))
    BodyFactory(name="Hôpital du Nord", facility__department=DepartmentFactory(elsewhere=True), seated=True)
    return body


@pytest.fixture
def officer(client):
    return sign_in(client, user_with_role("ars_region", territory=RegionFactory()))


def text_of(response) -> str:
    return response.content.decode().replace("\u00a0", " ")


def test_the_board_counts_the_seats_of_the_scope_only(client, officer, register):
    response = client.get(URL)
    assert response.status_code == 200
    assert (response.context["figures"].opened, response.context["figures"].vacant) == (4, 3)
    assert "Hôpital du Nord" not in text_of(response)


def test_the_list_shows_vacant_seats_first_and_filled_ones_on_demand(client, officer, register):
    assert "3 sièges vacants" in text_of(client.get(URL))
    filled = text_of(client.get(URL, {"e": "pourvu"}))
    assert "WERNERT Odile" in filled
    assert "1 siège occupé" in filled


def test_every_figure_answers_for_the_day_that_is_asked(client, officer, register):
    page = client.get(URL, {"au": "2030-01-01"})
    assert page.context["figures"].vacant == 4
    assert "Vous regardez l’avenir" in text_of(page)


def test_a_date_may_be_written_as_people_say_it(client, officer, register):
    assert client.get(URL, {"au": "1er janvier 2030"}).context["at"] == date(2030, 1, 1)


@pytest.mark.parametrize("query", [{"au": "bonjour"}, {"d": "zz"}, {"page": "x"}, {"tri": "zz"}, {"e": "zz"}, {"depuis": "99"}])
def test_a_nonsense_address_is_a_400_page_that_explains(client, officer, register, query):
    response = client.get(URL, query)
    assert response.status_code == 400
    assert "<h1>" in text_of(response)


def test_a_search_forgives_an_accent_and_a_typo(client, officer, register):
    assert client.get(URL, {"q": "hautepiere"}).context["listed"].total == 3


def test_an_observer_sees_no_name(client, register):
    sign_in(client, user_with_role("national_observer"))
    page = text_of(client.get(URL, {"e": "pourvu"}))
    assert "WERNERT" not in page
    assert "Nom non communiqué" in page


def test_an_anonymous_visitor_is_sent_to_the_sign_in(client):
    assert client.get(URL).status_code == 302


@pytest.mark.parametrize("role", ["association_manager", "representative"])
def test_whoever_does_not_keep_the_register_is_refused(client, role):
    sign_in(client, user_with_role(role))
    assert client.get(URL).status_code == 403


def test_a_view_is_kept_under_a_name_and_removed(client, officer, register):
    client.post(reverse("workspace:save_view"), {"name": "Bas-Rhin", "query": "d=67&au=2030-01-01&page=3"})
    view = SavedView.objects.get()
    assert view.query == "d=67"
    assert "Bas-Rhin" in text_of(client.get(URL))
    client.post(reverse("workspace:delete_view", args=[view.pk]))
    assert not SavedView.objects.exists()


def test_two_views_of_the_same_name_are_refused_and_the_name_is_kept_in_the_form(client, officer, register):
    client.post(reverse("workspace:save_view"), {"name": "Moselle", "query": "d=57"})
    response = client.post(reverse("workspace:save_view"), {"name": "Moselle", "query": "d=57"})
    assert "Vous avez déjà une vue de ce nom." in text_of(response)
    assert SavedView.objects.count() == 1


def test_the_view_of_another_account_does_not_exist(client, officer):
    other = SavedView.objects.create(user=user_with_role("ars_region", territory=RegionFactory()), name="À moi")
    assert client.post(reverse("workspace:delete_view", args=[other.pk])).status_code == 404


def test_the_number_of_queries_does_not_depend_on_the_number_of_rows(client, officer, register, django_assert_max_num_queries):
    client.get(URL)
    with django_assert_max_num_queries(20):
        client.get(URL)
    for _ in range(5):
        BodyFactory(facility=FacilityFactory(), seated=True)
    with django_assert_max_num_queries(20):
        assert client.get(URL).context["listed"].total == 23


def test_a_body_outside_the_scope_does_not_exist(client, officer, register):
    elsewhere = BodyFactory(facility__department=DepartmentFactory(elsewhere=True))
    assert client.get(reverse("workspace:body", args=[elsewhere.pk])).status_code == 404
    assert client.get(reverse("workspace:body", args=[register.pk])).status_code == 200


def test_the_forecast_counts_each_end_by_month_and_department(client, officer, register):
    page = client.get("/espace/sieges/echeances/", {"au": "2027-01-01"})
    assert page.context["total"] == 1
    assert [row.heading for row in page.context["table"].rows] == ["Novembre 2028"]
    assert "67 Bas-Rhin" in page.context["table"].headings


def test_a_forecast_without_any_end_says_so(client, officer, register):
    assert "Aucun mandat ne se termine" in text_of(client.get("/espace/sieges/echeances/", {"au": "2030-01-01"}))


def test_a_date_in_a_figure_is_written_not_shown_as_code(client, officer, register):
    page = text_of(client.get(URL))
    assert "&lt;sup&gt;" not in page


def test_a_single_department_has_no_map(client, register):
    sign_in(client, user_with_role("ars_department", territory=DepartmentFactory()))
    assert "Où sont-ils" not in text_of(client.get(URL))


def test_the_links_of_the_map_lead_to_what_it_counts_so_they_leave_the_searched_text_out(client, officer, register):
    BodyFactory(name="Hôpital de Metz", facility__department=DepartmentFactory(moselle=True), seated=True)
    page = client.get(URL, {"q": "metz", "s": "titular"})
    assert page.context["listed"].total == 2
    assert "d=57" in page.context["rail"]
    assert "s=titular" in page.context["rail"]
    assert "q=metz" not in page.context["rail"]
