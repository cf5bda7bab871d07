"""The queue of doubts: two records side by side, the mandate of a seat said vacant, one answer, once."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from portevoix.register.imports import actions
from portevoix.register.imports.enums import Decision
from portevoix.register.imports.models import Doubt
from portevoix.register.mandates.enums import EndReason
from portevoix.register.workflow.engine import StepRefused
from tests.factories import (
    BodyFactory,
    DepartmentFactory,
    DoubtFactory,
    ImportRunFactory,
    MandateFactory,
    PersonFactory,
    RegionFactory,
    SeatFactory,
    UserFactory,
    user_with_role,
)
from tests.imports.comparing import ME, NOW
from tests.sign_in import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def officer(client):
    return sign_in(client, user_with_role("ars_region", territory=RegionFactory()))


@pytest.fixture
def doubt():
    """Two records that sit in two bodies."""
    people = [PersonFactory(last_name="Wernert", first_name=first, email=f"{first.lower()}@exemple.fr") for first in ("Odile", "Odette")]
    for person in people:
        MandateFactory(person=person, seat=SeatFactory(body=BodyFactory(name=f"Hôpital de {person.first_name}")))
    return DoubtFactory(run=ImportRunFactory(), person=people[0], other=people[1], evidence=["Une lettre ou deux diffèrent."])


@pytest.fixture
def vacancy():
    return DoubtFactory(vacancy=True, run=ImportRunFactory())


def text_of(response) -> str:
    return response.content.decode().replace("\u00a0", " ")


def page(doubt) -> str:
    return reverse("workspace:import_doubt", args=[doubt.pk])


def test_the_evidence_and_both_records_stand_side_by_side(client, officer, doubt):
    text = text_of(client.get(page(doubt)))
    for words in ("Une ou deux personnes ?", "Une lettre ou deux diffèrent.", "Hôpital de Odile", "Hôpital de Odette", "odette@exemple.fr"):
        assert words in text


def test_the_same_person_merges_the_records_and_leaves_the_queue(client, officer, doubt):
    client.post(page(doubt), {"decision": "same"})
    doubt.refresh_from_db()
    doubt.other.refresh_from_db()
    assert (doubt.decision, doubt.decided_by, doubt.other.merged_into) == (Decision.SAME, officer, doubt.person)
    assert doubt.person.mandates.count() == 2
    assert "Aucune question n’attend de réponse." in text_of(client.get(reverse("workspace:import_doubts")))


def test_two_different_people_stay_apart(client, officer, doubt):
    client.post(page(doubt), {"decision": "different"})
    doubt.other.refresh_from_db()
    assert doubt.other.merged_into is None
    assert not Doubt.objects.waiting().exists()


def test_later_leaves_the_question_in_the_queue(client, officer, doubt):
    client.post(page(doubt), {"decision": "later"})
    assert Doubt.objects.waiting().get() == doubt
    assert "plus tard" in text_of(client.get(reverse("workspace:import_doubts")))


def test_without_an_answer_the_form_says_what_to_do(client, officer, doubt):
    response = client.post(page(doubt), {})
    assert response.status_code == 200
    assert "Choisissez une réponse pour « Votre réponse »." in text_of(response)


def test_a_second_window_learns_that_the_answer_was_given(client, officer, doubt):
    client.post(page(doubt), {"decision": "different"})
    response = client.post(page(doubt), {"decision": "same"})
    assert "Répondre : impossible, la réponse est déjà « deux personnes différentes »." in text_of(response)
    doubt.other.refresh_from_db()
    assert doubt.other.merged_into is None


def test_two_records_that_sit_in_one_body_are_not_merged(client, officer):
    body = BodyFactory(seated=True)
    people = [PersonFactory(last_name="Wernert", first_name=first) for first in ("Odile", "Odette")]
    for person, seat in zip(people, body.seats.order_by("pk"), strict=False):
        MandateFactory(person=person, seat=seat)
    doubt = DoubtFactory(person=people[0], other=people[1])
    assert "Les deux fiches siègent en même temps" in text_of(client.post(page(doubt), {"decision": "same"}))
    doubt.refresh_from_db()
    assert doubt.decision == Decision.OPEN


def test_a_seat_still_held_keeps_its_mandate(client, officer, vacancy):
    assert "Siège vacant ou occupé ?" in text_of(client.get(page(vacancy)))
    client.post(page(vacancy), {"decision": "kept"})
    vacancy.mandate.refresh_from_db()
    assert vacancy.mandate.end_reason == ""
    assert not Doubt.objects.waiting().exists()


def test_a_person_who_left_ends_the_mandate_on_the_day_given(client, officer, vacancy):
    client.post(page(vacancy), {"decision": "ended", "on": "30 septembre 2026", "reason": "RESIGNATION"})
    vacancy.mandate.refresh_from_db()
    assert (vacancy.mandate.end_reason, vacancy.mandate.period.upper) == (EndReason.RESIGNATION, date(2026, 10, 1))


def test_an_end_needs_its_day_and_its_reason(client, officer, vacancy):
    text = text_of(client.post(page(vacancy), {"decision": "ended"}))
    assert "Indiquez le dernier jour du mandat" in text
    assert "Choisissez le motif de la fin." in text
    vacancy.mandate.refresh_from_db()
    assert vacancy.mandate.end_reason == ""


def test_a_doubt_of_another_region_does_not_exist(client, officer):
    elsewhere = DepartmentFactory(elsewhere=True).parent
    doubt = DoubtFactory(run=ImportRunFactory(region=elsewhere))
    assert client.get(page(doubt)).status_code == 404
    assert client.post(page(doubt), {"decision": "same"}).status_code == 404


@pytest.mark.parametrize("role", ["ars_department", "fas_region", "national_observer"])
def test_whoever_may_not_import_does_not_answer(client, doubt, role):
    scope = {"ars_department": DepartmentFactory(), "fas_region": RegionFactory()}.get(role)
    sign_in(client, user_with_role(role, **({"territory": scope} if scope else {})))
    assert client.get(reverse("workspace:import_doubts")).status_code == 403
    assert client.post(page(doubt), {"decision": "same"}).status_code in {403, 404}
    with pytest.raises(PermissionDenied):
        actions.decide(doubt=doubt, decision=Decision.DIFFERENT, by=UserFactory(), at=NOW)


def test_an_answer_to_another_question_is_refused(doubt, vacancy):
    with pytest.raises(ValidationError):
        actions.decide(doubt=doubt, decision=Decision.KEPT, by=ME, at=NOW)
    with pytest.raises(ValidationError):
        actions.decide(doubt=vacancy, decision=Decision.SAME, by=ME, at=NOW)


def test_a_later_answer_may_be_changed_and_a_given_one_may_not(doubt):
    actions.decide(doubt=doubt, decision=Decision.LATER, by=ME, at=NOW)
    actions.decide(doubt=doubt, decision=Decision.DIFFERENT, by=ME, at=NOW)
    with pytest.raises(StepRefused):
        actions.decide(doubt=doubt, decision=Decision.LATER, by=ME, at=NOW)
