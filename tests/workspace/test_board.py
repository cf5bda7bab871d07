"""« Sièges » : the agents' board."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from portevoix.front.workspace.models import SavedView
from tests.budget import count_queries
from tests.factories import (
    BodyFactory,
    BodyTypeRuleFactory,
    CallFactory,
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


def offered(body, **state):
    """Open a call on the vacant seats of `body` on the frozen day."""
    return CallFactory(seats=list(body.seats.exclude(mandates__isnull=False)), **state)


@pytest.mark.usefixtures("clock")
def test_a_vacant_seat_in_an_open_call_says_so_and_leads_to_it(client, officer, register):
    assert "Appel ouvert" not in text_of(client.get(URL))
    call = offered(register)
    page = text_of(client.get(URL))
    assert page.count("Appel ouvert<") == 3
    assert f'href="{reverse("candidacies:call", args=[call.pk])}"' in page
    assert "Appel ouvert" not in text_of(client.get(URL, {"au": "2027-01-01"}))
    assert "Appel ouvert" not in text_of(client.get(URL, {"e": "pourvu"}))


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize("state", [{"draft": True}, {"closed": True}, {"opens_at": datetime(2026, 12, 1, 8, tzinfo=UTC)}])
def test_a_call_that_receives_nothing_today_is_not_shown_on_the_board(client, officer, register, state):
    offered(register, **state)
    assert "Appel ouvert" not in text_of(client.get(URL))


@pytest.mark.usefixtures("clock")
def test_whoever_does_not_follow_the_calls_is_led_to_the_public_page(client, register):
    call = offered(register)
    sign_in(client, user_with_role("national_observer"))
    page = text_of(client.get(URL))
    assert f'href="{reverse("candidacies:public_call", args=[call.number])}"' in page
    assert reverse("candidacies:call", args=[call.pk]) not in page


@pytest.mark.usefixtures("clock")
def test_the_open_calls_of_the_page_are_one_statement_more_whatever_their_number(client, officer, register):
    def call_statements():
        return [sql for sql in count_queries(lambda: client.get(URL)) if "candidacies_callseat" in sql]

    assert len(call_statements()) == 1
    for _ in range(5):
        offered(BodyFactory(facility=FacilityFactory(), seated=True))
    assert len(call_statements()) == 1


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
