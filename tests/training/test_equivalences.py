"""The basic training followed elsewhere: asked with a proof, decided by France Assos Santé, the person is told."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from portevoix.base.notifications.models import Message
from portevoix.register.mandates.signals import training_declared
from portevoix.register.workflow.engine import StepRefused
from portevoix.work.training.actions import equivalences as actions
from portevoix.work.training.enums import DutyState, EquivalenceState
from portevoix.work.training.models import Equivalence
from portevoix.work.training.selectors.duty import duty_of
from tests import factories as make
from tests.sign_in import sign_in
from tests.training import careers, making

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
DONE = date(2025, 3, 14)
PAGE = "/espace/formation-de-base/equivalences/"


def pdf(content=b"%PDF-1.7 attestation"):
    return SimpleUploadedFile("attestation.pdf", content)


def asked(**fields):
    person, user = making.member()
    row = actions.ask(person=person, done_on=DONE, organiser="Bretagne", proof=pdf(), by=user, today=make.TODAY, **fields)
    return row, person, user


def test_the_person_asks_with_a_proof_and_the_duty_waits_for_the_decision():
    careers.settings(change=date(2040, 1, 1))
    row, person, _ = asked()
    assert (row.state, row.proof.name) == (EquivalenceState.ASKED, "attestation.pdf")
    assert duty_of(person, at=make.TODAY).state != DutyState.DONE


def test_once_granted_the_duty_is_fulfilled_and_the_person_is_told():
    careers.settings(change=date(2040, 1, 1))
    row, person, _ = asked()
    actions.grant(equivalence=row, by=making.delegation())
    assert duty_of(person, at=make.TODAY).done_on == DONE
    assert Message.objects.get().code == "training.equivalence_granted"


def test_a_refusal_says_why_and_may_be_taken_back():
    row, _, _ = asked()
    agent = making.delegation()
    actions.refuse(equivalence=row, reason="Une demi-journée seulement.", by=agent)
    assert "Une demi-journée seulement." in Message.objects.get().body
    actions.undo(equivalence=row, by=agent)
    row = Equivalence.objects.get()
    assert (row.state, row.reason, row.decided_at) == (EquivalenceState.ASKED, "", None)
    assert Message.objects.count() == 2


def test_a_refusal_without_a_reason_is_refused():
    row, _, _ = asked()
    with pytest.raises(ValidationError):
        actions.refuse(equivalence=row, reason=" ", by=making.delegation())


def test_a_decision_is_taken_once():
    row, _, _ = asked()
    agent = making.delegation()
    actions.grant(equivalence=row, by=agent)
    with pytest.raises(StepRefused):
        actions.refuse(equivalence=Equivalence.objects.get(), reason="Trop tard.", by=agent)


def test_the_proof_is_known_by_its_content():
    person, user = making.member()
    with pytest.raises(ValidationError, match="nature acceptée"):
        actions.ask(person=person, done_on=DONE, organiser="X", proof=pdf(b"<html>"), by=user, today=make.TODAY)


def test_a_day_to_come_is_refused():
    person, user = making.member()
    with pytest.raises(ValidationError, match="pas encore passée"):
        actions.ask(person=person, done_on=date(2027, 1, 1), organiser="X", proof=pdf(), by=user, today=make.TODAY)


def test_a_second_request_waits_for_the_first():
    _, person, user = asked()
    with pytest.raises(ValidationError, match="attend déjà une décision"):
        actions.ask(person=person, done_on=DONE, organiser="X", proof=pdf(), by=user, today=make.TODAY)


def test_nobody_asks_for_somebody_else():
    person, _ = making.member()
    _, other = making.member(email="autre@exemple.fr")
    with pytest.raises(PermissionDenied):
        actions.ask(person=person, done_on=DONE, organiser="X", proof=pdf(), by=other, today=make.TODAY)


@pytest.mark.parametrize("role", ["ars_region", "representative"])
def test_only_france_assos_sante_decides(role):
    row, person, _ = asked()
    user = make.user_with_role(role, **({"person": person} if role == "representative" else {"territory": make.RegionFactory()}))
    with pytest.raises(PermissionDenied):
        actions.grant(equivalence=row, by=user)


def test_a_declaration_is_asked_once_and_never_again_when_it_was_refused():
    mandate, agent = make.MandateFactory(), make.user_with_role("ars_signatory", territory=make.RegionFactory())
    told = {"person": mandate.person, "done_on": DONE, "origin": "déclaré dans la candidature C-2026-00001", "by": agent}
    for _ in range(2):
        training_declared.send(None, **told)
    row = Equivalence.objects.get()
    actions.refuse(equivalence=row, reason="Pas la formation de base.", by=making.delegation())
    training_declared.send(None, **told)
    assert Equivalence.objects.count() == 1


def test_the_pages_lead_from_the_request_to_the_decision(client):
    row, _, _ = asked()
    sign_in(client, making.delegation())
    assert row.person.sorted_name in client.get(PAGE).content.decode()
    act = f"{PAGE}{row.pk}/accorder/"
    mark = client.get(act).context["mark"]
    assert client.post(act, {"vu": mark}).status_code == 302
    assert Equivalence.objects.get().state == EquivalenceState.GRANTED


def test_the_page_of_the_person_asks_and_then_says_what_happens(client):
    _, user = making.member()
    sign_in(client, user)
    page = "/espace/ma-formation/equivalence/"
    sent = client.post(page, {"done_on": "14 mars 2025", "organiser": "Bretagne", "proof": pdf()})
    assert sent.status_code == 302
    content = client.get(page).content.decode()
    assert "En cours d’étude" in content
    assert "Envoyer ma demande" not in content
