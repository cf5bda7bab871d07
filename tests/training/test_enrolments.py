"""Who has a place, who waits, in which order; what is offered, confirmed, lost, cancelled."""

from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from portevoix.base.audit.actors import Program
from portevoix.base.notifications.models import Message
from portevoix.register.workflow.engine import StepRefused
from portevoix.work.training import notifications as texts
from portevoix.work.training.actions.enrolments import accept_place, cancel_enrolment, enrol
from portevoix.work.training.actions.places import expire_offers
from portevoix.work.training.actions.reminders import remind_sessions
from portevoix.work.training.enums import EnrolmentChannel, EnrolmentState
from portevoix.work.training.models import Enrolment
from portevoix.work.training.selectors.offers import offer_of, sign_place
from tests import factories as make
from tests.training import making as t

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
S, C = EnrolmentState, EnrolmentChannel


def ask(session, person, by, *, channel=C.PERSON, at=t.NOW, **kwargs):
    return enrol(session=session, person=person, channel=channel, by=by, at=at, **kwargs)


def states(session):
    return list(Enrolment.objects.filter(session=session).order_by("pk").values_list("state", flat=True))


def full(seats=1, **session):
    """Return a session without a free place, and who holds them."""
    made = t.SessionFactory(seats=seats, minimum=1, **session)
    return made, [t.EnrolmentFactory(session=made) for _ in range(seats)]


def sent(code):
    return Message.objects.filter(code=code)


def test_somebody_registers_and_is_told_where_and_when():
    association = make.AssociationFactory()
    person, user = t.member(association=association)
    session = t.SessionFactory(access_words="Tramway A, arrêt Étoile Bourse.", questions_email="formation@exemple.fr")
    row = ask(session, person, user)
    message = sent(texts.REGISTERED).get()
    assert (row.state, row.association, row.created_by) == (S.REGISTERED, association, user)
    assert message.recipient_email == "odile@exemple.fr"
    assert "mardi 8 décembre 2026, de 9\u00a0h\u00a030 à 12\u00a0h\u00a030" in message.body
    assert "Maison des associations" in message.body
    assert "Tramway A" in message.body
    assert message.reply_to == "formation@exemple.fr"


def test_the_link_of_a_remote_session_is_given_to_whoever_follows_it_remotely_only():
    session = t.SessionFactory(hybrid=True)
    near, near_user = t.member()
    far, far_user = t.member(email="loin@exemple.fr")
    ask(session, near, near_user)
    row = ask(session, far, far_user, remote=True)
    bodies = dict(sent(texts.REGISTERED).values_list("recipient_email", "body"))
    assert row.remote
    assert "visio.exemple.fr" in bodies["loin@exemple.fr"]
    assert "visio.exemple.fr" not in bodies["odile@exemple.fr"]


def test_a_full_session_makes_a_waiting_list_and_says_the_rank():
    session, _ = full()
    people = [t.member(email=f"p{n}@exemple.fr") for n in range(3)]
    rows = [ask(session, person, user) for person, user in people]
    assert [row.state for row in rows] == [S.WAITING] * 3
    assert "au rang 3" in sent(texts.WAITING).get(recipient_email="p2@exemple.fr").body


def test_a_free_place_is_not_taken_before_those_who_wait():
    session = t.SessionFactory(seats=3, minimum=1)
    t.EnrolmentFactory(session=session, waiting=True)
    person, user = t.member()
    assert ask(session, person, user).state == S.WAITING


def test_nobody_is_enrolled_twice_in_a_session():
    session = t.SessionFactory()
    person, user = t.member()
    ask(session, person, user)
    with pytest.raises(ValidationError, match="déjà inscrite"):
        ask(session, person, user)


def test_somebody_who_cancelled_may_register_again():
    session = t.SessionFactory()
    person, user = t.member()
    cancel_enrolment(enrolment=ask(session, person, user), by=user, at=t.NOW)
    assert ask(session, person, user).state == S.REGISTERED


def test_one_has_one_place_a_course_at_a_time():
    course = t.CourseFactory()
    person, user = t.member()
    ask(t.SessionFactory(course=course), person, user)
    with pytest.raises(ValidationError, match="déjà une place"):
        ask(t.SessionFactory(course=course, half_days=[(date(2026, 12, 15), *t.MORNING)]), person, user)


def test_one_is_not_at_two_places_at_once():
    person, user = t.member()
    ask(t.SessionFactory(), person, user)
    with pytest.raises(ValidationError, match="8 décembre 2026"):
        ask(t.SessionFactory(half_days=[(t.DAY, t.MORNING[1], t.AFTERNOON[1])]), person, user)


def test_a_place_takes_one_off_the_other_waiting_lists_of_the_course():
    course = t.CourseFactory()
    busy, _ = full(course=course)
    person, user = t.member()
    waits = ask(busy, person, user)
    ask(t.SessionFactory(course=course, half_days=[(date(2026, 12, 15), *t.MORNING)]), person, user)
    waits.refresh_from_db()
    assert waits.state == S.CANCELLED


@pytest.mark.parametrize("trait", ["draft", "cancelled"])
def test_a_session_that_is_not_open_takes_nobody(trait):
    person, user = t.member()
    with pytest.raises(StepRefused, match="ne prend pas d’inscriptions"):
        ask(t.SessionFactory(**{trait: True}), person, user)


def test_registrations_are_taken_on_their_last_day_and_not_after_it():
    first, first_user = t.member()
    second, second_user = t.member()
    session = t.SessionFactory(closes_on=date(2026, 12, 4))
    assert ask(session, first, first_user, at=datetime(2026, 12, 4, 23, 50, tzinfo=t.PARIS)).state == S.REGISTERED
    with pytest.raises(StepRefused, match="closes depuis le 4 décembre 2026"):
        ask(session, second, second_user, at=datetime(2026, 12, 5, 0, 10, tzinfo=t.PARIS))


def test_the_delegation_registers_somebody_after_the_closing_within_the_seats():
    session = t.SessionFactory(closes_on=date(2026, 11, 1), seats=1, minimum=1)
    agent = t.delegation()
    rows = [ask(session, t.member()[0], agent, channel=C.DELEGATION) for _ in range(2)]
    assert [row.state for row in rows] == [S.REGISTERED, S.WAITING]


def test_an_association_registers_the_people_who_sit_for_it():
    association = make.AssociationFactory(email="contact@asso.exemple.fr")
    manager = make.user_with_role("association_manager", association=association)
    person, _ = t.member(association=association, email="")
    row = ask(t.SessionFactory(), person, manager, channel=C.ASSOCIATION)
    assert (row.state, row.association, row.channel) == (S.REGISTERED, association, C.ASSOCIATION)
    assert Enrolment.objects.visible_to(manager).get() == row


def test_an_association_does_not_register_the_people_of_another():
    manager = make.user_with_role("association_manager", association=make.AssociationFactory())
    with pytest.raises(PermissionDenied):
        ask(t.SessionFactory(), t.member()[0], manager, channel=C.ASSOCIATION)


def test_one_does_not_register_somebody_else():
    _, user = t.member()
    other, _ = t.member()
    with pytest.raises(PermissionDenied):
        ask(t.SessionFactory(), other, user)


@pytest.mark.parametrize("role", ["ars_region", "ars_department", "facility_secretariat", "administrator"])
def test_the_agency_and_the_establishments_register_nobody(role):
    scopes = {
        "ars_region": {"territory": make.RegionFactory()},
        "ars_department": {"territory": make.DepartmentFactory()},
        "facility_secretariat": {"facility": make.FacilityFactory()},
        "administrator": {},
    }
    person, _ = t.member()
    for channel in C:
        with pytest.raises(PermissionDenied):
            ask(t.SessionFactory(), person, make.user_with_role(role, **scopes[role]), channel=channel)


def test_a_cancellation_offers_the_place_to_the_first_who_waits_for_some_whole_days():
    session, (row,) = full()
    first, second = (t.EnrolmentFactory(session=session, waiting=True) for _ in range(2))
    cancel_enrolment(enrolment=row, by=t.delegation(), at=t.NOW)
    first.refresh_from_db()
    assert states(session) == [S.CANCELLED, S.OFFERED, S.WAITING]
    assert first.offer_expires_at == datetime(2026, 11, 26, tzinfo=t.PARIS)
    assert sent(texts.PLACE_OFFERED).get().recipient_email == first.person.email
    assert "25 novembre 2026 inclus" in sent(texts.PLACE_OFFERED).get().body
    assert second.person.email not in sent(texts.PLACE_OFFERED).values_list("recipient_email", flat=True)


def test_a_place_is_not_kept_beyond_the_day_before_the_session():
    session, (row,) = full(closes_on=date(2026, 11, 23), half_days=[(date(2026, 11, 24), *t.MORNING)])
    waiting = t.EnrolmentFactory(session=session, waiting=True)
    cancel_enrolment(enrolment=row, by=t.delegation(), at=t.NOW)
    waiting.refresh_from_db()
    assert waiting.offer_expires_at == datetime(2026, 11, 24, tzinfo=t.PARIS)


def test_nothing_is_offered_on_the_day_of_the_session():
    session, (row,) = full(closes_on=date(2026, 11, 20), half_days=[(make.TODAY, *t.MORNING)])
    t.EnrolmentFactory(session=session, waiting=True)
    cancel_enrolment(enrolment=row, by=t.delegation(), at=t.NOW)
    assert states(session) == [S.CANCELLED, S.WAITING]


def test_a_cancellation_is_told_with_the_other_dates():
    course = t.CourseFactory()
    person, user = t.member()
    t.SessionFactory(course=course, commune=make.CommuneFactory(name="Colmar"), half_days=[(date(2026, 12, 15), *t.MORNING)])
    cancel_enrolment(enrolment=ask(t.SessionFactory(course=course), person, user), by=user, at=t.NOW)
    assert "15 décembre 2026, Colmar (67)" in sent(texts.ENROLMENT_CANCELLED).get().body


def test_one_does_not_cancel_once_the_session_has_begun_but_the_delegation_may():
    person, user = t.member()
    row = ask(t.SessionFactory(), person, user)
    at = datetime(2026, 12, 8, 9, tzinfo=t.PARIS)
    with pytest.raises(StepRefused, match="a commencé"):
        cancel_enrolment(enrolment=row, by=user, at=at)
    assert cancel_enrolment(enrolment=row, by=t.delegation(), at=at).state == S.CANCELLED


def test_one_does_not_cancel_the_place_of_somebody_else():
    _, user = t.member()
    with pytest.raises(PermissionDenied):
        cancel_enrolment(enrolment=t.EnrolmentFactory(), by=user, at=t.NOW)


def test_an_offered_place_is_confirmed_in_time():
    person, user = t.member()
    row = t.EnrolmentFactory(offered=True, person=person)
    assert accept_place(enrolment=row, by=user, at=datetime(2026, 11, 25, 23, 59, tzinfo=t.PARIS)).state == S.REGISTERED
    assert sent(texts.REGISTERED).exists()


def test_an_offered_place_is_not_confirmed_too_late():
    person, user = t.member()
    row = t.EnrolmentFactory(offered=True, person=person)
    with pytest.raises(StepRefused, match="personne suivante"):
        accept_place(enrolment=row, by=user, at=datetime(2026, 11, 26, tzinfo=t.PARIS))


def test_a_place_that_nobody_confirmed_goes_to_the_next_person():
    session = t.SessionFactory(seats=1, minimum=1)
    late = t.EnrolmentFactory(session=session, offered=True)
    following = t.EnrolmentFactory(session=session, waiting=True)
    assert expire_offers(at=datetime(2026, 11, 25, 12, tzinfo=t.PARIS)) == 0
    assert expire_offers(at=datetime(2026, 11, 26, 0, 5, tzinfo=t.PARIS)) == 1
    for row in (late, following):
        row.refresh_from_db()
    assert (late.state, following.state) == (S.EXPIRED, S.OFFERED)
    assert sent(texts.PLACE_LOST).get().recipient_email == late.person.email
    assert sent(texts.PLACE_OFFERED).get().recipient_email == following.person.email
    assert following.offer_expires_at == datetime(2026, 11, 30, tzinfo=t.PARIS)


def test_the_link_of_an_offer_is_signed_and_good_for_that_offer_only():
    row = t.EnrolmentFactory(offered=True)
    token = sign_place(row)
    assert offer_of(token) == row
    assert offer_of(token[:-1]) is None
    Enrolment.objects.filter(pk=row.pk).update(offer_expires_at=row.offer_expires_at + timedelta(days=5))
    assert offer_of(token) is None


def test_whoever_opens_the_link_confirms_as_the_person():
    row = t.EnrolmentFactory(offered=True)
    assert accept_place(enrolment=row, by=Program("place_link"), at=t.NOW).state == S.REGISTERED


def test_a_reminder_leaves_once_a_person_a_week_before():
    session = t.SessionFactory(confirmed=True)
    t.EnrolmentFactory(session=session)
    t.EnrolmentFactory(session=session, waiting=True)
    assert remind_sessions(at=datetime(2026, 11, 30, 8, tzinfo=t.PARIS)) == 0
    assert [remind_sessions(at=datetime(2026, 12, 1, 8, tzinfo=t.PARIS)) for _ in range(2)] == [1, 0]
    assert sent(texts.REMINDER).count() == 1


def test_a_person_without_an_address_leaves_a_failure_that_is_seen():
    session = t.SessionFactory()
    ask(session, make.PersonFactory(email=""), t.delegation(), channel=C.DELEGATION)
    assert sent(texts.REGISTERED).get().state == "failed"
