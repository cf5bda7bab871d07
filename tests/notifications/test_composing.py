"""The e-mail itself: two versions that say the same, headers that nobody can bend, one click to stop."""

import re
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default

import pytest
from django.test import Client
from django.urls import reverse

from portevoix.base.audit.actors import Program
from portevoix.base.audit.models import Entry
from portevoix.base.notifications.actions import queue
from portevoix.base.notifications.composing import compose, html_twin
from portevoix.base.notifications.enums import MessageState
from portevoix.base.notifications.models import Message, Suppression
from portevoix.base.notifications.outbox import Recipient
from portevoix.base.notifications.readable import blocks, pieces
from portevoix.base.notifications.unsubscribing import read_token, token_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("texts")]
NEWS = {"appel": "2027", "lien": "https://porte-voix.example/appels/12/?a=1&b=2"}


def written(code="essai.decision", *, name="Odile WERNERT", email="odile@exemple.fr", **kwargs):
    values = kwargs.pop("values", {"numero": "C-1", "motif": ""})
    return queue(code, to=[Recipient(email, name)], values=values, by=Program("essai"), **kwargs)[0]


def email_of(message):
    """Return the e-mail as a reader's program understands it, from its bytes."""
    return message_from_bytes(compose(message).message().as_bytes(linesep="\r\n"), policy=default)


def part(email, kind):
    return email.get_body(preferencelist=(kind,)).get_content().replace("\r\n", "\n")


def test_both_versions_say_the_same():
    email = email_of(written(values={"numero": "C-1", "motif": "pièces manquantes :\n- le bulletin\n- la carte"}))
    assert email.get_content_type() == "multipart/alternative"
    words = re.sub(r"<[^>]+>", "\n", part(email, "html").partition("<body>")[2])
    assert words.split() == part(email, "plain").split()
    assert '<html lang="fr">' in part(email, "html")
    assert "Bonjour Odile WERNERT," in part(email, "plain")


def test_the_headers_say_who_when_and_that_a_machine_wrote():
    message = written(reply_to="ars@exemple.fr")
    Message.objects.filter(pk=message.pk).update(queued_at=datetime(2026, 11, 22, 9, tzinfo=UTC))
    message.refresh_from_db()
    email = email_of(message)
    assert email["Message-ID"] == f"<{message.message_id}>"
    assert email["Auto-Submitted"] == "auto-generated"
    assert email["Reply-To"] == "ars@exemple.fr"
    assert email["Date"].datetime == datetime(2026, 11, 22, 9, tzinfo=UTC)
    assert email["To"].addresses[0].display_name == "Odile WERNERT"
    assert email["List-Unsubscribe"] is None


@pytest.mark.parametrize("name", ['LOIR, "Olivier" <x@y.fr>', "Éloïse ŒIL", "🎉 Odile", "a" * 160, "(essai) ; :"])
def test_no_name_changes_who_receives(name):
    email = email_of(written(name=name))
    assert [address.addr_spec for address in email["To"].addresses] == ["odile@exemple.fr"]
    assert email["To"].addresses[0].display_name == name


def test_a_subject_of_any_length_and_script_is_read_back():
    message = written(values={"numero": "é🎉 " * 60, "motif": ""})
    assert " ".join(email_of(message)["Subject"].split()) == message.subject


def test_html_in_a_value_is_only_words():
    email = email_of(written(name="<b>Odile</b>", values={"numero": "1", "motif": '<script>alert(1)</script> <img src="x"> & "é"'}))
    assert "<script>" not in part(email, "html") and "<img" not in part(email, "html") and "<b>" not in part(email, "html")
    assert "<script>alert(1)</script>" in part(email, "plain")


def test_long_lines_and_dots_arrive_whole_and_no_line_on_the_way_is_too_long():
    message = written(values={"numero": "1", "motif": "x" * 5_000 + "\n.\n..\nFrom moi"})
    raw = compose(message).message().as_bytes(linesep="\r\n")
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998
    assert raw.isascii()
    text = part(message_from_bytes(raw, policy=default), "plain")
    assert "x" * 5_000 in text and "\n.\n..\nFrom moi" in text


@pytest.mark.parametrize(
    ("line", "links"),
    [
        ("Voir https://a.fr/b?c=1&d=2.", ["https://a.fr/b?c=1&d=2"]),
        ("(https://a.fr/b), puis http://c.fr/", ["https://a.fr/b", "http://c.fr/"]),
        ("« https://a.fr/b\u00a0»", ["https://a.fr/b"]),
        ("javascript:alert(1) ftp://x", []),
        ('https://a.fr/"onclick="x', ["https://a.fr/"]),
    ],
)
def test_web_addresses_become_links_and_nothing_else_does(line, links):
    found = pieces(line)
    assert [piece["link"] for piece in found if "link" in piece] == links
    assert "".join(piece.get("link") or piece["words"] for piece in found) == line


def test_lines_that_begin_with_a_dash_are_a_list():
    assert [sorted(block) for block in blocks("Bonjour\n\n- un\n- deux\n\nFin - vraiment")] == [["lines"], ["entries"], ["lines"]]
    assert "<li>un</li>" in html_twin("x", "- un\n- deux")


def test_one_click_to_stop_where_it_is_lawful_and_only_there():
    email = email_of(written("essai.annonce", values=NEWS, unsubscribable=True))
    address = email["List-Unsubscribe"].strip(" <>")
    assert email["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert address.startswith("http://127.0.0.1:8000/messages/desinscription/")
    assert "odile" not in address
    assert address in part(email, "plain")
    assert "Vous ne voulez plus recevoir les annonces d’appels à candidatures\u00a0?" in part(email, "plain")


def path_of(message):
    return compose(message).extra_headers["List-Unsubscribe"].strip("<>").removeprefix("http://127.0.0.1:8000")


def test_the_e_mail_program_unsubscribes_without_cookie_nor_page():
    message = written("essai.annonce", values=NEWS, unsubscribable=True)
    answer = Client(enforce_csrf_checks=True).post(path_of(message), {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert Suppression.objects.get().email == "odile@exemple.fr"
    message.refresh_from_db()
    assert message.state == MessageState.SUPPRESSED, "what waits does not leave"
    assert Entry.objects.get().action == "suppression.add"


def test_looking_at_the_page_stops_nothing_and_its_button_does_and_undoes(client):
    path = path_of(written("essai.annonce", values=NEWS, unsubscribable=True))
    assert "Ne plus recevoir ces messages" in client.get(path).content.decode()
    assert not Suppression.objects.exists()
    assert "Vous ne recevrez plus" in client.post(path, follow=True).content.decode()
    client.post(path)
    assert Suppression.objects.count() == 1
    client.post(path, {"choix": "recevoir"})
    assert not Suppression.objects.exists()


def test_a_forged_address_stops_nothing(client):
    assert client.post(reverse("unsubscribe", args=["gAAAAAforged"])).status_code == 404
    assert read_token("é") is None


def test_a_former_secret_key_still_reads_the_links_that_left(settings):
    token = token_of("Odile@exemple.fr", "calls")
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another-" + "y" * 40
    assert read_token(token) == ("odile@exemple.fr", "calls")
