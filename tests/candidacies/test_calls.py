"""Calls: the perimeter frozen into seats, the window, the list corrected by hand, the steps, the reminders."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from portevoix.base.audit.models import Entry
from portevoix.base.core.periods import period
from portevoix.base.files.actions import FileRefused
from portevoix.register.directory.enums import SeatQuality
from portevoix.register.workflow.engine import StepRefused
from portevoix.work.candidacies.actions import call_documents, call_steps, calls
from portevoix.work.candidacies.enums import CallMode, CallState, SeatOrigin
from portevoix.work.candidacies.models import Call
from portevoix.work.candidacies.selectors.calls import call_figures, days_left, last_day, seats_of_call
from portevoix.work.candidacies.selectors.perimeter import Perimeter
from tests import factories as make
from tests.candidacies.calling import NOW, draft, labels, opened
from tests.factories import TODAY

pytestmark = pytest.mark.django_db


def test_a_call_offers_the_seats_vacant_today(officer, body):
    call = draft(officer)
    assert labels(call) == ["Suppléant 1", "Suppléant 2"]
    assert {row.origin for row in call.call_seats.all()} == {SeatOrigin.VACANT}
    assert (call.state, call.departments) == (CallState.DRAFT, ["67"])


def test_a_call_offers_the_seats_that_fall_vacant_before_a_date_with_the_day_after_the_mandate(officer, body):
    call = draft(officer, Perimeter(falling_before=date(2027, 1, 1)))
    assert labels(call) == ["Suppléant 1", "Suppléant 2", "Titulaire 2"]
    falling = call.call_seats.get(origin=SeatOrigin.FALLING_VACANT)
    assert falling.vacant_from == date(2027, 1, 1)
    assert labels(draft(officer, Perimeter(vacant=False, falling_before=date(2026, 12, 30), mid_cycle=True))) == [
        "Titulaire 1",
        "Titulaire 2",
    ]


def test_a_call_may_offer_filled_seats_again(officer, body):
    call = draft(officer, Perimeter(mid_cycle=True))
    assert len(labels(call)) == 4
    assert call.call_seats.filter(origin=SeatOrigin.MID_CYCLE, vacant_from=None).count() == 2


def test_a_perimeter_limits_departments_types_and_qualities(officer, body):
    moselle = make.BodyFactory(facility__department=make.DepartmentFactory(moselle=True), seated=True)
    assert draft(officer, Perimeter(departments=frozenset({"57"}))).call_seats.count() == 4
    assert draft(officer, Perimeter(departments=frozenset({"57", "67"}))).departments == ["57", "67"]
    titulars = draft(officer, Perimeter(qualities=frozenset({"titular"})))
    assert set(titulars.call_seats.values_list("seat__body", flat=True)) == {moselle.pk}
    with pytest.raises(ValidationError, match="Aucun siège"):
        draft(officer, Perimeter(body_types=frozenset({"CRSA"})))


def test_a_perimeter_is_read_back_as_it_was_kept():
    whole = Perimeter(
        text="colmar",
        departments=frozenset({"67", "57"}),
        qualities=frozenset({"titular"}),
        body=3,
        vacant_over_months=6,
        falling_before=date(2027, 1, 1),
        past_term_only=True,
        mid_cycle=True,
        left_out=frozenset({4}),
        joined=frozenset({5}),
    )
    assert Perimeter.from_data(whole.as_data()) == whole
    assert Perimeter.from_data(Perimeter(vacant=False).as_data()) == Perimeter(vacant=False)


def test_a_seat_with_a_mandate_to_come_is_not_offered(officer, body):
    seat = body.seats.get(quality=SeatQuality.SUBSTITUTE, rank=1)
    make.MandateFactory(seat=seat, first=TODAY + timedelta(days=30), term_end=date(2029, 1, 1))
    assert labels(draft(officer)) == ["Suppléant 2"]


def test_bodies_for_which_associations_do_not_propose_are_left_out(officer, body):
    body.body_type.in_designation_circuit = False
    body.body_type.save()
    with pytest.raises(ValidationError, match="Aucun siège"):
        draft(officer)


def test_a_seat_of_a_running_call_is_not_offered_by_another(officer, body):
    opened(officer, perimeter=Perimeter(qualities=frozenset({"substitute"})))
    with pytest.raises(ValidationError, match="Aucun siège"):
        draft(officer)


def test_two_drafts_may_offer_the_same_seats_but_one_alone_opens(officer, body):
    first, second = draft(officer), draft(officer)
    call_steps.open_call(call=first, by=officer, at=NOW)
    with pytest.raises(StepRefused, match="2\u00a0sièges sont déjà offerts par un autre appel"):
        call_steps.open_call(call=second, by=officer, at=NOW)


def test_numbers_follow_without_holes_within_the_year(officer, body):
    assert [draft(officer).number for _ in range(3)] == ["AC-2026-001", "AC-2026-002", "AC-2026-003"]
    with pytest.raises(ValidationError):
        draft(officer, closes_at=NOW - timedelta(days=1))
    assert draft(officer).number == "AC-2026-004"


def test_only_a_permanent_call_has_no_closing(officer, body):
    with pytest.raises(ValidationError, match="seul un appel permanent"):
        draft(officer, closes_at=None)
    assert last_day(draft(officer, mode=CallMode.PERMANENT, closes_at=None)) is None


def test_the_last_day_is_the_one_before_the_first_moment_refused(officer, body):
    call = draft(officer)
    assert last_day(call) == date(2026, 12, 21)
    assert [days_left(call, today=day) for day in (date(2026, 12, 20), date(2026, 12, 21), date(2026, 12, 22))] == [2, 1, 0]


def test_a_department_agent_opens_a_call_on_the_department_alone(body):
    make.BodyFactory(facility__department=make.DepartmentFactory(moselle=True), seated=True)
    agent = make.user_with_role("ars_department", territory=make.DepartmentFactory())
    call = draft(agent)
    assert call.departments == ["67"]
    assert call_steps.open_call(call=call, by=agent, at=NOW).call.state == CallState.OPEN


def test_a_department_agent_does_not_touch_a_call_that_goes_beyond_the_department(officer, body):
    make.BodyFactory(facility__department=make.DepartmentFactory(moselle=True), seated=True)
    agent, call = make.user_with_role("ars_department", territory=make.DepartmentFactory()), draft(officer)
    row = call.call_seats.first()
    for act in (
        lambda: call_steps.open_call(call=call, by=agent, at=NOW),
        lambda: call_steps.cancel_call(call=call, reason="x", by=agent),
        lambda: calls.edit_call(call=call, by=agent, introduction="x"),
        lambda: calls.refresh_seats(call=call, by=agent, today=TODAY),
        lambda: calls.remove_seat(call=call, row=row, reason="x", by=agent),
        lambda: calls.add_seat(call=call, seat=row.seat, reason="x", by=agent, today=TODAY),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_a_department_agent_offers_no_seat_of_a_regional_body(officer):
    regional = make.BodyFactory(regional=True, seated=True)
    agent = make.user_with_role("ars_department", territory=make.DepartmentFactory())
    with pytest.raises(ValidationError, match="Aucun siège"):
        draft(agent, Perimeter(body=regional.pk))
    call = draft(officer, Perimeter(body=regional.pk))
    assert call.departments == []
    with pytest.raises(PermissionDenied):
        calls.edit_call(call=call, by=agent, introduction="x")


@pytest.mark.parametrize("role", ["ars_signatory", "fas_region", "national_observer", "administrator"])
def test_who_only_reads_calls_opens_none(body, role):
    scope = {} if role in ("national_observer", "administrator") else {"territory": make.RegionFactory()}
    with pytest.raises((PermissionDenied, ValidationError)):
        draft(make.user_with_role(role, **scope))
    assert not Call.objects.exists()


def test_making_the_list_again_follows_the_register_and_keeps_what_a_person_decided(officer, body):
    call = draft(officer)
    substitutes = body.seats.filter(quality=SeatQuality.SUBSTITUTE).order_by("rank")
    titular = body.seats.get(quality=SeatQuality.TITULAR, rank=1)
    calls.remove_seat(call=call, row=call.call_seats.get(seat=substitutes[0]), reason="travaux", by=officer)
    calls.add_seat(call=call, seat=titular, reason="départ annoncé de vive voix", by=officer, today=TODAY)
    other = make.BodyFactory(seated=True)
    change = calls.refresh_seats(call=call, by=officer, today=TODAY)
    assert change.joined == set(other.seats.values_list("pk", flat=True))
    assert not change.left
    assert set(call.call_seats.values_list("seat_id", flat=True)) == change.joined | {substitutes[1].pk, titular.pk}
    make.MandateFactory(seat=substitutes[1])
    assert calls.refresh_seats(call=call, by=officer, today=TODAY).left == {substitutes[1].pk}
    assert not calls.refresh_seats(call=call, by=officer, today=TODAY)


def test_the_list_of_an_open_call_is_fixed_but_a_permanent_one_follows_the_register(officer, body):
    permanent = opened(officer, mode=CallMode.PERMANENT, closes_at=None)
    make.MandateFactory(seat=body.seats.get(quality=SeatQuality.SUBSTITUTE, rank=1))
    other = make.BodyFactory(seated=True)
    change = calls.refresh_seats(call=permanent, by=officer, today=TODAY)
    assert (len(change.joined), len(change.left)) == (4, 1)
    campaign = opened(officer, perimeter=Perimeter(body=make.BodyFactory(seated=True).pk), mode=CallMode.CAMPAIGN)
    with pytest.raises(StepRefused, match="fixée à son ouverture"):
        calls.refresh_seats(call=campaign, by=officer, today=TODAY)
    assert other.seats.count() == 4


def test_every_correction_of_the_list_keeps_its_reason(officer, body):
    call = draft(officer)
    calls.remove_seat(call=call, row=call.call_seats.first(), reason=" travaux ", by=officer)
    assert Entry.objects.get(action="call.remove_seat").data["explanation"] == "travaux"


def test_the_last_seat_of_an_open_call_stays(officer, body):
    call = opened(officer)
    calls.remove_seat(call=call, row=call.call_seats.first(), reason="x", by=officer)
    with pytest.raises(StepRefused, match="dernier"):
        calls.remove_seat(call=call, row=call.call_seats.first(), reason="x", by=officer)


def test_a_seat_that_is_closed_or_already_there_is_not_added(officer, body):
    call = draft(officer)
    seat = call.call_seats.first().seat
    with pytest.raises(ValidationError, match="déjà dans l’appel"):
        calls.add_seat(call=call, seat=seat, reason="x", by=officer, today=TODAY)
    closed = make.SeatFactory(body=body, rank=9, closed_on=date(2026, 1, 1))
    with pytest.raises(ValidationError, match="ne peut pas être offert"):
        calls.add_seat(call=call, seat=closed, reason="x", by=officer, today=TODAY)


def test_a_document_is_known_by_its_content(officer, body):
    call = draft(officer)
    kept = call_documents.add_document(call=call, title="Charte", upload=SimpleUploadedFile("charte.pdf", b"%PDF-1.7 x"), by=officer)
    assert call.documents.get() == kept
    with pytest.raises(FileRefused):
        call_documents.add_document(call=call, title="Charte", upload=SimpleUploadedFile("charte.pdf", b"MZ\x00\x01"), by=officer)
    call_documents.remove_document(document=kept, by=officer)
    assert not call.documents.exists()


def test_live_counts_say_what_remains_and_what_nobody_asks_for(officer, body):
    call = opened(officer, perimeter=Perimeter(falling_before=date(2027, 1, 1)))
    asking = make.CandidacyFactory(call=call, submitted=True)
    make.WishFactory(candidacy=asking, body=body, quality="substitute")
    make.CandidacyFactory(call=call, wishes=[body])  # a draft asks for nothing
    rows = seats_of_call(call, today=TODAY)
    counts = call_figures(call, rows)
    assert (counts.seats, counts.remaining, counts.unasked, counts.received, counts.drafts) == (3, 3, 1, 1, 1)
    assert {row.seat_label: row.wanted for row in rows} == {"Titulaire 2": 0, "Suppléant 1": 1, "Suppléant 2": 1}
    make.MandateFactory(seat=body.seats.get(quality="substitute", rank=1))
    second = body.seats.get(quality="titular", rank=2)
    second.mandates.update(period=period(date(2024, 1, 1), date(2026, 12, 31)))
    rows = seats_of_call(call, today=TODAY)
    assert {row.seat_label: row.remaining for row in rows} == {"Titulaire 2": True, "Suppléant 1": False, "Suppléant 2": True}
    make.MandateFactory(seat=second, first=date(2027, 1, 1), term_end=date(2029, 12, 31))
    assert sum(row.remaining for row in seats_of_call(call, today=TODAY)) == 1


def test_a_wish_around_home_counts_for_the_bodies_within_the_distance(officer, body):
    far = make.BodyFactory(facility__latitude=49.5, facility__longitude=7.75, seated=True)
    call = opened(officer)
    asking = make.CandidacyFactory(call=call, submitted=True, home=make.CommuneFactory(latitude=48.6, longitude=7.7))
    make.WishFactory(candidacy=asking, body=None, within_km=30)
    assert {(row.body_id, row.wanted) for row in seats_of_call(call, today=TODAY)} == {(body.pk, 1), (far.pk, 0)}


def test_one_candidacy_that_wishes_a_seat_twice_counts_once(officer, body):
    call = opened(officer)
    asking = make.CandidacyFactory(call=call, submitted=True, wishes=[body])
    make.WishFactory(candidacy=asking, body=body, quality="substitute", rank=2)
    assert {row.wanted for row in seats_of_call(call, today=TODAY)} == {1}
