"""How often things may be done: per address, per network, in all; and nobody locks somebody else out."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory

from portevoix.base.accounts.limits import Rate, client_key, consume, enforce, limited
from portevoix.base.accounts.models import RateCounter
from portevoix.base.ui.errors import TooManyRequests
from tests.accounts.test_second_factor import sign_in_by_code, signed_in_as, text
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
SIGN_IN, CODE = "/connexion/", "/connexion/code/"


@pytest.fixture
def rates(settings):
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"essai": "3/10m"}


def test_a_limit_counts_within_its_window_and_starts_again_after_it(rates):
    waits = [consume("essai", "a", at=NOON + timedelta(minutes=minute)) for minute in (0, 1, 2, 3, 9)]
    assert waits == [0, 0, 0, 420, 60]
    assert consume("essai", "a", at=NOON + timedelta(minutes=10)) == 0


def test_each_requester_has_its_own_count(rates):
    for _ in range(5):
        consume("essai", "a", at=NOON)
    assert consume("essai", "b", at=NOON) == 0


def test_the_refusal_says_how_long_to_wait(rates):
    for _ in range(3):
        enforce("essai", "a", at=NOON)
    with pytest.raises(TooManyRequests) as refusal:
        enforce("essai", "a", at=NOON + timedelta(minutes=4))
    assert refusal.value.retry_after == 360


@pytest.mark.parametrize("nonsense", ["", "5", "5/m", "cinq/10m", "5/10y", "5/10m/ip"])
def test_a_rate_that_cannot_be_read_is_refused(nonsense):
    with pytest.raises(ValueError, match="not a rate"):
        Rate.parse(nonsense)


def test_the_counter_keeps_no_address(rates):
    consume("essai", "marie@exemple.fr", at=NOON)
    assert "marie" not in RateCounter.objects.get().key


@pytest.mark.django_db(transaction=True)
def test_two_processes_at_once_never_count_once(rates, settings):
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"essai": "5/10m"}
    answers = []

    def ask():
        answers.append(consume("essai", "a", at=NOON))
        connection.close()

    threads = [threading.Thread(target=ask) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers)[:6] == [0, 0, 0, 0, 0, 600]


@pytest.mark.parametrize(
    ("address", "key"),
    [("192.0.2.7", "192.0.2.7"), ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"), ("pas une adresse", "unknown")],
)
def test_a_network_is_one_requester(address, key):
    assert client_key(RequestFactory(REMOTE_ADDR=address).get("/")) == key


def test_a_header_of_the_requester_is_not_believed_without_a_proxy():
    request = RequestFactory(REMOTE_ADDR="192.0.2.7", HTTP_X_FORWARDED_FOR="203.0.113.9").get("/")
    assert client_key(request) == "192.0.2.7"


def test_the_proxy_in_front_is_believed(settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    request = RequestFactory(REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="198.51.100.1, 203.0.113.9").get("/")
    assert client_key(request) == "203.0.113.9"


def test_a_view_may_be_limited(rates, rf):
    view = limited("essai")(lambda request: HttpResponse())
    user = UserFactory()

    def ask(method):
        request = getattr(rf, method)("/")
        request.user = user
        return view(request)

    for _ in range(3):
        ask("post")
        ask("get")
    with pytest.raises(TooManyRequests):
        ask("post")
    ask("get")


def test_too_many_codes_for_one_address_is_a_page_that_says_when_to_come_back(client):
    with time_machine.travel(NOON, tick=False):
        for _ in range(5):
            assert client.post(SIGN_IN, {"email": "marie@exemple.fr"}).status_code == 302
        response = client.post(SIGN_IN, {"email": "MARIE@exemple.fr"})
    assert response.status_code == 429
    assert response["Retry-After"] == "900"
    assert "Plusieurs codes ont déjà été demandés" in text(response)
    assert "15 minutes" in text(response).replace("\u00a0", " ")
    assert len(mail.outbox) == 5
    with time_machine.travel(NOON + timedelta(minutes=15), tick=False):
        assert client.post(SIGN_IN, {"email": "marie@exemple.fr"}).status_code == 302


def test_the_limit_is_the_same_for_an_unknown_address(client):
    UserFactory(email="connue@exemple.fr")
    statuses = {}
    for address in ("connue@exemple.fr", "inconnue@exemple.fr"):
        statuses[address] = [client.post(SIGN_IN, {"email": address}).status_code for _ in range(6)]
    assert statuses["connue@exemple.fr"] == statuses["inconnue@exemple.fr"] == [302] * 5 + [429]


def test_a_stranger_cannot_lock_somebody_out_of_their_own_browser(client):
    user = UserFactory()
    sign_in_by_code(client, user)
    client.post("/deconnexion/")
    stranger = type(client)()
    for _ in range(20):
        stranger.post(SIGN_IN, {"email": user.email})
    assert stranger.post(SIGN_IN, {"email": user.email}).status_code == 429
    sign_in_by_code(client, user)
    assert signed_in_as(client) == str(user.pk)


def test_a_forged_cookie_gives_no_allowance(client, settings):
    user = UserFactory()
    for _ in range(5):
        client.post(SIGN_IN, {"email": user.email})
    client.cookies[settings.KNOWN_DEVICE_COOKIE] = f"{user.pk}:forged"
    assert client.post(SIGN_IN, {"email": user.email}).status_code == 429


def test_the_cookie_of_one_account_gives_no_allowance_on_another(client):
    sign_in_by_code(client, UserFactory())
    client.post("/deconnexion/")
    victim = UserFactory()
    statuses = [client.post(SIGN_IN, {"email": victim.email}).status_code for _ in range(6)]
    assert statuses[-1] == 429


def test_one_network_cannot_ask_for_codes_without_end(client, settings):
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"code_ip": "3/10m"}
    statuses = [client.post(SIGN_IN, {"email": f"a{n}@exemple.fr"}).status_code for n in range(4)]
    assert statuses == [302, 302, 302, 429]
    assert client.post(SIGN_IN, {"email": "b@exemple.fr"}, REMOTE_ADDR="203.0.113.9").status_code == 302


def test_all_networks_together_cannot_ask_for_codes_without_end(client, settings):
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"code_overall": "2/10m"}
    statuses = [client.post(SIGN_IN, {"email": f"a{n}@exemple.fr"}, REMOTE_ADDR=f"203.0.113.{n}").status_code for n in range(3)]
    assert statuses == [302, 302, 429]


def test_tries_sent_at_once_with_one_session_are_all_counted(client):
    """Parallel requests all read the session as it was before the first try: the counter does not."""
    client.post(SIGN_IN, {"email": UserFactory().email})
    untouched = client.session["account_login"]
    statuses = []
    for _ in range(5):
        session = client.session
        session["account_login"] = untouched
        session.save()
        statuses.append(client.post(CODE, {"code": "000 000"}).status_code)
    assert statuses == [200, 200, 200, 429, 429]
