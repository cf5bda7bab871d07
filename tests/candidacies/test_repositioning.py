"""Those not selected see, with their consent, the seats still empty near home; one act makes a new wish without a new file."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from portevoix.base.notifications.models import Message
from portevoix.register.directory.models import Seat
from portevoix.register.workflow.engine import StepRefused
from portevoix.work.candidacies.actions.repositioning import accept_other_seat, offer_seats
from portevoix.work.candidacies.enums import CallState, CandidacyState, WishState
from portevoix.work.candidacies.selectors.repositioning import seats_left, seats_left_many
from portevoix.work.candidacies.selectors.tasks import TaskKind, waiting_tasks
from tests import factories as make
from tests.budget import assert_query_budget
from tests.candidacies.files import commission, setting, sound_file

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
FAR = {"facility__latitude": 49.12, "facility__longitude": 6.18}  # Metz, 130 km from Strasbourg


def not_selected(*, others=None, **fields):
    """A file refused on its only wish, in a call that has other commissions."""
    wished = commission()
    others = [commission()] if others is None else others
    call = make.CallFactory(closed=True, seats=Seat.objects.filter(body__in=[wished, *others]))
    file = sound_file(call=call, bodies=[wished], not_selected=True, **({"accepts_other_seat": True, "max_distance_km": 30} | fields))
    file.wishes.update(state=WishState.NOT_RETAINED, refusal_reason="seat_given", reason="Deux candidatures.")
    return file, others


def offered(file):
    return [(left.seat.body, left.seat.quality) for left in seats_left(file, today=make.TODAY)]


def manager(file):
    return make.user_with_role("association_manager", association=file.association)


def test_the_seats_still_empty_near_home_are_offered_one_a_quality():
    file, (other,) = not_selected()
    assert offered(file) == [(other, "titular"), (other, "substitute")]


def test_without_consent_nothing_is_offered():
    file, _ = not_selected(accepts_other_seat=False)
    assert offered(file) == []


def test_nothing_is_offered_beyond_the_distance_of_the_file():
    file, _ = not_selected(others=[commission(**FAR)])
    assert offered(file) == []


def test_without_a_distance_the_dated_setting_decides():
    setting("repositionnement-distance", 200)
    file, _ = not_selected(others=[commission(**FAR)], max_distance_km=None)
    assert len(offered(file)) == 2


def test_the_seats_already_asked_filled_or_given_are_not_offered():
    file, (other,) = not_selected()
    for seat in other.seats.filter(quality="titular"):
        make.MandateFactory(seat=seat)
    for seat in other.seats.filter(quality="substitute"):
        make.WishFactory(body=other, seat=seat, state=WishState.RETAINED)
    assert offered(file) == []


def test_a_body_where_the_person_sits_is_not_offered():
    file, (other,) = not_selected()
    make.MandateFactory(seat=other.seats.get(quality="titular", rank=1), person=file.person)
    assert offered(file) == []


def test_an_association_that_lost_its_accreditation_is_offered_nothing():
    file, _ = not_selected(association=make.AssociationFactory())
    assert offered(file) == []


@pytest.mark.parametrize("state", [CandidacyState.TO_DECIDE, CandidacyState.WITHDRAWN, CandidacyState.DESIGNATED])
def test_only_those_not_selected_are_offered_something(state):
    file, _ = not_selected()
    type(file).objects.filter(pk=file.pk).update(state=state)
    assert offered(file) == []


def test_the_association_accepts_in_one_go():
    file, (other,) = not_selected()
    seat = other.seats.get(quality="substitute", rank=1)
    wish = accept_other_seat(candidacy=file, seat=seat, by=manager(file), today=make.TODAY)
    file.refresh_from_db()
    assert file.state == CandidacyState.TO_DECIDE
    assert (wish.rank, wish.body, wish.quality, wish.repositioning, wish.state) == (2, other, "substitute", True, WishState.PENDING)
    assert file.passages.get().state == CandidacyState.TO_DECIDE


def test_the_person_accepts_too():
    file, (other,) = not_selected()
    person = make.user_with_role("representative", person=file.person)
    accept_other_seat(candidacy=file, seat=other.seats.first(), by=person, today=make.TODAY, oneself=True)
    file.refresh_from_db()
    assert file.state == CandidacyState.TO_DECIDE


def test_a_seat_that_was_taken_meanwhile_is_refused():
    file, (other,) = not_selected()
    seat = other.seats.get(quality="titular", rank=1)
    for taken in other.seats.filter(quality="titular"):
        make.MandateFactory(seat=taken)
    with pytest.raises(ValidationError, match="n’est plus libre"):
        accept_other_seat(candidacy=file, seat=seat, by=manager(file), today=make.TODAY)
    file.refresh_from_db()
    assert file.state == CandidacyState.NOT_SELECTED


def test_accepted_twice_the_second_is_told():
    file, (other,) = not_selected()
    accept_other_seat(candidacy=file, seat=other.seats.first(), by=manager(file), today=make.TODAY)
    with pytest.raises(StepRefused):
        accept_other_seat(candidacy=file, seat=other.seats.first(), by=manager(file), today=make.TODAY)


def test_another_association_cannot_accept():
    file, (other,) = not_selected()
    stranger = make.user_with_role("association_manager", association=make.AssociationFactory())
    with pytest.raises(PermissionDenied):
        accept_other_seat(candidacy=file, seat=other.seats.first(), by=stranger, today=make.TODAY)


def test_offers_are_written_to_those_with_seats_left():
    file, (other,) = not_selected()
    silent = sound_file(call=file.call, bodies=[other], not_selected=True)
    agent = make.user_with_role("ars_region", territory=make.RegionFactory())
    assert offer_seats(call=file.call, by=agent, today=make.TODAY) == 1
    assert {message.recipient_email for message in Message.objects.all()} == {file.email, file.association_email}
    assert other.name in Message.objects.first().body
    assert not Message.objects.filter(recipient_email=silent.email).exists()


def test_many_files_cost_as_many_statements_as_one():
    first, (other,) = not_selected()
    files = [first]

    def one_more():
        files.append(sound_file(call=first.call, bodies=[other], not_selected=True, accepts_other_seat=True))

    assert_query_budget(lambda: seats_left_many(files, today=make.TODAY), make_row=one_more, budget=14)


def test_the_offer_waits_for_the_association_and_for_the_person_until_the_publication():
    file, _ = not_selected()
    users = [manager(file), make.user_with_role("representative", person=file.person)]
    for user in users:
        assert [(task.kind, task.target, task.count) for task in waiting_tasks(user, at=NOW)] == [(TaskKind.ACCEPT_SEAT, file, 2)]
    type(file.call).objects.update(state=CallState.PUBLISHED)
    assert [waiting_tasks(user, at=NOW) for user in users] == [[], []]
