"""After the sending: failures sent again, news from the servers, texts rewritten, what is forgotten."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import timezone

from portevoix.base.audit.actors import Program
from portevoix.base.audit.models import Entry
from portevoix.base.core import health
from portevoix.base.notifications import actions, selectors
from portevoix.base.notifications.enums import MessageState
from portevoix.base.notifications.models import Message, TextTemplate
from portevoix.base.notifications.outbox import About, Recipient
from portevoix.base.notifications.reports import read_report
from tests.factories import TODAY, StoredFileFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("texts")]
ME = Program("essai")
S = MessageState


def written(*emails, **kwargs):
    values = {"numero": "C-1", "motif": ""}
    return actions.queue("essai.decision", to=[Recipient(email) for email in emails], values=values, by=ME, **kwargs)


def set_state(message, state, **fields):
    Message.objects.filter(pk=message.pk).update(state=state, **fields)


def test_only_the_failures_are_sent_again_under_the_same_message_id():
    failed, sent, *_ = written("a@exemple.fr", "b@exemple.fr", "c@exemple.fr", "é@exemple.fr")
    set_state(failed, S.FAILED, reason="550 Unknown", failures=3)
    set_state(sent, S.SENT, sent_at=timezone.now())
    assert actions.retry_failed(messages=Message.objects.all(), by=ME) == (1, 1)
    assert list(Message.objects.order_by("pk").values_list("state", flat=True)) == [S.QUEUED, S.SENT, S.QUEUED, S.FAILED]
    again = Message.objects.get(pk=failed.pk)
    assert (again.message_id, again.failures) == (failed.message_id, 0)
    assert [entry.target_id for entry in Entry.objects.filter(action="message.retry")] == [failed.pk]


def test_the_ledger_is_filtered_by_state_text_recipient_and_subject():
    one, two = written("odile@exemple.fr", "luc@exemple.fr", about=About(label="Candidature C-1"), region="44")

    class Grand:
        everything, regions = False, {"44"}

    class Other:
        everything, regions = False, {"11"}

    def found(**criteria):
        return list(selectors.messages(Grand, selectors.Criteria(**criteria)))

    assert found() == [two, one]
    assert found(recipient="ODILE") == [one]
    assert found(about="c-1", state=S.QUEUED, code="essai.decision") == [two, one]
    assert found(state=S.SENT) == found(code="autre") == found(about="C-2") == []
    assert not selectors.messages(Other, selectors.Criteria()).exists()
    assert selectors.state_counts(Message.objects.all()) == {S.QUEUED: 2}


REPORT = """From: MAILER-DAEMON@exemple.fr
To: retour@porte-voix.example
Subject: Delivery Status
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="x"

--x
Content-Type: text/plain

Not delivered.

--x
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.exemple.fr

Final-Recipient: rfc822; a@exemple.fr
Action: {action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 Unknown user

--x
Content-Type: {kind}

Message-ID: <{identifier}>
Subject: Candidature

{body}
--x--
"""


def report(message, action, kind="text/rfc822-headers"):
    return REPORT.format(
        action=action, identifier=message.message_id, kind=kind, body="Bonjour" if kind == "message/rfc822" else ""
    ).encode()


@pytest.mark.parametrize("kind", ["text/rfc822-headers", "message/rfc822"])
@pytest.mark.parametrize(("action", "state"), [("failed", S.FAILED), ("delivered", S.DELIVERED), ("delayed", S.SENT)])
def test_what_the_servers_write_back_is_noted(tmp_path, action, state, kind):
    (message,) = written("a@exemple.fr")
    set_state(message, S.SENT, sent_at=timezone.now())
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "1").write_bytes(report(message, action, kind))
    (tmp_path / "2.eml").write_bytes(b"Subject: Bonjour\n\nune vraie lettre")
    call_command("read_delivery_reports", tmp_path)
    assert Message.objects.get().state == S.SENT, "dry unless told"
    call_command("read_delivery_reports", tmp_path, "--apply")
    message.refresh_from_db()
    assert message.state == state
    assert (tmp_path / "2.eml").exists()
    if state == S.FAILED:
        assert message.reason == "Le serveur du destinataire a renvoyé le message\u00a0: smtp; 550 5.1.1 Unknown user"


def test_a_report_about_an_unknown_message_changes_nothing():
    (message,) = written("a@exemple.fr")
    assert not actions.note_report(read_report(report(message, "failed")))  # it has not even left
    message.refresh_from_db()
    assert message.state == S.QUEUED


def test_a_new_version_is_written_with_its_author_and_its_reason(clock):
    version = actions.rewrite(
        code="essai.lettre", subject="Objet", body="Bonjour {nom}", starts_on=TODAY, source="note", by=ME, today=TODAY
    )
    assert (version.source, version.body) == ("note", "Bonjour {nom}")
    assert Entry.objects.get().data == {"text": "essai.lettre", "first": str(TODAY)}
    back = actions.restore_delivered(code="essai.lettre", starts_on=TODAY, source="retour", by=ME, today=TODAY)
    assert back.delivered
    assert selectors.text("essai.lettre", {"nom": "Odile"}, on=TODAY)[0] == "Votre désignation"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"starts_on": TODAY - timedelta(days=1)}, "commence aujourd’hui ou plus tard"),
        ({"body": "{autre}"}, "Le modèle demande {autre}"),
        ({"subject": "Votre désignation", "body": "Bonjour {nom},\r\n\r\nVous êtes désignée."}, "déjà celui qui sera en vigueur"),
    ],
)
def test_a_version_that_cannot_be_is_refused_and_nothing_is_written(changes, sentence):
    arguments = {"subject": "Objet", "body": "Texte", "starts_on": TODAY, "source": "note"} | changes
    with pytest.raises(ValidationError) as refusal:
        actions.rewrite(code="essai.lettre", by=ME, today=TODAY, **arguments)
    assert sentence in " ".join(refusal.value.messages)
    assert not TextTemplate.objects.exists()


def test_going_back_to_what_is_already_delivered_is_refused():
    with pytest.raises(ValidationError, match="déjà celui"):
        actions.restore_delivered(code="essai.lettre", starts_on=TODAY, source="x", by=ME, today=TODAY)


def test_an_old_message_keeps_its_dates_and_its_state_only():
    old, _, new = written("a@exemple.fr", "b@exemple.fr", "c@exemple.fr", attachments=[StoredFileFactory()])
    now = timezone.now()
    Message.objects.exclude(pk=new.pk).update(queued_at=now - timedelta(days=400))
    set_state(old, S.SENT, sent_at=now)
    set_state(new, S.SENT, sent_at=now)
    assert actions.forget(before=now - timedelta(days=365)) == 1
    old.refresh_from_db()
    assert (old.recipient_email, old.recipient_name, old.body, old.about_label, old.attachments.count()) == ("", "", "", "", 0)
    assert (old.state, old.code, old.sent_at) == (S.SENT, "essai.decision", now)
    assert Message.objects.filter(body="").count() == 1
    assert actions.forget(before=now - timedelta(days=365)) == 0


def test_a_message_never_tried_for_long_shows_on_the_health_page(client):
    written("a@exemple.fr")
    assert health.PARTS["courriels"](timezone.now()).ok
    Message.objects.update(queued_at=timezone.now() - timedelta(minutes=20))
    assert not health.PARTS["courriels"](timezone.now()).ok
    assert client.get("/sante").json()["courriels"] == {"ok": False, "detail": "messages en attente\u00a0: 1, en retard\u00a0: 1"}


def test_without_a_worker_a_command_sends_what_waits(mailoutbox, capsys):
    written("a@exemple.fr", "b@exemple.fr")
    call_command("send_messages")
    assert [message.to for message in mailoutbox] == [["a@exemple.fr"], ["b@exemple.fr"]]
    assert "envoyés\u00a0: 2" in capsys.readouterr().out
