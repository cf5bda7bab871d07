"""Agents' pages about candidacies: who sees which file, and each act from its page."""

from datetime import date

import pytest

from portevoix.work.candidacies.enums import AssessmentValue, CandidacyState, RefusalReason, WishState
from portevoix.work.candidacies.models import Assessment, Wish
from tests.factories import (
    TODAY,
    AccreditationFactory,
    BodyTypeRuleFactory,
    CallFactory,
    CandidacyFactory,
    DepartmentFactory,
    PersonFactory,
    RegionFactory,
    SeatFactory,
    user_with_role,
)
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db
BASE = "/espace/candidatures/"


@pytest.fixture(autouse=True)
def at_noon(time_machine):
    time_machine.move_to(f"{TODAY}T12:00:00+01:00")


@pytest.fixture
def seat():
    BodyTypeRuleFactory()
    return SeatFactory()


@pytest.fixture
def agent(client):
    return sign_in(client, user_with_role("ars_region", territory=RegionFactory()))


@pytest.fixture
def delegation(client):
    return sign_in(client, user_with_role("ars_department", territory=DepartmentFactory()))


def file_on(seat, **kwargs):
    call = CallFactory(closed=True, seats=[seat], decision_expected_on=date(2026, 12, 1))
    kwargs.setdefault("to_decide", True)
    file = CandidacyFactory(call=call, wishes=[seat.body], person=PersonFactory(), **kwargs)
    AccreditationFactory(association=file.association)
    return file


def post(client, path, **data):
    """Send the form of a page as it was read."""
    page = client.get(path)
    assert page.status_code == 200, page.status_code
    return client.post(path, {"vu": page.context["mark"], **data})


def test_the_list_shows_open_files_and_hides_drafts(client, agent, seat):
    shown, draft = file_on(seat), CandidacyFactory(call=CallFactory(), last_name="Brouillon")
    text = client.get(BASE).text
    assert shown.number in text and draft.last_name not in text


def test_the_list_is_searched_by_name_and_number_and_limited_by_state(client, agent, seat):
    file = file_on(seat, last_name="Roth")
    assert file.number in client.get(BASE, {"q": "roth"}).text
    assert file.number in client.get(BASE, {"q": file.number}).text
    assert file.number not in client.get(BASE, {"q": "zzz"}).text
    assert file.number not in client.get(BASE, {"e": "withdrawn"}).text


def test_the_list_leaves_as_a_file(client, agent, seat):
    file = file_on(seat)
    assert file.number in b"".join(client.get(f"{BASE}liste.csv").streaming_content).decode("utf-8-sig")


def test_an_unknown_filter_says_so(client, agent):
    answer = client.get(BASE, {"e": "nowhere"})
    assert answer.status_code == 400 and "n’est pas compris" in answer.text


def test_the_sheet_tells_the_checks_the_wishes_and_who_holds_the_file(client, agent, seat):
    text = client.get(f"{BASE}{file_on(seat).pk}/").text
    assert "entre les mains de l’agence" in text and "Absence de lien déclarée" in text and seat.body.readable_name in text


def test_pieces_asked_from_the_page_give_the_file_to_the_association(client, agent, seat):
    file = file_on(seat)
    assert post(client, f"{BASE}{file.pk}/demander-des-pieces/", items="Lettre", due_on="15 décembre 2026").status_code == 302
    file.refresh_from_db()
    assert file.state == CandidacyState.INCOMPLETE


def test_a_text_that_seems_to_name_somebody_is_kept_only_when_confirmed(client, agent, seat):
    file = file_on(seat)
    path = f"{BASE}{file.pk}/demander-des-pieces/"
    asked = post(client, path, items="Rappeler M. Dupont au 06 12 34 56 78", due_on="15 décembre 2026")
    assert asked.status_code == 200 and "Je confirme" in asked.text
    data = {"items": "Rappeler M. Dupont au 06 12 34 56 78", "due_on": "15 décembre 2026", "confirmed": "on"}
    assert post(client, path, **data).status_code == 302


def test_the_delegation_gives_its_opinion(client, delegation, seat):
    file = file_on(seat, to_decide=False, under_review=True)
    assert post(client, f"{BASE}{file.pk}/avis/", value=AssessmentValue.FAVOURABLE, comment="").status_code == 302
    assert Assessment.objects.get(candidacy=file).value == AssessmentValue.FAVOURABLE


def test_the_delegation_of_another_department_does_not_see_the_file(client, seat):
    sign_in(client, user_with_role("ars_department", territory=DepartmentFactory(moselle=True)))
    assert client.get(f"{BASE}{file_on(seat).pk}/").status_code == 404


def test_a_wish_is_decided_with_its_seat_and_its_reason(client, agent, seat):
    file = file_on(seat)
    Wish.objects.filter(candidacy=file).update(quality=seat.quality)
    file.waivers.create(code="complete", reason="vu")
    answer = post(client, f"{BASE}{file.pk}/voeux/1/decider/", outcome=WishState.RETAINED, seat=seat.pk, reason="Personne formée.")
    assert answer.status_code == 302, answer.context["form"].errors
    wish = file.wishes.get()
    assert (wish.state, wish.seat, wish.decided_by) == (WishState.RETAINED, seat, agent)


def test_a_decision_without_reason_is_refused_and_keeps_the_answers(client, agent, seat):
    file = file_on(seat)
    data = {"outcome": WishState.NOT_RETAINED, "refusal_reason": RefusalReason.LOAD, "reason": ""}
    answer = post(client, f"{BASE}{file.pk}/voeux/1/decider/", **data)
    assert answer.status_code == 200 and file.wishes.get().state == WishState.PENDING
    assert answer.context["form"]["refusal_reason"].value() == RefusalReason.LOAD


def test_the_second_of_two_agents_is_told_and_nothing_is_overwritten(client, agent, seat):
    file = file_on(seat)
    path = f"{BASE}{file.pk}/voeux/1/decider/"
    mark = client.get(path).context["mark"]
    data = {"outcome": WishState.NOT_RETAINED, "refusal_reason": RefusalReason.LOAD, "reason": "Déjà trois mandats."}
    assert client.post(path, {"vu": mark, **data}).status_code == 302
    second = client.post(path, {"vu": mark, **data, "reason": "Autre motif."})
    assert second.status_code == 200 and "a changé pendant que vous le lisiez" in second.text
    assert file.wishes.get().reason == "Déjà trois mandats."


def test_a_decision_is_taken_back_from_its_page(client, agent, seat):
    file = file_on(seat)
    data = {"outcome": WishState.NOT_RETAINED, "refusal_reason": RefusalReason.LOAD, "reason": "Déjà trois mandats."}
    post(client, f"{BASE}{file.pk}/voeux/1/decider/", **data)
    assert post(client, f"{BASE}{file.pk}/voeux/1/revenir/").status_code == 302
    assert file.wishes.get().state == WishState.PENDING


def test_the_queue_shows_each_one_what_they_hold(client, agent, seat):
    held, elsewhere = file_on(seat), file_on(SeatFactory(), to_decide=False, under_review=True)
    text = client.get("/espace/ce-qui-m-attend/").text
    assert held.full_name in text and elsewhere.full_name not in text
