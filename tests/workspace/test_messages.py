"""« Messages » and « Textes »: what agents see of what leaves, and what they may write."""

import pytest
from django.urls import reverse

from portevoix.base.audit.actors import Program
from portevoix.base.notifications.actions import queue
from portevoix.base.notifications.enums import MessageState
from portevoix.base.notifications.models import Message, TextTemplate
from portevoix.base.notifications.outbox import About, Recipient
from portevoix.base.notifications.registry import TEXTS
from tests import factories as make
from tests.sign_in import sign_in
from tests.workspace.acting import sentences

pytestmark = pytest.mark.django_db
CODE = "candidacies.acknowledgement"
MESSAGES, TEXT = "/espace/messages/", f"/espace/textes/{CODE}/"


@pytest.fixture
def written():
    """Four messages of the region, one of another, one of the platform."""
    to = [Recipient(f"{name.lower()}@exemple.fr", f"{name} WERNERT") for name in ("Odile", "Luc", "Rose", "Marc")]
    values, about = TEXTS[CODE].blanks, About(label="Candidature C-2027-0001")
    here = queue(CODE, to=to, values=values, by=Program("essai"), about=about, region="44")
    for region in ("11", ""):
        queue(CODE, to=[Recipient("ailleurs@exemple.fr")], values=values, by=Program("essai"), region=region)
    Message.objects.filter(pk__in=[here[1].pk, here[2].pk]).update(state=MessageState.FAILED, reason="Refusé\u00a0: 550")
    return here


def test_the_list_shows_the_messages_of_the_region_only(client, agent, written):
    page = sentences(client.get(MESSAGES))
    assert all(name in page for name in ("Odile WERNERT", "Luc WERNERT", "Échec", "Refusé : 550", "Candidature C-2027-0001"))
    assert "ailleurs@exemple.fr" not in page
    assert "En attente : 2" in page and "Échec : 2" in page


def test_the_administration_sees_every_message(client, written):
    sign_in(client, make.user_with_role("administrator"))
    assert "ailleurs@exemple.fr" in sentences(client.get(MESSAGES))


def test_the_list_is_filtered(client, agent, written):
    page = sentences(client.get(MESSAGES, {"q": "luc", "etat": "failed"}))
    assert "Luc WERNERT" in page and "Rose WERNERT" not in page
    assert "Aucun message trouvé" in sentences(client.get(MESSAGES, {"a_propos": "C-9"}))
    assert client.get(MESSAGES, {"etat": "perdu"}).status_code == 400


def test_the_failures_on_screen_and_only_they_are_sent_again(client, agent, written):
    assert "Renvoyer les 2 échecs" in sentences(client.get(MESSAGES))
    answer = client.post(f"{reverse('workspace:retry_messages')}?q=luc", follow=True)
    assert answer.redirect_chain[-1][0] == f"{MESSAGES}?q=luc"
    assert "Un message repart." in sentences(answer)
    states = dict(Message.objects.filter(region="44").values_list("recipient_name", "state"))
    assert (states["Luc WERNERT"], states["Rose WERNERT"]) == (MessageState.QUEUED, MessageState.FAILED)
    assert "Aucun message n’est en échec." in sentences(client.post(f"{reverse('workspace:retry_messages')}?q=luc", follow=True))


def test_the_failures_of_another_region_are_out_of_reach(client, agent, written):
    Message.objects.update(state=MessageState.FAILED, reason="x")
    client.post(reverse("workspace:retry_messages"))
    assert set(Message.objects.exclude(region="44").values_list("state", flat=True)) == {MessageState.FAILED}


def test_a_message_leads_to_the_row_that_it_is_about(client, agent, mandate):
    about = queue(CODE, to=[Recipient("a@exemple.fr")], values=TEXTS[CODE].blanks, by=Program("essai"), about=mandate)[0]
    assert f'href="{reverse("workspace:mandate", args=[mandate.pk])}"' in sentences(client.get(f"{MESSAGES}{about.pk}/"))


def test_a_message_can_be_read_again_and_sent_again_when_it_failed(client, agent, written):
    page = sentences(client.get(f"{MESSAGES}{written[1].pk}/"))
    assert written[1].body.split("\n")[0] in page and written[1].message_id in page
    assert "Renvoyer ce message" in page
    assert "Renvoyer ce message" not in sentences(client.get(f"{MESSAGES}{written[0].pk}/"))
    client.post(f"{MESSAGES}{written[1].pk}/renvoyer/")
    written[1].refresh_from_db()
    assert written[1].state == MessageState.QUEUED


def test_the_number_of_queries_does_not_grow_with_the_list(client, agent, django_assert_max_num_queries):
    for number in range(2):
        queue(CODE, to=[Recipient("a@exemple.fr")] * 20**number, values=TEXTS[CODE].blanks, by=Program("essai"), region="44")
        with django_assert_max_num_queries(16):
            client.get(MESSAGES)


FORM = {
    "subject": "Dossier {numero}",
    "body": "Bonjour {destinataire},\r\n\r\nBien reçu.",
    "starts_on": "demain",
    "source": "Note du 3 mai",
}


def test_a_text_is_read_with_its_blanks_and_an_example(client, agent):
    page = sentences(client.get(TEXT))
    label = TEXTS[CODE].label.replace("\u00a0", " ")
    assert label in page and "{numero}" in page and "Bonjour Odile WERNERT" in page
    assert label in sentences(client.get("/espace/textes/"))


def test_the_preview_writes_nothing_and_keeps_what_was_typed(client, agent):
    page = sentences(client.post(f"{TEXT}rediger/", FORM | {"apercu": "1"}))
    assert "Rien n’est encore enregistré" in page and "Bien reçu." in page and "Dossier {numero}" in page
    assert not TextTemplate.objects.exists()


def test_a_version_is_written_for_a_day_and_shows_in_the_history(client, agent, clock):
    sign_in(client, agent)
    page = sentences(client.post(f"{TEXT}rediger/", FORM, follow=True))
    assert "La nouvelle version est enregistrée." in page and "Version à partir du 23 novembre 2026" in page
    version = TextTemplate.objects.get()
    assert (version.body, version.written_by, version.source) == ("Bonjour {destinataire},\n\nBien reçu.", agent, "Note du 3 mai")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"body": "Bonjour {inconnu}"}, "Le modèle demande {inconnu}"),
        ({"body": "Bonjour {numero"}, "Une accolade n’est pas à sa place"),
        ({"subject": ""}, "Remplissez « Objet »."),
        ({"starts_on": "hier"}, "Une version commence aujourd’hui ou plus tard."),
    ],
)
def test_a_wrong_version_is_refused_with_its_sentence_and_nothing_is_lost(client, agent, changes, sentence):
    page = sentences(client.post(f"{TEXT}rediger/", FORM | changes))
    assert sentence in page
    assert "Note du 3 mai" in page
    assert not TextTemplate.objects.exists()


def test_back_to_the_delivered_text(client, agent):
    client.post(f"{TEXT}rediger/", FORM | {"starts_on": "aujourd’hui"})
    assert "Revenir au texte livré" in sentences(client.get(TEXT))
    page = sentences(client.post(f"{TEXT}revenir/", {"starts_on": "aujourd’hui", "source": "erreur"}, follow=True))
    assert "Le texte livré avec le programme revient à cette date." in page
    assert [version.delivered for version in TextTemplate.objects.order_by("pk")] == [False, True]


def test_one_may_send_oneself_a_trial(client, agent):
    assert f"Un essai part vers {agent.email}." in sentences(client.post(f"{TEXT}essai/", follow=True))
    assert Message.objects.get().recipient_email == agent.email


def test_a_failed_message_is_sent_to_another_address_once(client, agent, written):
    failed = written[1]
    address = f"{MESSAGES}{failed.pk}/autre-adresse/"
    assert "L’envoyer à une autre adresse" in sentences(client.get(f"{MESSAGES}{failed.pk}/"))
    assert "Indiquez une adresse électronique" in sentences(client.post(address, {"email": "lucé@exemple.fr"}))
    assert "Le message part à cette adresse." in sentences(client.post(address, {"email": "luc.wernert@exemple.fr"}, follow=True))
    again = Message.objects.get(recipient_email="luc.wernert@exemple.fr")
    assert (again.body, again.recipient_name, again.state) == (failed.body, failed.recipient_name, MessageState.QUEUED)
    assert again.message_id != failed.message_id
    failed.refresh_from_db()
    assert failed.state == MessageState.REPLACED
    assert "n’est plus en échec" in sentences(client.post(address, {"email": "autre@exemple.fr"}))
