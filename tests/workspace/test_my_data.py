"""« Mes données » : each answer counts at once and is kept; who sees what is exact; contact details are corrected by oneself."""

import io
import re
import zipfile

import pytest
from django.contrib.auth import get_user_model
from django.db import ProgrammingError, transaction
from django.urls import reverse
from django.utils import timezone

from portevoix.base.notifications.models import Message
from portevoix.base.notifications.selectors import is_suppressed
from portevoix.front.workspace.notifications import FAMILY
from portevoix.front.workspace.selectors_own import data_summary, own_standings, peers_of, who_sees_what
from portevoix.register.directory.actions.consents import answer_consent, record_answers
from portevoix.register.directory.enums import ConsentPurpose
from portevoix.register.directory.models import Consent, DataRequest, Person
from portevoix.register.directory.selectors.consents import agreeing
from tests import factories as make
from tests.sign_in import sign_in
from tests.training import making as training

pytestmark = pytest.mark.django_db


@pytest.fixture
def me(client, mandate):
    Person.objects.filter(pk=mandate.person_id).update(email="odile@exemple.fr", phone="0388123456")
    mandate.person.refresh_from_db()
    sign_in(client, make.user_with_role("representative", person=mandate.person))
    return mandate.person


def press(client, purpose, granted):
    return client.post(reverse("workspace:my_consent"), {"purpose": purpose, "granted": "oui" if granted else "non"})


def test_an_answer_about_the_name_moves_the_record_and_the_public_page_at_once(client, me, mandate):
    page = reverse("portal:body", args=[mandate.body_id])
    assert "Odile WERNERT" not in client.get(page).content.decode()
    press(client, "name", True)
    assert "Odile WERNERT" in client.get(page).content.decode()
    press(client, "name", False)
    assert "Odile WERNERT" not in client.get(page).content.decode()
    assert [one.granted for one in Consent.objects.filter(person=me).order_by("pk")] == [True, False]


def test_an_answer_says_who_when_and_how_on_the_page(client, me):
    press(client, "email_peers", True)
    page = client.get(reverse("workspace:my_data")).content.decode()
    assert "par la personne, dans son espace" in page


def test_an_answer_is_never_rewritten_nor_deleted(me):
    given = answer_consent(person=me, purpose="name", granted=True, by=me.user or get_user_model()(pk=None))
    with pytest.raises(ProgrammingError), transaction.atomic():
        Consent.objects.filter(pk=given.pk).update(granted=False)
    with pytest.raises(ProgrammingError), transaction.atomic():
        given.delete()


def test_an_older_answer_written_later_does_not_win(me):
    by = get_user_model()(pk=None)
    answer_consent(person=me, purpose="name", granted=False, by=by)
    yesterday = timezone.now() - timezone.timedelta(days=1)
    record_answers(answers={me: [("name", True)]}, at={me: yesterday}, by=by, channel="file")
    me.refresh_from_db()
    assert me.name_published is False
    assert own_standings(me)[0].granted is False


def test_nobody_agreed_who_never_answered(me):
    assert [one.granted for one in own_standings(me) if one.purpose != ConsentPurpose.MONDAY_MAIL] == [False] * 5
    assert agreeing([me.pk], ConsentPurpose.EMAIL_PEERS) == set()


def test_refusing_the_monday_mail_stops_it_for_the_address(client, me):
    assert own_standings(me)[-1].granted
    press(client, "monday_mail", False)
    assert is_suppressed("odile@exemple.fr", FAMILY)
    assert not own_standings(me)[-1].granted
    press(client, "monday_mail", True)
    assert own_standings(me)[-1].granted


def test_an_unknown_purpose_changes_nothing(client, me):
    assert client.post(reverse("workspace:my_consent"), {"purpose": "autre", "granted": "oui"}).status_code == 302
    assert not Consent.objects.exists()


def seen(person, what):
    return next(line.by for line in who_sees_what(person, today=timezone.localdate()) if line.what == what)


def test_the_table_says_exactly_who_sees_the_telephone(client, me, mandate):
    make.user_with_role("fas_region", territory=mandate.body.region)
    make.user_with_role("ars_region", territory=mandate.body.region)
    assert not any("France Assos" in who for who in seen(me, "Téléphone"))
    assert any("ARS" in who for who in seen(me, "Téléphone"))
    press(client, "phone_fas", True)
    assert any("France Assos" in who for who in seen(me, "Téléphone"))


def test_the_table_says_that_a_group_reads_the_name_and_what_is_given_to_it(client, me):
    groups = ("les membres de vos groupes d’échange", "France Assos Santé, qui tient vos groupes d’échange")

    def readers(what):
        return tuple(who for who in seen(me, what) if who in groups)

    press(client, "groups", True)
    assert [readers(what) for what in ("Nom et prénom", "Courriel", "Téléphone", "Groupes d’échange")] == [()] * 4
    training.GroupMemberFactory(person=me, group=training.PracticeGroupFactory(name="Groupe du Rhin"))
    assert [readers(what) for what in ("Nom et prénom", "Courriel", "Téléphone", "Groupes d’échange")] == [groups] * 4
    press(client, "groups", False)
    assert [readers(what) for what in ("Nom et prénom", "Courriel", "Téléphone", "Groupes d’échange")] == [groups, (), (), groups]


def test_the_space_says_to_whom_an_address_is_given(client, me):
    assert dict(data_summary(me))["Mon téléphone"] == "non donné à France Assos Santé"
    press(client, "groups", True)
    press(client, "email_peers", True)
    shown = dict(data_summary(me))
    assert shown["Mon courriel"] == "donné aux membres de vos instances et aux membres de vos groupes d’échange"
    assert shown["Mon téléphone"] == "donné aux membres de vos groupes d’échange"


def test_the_answer_about_groups_is_in_everything(client, me):
    press(client, "groups", True)
    with zipfile.ZipFile(io.BytesIO(b"".join(client.post(reverse("workspace:my_download")).streaming_content))) as archive:
        page = archive.read(next(name for name in archive.namelist() if name.endswith(".html"))).decode()
    assert "mes groupes d’échange" in page


def test_france_assos_reads_the_telephone_with_consent_only(client, me, mandate):
    sign_in(client, make.user_with_role("fas_region", territory=mandate.body.region))
    page = reverse("workspace:person", args=[me.pk])
    assert "0388123456" not in client.get(page).content.decode()
    answer_consent(person=me, purpose="phone_fas", granted=True, by=get_user_model()(pk=None))
    assert "0388123456" in client.get(page).content.decode()


def test_peers_read_an_address_with_consent_only_and_the_pair_comes_first(me, mandate, seated):
    by, today = get_user_model()(pk=None), timezone.localdate()
    other = make.MandateFactory(seat=seated.seats.get(quality="titular", rank=2), person=make.PersonFactory(email="deux@exemple.fr"))
    pair = make.MandateFactory(seat=seated.seats.get(quality="substitute", rank=1), person=make.PersonFactory(email="paire@exemple.fr"))
    answer_consent(person=pair.person, purpose="email_peers", granted=True, by=by)
    peers = peers_of(me, at=today)[0].peers
    assert [(peer.email, peer.pair) for peer in peers] == [("paire@exemple.fr", True), ("", False)]
    assert peers[1].name == "Une autre personne"
    answer_consent(person=other.person, purpose="name", granted=True, by=by)
    assert peers_of(me, at=today)[0].peers[1].name == str(other.person)


def test_a_commune_is_corrected_by_the_person(client, me):
    commune = make.CommuneFactory()
    assert client.post(reverse("workspace:my_home"), {"home": commune.name}).status_code == 302
    me.refresh_from_db()
    assert me.home == commune
    client.post(reverse("workspace:my_home"), {"home": ""})
    me.refresh_from_db()
    assert me.home is None


def test_an_unknown_commune_keeps_what_was_typed(client, me):
    answer = client.post(reverse("workspace:my_home"), {"home": "Nulle-Part"})
    assert "Cette commune n’est pas connue" in answer.content.decode()
    assert "Nulle-Part" in answer.content.decode()


def test_a_telephone_is_corrected_by_the_person(client, me):
    client.post(reverse("workspace:my_phone"), {"phone": "03 88 00 00 00"})
    me.refresh_from_db()
    assert me.phone == "0388000000"


def link_of(message):
    return re.search(r"/espace/mes-donnees/adresse/\S+", message.body).group()


def test_a_new_address_counts_once_its_link_is_confirmed(client, me):
    client.post(reverse("workspace:my_email"), {"email": "nouvelle@exemple.fr"})
    message = Message.objects.get(code="workspace.confirm_email")
    me.refresh_from_db()
    assert (message.recipient_email, me.email) == ("nouvelle@exemple.fr", "odile@exemple.fr")
    assert "nouvelle@exemple.fr" in client.get(link_of(message)).content.decode()
    client.post(link_of(message))
    me.refresh_from_db()
    assert me.email == "nouvelle@exemple.fr"


def test_the_link_of_somebody_else_changes_nothing(client, me):
    client.post(reverse("workspace:my_email"), {"email": "nouvelle@exemple.fr"})
    link = link_of(Message.objects.get(code="workspace.confirm_email"))
    thief = make.PersonFactory(email="autre@exemple.fr")
    sign_in(client, make.user_with_role("representative", person=thief))
    assert "Ce lien ne sert plus" in client.get(link).content.decode()
    client.post(link)
    thief.refresh_from_db()
    assert thief.email == "autre@exemple.fr"


def test_a_request_has_its_clock_and_its_answer(client, me, mandate):
    officer = make.user_with_role("ars_region", territory=mandate.body.region)
    client.post(reverse("workspace:my_request"), {"kind": "correction", "words": "L’arrêté écrit mal mon prénom."})
    asked = DataRequest.objects.get()
    assert (asked.answer_before - timezone.localdate()).days in range(28, 32)
    assert Message.objects.get(code="workspace.data_request").recipient_email == officer.email
    sign_in(client, officer)
    assert "WERNERT Odile" in client.get(reverse("workspace:data_requests")).content.decode()
    page = reverse("workspace:data_request", args=[asked.pk])
    assert client.post(page, {"outcome": "done", "answer": "Un arrêté modificatif est pris."}).status_code == 302
    assert "a déjà sa réponse" in client.post(page, {"outcome": "done", "answer": "Encore."}).content.decode()
    sign_in(client, me.user or mandate.person.user or make.user_with_role("representative", person=me))
    assert "Un arrêté modificatif est pris." in client.get(reverse("workspace:my_data")).content.decode()


def test_the_same_request_is_not_asked_twice(client, me):
    for _ in range(2):
        answer = client.post(reverse("workspace:my_request"), {"kind": "erasure", "words": "Effacez mon téléphone."})
    assert "attend déjà une réponse" in answer.content.decode()
    assert DataRequest.objects.count() == 1


def test_who_answers_sees_only_the_people_of_their_region(client, me, mandate):
    elsewhere = make.DepartmentFactory(elsewhere=True)
    DataRequest.objects.create(person=me, kind="erasure", words="…", answer_before=timezone.localdate())
    sign_in(client, make.user_with_role("ars_region", territory=elsewhere.parent))
    assert "WERNERT" not in client.get(reverse("workspace:data_requests")).content.decode()
