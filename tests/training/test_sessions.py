"""A session: prepared, opened, confirmed, changed, cancelled; who is told."""

from datetime import date, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from portevoix.base.notifications.models import Message
from portevoix.register.workflow.engine import StepRefused
from portevoix.work.training import notifications as texts
from portevoix.work.training.actions.sessions import Slot, cancel_session, confirm_session, create_session, edit_session, open_session
from portevoix.work.training.enums import CancellationReason, EnrolmentState, SessionState
from portevoix.work.training.models import AccessNeed, HalfDay, Session
from portevoix.work.training.selectors.sessions import open_sessions, proposal
from portevoix.work.training.selectors.words import days_words, place_words
from tests import factories as make
from tests.training import making as t

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
SLOTS = [Slot(day=t.DAY, starts=t.MORNING[0], ends=t.MORNING[1]), Slot(day=t.DAY, starts=t.AFTERNOON[0], ends=t.AFTERNOON[1])]


def prepare(by, **fields):
    kept = {"commune": make.CommuneFactory(), "place": "Maison des associations", "closes_on": date(2026, 12, 4), "seats": 12, "minimum": 4}
    return create_session(
        course=fields.pop("course", None) or t.CourseFactory(),
        region=make.RegionFactory(),
        half_days=fields.pop("half_days", SLOTS),
        by=by,
        **(kept | fields),
    )


def sent(code):
    return Message.objects.filter(code=code)


def test_a_session_is_prepared_with_its_half_days_then_opened():
    agent = t.delegation()
    session = prepare(agent)
    assert (session.state, session.half_days.count()) == (SessionState.DRAFT, 2)
    assert list(open_sessions(today=make.TODAY)) == []
    open_session(session=session, by=agent, at=t.NOW)
    assert list(open_sessions(today=make.TODAY)) == [session]


def test_a_session_without_a_half_day_is_refused():
    with pytest.raises(ValidationError, match="au moins une demi-journée"):
        prepare(t.delegation(), half_days=[])


def test_registrations_close_before_the_session_begins():
    with pytest.raises(ValidationError, match="8 décembre 2026"):
        prepare(t.delegation(), closes_on=date(2026, 12, 9))


def test_a_session_of_a_course_that_is_not_in_the_catalogue_is_refused():
    course = t.CourseFactory(offered=make.period(date(2020, 1, 1), date(2020, 12, 31)))
    with pytest.raises(ValidationError, match="pas au catalogue"):
        prepare(t.delegation(), course=course)


def test_two_half_days_of_a_session_do_not_overlap():
    overlapping = [*SLOTS, Slot(day=t.DAY, starts=time(12), ends=time(14))]
    with pytest.raises(ValidationError, match="se chevauchent"):
        prepare(t.delegation(), half_days=overlapping)


def test_a_session_on_site_says_its_commune():
    with pytest.raises(ValidationError, match="commune"):
        prepare(t.delegation(), commune=None)


def test_registrations_that_are_over_are_not_opened():
    agent = t.delegation()
    session = prepare(agent, closes_on=date(2026, 11, 20))
    with pytest.raises(StepRefused, match="20 novembre 2026"):
        open_session(session=session, by=agent, at=t.NOW)


def test_confirming_tells_those_who_have_a_place_and_them_only():
    session = t.SessionFactory()
    t.EnrolmentFactory(session=session)
    t.EnrolmentFactory(session=session, waiting=True)
    assert confirm_session(session=session, by=t.delegation(), at=t.NOW) == 1
    assert sent(texts.SESSION_CONFIRMED).count() == 1
    assert Session.objects.get(pk=session.pk).state == SessionState.CONFIRMED


def test_cancelling_tells_each_person_and_offers_the_nearest_other_dates_with_a_place():
    course = t.CourseFactory()
    session = t.SessionFactory(course=course)
    near = t.SessionFactory(course=course, commune=make.CommuneFactory(name="Sélestat", latitude=48.26, longitude=7.45))
    t.SessionFactory(course=course, seats=1, minimum=1, commune=make.CommuneFactory(name="Pleine"), half_days=later(30))
    full = Session.objects.latest("pk")
    t.EnrolmentFactory(session=full)
    row = t.EnrolmentFactory(session=session, person=make.PersonFactory(email="odile@exemple.fr", home=make.CommuneFactory()))
    t.AccessNeedFactory(enrolment=row)
    result = cancel_session(session=session, reason=CancellationReason.TOO_FEW, by=t.delegation(), at=t.NOW)
    message = sent(texts.SESSION_CANCELLED).get()
    assert result.told == 1
    assert message.recipient_email == "odile@exemple.fr"
    assert "pas assez d’inscrits" in message.body
    assert f"{near.commune.name} (67), environ" in message.body
    assert "Pleine" not in message.body
    row.refresh_from_db()
    assert row.state == EnrolmentState.CANCELLED
    assert not AccessNeed.objects.exists()


def later(days):
    return [(t.DAY + timedelta(days=days), *t.MORNING)]


def test_a_session_with_attendance_is_not_cancelled():
    session = t.SessionFactory()
    t.EnrolmentFactory(session=session)
    t.mark_all(session)
    with pytest.raises(StepRefused, match="présences sont déjà notées"):
        cancel_session(session=session, reason=CancellationReason.OTHER, by=t.delegation(), at=t.NOW)


def test_moving_a_session_tells_those_who_are_enrolled():
    session = t.SessionFactory()
    t.EnrolmentFactory(session=session)
    moved = [Slot(day=t.DAY + timedelta(days=1), starts=t.MORNING[0], ends=t.MORNING[1])]
    edit_session(session=session, half_days=moved, by=t.delegation(), at=t.NOW)
    assert "mercredi 9 décembre 2026" in sent(texts.SESSION_CHANGED).get().body


def test_correcting_who_leads_a_session_tells_nobody():
    session = t.SessionFactory()
    t.EnrolmentFactory(session=session)
    edit_session(session=session, half_days=SLOTS, by=t.delegation(), at=t.NOW, trainers="Anne Keller")
    assert not sent(texts.SESSION_CHANGED).exists()
    assert HalfDay.objects.filter(session=session).count() == 2


def test_new_places_go_to_the_waiting_list_in_order():
    session = t.SessionFactory(seats=1, minimum=1)
    t.EnrolmentFactory(session=session)
    first, second = (t.EnrolmentFactory(session=session, waiting=True) for _ in range(2))
    edit_session(session=session, half_days=SLOTS, by=t.delegation(), at=t.NOW, seats=2)
    for row in (first, second):
        row.refresh_from_db()
    assert (first.state, second.state) == (EnrolmentState.OFFERED, EnrolmentState.WAITING)


def test_fewer_seats_than_people_are_refused():
    session = t.SessionFactory(seats=3, minimum=1)
    for _ in range(2):
        t.EnrolmentFactory(session=session)
    with pytest.raises(ValidationError, match="2 places"):
        edit_session(session=session, half_days=SLOTS, by=t.delegation(), at=t.NOW, seats=1)


def test_a_cancelled_session_is_not_changed():
    with pytest.raises(StepRefused, match="annulée"):
        edit_session(session=t.SessionFactory(cancelled=True), half_days=SLOTS, by=t.delegation(), at=t.NOW, seats=4)


@pytest.mark.parametrize("role", ["ars_region", "ars_department", "association_manager", "representative"])
def test_nobody_else_runs_a_session(role):
    scopes = {
        "ars_region": {"territory": make.RegionFactory()},
        "ars_department": {"territory": make.DepartmentFactory()},
        "association_manager": {"association": make.AssociationFactory()},
        "representative": {"person": make.PersonFactory()},
    }
    user, session = make.user_with_role(role, **scopes[role]), t.SessionFactory()
    with pytest.raises(PermissionDenied):
        prepare(user)
    with pytest.raises(PermissionDenied):
        confirm_session(session=session, by=user, at=t.NOW)
    with pytest.raises(PermissionDenied):
        edit_session(session=session, half_days=SLOTS, by=user, at=t.NOW, seats=12)


def test_the_delegation_of_another_region_does_not_run_a_session_here():
    elsewhere = make.user_with_role("fas_region", territory=make.RegionFactory(code="32", name="Hauts-de-France"))
    with pytest.raises(PermissionDenied):
        cancel_session(session=t.SessionFactory(), reason=CancellationReason.OTHER, by=elsewhere, at=t.NOW)


def test_two_dates_near_home_and_one_remote_come_first():
    home = make.CommuneFactory()
    far = t.SessionFactory(commune=make.CommuneFactory(latitude=49.6, longitude=4.4), half_days=later(1))
    near = [
        t.SessionFactory(commune=make.CommuneFactory(latitude=48.6 + step / 100, longitude=7.7), half_days=later(9 - step))
        for step in range(3)
    ]
    full = t.SessionFactory(commune=home, seats=1, minimum=1, half_days=later(0))
    t.EnrolmentFactory(session=full)
    remote = t.SessionFactory(remote=True, half_days=later(40))
    shown = proposal(open_sessions(today=make.TODAY), home=home, today=make.TODAY)
    assert [one.session for one in shown.first] == [near[2], near[1], remote]
    assert [one.session for one in shown.others] == [full, far, near[0]]


def test_the_dates_and_the_place_are_said_in_words():
    session = t.SessionFactory(street="1 place des Orphelins", commune=make.CommuneFactory(name="Strasbourg"))
    assert days_words(session) == "mardi 8 décembre 2026"
    assert place_words(session) == "Maison des associations, 1 place des Orphelins, Strasbourg (67)"
    assert place_words(t.SessionFactory(remote=True)) == "à distance"
    assert days_words(t.SessionFactory(half_days=[*later(0), *later(7)])) == "mardi 8 et mardi 15 décembre 2026"
    assert days_words(t.SessionFactory(half_days=[*later(0), *later(1)])) == "mardi 8 et mercredi 9 décembre 2026"
    assert days_words(t.SessionFactory(half_days=[*later(0), *later(28)])) == "mardi 8 décembre 2026 et mardi 5 janvier 2027"
    assert days_words(t.SessionFactory(half_days=[*later(0), *later(1), *later(2)])) == "du 8 au 10 décembre 2026"
