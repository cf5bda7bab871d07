"""What somebody needs on the spot: kept apart, read by few, deleted after the session."""

from datetime import date, datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from portevoix.base.audit.actors import Program
from portevoix.base.audit.models import Entry
from portevoix.base.core.periods import period
from portevoix.front.workspace.retention import purge
from portevoix.register.directory.models import Parameter
from portevoix.register.workflow.engine import StepRefused
from portevoix.work.training.actions.enrolments import cancel_enrolment
from portevoix.work.training.actions.needs import forget_needs, save_need
from portevoix.work.training.models import AccessNeed
from tests import factories as make
from tests.training import making as t

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def enrolled(**fields):
    person, user = t.member()
    return t.EnrolmentFactory(person=person, **fields), user


def test_a_need_is_kept_and_the_journal_says_nothing_of_it():
    row, user = enrolled()
    need = save_need(enrolment=row, kinds=["hearing"], remark="une place devant", by=user)
    assert (need.kinds, need.remark) == (["hearing"], "une place devant")
    assert Entry.objects.get(action="enrolment.need").data == {}


def test_nothing_ticked_deletes_the_need():
    row, user = enrolled()
    save_need(enrolment=row, kinds=["hearing"], remark="", by=user)
    assert save_need(enrolment=row, kinds=[], remark="  ", by=user) is None
    assert not AccessNeed.objects.exists()


def test_a_remark_about_health_is_questioned_then_kept_when_confirmed():
    row, user = enrolled()
    with pytest.raises(ValidationError, match="information de santé"):
        save_need(enrolment=row, kinds=[], remark="je suis suivi pour un diabète", by=user)
    assert save_need(enrolment=row, kinds=[], remark="je suis suivi pour un diabète", by=user, confirmed=True)


def test_the_association_that_enrolled_somebody_neither_reads_nor_writes_the_need():
    association = make.AssociationFactory()
    row, _ = enrolled(association=association)
    manager = make.user_with_role("association_manager", association=association)
    with pytest.raises(PermissionDenied):
        save_need(enrolment=row, kinds=["hearing"], remark="", by=manager)


def test_needs_are_deleted_the_day_after_the_session():
    row, user = enrolled()
    save_need(enrolment=row, kinds=["hearing"], remark="", by=user)
    assert forget_needs(today=date(2026, 12, 8)) == 0
    assert forget_needs(today=date(2026, 12, 9)) == 1


def test_a_need_goes_with_the_enrolment_that_is_cancelled():
    row, user = enrolled()
    save_need(enrolment=row, kinds=["hearing"], remark="", by=user)
    cancel_enrolment(enrolment=row, by=user, at=t.NOW)
    assert not AccessNeed.objects.exists()
    with pytest.raises(StepRefused, match="terminée"):
        save_need(enrolment=row, kinds=["hearing"], remark="", by=user)


def test_the_nightly_purge_deletes_the_needs_of_the_sessions_that_are_over(clock):
    row, user = enrolled()
    save_need(enrolment=row, kinds=["hearing"], remark="", by=user)
    facts = {"label": "besoins", "value": 0, "period": period(None), "source": "essai", "source_date": date(2026, 1, 1)}
    Parameter.objects.create(code="retention-access-need", **facts)
    clock.move_to(datetime(2026, 12, 9, 3, tzinfo=t.PARIS))
    erased = {one.what: one.count for one in purge(now=timezone.localtime(), by=Program("purge"))}
    assert erased["besoins d’accueil des sessions passées"] == 1
    assert not AccessNeed.objects.exists()
