"""The sign-in of the demonstration: for fictional people only, and only in the demonstration."""

import importlib
import re
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import clear_url_caches

from config import urls
from portevoix.base.accounts.mailbox import letter_paths, read_letter
from portevoix.base.audit.models import Entry
from portevoix.register.access.selectors import demo_accounts
from tests.factories import TODAY, DepartmentFactory, RegionFactory, UserFactory, user_with_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def demonstration(settings):
    """The URL table as it is in the demonstration, put back afterwards."""

    def reload(demo):
        settings.DEMO = demo
        settings.SECOND_FACTOR_REQUIRED = not demo
        importlib.reload(urls)
        clear_url_caches()

    reload(True)
    yield
    reload(False)


def fictional(role, **scope):
    user = user_with_role(role, **scope)
    user.is_demo = True
    user.save()
    return user


@pytest.mark.parametrize("path", ["/demo/connexion/", "/demo/courriels/"])
def test_outside_the_demonstration_the_pages_do_not_exist(client, path):
    assert client.get(path).status_code == 404


def test_each_fictional_person_has_a_button_with_role_and_place(demonstration, client):
    user = fictional("ars_department", territory=DepartmentFactory())
    page = client.get("/demo/connexion/").content.decode()
    assert f'value="{user.pk}"' in page
    assert "ARS, délégation départementale · Bas-Rhin" in page


def test_pressing_the_button_signs_in_as_that_person(demonstration, client):
    user = fictional("ars_region", territory=RegionFactory())
    response = client.post("/demo/connexion/", {"compte": user.pk})
    assert (response.status_code, response.url) == (302, "/espace/")
    assert client.session["_auth_user_id"] == str(user.pk)


@pytest.mark.parametrize("number", ["", "abc", "-1", "999999"])
def test_a_number_that_is_nobody_signs_nobody_in(demonstration, client, number):
    assert client.post("/demo/connexion/", {"compte": number}).status_code == 404
    assert "_auth_user_id" not in client.session


def test_a_real_account_cannot_be_entered_this_way(demonstration, client):
    assert client.post("/demo/connexion/", {"compte": UserFactory().pk}).status_code == 404
    assert "_auth_user_id" not in client.session


def test_the_people_are_listed_in_the_order_of_the_roles():
    observer = fictional("national_observer")
    officer = fictional("ars_region", territory=RegionFactory())
    user_with_role("ars_region", territory=RegionFactory())
    accounts = demo_accounts(today=TODAY)
    assert [account.pk for account in accounts] == [officer.pk, observer.pk]
    assert [account.place for account in accounts] == ["Grand Est", "tout le pays"]


def test_the_e_mails_of_the_demonstration_are_read_on_a_page(demonstration, client, settings, tmp_path):
    settings.EMAIL_BACKEND = "portevoix.base.accounts.mailbox.FolderBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "courriels"
    assert "Aucun courriel" in client.get("/demo/courriels/").content.decode()
    user = UserFactory(email="eloise@exemple.fr")
    for address in ("premiere@exemple.fr", user.email):
        client.post("/connexion/", {"email": address})
    page = client.get("/demo/courriels/").content.decode()
    assert page.index("Votre code pour vous connecter") < page.index("Aucun compte Porte-voix")
    assert "eloise@exemple.fr" in page
    assert "Recopiez-le sur la page où vous l’avez demandé." in page
    code = re.search(r"\b\d{3} \d{3}\b", page)[0]
    client.post("/connexion/code/", {"code": code})
    assert client.session["_auth_user_id"] == str(user.pk)


def test_an_e_mail_is_shown_as_text_never_as_a_page(demonstration, client, settings, tmp_path):
    settings.EMAIL_BACKEND = "portevoix.base.accounts.mailbox.FolderBackend"
    settings.EMAIL_FILE_PATH = tmp_path
    mail.send_mail("<b>Objet</b>", "<script>alert(1)</script>", None, ["marie@exemple.fr"])
    page = client.get("/demo/courriels/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;b&gt;Objet" in page


def test_the_mailbox_has_pages_a_filter_and_shows_e_mails_in_several_parts(demonstration, client, settings, tmp_path):
    settings.EMAIL_BACKEND = "portevoix.base.accounts.mailbox.FolderBackend"
    settings.EMAIL_FILE_PATH = tmp_path
    for number in range(25):
        body = "Voir https://exemple.fr/a\n\n<b>gras</b>"
        email = mail.EmailMultiAlternatives(f"Sujet {number}", body, None, [f"Odile {number} <o{number}@exemple.fr>"])
        email.attach_alternative("<p>HTML</p>", "text/html")
        email.attach("arrêté.pdf", b"%PDF", "application/pdf")
        email.send()
    first, second, found = (client.get(f"/demo/courriels/{query}").content.decode() for query in ("", "?page=2", "?q=o7@"))
    assert first.index("Sujet 24<") < first.index("Sujet 5<")
    assert ("Sujet 4<" in first, "Sujet 4<" in second) == (False, True)
    assert '<a href="https://exemple.fr/a">' in first and "&lt;b&gt;gras" in first and "arrêté.pdf" in first and "HTML" not in first
    assert ("Sujet 7<" in found, "Sujet 8<" in found) == (True, False)


def test_entering_the_demonstration_is_journaled(demonstration, client):
    user = fictional("ars_region", territory=RegionFactory())
    client.post("/demo/connexion/", {"compte": user.pk})
    assert Entry.objects.get(action="account.sign_in").data == {"method": "demo"}


def test_an_e_mail_shows_the_hour_of_paris_whoever_dated_it(demonstration, settings, tmp_path):
    settings.EMAIL_BACKEND = "portevoix.base.accounts.mailbox.FolderBackend"
    settings.EMAIL_FILE_PATH = tmp_path
    for zone in (True, False):  # with the zone of Paris, and « -0000 »
        settings.EMAIL_USE_LOCALTIME = zone
        mail.send_mail("Sujet", "Texte", None, ["marie@exemple.fr"])
    local, universal = (read_letter(path).sent_at for path in letter_paths())
    assert abs(local - universal) < timedelta(minutes=5)
