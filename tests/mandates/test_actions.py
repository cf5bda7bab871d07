"""Writing mandates: each rule, each refusal, each person refused."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from portevoix.base.audit.models import Entry
from portevoix.base.core.periods import last_day
from portevoix.register.mandates import actions
from portevoix.register.mandates.enums import EndReason
from portevoix.register.mandates.models import Mandate
from tests.factories import (
    TODAY,
    AssociationFactory,
    BodyFactory,
    BodyTypeRuleFactory,
    DepartmentFactory,
    MandateFactory,
    PersonFactory,
    RegionFactory,
    SeatFactory,
    user_with_role,
)
from tests.mandates.acts import BY, create, refused, state

pytestmark = pytest.mark.django_db


# Designate


def test_a_mandate_covers_both_days_and_is_written_in_the_journal_and_the_history():
    mandate = create(order_reference="2025-117", association=AssociationFactory())
    assert (mandate.period.lower, last_day(mandate.period), mandate.term_end) == (
        date(2025, 12, 1),
        date(2028, 11, 30),
        date(2028, 11, 30),
    )
    assert (mandate.source, mandate.body) == ("arrêté 2025-117", mandate.seat.body)
    entry = Entry.objects.get()
    assert (entry.action, entry.target_id, entry.actor) == ("mandate.create", mandate.pk, "programme tests")
    assert mandate.history.count() == 1


def test_the_rule_gives_the_last_day_when_nobody_does():
    BodyTypeRuleFactory()
    assert create(last=actions.BY_RULE).term_end == date(2028, 11, 30)


def test_a_mandate_may_have_no_known_end():
    assert create(last=None).period.upper is None


def test_an_occupied_seat_is_refused_with_the_period_of_the_other_mandate():
    other = MandateFactory()
    message = refused("mandate_one_per_seat", create, seat=other.seat, first=date(2028, 11, 30), last=date(2029, 1, 1))
    assert "du 1er décembre 2025 au 30 novembre 2028" in message
    create(seat=other.seat, first=date(2028, 12, 1), last=date(2029, 1, 1))


def test_one_person_on_two_seats_of_a_body_at_once_is_refused():
    other = MandateFactory()
    seat = SeatFactory(body=other.body, substitute=True)
    refused("mandate_one_seat_per_body", create, seat=seat, person=other.person)
    create(seat=seat, person=other.person, first=date(2028, 12, 1), last=None)
    create(person=other.person)


def test_an_end_before_the_first_day_is_refused():
    refused("end_before_start", create, last=date(2025, 11, 30))


def test_a_seat_or_a_body_that_is_not_open_is_refused():
    refused("seat_not_open", create, seat=SeatFactory(opened_on=date(2026, 1, 1)))
    refused("seat_closed", create, seat=SeatFactory(closed_on=date(2028, 11, 30)))
    refused("seat_closed", create, seat=SeatFactory(closed_on=date(2028, 11, 30)), last=None)
    refused("seat_not_open", create, seat=SeatFactory(body=BodyFactory(opened_on=date(2026, 1, 1))))
    refused("seat_closed", create, seat=SeatFactory(body=BodyFactory(closed_on=date(2026, 1, 1))))
    create(seat=SeatFactory(closed_on=date(2028, 12, 1)))


def test_a_merged_person_is_refused():
    refused("person_merged", create, person=PersonFactory(merged_into=PersonFactory()))


@pytest.mark.parametrize(
    "role",
    ["fas_region", "association_manager", "representative", "facility_secretariat", "national_observer", "administrator"],
)
def test_only_the_agency_writes_mandates(role):
    mandate = MandateFactory()
    scopes = {
        "fas_region": {"territory": RegionFactory()},
        "association_manager": {"association": mandate.association},
        "representative": {"person": mandate.person},
        "facility_secretariat": {"facility": mandate.body.facility},
    }
    stranger = user_with_role(role, **scopes.get(role, {}))
    for action, kwargs in writings(mandate):
        with pytest.raises(PermissionDenied):
            action(by=stranger, **kwargs)
    assert Entry.objects.count() == 0


def test_an_officer_of_another_department_is_refused_and_that_of_the_department_is_not():
    mandate = MandateFactory()
    for officer in (
        user_with_role("ars_department", territory=DepartmentFactory(moselle=True)),
        user_with_role("ars_region", territory=RegionFactory(code="32", name="Hauts-de-France")),
    ):
        for action, kwargs in writings(mandate):
            with pytest.raises(PermissionDenied):
                action(by=officer, **kwargs)
    officer = user_with_role("ars_department", territory=DepartmentFactory())
    ended = actions.end_mandate(mandate=mandate, reason=EndReason.DEATH, on=TODAY, by=officer)
    assert ended.ended_by == officer
    assert Entry.objects.get().actor_id == officer.pk


def writings(mandate):
    """Every action on a mandate, with arguments that would be accepted."""
    other = SeatFactory(body=mandate.body)
    return [
        (actions.create_mandate, {"seat": other, "person": PersonFactory(), "first": TODAY, "last": None}),
        (actions.end_mandate, {"mandate": mandate, "reason": EndReason.DEATH, "on": TODAY}),
        (actions.correct_end, {"mandate": mandate, "explanation": "erreur"}),
        (actions.extend_mandate, {"mandate": mandate, "until": date(2029, 11, 30)}),
        (actions.announce_departure, {"mandate": mandate, "on": TODAY, "reason": EndReason.RESIGNATION}),
        (actions.withdraw_departure, {"mandate": mandate}),
        (actions.switch_seat, {"mandate": mandate, "seat": other, "on": TODAY}),
        (actions.remove_mandate, {"mandate": mandate, "explanation": "erreur"}),
        (actions.close_body, {"body": mandate.body, "on": TODAY}),
        (actions.reopen_body, {"body": mandate.body, "explanation": "erreur"}),
    ]


# End, correct


def test_the_seat_is_vacant_from_the_day_after_the_recorded_end():
    mandate = actions.end_mandate(mandate=MandateFactory(), reason=EndReason.RESIGNATION, on=date(2026, 3, 12), by=BY)
    assert (last_day(mandate.period), mandate.term_end, mandate.end_reason) == (date(2026, 3, 12), date(2028, 11, 30), "RESIGNATION")
    assert mandate.ended_at is not None
    assert [state(mandate.seat, day) for day in (date(2026, 3, 12), date(2026, 3, 13))] == ["pourvu", "vacant"]
    assert Entry.objects.get().data == {"reason": "RESIGNATION", "on": "2026-03-12"}


def test_the_term_needs_no_date_and_takes_no_other():
    BodyTypeRuleFactory()
    mandate = MandateFactory(past_term=True)
    refused("not_the_term", actions.end_mandate, mandate=mandate, reason=EndReason.TERM, on=date(2025, 6, 1))
    ended = actions.end_mandate(mandate=mandate, reason=EndReason.TERM, by=BY)
    assert (last_day(ended.period), state(mandate.seat, TODAY)) == (date(2025, 12, 31), "vacant")
    refused("day_missing", actions.end_mandate, mandate=MandateFactory(term_end=None), reason=EndReason.TERM)


def test_an_end_outside_the_mandate_is_refused():
    mandate = MandateFactory()
    refused("end_before_start", actions.end_mandate, mandate=mandate, reason=EndReason.DEATH, on=date(2025, 11, 30))
    refused("past_term", actions.end_mandate, mandate=mandate, reason=EndReason.DEATH, on=date(2028, 12, 1))
    refused("day_missing", actions.end_mandate, mandate=mandate, reason=EndReason.DEATH)
    actions.end_mandate(mandate=mandate, reason=EndReason.REVOKED, on=date(2025, 12, 1), by=BY)


def test_an_end_is_recorded_once_and_for_a_reason_that_an_agent_gives():
    mandate = MandateFactory()
    refused("unknown_reason", actions.end_mandate, mandate=mandate, reason="FATIGUE", on=TODAY)
    refused("not_for_agents", actions.end_mandate, mandate=mandate, reason=EndReason.SEAT_SWITCH, on=TODAY)
    actions.end_mandate(mandate=mandate, reason=EndReason.DEATH, on=TODAY, by=BY)
    refused("already_ended", actions.end_mandate, mandate=mandate, reason=EndReason.DEATH, on=TODAY)


def test_a_corrected_end_gives_the_mandate_back_and_says_why():
    mandate = MandateFactory()
    actions.end_mandate(mandate=mandate, reason=EndReason.DEATH, on=TODAY, by=BY)
    refused("explanation_missing", actions.correct_end, mandate=mandate, explanation="  ")
    found = actions.correct_end(mandate=mandate, explanation="Homonyme : une autre personne est décédée.", by=BY)
    assert (found.end_reason, found.ended_at, last_day(found.period)) == ("", None, date(2028, 11, 30))
    entry = Entry.objects.order_by("pk").last()
    assert (entry.action, entry.data["explanation"]) == ("mandate.correct_end", "Homonyme : une autre personne est décédée.")
    refused("not_ended", actions.correct_end, mandate=mandate, explanation="encore")


def test_a_corrected_end_may_get_another_reason_and_day():
    mandate = MandateFactory()
    actions.end_mandate(mandate=mandate, reason=EndReason.DEATH, on=TODAY, by=BY)
    actions.correct_end(mandate=mandate, explanation="Date erronée.", reason=EndReason.RESIGNATION, on=date(2027, 1, 31), by=BY)
    mandate.refresh_from_db()
    assert (mandate.end_reason, last_day(mandate.period)) == ("RESIGNATION", date(2027, 1, 31))


def test_an_end_is_not_corrected_when_the_seat_has_been_filled_since():
    mandate = MandateFactory()
    actions.end_mandate(mandate=mandate, reason=EndReason.RESIGNATION, on=TODAY, by=BY)
    create(seat=mandate.seat, first=date(2027, 1, 1))
    refused("mandate_one_per_seat", actions.correct_end, mandate=mandate, explanation="erreur")


# Extend, departures


def test_an_extension_moves_the_term_also_when_it_is_past():
    mandate = actions.extend_mandate(mandate=MandateFactory(past_term=True), until=date(2026, 12, 31), order_reference="2026-9", by=BY)
    assert (mandate.term_end, last_day(mandate.period)) == (date(2026, 12, 31), date(2026, 12, 31))
    assert state(mandate.seat, TODAY) == "pourvu"
    assert Entry.objects.get().data == {"before": "2025-12-31", "after": "2026-12-31", "order_reference": "2026-9"}


def test_an_extension_that_shortens_overlaps_or_follows_an_end_is_refused():
    mandate = MandateFactory()
    refused("not_later", actions.extend_mandate, mandate=mandate, until=date(2028, 11, 30))
    refused("not_later", actions.extend_mandate, mandate=MandateFactory(term_end=None), until=date(2028, 11, 30))
    MandateFactory(seat=mandate.seat, first=date(2028, 12, 1), term_end=None)
    refused("mandate_one_per_seat", actions.extend_mandate, mandate=mandate, until=date(2028, 12, 1))
    refused("seat_closed", actions.extend_mandate, mandate=MandateFactory(seat__closed_on=date(2029, 1, 1)), until=date(2029, 6, 1))
    actions.end_mandate(mandate=mandate, reason=EndReason.DEATH, on=TODAY, by=BY)
    refused("already_ended", actions.extend_mandate, mandate=mandate, until=date(2029, 6, 1))


def test_an_announced_departure_leaves_the_seat_filled_until_the_end_is_recorded():
    mandate = MandateFactory()
    actions.announce_departure(mandate=mandate, on=date(2027, 3, 31), reason=EndReason.RESIGNATION, by=BY)
    assert state(mandate.seat, date(2027, 4, 1)) == "pourvu"
    ended = actions.end_mandate(mandate=mandate, reason=EndReason.RESIGNATION, on=date(2027, 3, 31), by=BY)
    assert (ended.departure_on, ended.departure_reason) == (None, "")
    assert state(mandate.seat, date(2027, 4, 1)) == "vacant"


def test_an_announced_departure_can_be_withdrawn():
    mandate = MandateFactory()
    refused("no_departure", actions.withdraw_departure, mandate=mandate)
    actions.announce_departure(mandate=mandate, on=date(2027, 3, 31), reason=EndReason.RESIGNATION, by=BY)
    assert actions.withdraw_departure(mandate=mandate, by=BY).departure_on is None
    assert [entry.action for entry in Entry.objects.order_by("pk")] == ["mandate.announce_departure", "mandate.withdraw_departure"]


def test_a_departure_outside_the_mandate_or_without_a_true_reason_is_refused():
    mandate = MandateFactory()
    announce = actions.announce_departure
    refused("outside", announce, mandate=mandate, on=date(2028, 12, 1), reason=EndReason.RESIGNATION)
    refused("outside", announce, mandate=mandate, on=date(2025, 11, 30), reason=EndReason.RESIGNATION)
    for reason in (EndReason.TERM, EndReason.DATA_ERROR, EndReason.PARENT_ENDED, "FATIGUE"):
        refused("unknown_reason", announce, mandate=mandate, on=TODAY, reason=reason)
    actions.end_mandate(mandate=mandate, reason=EndReason.DEATH, on=TODAY, by=BY)
    refused("already_ended", announce, mandate=mandate, on=TODAY, reason=EndReason.RESIGNATION)


# Change of seat, removal


def test_a_substitute_who_becomes_titular_leaves_one_seat_the_day_before_sitting_on_the_other():
    BodyTypeRuleFactory()
    body = BodyFactory(seated=True)
    old = MandateFactory(seat=body.seats.get(quality="substitute", rank=1))
    titular = body.seats.get(quality="titular", rank=1)
    new = actions.switch_seat(mandate=old, seat=titular, on=date(2026, 12, 1), order_reference="2026-40", by=BY)
    old.refresh_from_db()
    assert (old.end_reason, last_day(old.period)) == ("SEAT_SWITCH", date(2026, 11, 30))
    assert (new.person, new.association, new.period.lower, new.term_end) == (
        old.person,
        old.association,
        date(2026, 12, 1),
        date(2029, 11, 30),
    )
    assert [state(seat, date(2026, 12, 1)) for seat in (old.seat, titular)] == ["vacant", "pourvu"]


def test_a_change_of_seat_is_all_or_nothing():
    body = BodyFactory(seated=True)
    old = MandateFactory(seat=body.seats.get(quality="substitute", rank=1))
    taken = MandateFactory(seat=body.seats.get(quality="titular", rank=1))
    refused("mandate_one_per_seat", actions.switch_seat, mandate=old, seat=taken.seat, on=TODAY, last=date(2027, 1, 1))
    assert state(old.seat, TODAY) == "pourvu"


def test_a_change_to_another_body_too_early_or_of_an_ended_mandate_is_refused():
    body = BodyFactory(seated=True)
    mandate = MandateFactory(seat=body.seats.get(quality="substitute", rank=1))
    titular = body.seats.get(quality="titular", rank=1)
    refused("other_body", actions.switch_seat, mandate=mandate, seat=SeatFactory(), on=TODAY)
    refused("other_body", actions.switch_seat, mandate=mandate, seat=mandate.seat, on=TODAY)
    refused("too_early", actions.switch_seat, mandate=mandate, seat=titular, on=date(2025, 12, 1))
    actions.end_mandate(mandate=mandate, reason=EndReason.DEATH, on=TODAY, by=BY)
    refused("already_ended", actions.switch_seat, mandate=mandate, seat=titular, on=TODAY)


def test_a_mandate_recorded_by_mistake_is_taken_away_and_the_history_keeps_it():
    mandate = MandateFactory()
    refused("explanation_missing", actions.remove_mandate, mandate=mandate, explanation="")
    pk, history = mandate.pk, mandate.history.model
    actions.remove_mandate(mandate=mandate, explanation="Saisi deux fois.", by=BY)
    assert not Mandate.objects.exists()
    assert history.objects.filter(pgh_obj_id=pk, pgh_label="delete").exists()
    assert Entry.objects.get().data["explanation"] == "Saisi deux fois."
