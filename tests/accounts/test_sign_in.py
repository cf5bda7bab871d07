"""Signing in by a code received by e-mail."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.urls import reverse

from portevoix.base.accounts.models import User
from portevoix.base.audit.models import Entry
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
SIGN_IN, CODE = "/connexion/", "/connexion/code/"


def ask(client, email, **extra):
    return client.post(SIGN_IN, {"email": email}, **extra)


def code_in(message) -> str:
    return re.search(r"\d{3} \d{3}", message.body)[0]


def text(response) -> str:
    return response.content.decode()


def signed_in_as(client) -> str | None:
    return client.session.get("_auth_user_id")


def test_the_code_of_the_e_mail_signs_in(client):
    user = UserFactory()
    response = ask(client, user.email)
    assert (response.status_code, response.url) == (302, CODE)
    assert mail.outbox[0].to == [user.email]
    response = client.post(CODE, {"code": code_in(mail.outbox[0])})
    assert (response.status_code, response.url) == (302, "/espace/")
    assert signed_in_as(client) == str(user.pk)


@pytest.mark.parametrize("written", ["{a}{b}", " {a} {b} ", "{a}\u00a0{b}", "{a}\u202f{b}", "{a}-{b}", "{a}.{b}", "\t{a}{b}\n"])
def test_a_code_may_be_pasted_with_blanks_points_or_dashes(client, written):
    user = UserFactory()
    ask(client, user.email)
    a, b = code_in(mail.outbox[0]).split()
    client.post(CODE, {"code": written.format(a=a, b=b)})
    assert signed_in_as(client) == str(user.pk)


def test_the_address_may_be_written_in_capitals(client):
    user = UserFactory(email="marie@exemple.fr")
    ask(client, "Marie@Exemple.FR")
    client.post(CODE, {"code": code_in(mail.outbox[0])})
    assert signed_in_as(client) == str(user.pk)


def test_the_page_goes_where_the_person_wanted_to_go(client):
    user = UserFactory()
    page = client.get("/connexion/?next=/compte/")
    assert 'name="next" value="/compte/"' in text(page)
    response = client.post(SIGN_IN, {"email": user.email, "next": "/compte/"})
    assert response.url == "/connexion/code/?next=%2Fcompte%2F"
    response = client.post(response.url, {"code": code_in(mail.outbox[0])})
    assert response.url == "/compte/"


def test_the_page_never_sends_to_another_site(client):
    user = UserFactory()
    client.post(SIGN_IN, {"email": user.email, "next": "https://ailleurs.exemple/"})
    response = client.post(CODE, {"code": code_in(mail.outbox[0]), "next": "https://ailleurs.exemple/"})
    assert response.url == "/espace/"


def test_an_unknown_address_gets_the_same_answer(client, django_user_model, django_assert_max_num_queries):
    UserFactory(email="connue@exemple.fr")
    known, unknown = (type(client)() for _ in range(2))
    first, second = ask(known, "connue@exemple.fr"), ask(unknown, "inconnue@exemple.fr")
    assert (first.status_code, first.url) == (second.status_code, second.url)
    assert set(first.headers) == set(second.headers)
    assert set(first.cookies) == set(second.cookies)
    pages = [text(browser.get(CODE)) for browser in (known, unknown)]
    blank = [re.sub(r'value="[^"]{40,}"', "", page).replace(who, "") for page, who in zip(pages, ("connue", "inconnue"), strict=True)]
    assert blank[0].replace("inconnue", "") == blank[1].replace("inconnue", "")
    answers = [browser.post(CODE, {"code": "000 000"}) for browser in (known, unknown)]
    assert answers[0].status_code == answers[1].status_code == 200


def test_an_unknown_address_costs_the_same_work(client, django_assert_num_queries):
    """One e-mail leaves in both cases: the time of the answer tells nothing."""
    UserFactory(email="connue@exemple.fr")
    browsers = [type(client)() for _ in range(4)]
    ask(browsers[0], "echauffement@exemple.fr")
    mail.outbox.clear()
    ask(browsers[1], "connue@exemple.fr")
    assert len(mail.outbox) == 1
    ask(browsers[2], "inconnue@exemple.fr")
    assert len(mail.outbox) == 2
    assert "Aucun compte" in mail.outbox[1].subject
    assert not re.search(r"\d{3} \d{3}\b(?! 00)", mail.outbox[1].body.split("Besoin")[0])
    for browser, total in ((browsers[1], 3), (browsers[2], 4)):
        browser.post(CODE, {"action": "resend"})
        assert len(mail.outbox) == total


def test_no_account_is_made_by_asking_for_a_code(client):
    ask(client, "inconnue@exemple.fr")
    client.post(CODE, {"code": ""})
    assert not User.objects.exists()


def test_a_closed_account_is_answered_as_an_unknown_one(client):
    UserFactory(email="partie@exemple.fr", is_active=False)
    assert ask(client, "partie@exemple.fr").url == CODE
    assert "Aucun compte" in mail.outbox[0].subject


def test_a_wrong_code_leaves_two_more_tries_then_another_code_is_needed(client):
    user = UserFactory()
    ask(client, user.email)
    good = code_in(mail.outbox[0])
    wrong = "111 111" if good != "111 111" else "222 222"
    for _ in range(2):
        response = client.post(CODE, {"code": wrong})
        assert response.status_code == 200
        assert "Ce code n’est pas le bon" in text(response)
    response = client.post(CODE, {"code": wrong}, follow=True)
    assert response.redirect_chain == [(SIGN_IN, 302)]
    assert "Trop d’essais ont échoué" in text(response)
    client.post(CODE, {"code": good})
    assert signed_in_as(client) is None


def test_a_wrong_code_is_journaled_without_the_code(client):
    user = UserFactory()
    ask(client, user.email)
    client.post(CODE, {"code": "000 000"})
    entry = Entry.objects.get(action="account.code_rejected")
    assert (entry.target_id, entry.actor) == (user.pk, "programme sign_in")
    assert "000" not in str(entry.data)


def test_a_code_is_refused_after_ten_minutes(client):
    user = UserFactory()
    with time_machine.travel(NOON, tick=False):
        ask(client, user.email)
    with time_machine.travel(NOON + timedelta(minutes=9, seconds=59), tick=False):
        assert client.get(CODE).status_code == 200
    with time_machine.travel(NOON + timedelta(minutes=10, seconds=1), tick=False):
        response = client.post(CODE, {"code": code_in(mail.outbox[0])}, follow=True)
    assert "Ce code n’est plus valable" in text(response)
    assert signed_in_as(client) is None


def test_a_code_serves_once(client):
    user = UserFactory()
    ask(client, user.email)
    code = code_in(mail.outbox[0])
    client.post(CODE, {"code": code})
    client.post("/deconnexion/")
    client.post(CODE, {"code": code})
    assert signed_in_as(client) is None


def test_a_code_works_only_in_the_browser_that_asked_for_it(client):
    user = UserFactory()
    ask(client, user.email)
    other = type(client)()
    response = other.post(CODE, {"code": code_in(mail.outbox[0])})
    assert (response.status_code, response.url) == (302, SIGN_IN)
    assert signed_in_as(other) is None


def test_a_second_code_replaces_the_first(client):
    user = UserFactory()
    ask(client, user.email)
    client.post(CODE, {"action": "resend"})
    first, second = map(code_in, mail.outbox)
    if first != second:
        client.post(CODE, {"code": first})
        assert signed_in_as(client) is None
    client.post(CODE, {"code": second})
    assert signed_in_as(client) == str(user.pk)


def test_a_code_is_sent_again_twice_only(client):
    ask(client, UserFactory().email)
    for _ in range(4):
        client.post(CODE, {"action": "resend"})
    assert len(mail.outbox) == 3
    assert "Renvoyer un code" not in text(client.get(CODE))


def test_another_address_may_be_given_while_a_code_is_on_its_way(client):
    user = UserFactory()
    ask(client, "mari@exemple.fr")
    page = text(client.get(SIGN_IN))
    assert "mari@exemple.fr" in page and "Saisir le code reçu" in page
    ask(client, user.email)
    client.post(CODE, {"code": code_in(mail.outbox[1])})
    assert signed_in_as(client) == str(user.pk)


@pytest.mark.parametrize("address", ["", "marie", "marie@", "a" * 300 + "@exemple.fr"])
def test_an_address_that_is_none_is_refused_with_a_sentence(client, address):
    response = ask(client, address)
    assert response.status_code == 200
    assert response.context["form"].errors["email"]
    assert mail.outbox == []


def test_the_session_number_changes_at_the_sign_in(client):
    user = UserFactory()
    ask(client, user.email)
    before = client.session.session_key
    client.post(CODE, {"code": code_in(mail.outbox[0])})
    assert client.session.session_key != before


def test_the_way_in_is_journaled_and_the_visit_counted(client):
    user = UserFactory()
    ask(client, user.email)
    client.post(CODE, {"code": code_in(mail.outbox[0])})
    entry = Entry.objects.get(action="account.sign_in")
    assert (entry.actor_id, entry.target_id, entry.data) == (user.pk, user.pk, {"method": "code"})
    user.refresh_from_db()
    assert user.visits == 1


def test_signing_out_is_a_post(client):
    user = UserFactory()
    client.force_login(user)
    assert client.get("/deconnexion/").status_code == 200
    assert signed_in_as(client) == str(user.pk)
    assert client.post("/deconnexion/").url == SIGN_IN
    assert signed_in_as(client) is None


def test_the_code_field_opens_the_keyboard_of_digits(client):
    ask(client, UserFactory().email)
    page = text(client.get(CODE))
    field = re.search(r'<input type="text" name="code"[^>]*>', page)[0]
    assert 'inputmode="numeric"' in field
    assert 'autocomplete="one-time-code"' in field


def test_the_e_mail_is_plain_french_and_asks_for_no_reply(client):
    ask(client, UserFactory().email)
    message = mail.outbox[0]
    assert message.subject == "Votre code pour vous connecter à Porte-voix"
    assert "valable dix minutes" in message.body
    assert message.extra_headers == {"Auto-Submitted": "auto-generated"}
    assert message.content_subtype == "plain"
    assert "<" not in message.body and "&" not in message.body


def test_when_the_e_mail_cannot_leave_the_page_says_so(client, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = 1
    response = client.post(SIGN_IN, {"email": UserFactory().email}, follow=True)
    assert "Le courriel n’a pas pu partir" in text(response)


def test_there_is_no_open_sign_up(client):
    assert "Personne n’ouvre son compte seul" in text(client.get(reverse("account_signup")))
    assert client.post(reverse("account_signup"), {"email": "moi@exemple.fr"}).status_code == 200
    assert not User.objects.exists()


@pytest.mark.parametrize("path", ["/accounts/login/", "/accounts/signup/", "/compte/email/", "/accounts/password/reset/"])
def test_the_pages_of_the_library_that_are_not_used_do_not_exist(client, path):
    assert client.get(path).status_code == 404


def test_the_journal_and_the_log_know_the_request_by_the_same_number(client):
    user = UserFactory()
    ask(client, user.email)
    response = client.post(CODE, {"code": code_in(mail.outbox[0])})
    assert Entry.objects.get(action="account.sign_in").request_id == response["X-Request-ID"]
