"""Somebody asks to be called back: consent, who sees it, until when, what remains."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from portevoix.base.audit.actors import Program
from portevoix.base.audit.models import Entry
from portevoix.base.core.periods import period
from portevoix.base.notifications.models import Message
from portevoix.front.workspace.retention import purge
from portevoix.register.directory.models import Parameter
from portevoix.register.workflow.engine import StepRefused
from portevoix.work.outreach import links
from portevoix.work.outreach.actions import hand_overs as actions
from portevoix.work.outreach.actions.reminders import send_reminders
from portevoix.work.outreach.enums import ClosingReason, NoteKind
from portevoix.work.outreach.models import DailyCount, HandOver
from portevoix.work.outreach.selectors.hand_overs import delays_at, due_on, listed, waiting_in
from portevoix.work.outreach.workflow import ACTIVE
from tests import factories as make
from tests.factories import TODAY
from tests.outreach.making_hand_overs import NOW, PERSON, association, hand_over, strasbourg, token
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db
AT = "/devenir-representant/mise-en-relation/"


def text_of(response) -> str:
    assert response.status_code == 200
    return response.content.decode().replace("\u00a0", " ")


@pytest.fixture
def familles():
    return association(name="Familles", email="familles@exemple.fr")


@pytest.fixture
def manager(familles):
    return make.user_with_role("association_manager", association=familles)


def asked(to=None, **person) -> HandOver:
    return actions.ask(person=PERSON | person, answers={"temps": "some"}, home=strasbourg(), association=to, at=NOW)


def test_the_person_reads_who_will_receive_the_request_and_ticks_it(client, familles):
    page = text_of(client.get(f"{AT}?r={token()}&a={familles.code}"))
    assert "soient transmis à l’association Familles, qui me rappellera. France Assos Santé Grand Est les voit aussi" in page
    answer = client.post(AT, PERSON | {"r": token(), "a": familles.code, "consent": "on"})
    row = HandOver.objects.get()
    assert answer.url == links.request_path(row)
    assert (row.state, row.association, row.home) == ("received", familles, strasbourg())
    assert "Familles" in row.consent
    assert row.answers == {"temps": "some", "association": "no", "instances": ["CDU"], "moments": ["days"]}
    assert "Réponse attendue" in text_of(client.get(answer.url))
    assert DailyCount.objects.get(step="handed_over").count == 1


@pytest.mark.parametrize("missing", [{"consent": ""}, {"name": ""}, {"email": "", "phone": ""}, {"email": "pas une adresse"}])
def test_without_consent_name_or_a_way_to_answer_nothing_leaves(client, familles, missing):
    data = PERSON | {"r": token(), "a": familles.code, "consent": "on"} | missing
    assert "Erreur" in text_of(client.post(AT, {name: value for name, value in data.items() if value}))
    assert not HandOver.objects.exists()
    assert not Message.objects.exists()


def test_a_telephone_is_enough(client):
    client.post(AT, PERSON | {"r": token(), "a": "", "consent": "on", "email": "", "phone": "06 12 34 56 78"})
    assert HandOver.objects.get().phone == "0612345678"
    assert not Message.objects.filter(code="outreach.receipt").exists()


def test_a_message_about_health_comes_back_with_the_box(client):
    data = PERSON | {"r": token(), "a": "", "consent": "on", "message": "Je suis suivie pour un cancer."}
    assert "Je confirme que ce texte" in text_of(client.post(AT, data))
    assert not HandOver.objects.exists()
    assert client.post(AT, data | {"confirmed": "on"}).status_code == 302


def test_an_association_that_is_not_accredited_here_cannot_be_chosen(client):
    assert client.get(f"{AT}?r={token()}&a={make.AssociationFactory().code}").status_code == 404


def test_too_many_requests_from_one_place_wait(client, settings):
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"hand_over": "1/1h"}
    data = PERSON | {"r": token(), "a": "", "consent": "on"}
    assert client.post(AT, data).status_code == 302
    assert client.post(AT, data).status_code == 429


def test_the_database_itself_refuses_somebody_that_nobody_can_reach():
    with pytest.raises(IntegrityError), transaction.atomic():
        hand_over(email="")
    with pytest.raises(IntegrityError), transaction.atomic():
        hand_over(consent="")


def test_messages_tell_the_recipient_nothing_of_the_person_and_are_not_read_by_the_agency(familles, manager):
    asked(familles)
    arrived = Message.objects.get(code="outreach.arrived")
    assert arrived.recipient_email == manager.email
    assert "Lucie" not in arrived.body + arrived.subject + arrived.about_label
    assert set(Message.objects.values_list("region", flat=True)) == {""}


@pytest.mark.parametrize(
    ("with_manager", "with_address", "expected"),
    [(True, True, "manager"), (False, True, "familles@exemple.fr"), (False, False, "delegate")],
)
def test_somebody_is_always_written_to(delegate, with_manager, with_address, expected):
    to = association(email="familles@exemple.fr" if with_address else "")
    user = make.user_with_role("association_manager", association=to) if with_manager else None
    asked(to)
    wanted = {"manager": user and user.email, "delegate": delegate.email}.get(expected, expected)
    assert [row.recipient_email for row in Message.objects.filter(code="outreach.arrived")] == [wanted]


def test_an_association_sees_its_own_and_the_delegation_all_of_its_region(client, familles, manager, delegate):
    ours, other, to_delegation = hand_over(association=familles), hand_over(association=association()), hand_over()
    far = hand_over(home=make.CommuneFactory(department=make.DepartmentFactory(elsewhere=True)))
    sign_in(client, manager)
    statuses = [client.get(f"/espace/demandes-recues/{row.pk}/").status_code for row in (ours, other, to_delegation, far)]
    assert statuses == [200, 404, 404, 404]
    sign_in(client, delegate)
    at = "/espace/devenir-representant/demandes/"
    assert [client.get(f"{at}{row.pk}/").status_code for row in (ours, other, to_delegation, far)] == [200, 200, 200, 404]


def test_an_agent_of_the_agency_reads_none(client):
    row = hand_over()
    sign_in(client, make.user_with_role("ars_region", territory=make.RegionFactory()))
    assert client.get(f"/espace/devenir-representant/demandes/{row.pk}/").status_code == 403
    assert client.get(f"/espace/demandes-recues/{row.pk}/").status_code == 403


def test_from_the_first_answer_to_the_designation(manager, familles):
    row = hand_over(association=familles)
    for name, state in (("answer", "contacted"), ("join", "member"), ("propose", "proposed"), ("designate", "designated")):
        actions.take_step(row=row, name=name, by=manager, at=NOW)
        assert row.state == state
        assert DailyCount.objects.get(step=state).count == 1


@pytest.mark.parametrize("name", ["propose", "designate", "reopen"])
def test_a_step_is_not_skipped(manager, familles, name):
    with pytest.raises(StepRefused):
        actions.take_step(row=hand_over(association=familles), name=name, by=manager, at=NOW)


@pytest.mark.parametrize("role", ["ars_region", "association_manager", "representative"])
def test_nobody_else_answers(role, familles):
    scope = {"ars_region": {"territory": make.RegionFactory()}, "association_manager": {"association": make.AssociationFactory()}}
    user = make.user_with_role(role, **scope.get(role, {}) or {"person": make.PersonFactory()})
    row = hand_over(association=familles)
    for act in (
        lambda: actions.take_step(row=row, name="answer", by=user, at=NOW),
        lambda: actions.take_step(row=row, name="answer_by_delegation", by=user, at=NOW),
        lambda: actions.note(row=row, kind=NoteKind.CALLED, by=user, at=NOW),
        lambda: actions.offer(row=row, association=None, by_word=True, by=user, at=NOW),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_closing_has_a_reason_and_opens_again(manager, familles):
    row = hand_over(association=familles)
    with pytest.raises(ValidationError):
        actions.take_step(row=row, name="close", by=manager, at=NOW)
    actions.take_step(row=row, name="close", by=manager, at=NOW, reason=ClosingReason.NO_SEAT)
    actions.take_step(row=row, name="reopen", by=manager, at=NOW)
    row.refresh_from_db()
    assert (row.state, row.closing_reason) == ("contacted", "")


def test_clocks_first_the_answer_then_news_put_off_by_a_note(manager, familles):
    row, delays = hand_over(association=familles, days=3), delays_at(TODAY)
    assert due_on(row, delays) == TODAY + timedelta(days=7)
    actions.take_step(row=row, name="answer", by=manager, at=NOW)
    assert due_on(row, delays) == TODAY + timedelta(days=60)
    assert due_on(row, delays, noted=NOW + timedelta(days=5)) == TODAY + timedelta(days=65)
    actions.take_step(row=row, name="close", by=manager, at=NOW, reason=ClosingReason.TWICE)
    assert due_on(row, delays) is None


def test_the_list_puts_the_late_ones_first_and_counts_them(delegate, familles):
    fresh, late = hand_over(days=1), hand_over(days=30, association=familles)
    limit = hand_over(days=10)
    assert list(listed(delegate, states=ACTIVE, at=NOW)) == [late, limit, fresh]
    assert list(listed(delegate, states=ACTIVE, at=NOW, late=True)) == [late]
    assert waiting_in(delegate, at=NOW).late == 1
    assert list(listed(delegate, states=ACTIVE, at=NOW, association=0)) == [limit, fresh]


def test_no_voice_is_left_unanswered(delegate, familles, manager):
    row = hand_over(days=10, association=familles)
    assert send_reminders(today=TODAY) == 0
    assert send_reminders(today=TODAY + timedelta(days=1)) == 1
    assert send_reminders(today=TODAY + timedelta(days=1)) == 0
    told = lambda: [(one.code, one.recipient_email) for one in Message.objects.order_by("pk")]  # noqa: E731
    assert told() == [("outreach.reminder", manager.email)]
    send_reminders(today=TODAY + timedelta(days=5)), send_reminders(today=TODAY + timedelta(days=6))
    assert told()[1:] == [("outreach.unanswered", delegate.email)]
    send_reminders(today=TODAY + timedelta(days=10))
    assert len(told()) == 3
    actions.take_step(row=row, name="answer", by=manager, at=NOW)
    assert send_reminders(today=TODAY + timedelta(days=60)) == 0


def test_handed_on_only_with_a_new_consent(client, familles, manager, delegate):
    row, other = asked(familles), association(name="Voisins", email="voisins@exemple.fr")
    actions.offer(row=row, association=other, by_word=False, by=manager, at=NOW)
    row.refresh_from_db()
    assert row.association == familles
    offer = row.offers.get()
    path = links.offer_url(offer).partition("/devenir")[2]
    assert "Voisins" in text_of(client.get(f"/devenir{path}"))
    client.post(f"/devenir{path}", {"oui": "1"})
    row.refresh_from_db()
    assert (row.association, row.state) == (other, "received")
    assert "Voisins" in row.consent
    assert not HandOver.objects.visible_to(manager).exists()
    assert "Vous avez déjà répondu" in text_of(client.post(f"/devenir{path}", {"oui": "1"}))


def test_a_person_who_says_no_stays_where_the_request_is(client, familles, manager):
    row = asked(familles)
    actions.offer(row=row, association=None, by_word=False, by=manager, at=NOW)
    actions.answer_offer(offer=row.offers.get(), agreed=False, at=NOW)
    row.refresh_from_db()
    assert row.association == familles


def test_an_agreement_given_by_voice_moves_it_at_once(familles, delegate):
    row = asked(email="", phone="0612345678")
    with pytest.raises(ValidationError):
        actions.offer(row=row, association=familles, by_word=False, by=delegate, at=NOW)
    actions.offer(row=row, association=familles, by_word=True, by=delegate, at=NOW)
    row.refresh_from_db()
    assert row.association == familles
    with pytest.raises(ValidationError):
        actions.offer(row=row, association=familles, by_word=True, by=delegate, at=NOW)


def everything() -> str:
    """Return all that the database says of the hand-over."""
    tables = (HandOver, HandOver.history.rel.related_model, Message, Entry)
    return str([list(table.objects.values()) for table in tables])


def test_whoever_withdraws_leaves_nothing_behind(client, familles, manager):
    row = asked(familles, message="Appelez le matin.")
    actions.take_step(row=row, name="answer", by=manager, at=NOW)
    assert "Lucie" in everything()
    path = links.request_path(row)
    client.post(path)
    row.refresh_from_db()
    assert (row.state, row.closing_reason, row.erased_on) == ("closed", "withdrawn", TODAY)
    for trace in ("Lucie", "lucie@", "matin", "Arnould"):
        assert trace not in everything()
    assert "Votre demande est effacée" in text_of(client.get(path))
    assert client.post(path).status_code == 302


def test_a_forged_link_opens_nothing(client):
    assert client.get("/devenir-representant/ma-demande/abc/").status_code == 404
    assert client.get("/devenir-representant/accord/abc/").status_code == 404
    row = hand_over()
    request = links.request_path(row).rstrip("/").rpartition("/")[2]
    assert client.get(f"/devenir-representant/accord/{request}/").status_code == 404


def test_an_erased_request_is_not_opened_again(client, familles, manager):
    row = hand_over(association=familles)
    actions.withdraw(row=row, at=NOW)
    row.refresh_from_db()
    with pytest.raises(StepRefused):
        actions.take_step(row=row, name="reopen", by=manager, at=NOW)
    sign_in(client, manager)
    assert "Cette demande est effacée" in text_of(client.get(f"/espace/demandes-recues/{row.pk}/"))


def test_the_purge_erases_what_is_old_and_closes_what_slept(settings):
    make_setting("retention-hand-over", 365)
    old, fresh, done = hand_over(days=366), hand_over(days=300), hand_over(days=400, state="designated")
    erased = {line.what: line.count for line in purge(now=NOW, by=Program("purge"))}
    assert erased["demandes de personnes qui voulaient siéger"] == 2
    for row in (old, fresh, done):
        row.refresh_from_db()
    assert (old.closing_reason, old.name) == ("lapsed", "")
    assert (done.state, done.name, fresh.name) == ("designated", "", "Lucie Arnould")


def make_setting(code: str, value: int) -> None:
    Parameter.objects.create(code=code, label=code, value=value, period=period(None), source="essai", source_date=TODAY)


def test_the_sheet_offers_what_may_be_done(client, manager, familles):
    row = hand_over(association=familles, days=20)
    sign_in(client, manager)
    at = f"/espace/demandes-recues/{row.pk}/"
    page = text_of(client.get(at))
    for words in ("Réponse en retard", "Lucie Arnould", "Noter que la personne est jointe", "Transmettre à quelqu’un d’autre"):
        assert words in page
    client.post(f"{at}etape/", {"etape": "answer"}), client.post(f"{at}suivi/", {"kind": "called"})
    page = text_of(client.get(at))
    assert "Personne jointe" in page
    assert "Appel téléphonique" in page
    assert "n’existe pas" in text_of(client.post(f"{at}etape/", {"etape": "withdraw"}, follow=True))


def test_the_association_closes_and_hands_on_from_its_pages(client, manager, familles):
    row, other = hand_over(association=familles), association(name="Voisins")
    sign_in(client, manager)
    at = f"/espace/demandes-recues/{row.pk}/"
    mark = client.get(f"{at}transmettre/").context["mark"]
    client.post(f"{at}transmettre/", {"recipient": other.code, "by_word": "on", "vu": mark})
    row.refresh_from_db()
    assert row.association == other
    second = hand_over(association=familles)
    at = f"/espace/demandes-recues/{second.pk}/"
    mark = client.get(f"{at}clore/").context["mark"]
    client.post(f"{at}clore/", {"reason": "no_seat", "vu": mark})
    second.refresh_from_db()
    assert second.state == "closed"


def test_the_export_of_the_delegation_names_nobody(delegation, familles):
    hand_over(association=familles)
    content = b"".join(delegation.get("/espace/devenir-representant/demandes/liste.csv").streaming_content).decode()
    assert "Familles" in content
    assert "Lucie" not in content
    assert "exemple.fr" not in content
