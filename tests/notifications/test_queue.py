"""Writing messages: with the act, one row a recipient, nothing that an address or a value could break."""

import pytest
from django.db import IntegrityError, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from portevoix.base.audit.actors import Program
from portevoix.base.core.text_templates import TemplateFault
from portevoix.base.notifications.actions import queue, queue_many
from portevoix.base.notifications.enums import MessageState
from portevoix.base.notifications.models import Message, Suppression, TextTemplate
from portevoix.base.notifications.outbox import ACCENTED, UNKNOWN, About, Draft, Recipient
from tests.factories import TODAY, BodyFactory, RegionFactory, user_with_role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("texts")]
ME = Program("essai")
VALUES = {"numero": "C-1", "motif": ""}
ODILE = Recipient("odile@exemple.fr", "Odile WERNERT")


def one(**kwargs):
    return queue(kwargs.pop("code", "essai.decision"), **{"to": [ODILE], "values": VALUES, "by": ME} | kwargs)[0]


def test_a_message_of_an_act_that_failed_does_not_exist():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        one()
        raise ZeroDivisionError
    assert not Message.objects.exists()


def test_the_row_says_to_whom_what_and_by_whom():
    officer = user_with_role("ars_region", territory=RegionFactory())
    message = one(by=officer)
    message.refresh_from_db()
    assert (message.recipient_email, message.recipient_name, message.state) == ("odile@exemple.fr", "Odile WERNERT", MessageState.QUEUED)
    assert message.subject == "Candidature C-1"
    assert message.body == "Bonjour Odile WERNERT,\n\nCandidature C-1\u00a0: elle est examinée.\n\nPorte-voix"
    assert (message.queued_by, message.attempts, message.template) == (officer, 0, None)


def test_each_message_and_recipient_has_an_identifier_of_its_own():
    first, second = queue("essai.decision", to=[ODILE, Recipient("luc@exemple.fr")], values=VALUES, by=ME)
    assert first.message_id != second.message_id
    assert second.body.startswith("Bonjour Madame, Monsieur,")
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.filter(pk=second.pk).update(message_id=first.message_id)


def test_the_region_and_the_subject_are_those_of_the_row():
    body = BodyFactory()
    message = one(about=body)
    assert (message.about_kind, message.about_number, message.about_label) == ("directory.body", body.pk, str(body))
    assert message.region == body.scope_keys.region
    assert one(about=About(label="Appel 3"), region="44").region == "44"
    assert one().region == ""


def test_the_worker_is_told_once_the_act_is_done(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        one()
        one()
        assert not ProcrastinateJob.objects.exists()
    assert [job.task_name for job in ProcrastinateJob.objects.all()] == ["notifications.send"]


def test_many_messages_take_few_statements(django_assert_max_num_queries):
    drafts = [Draft(to=Recipient(f"p{number}@exemple.fr"), values=VALUES) for number in range(400)]
    with django_assert_max_num_queries(6):
        queue_many("essai.decision", drafts, by=ME)
    assert Message.objects.count() == 400


@pytest.mark.parametrize(
    "email", ["odilé@exemple.fr", "odile", "odile@", "@exemple.fr", "o dile@exemple.fr", "a@b@c", "o@exemple.fr\nBcc: x@y.fr"]
)
def test_an_address_that_cannot_be_written_to_is_a_failure_that_says_why_and_stops_nothing(email):
    refused, fine = queue("essai.decision", to=[Recipient(email), ODILE], values=VALUES, by=ME)
    assert (refused.state, fine.state) == (MessageState.FAILED, MessageState.QUEUED)
    assert refused.reason.startswith("Cette adresse électronique")
    assert "\n" not in refused.recipient_email


def test_an_accented_address_is_refused_and_an_accented_domain_is_written_in_ascii():
    assert one(to=[Recipient("éloïse@exemple.fr")]).reason == ACCENTED
    assert one(to=[Recipient(" ", "Odile WERNERT")]).reason == UNKNOWN
    assert one(to=[Recipient("eloise@Hôpital.fr")]).recipient_email == "eloise@xn--hpital-ixa.fr"


def test_nothing_given_can_open_a_new_header():
    message = one(
        to=[Recipient("odile@exemple.fr", "Odile\r\nBcc: tous@exemple.fr")], values={"numero": "C-1\nBcc: a@b.fr", "motif": "\x00"}
    )
    assert "\n" not in message.subject + message.recipient_name
    assert "\r" not in message.subject + message.recipient_name
    message.refresh_from_db()


def test_a_missing_value_is_a_sentence_and_nothing_is_written():
    with pytest.raises(TemplateFault, match=r"Il manque une valeur pour \{motif\} dans «\u00a0Décision\u00a0»"):
        one(values={"numero": "C-1"})
    with pytest.raises(TemplateFault, match=r"Il manque une valeur pour \{numero\}"):
        one(values={"numero": "", "motif": ""})
    assert not Message.objects.exists()


def test_an_emoji_and_a_long_line_are_kept():
    message = one(values={"numero": "C-1", "motif": "Bravo 🎉 " + "x" * 3_000})
    message.refresh_from_db()
    assert "🎉" in message.body and "x" * 3_000 in message.body


def test_whoever_unsubscribed_gets_a_row_that_says_so_and_no_message():
    Suppression.objects.create(email="odile@exemple.fr", family="calls")
    values = {"appel": "2027", "lien": "https://porte-voix.example/"}
    refused, sent = queue(
        "essai.annonce", to=[Recipient("Odile@exemple.fr"), Recipient("luc@exemple.fr")], values=values, by=ME, unsubscribable=True
    )
    assert (refused.state, sent.state) == (MessageState.SUPPRESSED, MessageState.QUEUED)
    assert one(code="essai.annonce", values=values).state == MessageState.QUEUED, "a message of a procedure is sent to everybody"


def test_nobody_unsubscribes_from_a_text_without_a_family():
    with pytest.raises(ValueError, match="family"):
        one(unsubscribable=True)


def test_a_letter_is_not_sent_by_e_mail():
    with pytest.raises(ValueError, match="not the text of an e-mail"):
        one(code="essai.lettre", values={"nom": "Odile"})


def test_the_version_in_force_is_used_and_remembered(clock):
    version = TextTemplate.objects.create(
        code="essai.decision", starts_on=TODAY, subject="Dossier {numero}", body="Votre dossier {numero} avance !", source="essai"
    )
    message = one()
    assert (message.template, message.subject, message.body) == (version, "Dossier C-1", "Votre dossier C-1 avance\u00a0!")
