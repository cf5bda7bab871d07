"""The life of a call: opening, closing, extension, end of the decisions, publication, reminders."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from portevoix.base.audit.models import Entry
from portevoix.base.notifications.models import Message
from portevoix.register.workflow.engine import StepRefused
from portevoix.work.candidacies.actions import call_messages, call_steps, calls
from portevoix.work.candidacies.enums import CallState, CandidacyState
from tests import factories as make
from tests.candidacies.calling import CLOSING, NOW, draft, opened

pytestmark = pytest.mark.django_db


def test_a_call_without_any_seat_does_not_open(officer, body):
    call = draft(officer)
    for row in call.call_seats.all():
        calls.remove_seat(call=call, row=row, reason="x", by=officer)
    with pytest.raises(StepRefused, match="aucun siège"):
        call_steps.open_call(call=call, by=officer, at=NOW)


def test_a_call_whose_window_is_over_does_not_open(officer, body):
    with pytest.raises(StepRefused, match="clos depuis le 21 décembre 2026"):
        call_steps.open_call(call=draft(officer), by=officer, at=CLOSING)


def test_the_opening_is_announced_once_to_each_accredited_association_concerned(officer, body):
    national = make.AccreditationFactory(association__email="siege@exemple.fr").association
    here = make.AssociationFactory(parent=national, department=make.DepartmentFactory(), email="bas-rhin@exemple.fr")
    make.AssociationFactory(parent=national, department=make.DepartmentFactory(moselle=True), email="moselle@exemple.fr")
    make.AssociationFactory(section=True, email="sans-agrement@exemple.fr")
    sitting = make.AccreditationFactory(association__email="siege-ici@exemple.fr").association
    mute = make.AccreditationFactory().association
    make.MandateFactory(association=sitting)
    make.MandateFactory(association=mute)
    told = call_steps.open_call(call=draft(officer), by=officer, at=NOW).told
    written = Message.objects.filter(code="calls.opened")
    assert set(written.values_list("recipient_email", flat=True)) == {here.email, sitting.email}
    assert told == 2
    assert "21 décembre 2026" in written.first().body.replace("\u00a0", " ")


def test_closing_moves_the_drafts_out_kindly_and_keeps_what_was_sent(officer, body):
    call = opened(officer)
    begun = make.CandidacyFactory(call=call, association_email="section@exemple.fr")
    sent = make.CandidacyFactory(call=call, submitted=True)
    assert call_steps.close_call(call=call, by=officer, at=CLOSING) == 1
    begun.refresh_from_db(), sent.refresh_from_db(), call.refresh_from_db()
    assert (begun.state, sent.state, call.state) == (CandidacyState.LAPSED, CandidacyState.SUBMITTED, CallState.CLOSED)
    assert begun.passages.get().state == CandidacyState.LAPSED
    message = Message.objects.get(code="calls.draft_lapsed")
    assert message.recipient_email == "section@exemple.fr"
    assert "n’a pas été envoyé" in message.body


def test_a_call_closes_by_itself_at_its_last_moment_and_not_before(officer, body):
    call = opened(officer)
    assert call_steps.close_due_calls(at=CLOSING - timedelta(seconds=1)) == []
    assert call_steps.close_due_calls(at=CLOSING) == [call.number]
    assert call_steps.close_due_calls(at=CLOSING) == []
    assert Entry.objects.get(action="call.close").actor == "programme close_calls"


def test_a_call_closed_early_receives_nothing_from_that_moment(officer, body):
    call = opened(officer)
    call_steps.close_call(call=call, by=officer, at=NOW + timedelta(days=2))
    call.refresh_from_db()
    assert call.closes_at == NOW + timedelta(days=2)
    assert not call.receives(NOW + timedelta(days=1))


def test_a_call_is_extended_to_a_later_day_only(officer, body):
    call = opened(officer)
    with pytest.raises(ValidationError, match="après le 21 décembre 2026"):
        call_steps.extend_call(call=call, closes_at=CLOSING, reason="x", by=officer, at=NOW)
    call_steps.extend_call(call=call, closes_at=CLOSING + timedelta(days=10), reason="fêtes", by=officer, at=NOW)
    assert Entry.objects.get(action="call.extend").data["after"] == "2026-12-31"


def test_a_closed_call_is_reopened_to_a_day_to_come(officer, body):
    call = opened(officer)
    call_steps.close_call(call=call, by=officer, at=CLOSING)
    with pytest.raises(ValidationError, match="à venir"):
        call_steps.reopen_call(call=call, closes_at=CLOSING, reason="x", by=officer, at=CLOSING)
    again = call_steps.reopen_call(call=call, closes_at=CLOSING + timedelta(days=9), reason="grève", by=officer, at=CLOSING).call
    assert again.receives(CLOSING + timedelta(days=1))


def closed_then_reopened(call, officer):
    """Close the call at its last moment, then open it again until 30 December."""
    call_steps.close_call(call=call, by=officer, at=CLOSING)
    call.refresh_from_db()
    return call_steps.reopen_call(call=call, closes_at=CLOSING + timedelta(days=9), reason="grève", by=officer, at=CLOSING)


def test_the_reopening_brings_back_the_drafts_that_the_closing_moved_out(officer, body):
    call = opened(officer)
    begun = make.CandidacyFactory(call=call, association_email="section@exemple.fr")
    sent = make.CandidacyFactory(call=call, submitted=True)
    done = closed_then_reopened(call, officer)
    begun.refresh_from_db(), sent.refresh_from_db()
    assert (done.revived, done.replaced) == (1, 0)
    assert (begun.state, sent.state) == (CandidacyState.DRAFT, CandidacyState.SUBMITTED)
    assert [one.state for one in begun.passages.order_by("pk")] == [CandidacyState.LAPSED, CandidacyState.DRAFT]
    message = Message.objects.get(code="calls.draft_revived")
    assert message.recipient_email == "section@exemple.fr"
    assert "jusqu’au 30 décembre 2026 inclus" in message.body.replace("\u00a0", " ")
    assert Entry.objects.get(action="candidacy.revive").actor == "programme reopen_calls"


def test_a_draft_that_an_earlier_closing_moved_out_stays_out(officer, body):
    call = opened(officer)
    before = make.CandidacyFactory(call=call, state=CandidacyState.LAPSED, state_changed_at=NOW - timedelta(days=900))
    assert closed_then_reopened(call, officer).revived == 0
    before.refresh_from_db()
    assert before.state == CandidacyState.LAPSED


def test_a_draft_that_a_newer_file_for_the_same_person_replaces_stays_out_and_the_officer_is_told(officer, body):
    call, same = opened(officer), {"last_name": "Roth", "first_name": "Lucie"}
    old = make.CandidacyFactory(call=call, **same)
    homonym = make.CandidacyFactory(call=call, **same)
    call_steps.close_call(call=call, by=officer, at=CLOSING)
    make.CandidacyFactory(call=call, association=old.association, submitted=True, last_name="ROTH", first_name="Lucie")
    call.refresh_from_db()
    done = call_steps.reopen_call(call=call, closes_at=CLOSING + timedelta(days=9), reason="grève", by=officer, at=CLOSING)
    old.refresh_from_db(), homonym.refresh_from_db()
    assert (done.revived, done.replaced) == (1, 1)
    assert (old.state, homonym.state) == (CandidacyState.LAPSED, CandidacyState.DRAFT)
    assert Message.objects.filter(code="calls.draft_revived", about_number=old.pk).count() == 0


def test_a_newer_file_that_was_withdrawn_replaces_nothing(officer, body):
    call, same = opened(officer), {"last_name": "Roth", "first_name": "Lucie"}
    old = make.CandidacyFactory(call=call, **same)
    call_steps.close_call(call=call, by=officer, at=CLOSING)
    make.CandidacyFactory(call=call, association=old.association, state=CandidacyState.WITHDRAWN, **same)
    call.refresh_from_db()
    done = call_steps.reopen_call(call=call, closes_at=CLOSING + timedelta(days=9), reason="grève", by=officer, at=CLOSING)
    assert (done.revived, done.replaced) == (1, 0)


def test_a_call_that_was_opened_is_not_cancelled(officer, body):
    assert call_steps.cancel_call(call=draft(officer), reason="doublon", by=officer).state == CallState.CANCELLED
    with pytest.raises(StepRefused):
        call_steps.cancel_call(call=opened(officer), reason="x", by=officer)


def test_decisions_are_finished_when_no_candidacy_waits_then_published_when_no_order_waits(officer, body):
    call = opened(officer)
    waiting = make.CandidacyFactory(call=call, to_decide=True)
    call_steps.close_call(call=call, by=officer, at=CLOSING)
    with pytest.raises(StepRefused, match="1\u00a0candidature attend"):
        call_steps.finish_decisions(call=call, by=officer)
    type(waiting).objects.filter(pk=waiting.pk).update(state=CandidacyState.AWAITING_ORDER)
    call_steps.finish_decisions(call=call, by=officer)
    with pytest.raises(StepRefused, match="signature de l’arrêté"):
        call_steps.publish_call(call=call, by=officer)
    type(waiting).objects.filter(pk=waiting.pk).update(state=CandidacyState.NOT_SELECTED)
    assert call_steps.publish_call(call=call, by=officer).state == CallState.PUBLISHED


def test_after_the_opening_the_title_and_the_window_are_fixed(officer, body):
    call = opened(officer)
    assert calls.edit_call(call=call, by=officer, introduction="Bienvenue.").introduction == "Bienvenue."
    with pytest.raises(StepRefused):
        calls.edit_call(call=call, by=officer, title="Autre")


def day(number):
    return datetime(2026, 12, number, 9, tzinfo=UTC)


def test_reminders_leave_15_and_5_days_before_the_closing_once(officer, body):
    call = opened(officer)
    make.CandidacyFactory(call=call, association_email="brouillon@exemple.fr")
    silent = make.AccreditationFactory(association__email="silence@exemple.fr").association
    filed = make.AccreditationFactory(association__email="depose@exemple.fr").association
    for association in (silent, filed):
        make.MandateFactory(association=association)
    make.CandidacyFactory(call=call, association=filed, submitted=True)
    assert call_messages.send_due_reminders(at=day(5)) == 0
    assert call_messages.send_due_reminders(at=day(6)) == 2
    assert call_messages.send_due_reminders(at=day(6)) == 0
    assert dict(Message.objects.exclude(code="calls.opened").values_list("recipient_email", "code")) == {
        "brouillon@exemple.fr": "calls.reminder_draft",
        "silence@exemple.fr": "calls.reminder",
    }
    assert "15 jours" in Message.objects.get(code="calls.reminder").subject
    assert call_messages.send_due_reminders(at=day(16)) == 2


def test_a_worker_that_slept_sends_one_reminder_not_two(officer, body):
    call = opened(officer)
    make.CandidacyFactory(call=call, association_email="brouillon@exemple.fr")
    assert call_messages.send_due_reminders(at=day(18)) == 1
    assert not call.reminders.filter(sent_at=None).exists()


def test_a_reminder_whose_day_had_passed_at_the_opening_never_leaves(officer, body):
    call = opened(officer, closes_at=NOW + timedelta(days=10))
    make.CandidacyFactory(call=call, association_email="brouillon@exemple.fr")
    assert call_messages.send_due_reminders(at=NOW) == 0
    assert call_messages.send_due_reminders(at=NOW + timedelta(days=6)) == 1


def test_a_later_closing_sends_the_reminders_again(officer, body):
    call = opened(officer)
    make.CandidacyFactory(call=call, association_email="brouillon@exemple.fr")
    call_messages.send_due_reminders(at=day(18))
    call_steps.extend_call(call=call, closes_at=CLOSING + timedelta(days=40), reason="x", by=officer, at=day(18))
    assert call.reminders.filter(sent_at=None).count() == 2


def test_nothing_is_reminded_of_a_call_that_is_not_open(officer, body):
    make.CandidacyFactory(call=draft(officer), association_email="brouillon@exemple.fr")
    assert call_messages.send_due_reminders(at=day(18)) == 0
