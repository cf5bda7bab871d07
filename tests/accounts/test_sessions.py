"""How long somebody stays signed in, and where."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.management import call_command

from portevoix.base.accounts.actions import close_account
from portevoix.base.accounts.selectors import device_name
from tests.accounts.test_second_factor import sign_in_by_code, signed_in_as, text
from tests.factories import MandateFactory, RegionFactory, UserFactory, user_with_role

pytestmark = pytest.mark.django_db

MORNING = datetime(2026, 11, 23, 8, tzinfo=UTC)


def at(hours=0, minutes=0, days=0):
    return time_machine.travel(MORNING + timedelta(days=days, hours=hours, minutes=minutes), tick=False)


@pytest.fixture
def agent():
    return user_with_role("ars_region", territory=RegionFactory())


@pytest.fixture
def representative():
    return user_with_role("representative", person=MandateFactory().person)


def open_session(client, user):
    with at():
        client.force_login(user)
        client.get("/compte/")


def test_an_agent_is_signed_out_after_half_an_hour_without_acting(client, agent):
    open_session(client, agent)
    with at(minutes=29):
        assert client.get("/compte/").status_code == 200
    with at(minutes=58):
        assert client.get("/compte/").status_code == 200
    with at(minutes=89):
        response = client.get("/compte/appareils/", follow=True)
    assert response.redirect_chain == [("/connexion/?next=/compte/appareils/", 302)]
    assert "Vous n’avez rien fait pendant un moment" in text(response)
    assert signed_in_as(client) is None


def test_an_agent_is_signed_out_after_twelve_hours_even_when_acting(client, agent):
    open_session(client, agent)
    for half in range(1, 48):
        with at(minutes=half * 15):
            assert client.get("/compte/").status_code == 200
    with at(hours=12, minutes=1):
        assert client.get("/compte/").status_code == 302


def test_a_representative_stays_signed_in_for_days(client, representative):
    open_session(client, representative)
    with at(days=13):
        assert client.get("/compte/").status_code == 200
    with at(days=26):
        assert client.get("/compte/").status_code == 200
    with at(days=31):
        assert client.get("/compte/").status_code == 302


def test_a_representative_who_receives_a_wide_right_has_an_agent_s_session(client, representative):
    open_session(client, representative)
    user_with_role("ars_region", territory=RegionFactory(), user=representative)
    with at(minutes=5):
        client.get("/compte/")
    with at(minutes=40):
        assert client.get("/compte/").status_code == 302


def test_a_session_that_is_over_answers_a_post_with_the_sign_in(client, agent):
    open_session(client, agent)
    with at(hours=2):
        assert client.post("/compte/appareils/deconnecter/").url == "/connexion/?next=/"


def test_most_pages_write_nothing_about_the_session(client, agent, django_assert_num_queries):
    open_session(client, agent)
    with at(minutes=0), django_assert_num_queries(5):
        client.get("/compte/")


def test_one_sees_where_one_is_signed_in_and_signs_out_elsewhere(client):
    user = UserFactory()
    telephone, library = type(client)(), type(client)()
    sign_in_by_code(client, user)
    sign_in_by_code(telephone, user)
    sign_in_by_code(library, user)
    UserSession.objects.filter(session_key=telephone.session.session_key).update(
        user_agent="Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Safari/604.1"
    )
    page = text(client.get("/compte/appareils/"))
    assert "Safari sur iPhone" in page
    row = UserSession.objects.get(session_key=telephone.session.session_key)
    client.post("/compte/appareils/deconnecter/", {"lieu": row.pk})
    assert telephone.get("/compte/").status_code == 302
    assert library.get("/compte/").status_code == 200
    client.post("/compte/appareils/deconnecter/")
    assert library.get("/compte/").status_code == 302
    assert client.get("/compte/").status_code == 200


def test_nobody_ends_the_session_of_another(client):
    victim = type(client)()
    sign_in_by_code(victim, UserFactory())
    sign_in_by_code(client, UserFactory())
    row = UserSession.objects.get(session_key=victim.session.session_key)
    client.post("/compte/appareils/deconnecter/", {"lieu": row.pk})
    assert victim.get("/compte/").status_code == 200


def test_closing_an_account_ends_its_sessions(client):
    user = UserFactory()
    sign_in_by_code(client, user)
    close_account(user=user, by=UserFactory())
    assert client.get("/compte/").status_code == 302


def test_an_account_closed_behind_the_program_s_back_opens_nothing(client):
    user = UserFactory()
    client.force_login(user)
    type(user).objects.filter(pk=user.pk).update(is_active=False)
    assert client.get("/compte/").status_code == 302


def test_what_has_run_out_is_cleared(client, capsys):
    with at(days=-40):
        sign_in_by_code(client, UserFactory())
    assert Session.objects.exists() and UserSession.objects.exists()
    with at():
        call_command("clear_expired")
    assert not Session.objects.exists() and not UserSession.objects.exists()
    assert "1 session" in capsys.readouterr().out
    assert mail.outbox


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/156.0 Safari/537.36 Edg/156.0", "Edge sur Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox sur Linux"),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/156.0 Mobile Safari/537.36", "Chrome sur Android"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 15_0) AppleWebKit/605.1.15 Version/19.0 Safari/605.1.15", "Safari sur Mac"),
        ("", "Navigateur inconnu"),
    ],
)
def test_a_browser_has_a_name_that_people_know(user_agent, name):
    assert device_name(user_agent) == name
