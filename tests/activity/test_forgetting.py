"""What is erased when its delay is over, and what stays."""

from datetime import UTC, date, datetime

import pytest

from portevoix.base.audit.actors import Program
from portevoix.work.activity.actions.forgetting import forget_activity
from portevoix.work.activity.models import ExpenseClaim, JournalEntry, RepresentationLeave
from portevoix.work.activity.tasks import forget_paid_receipts
from tests.activity import making

pytestmark = pytest.mark.django_db


def test_old_lines_claims_and_leave_go_and_the_others_stay(person, body):
    old, _, receipt = making.claim(person, body, day=date(2019, 5, 6))
    receipt.delete()
    ExpenseClaim.objects.filter(pk=old.pk).update(created_at=datetime(2019, 6, 1, tzinfo=UTC))
    making.leave(person, body, day=date(2019, 5, 6))
    kept, *_ = making.claim(person, body)
    making.entry(person)
    forget_activity(before=date(2020, 11, 22), moment=datetime(2020, 11, 22, tzinfo=UTC), by=Program("tests"))
    assert ExpenseClaim.objects.get() == kept
    assert not RepresentationLeave.objects.exists()
    assert {entry.day for entry in JournalEntry.objects.all()} == {making.DAY}


def test_nothing_is_erased_without_a_setting(person, body):
    making.claim(person, body, sent=True)
    forget_paid_receipts(timestamp=int(datetime(2032, 6, 1, 3, tzinfo=UTC).timestamp()))
    assert ExpenseClaim.objects.get().receipts.count() == 1
