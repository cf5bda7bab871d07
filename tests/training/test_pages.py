"""The pages of the training, through the client: two clicks to register, a sheet, a session, the link of an offered place."""

from datetime import date, datetime

import pytest
from django.urls import reverse

from portevoix.base.audit.models import Entry
from portevoix.work.training.enums import EnrolmentState, SessionState
from portevoix.work.training.models import AccessNeed, Course, Enrolment, Session
from portevoix.work.training.selectors.offers import sign_place
from tests import factories as make
from tests.sign_in import sign_in
from tests.training import making as t

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
AFTER = datetime(2026, 12, 8, 18, tzinfo=t.PARIS)


@pytest.fixture
def agent(client):
    return sign_in(client, t.delegation())


def url(name, *args):
    return reverse(f"training:{name}", args=args)


def text(response):
    return response.content.decode()


def half_days(*rows):
    data = {"demi-TOTAL_FORMS": str(len(rows)), "demi-INITIAL_FORMS": "0", "demi-MIN_NUM_FORMS": "0", "demi-MAX_NUM_FORMS": "20"}
    for number, (day, starts, ends) in enumerate(rows):
        data |= {f"demi-{number}-day": day, f"demi-{number}-starts": starts, f"demi-{number}-ends": ends}
    return data


def asked(course, where, **changes):
    session = {
        "course": course.pk,
        "format": "onsite",
        "commune": where.name,
        "place": "Maison des associations",
        "seats": "12",
        "minimum": "4",
        "closes_on": "4 décembre 2026",
    }
    return session | half_days(("8 décembre 2026", "9h30", "12 h 30"), ("8 décembre 2026", "13:30", "17"), ("", "", "")) | changes


# public


def test_a_visitor_reads_where_and_when_and_never_who(client):
    session = t.SessionFactory()
    t.EnrolmentFactory(session=session, person=make.PersonFactory(last_name="Wernert", first_name="Odile"))
    pages = [text(client.get(url(*name))) for name in (("catalogue",), ("course", session.course.code), ("public_session", session.pk))]
    assert all("Wernert" not in page and "WERNERT" not in page for page in pages)
    assert "9\u00a0places libres" in pages[2]
    assert "de 9\u00a0h\u00a030 à 12\u00a0h\u00a030" in pages[2]


def test_a_year_that_is_not_one_is_refused_with_a_hint(client):
    assert client.get(url("catalogue") + "?annee=demain").status_code == 400
    assert client.get(url("catalogue") + "?famille=inconnue").status_code == 400


def test_a_cancelled_session_offers_the_other_dates_to_visitors(client):
    course = t.CourseFactory()
    session = t.SessionFactory(course=course, cancelled=True)
    other = t.SessionFactory(course=course, half_days=[(date(2026, 12, 15), *t.MORNING)])
    page = text(client.get(url("public_session", session.pk)))
    assert "annulée" in page
    assert url("public_session", other.pk) in page


# one's own places


def test_somebody_registers_in_two_clicks_from_the_page_of_a_session(client):
    _, user = t.member(home=make.CommuneFactory(latitude=48.26, longitude=7.45))
    session = t.SessionFactory()
    sign_in(client, user)
    first = client.get(url("public_session", session.pk))
    assert url("register", session.pk) in text(first)
    second = client.get(url("register", session.pk))
    assert "minutes de route, estimé d’après la distance" in text(second)
    done = client.post(url("register", session.pk), follow=True)
    assert "Votre place est réservée." in text(done)
    assert Enrolment.objects.get().state == EnrolmentState.REGISTERED


def test_the_dates_near_home_come_first_then_a_remote_one(client):
    _, user = t.member(home=make.CommuneFactory(name="Sélestat"))
    t.SessionFactory(commune=make.CommuneFactory(name="Loin", latitude=49.6, longitude=4.4))
    near = t.SessionFactory(commune=make.CommuneFactory(name="Colmar", latitude=48.5, longitude=7.7))
    remote = t.SessionFactory(remote=True)
    sign_in(client, user)
    response = client.get(url("my_training"))
    assert [one.session for one in response.context["first"]] == [near, remote]
    assert "Loin (67)" in text(response)


def test_the_basic_training_comes_first_while_it_is_due_and_never_once_followed(client):
    person, user = t.member(home=make.CommuneFactory())
    other, basic = t.SessionFactory(), t.SessionFactory(course=t.CourseFactory(basic=True))
    past = t.SessionFactory(course=other.course, half_days=[(date(2026, 1, 8), *t.MORNING)])
    t.EnrolmentFactory(session=past, person=person, state=EnrolmentState.ATTENDED)
    sign_in(client, user)
    response = client.get(url("my_training"))
    shown = [*response.context["first"], *response.context["others"]]
    assert basic in [one.session for one in shown]
    assert other not in [one.session for one in shown]


def test_another_commune_may_be_tried(client):
    _, user = t.member()
    make.CommuneFactory(name="Wissembourg", postcodes=["67160"])
    sign_in(client, user)
    assert client.get(url("my_training") + "?q=67160").context["home"].name == "Wissembourg"
    assert "Nous ne trouvons pas la commune" in text(client.get(url("my_training") + "?q=Zzzz"))


def test_a_full_session_says_so_before_the_second_click(client):
    _, user = t.member()
    session = t.SessionFactory(seats=1, minimum=1)
    t.EnrolmentFactory(session=session)
    sign_in(client, user)
    assert "liste d’attente" in text(client.get(url("register", session.pk)))
    assert "Vous êtes sur la liste d’attente." in text(client.post(url("register", session.pk), follow=True))


def test_a_refusal_says_what_to_do(client):
    person, user = t.member()
    t.EnrolmentFactory(person=person, session=t.SessionFactory(course=t.CourseFactory(basic=True)))
    session = t.SessionFactory(course=Course.objects.get(code="ruea"), half_days=[(date(2026, 12, 15), *t.MORNING)])
    sign_in(client, user)
    assert "déjà une place" in text(client.post(url("register", session.pk)))


def test_somebody_confirms_an_offered_place_then_says_what_helps_then_cancels(client):
    person, user = t.member()
    row = t.EnrolmentFactory(person=person, offered=True)
    sign_in(client, user)
    client.post(url("accept_mine", row.pk))
    client.post(url("my_needs", row.pk), {"kinds": ["hearing"], "remark": ""})
    assert AccessNeed.objects.get().kinds == ["hearing"]
    client.post(url("cancel_mine", row.pk))
    row.refresh_from_db()
    assert row.state == EnrolmentState.CANCELLED


def test_a_remark_about_health_asks_to_confirm_and_keeps_what_was_typed(client):
    person, user = t.member()
    row = t.EnrolmentFactory(person=person)
    sign_in(client, user)
    page = text(client.post(url("my_needs", row.pk), {"remark": "suivie pour un diabète"}))
    assert "information de santé" in page
    assert 'name="confirmed"' in page
    client.post(url("my_needs", row.pk), {"remark": "suivie pour un diabète", "confirmed": "on"})
    assert AccessNeed.objects.get().remark == "suivie pour un diabète"


# the link


def test_the_link_confirms_the_place_without_signing_in_by_a_button_only(client):
    row = t.EnrolmentFactory(offered=True)
    address = url("place", sign_place(row))
    assert "jusqu’au 25 novembre 2026" in text(client.get(address))
    row.refresh_from_db()
    assert row.state == EnrolmentState.OFFERED
    assert "Votre place est réservée." in text(client.post(address, {"confirmer": "1"}, follow=True))
    row.refresh_from_db()
    assert row.state == EnrolmentState.REGISTERED


def test_the_link_leaves_the_place_to_the_next_person(client):
    session = t.SessionFactory(seats=1, minimum=1)
    row, following = t.EnrolmentFactory(session=session, offered=True), t.EnrolmentFactory(session=session, waiting=True)
    client.post(url("place", sign_place(row)), {"laisser": "1"})
    following.refresh_from_db()
    assert following.state == EnrolmentState.OFFERED


def test_a_late_link_says_that_the_place_is_gone(client, clock):
    row = t.EnrolmentFactory(offered=True)
    clock.move_to(datetime(2026, 11, 27, 9, tzinfo=t.PARIS))
    page = text(client.post(url("place", sign_place(row)), {"confirmer": "1"}, follow=True))
    assert "Cette place n’est plus gardée" in page


# association


def test_an_association_ticks_its_people(client):
    association = make.AssociationFactory()
    person, _ = t.member(association=association)
    other, _ = t.member()
    session = t.SessionFactory()
    sign_in(client, make.user_with_role("association_manager", association=association))
    assert list(client.get(url("enrol_ours", session.pk)).context["form"].fields["people"].queryset) == [person]
    done = client.post(url("enrol_ours", session.pk), {"people": [person.pk]}, follow=True)
    assert "1 inscription confirmée" in text(done)
    assert str(person) in text(done)
    client.post(url("enrol_ours", session.pk), {"people": [other.pk]})
    assert Enrolment.objects.count() == 1


# France Assos Santé


def test_a_session_is_prepared_opened_and_confirmed_by_its_pages(client, agent):
    course, commune = t.CourseFactory(), make.CommuneFactory(name="Haguenau")
    client.post(url("new_session"), asked(course, commune))
    session = Session.objects.get()
    assert (session.commune, session.half_days.count(), session.closes_on) == (commune, 2, date(2026, 12, 4))
    page = client.get(url("open_session", session.pk))
    client.post(url("open_session", session.pk), {"vu": page.context["mark"], "confirme": "1"})
    page = client.get(url("confirm_session", session.pk))
    client.post(url("confirm_session", session.pk), {"vu": page.context["mark"], "confirme": "1"})
    session.refresh_from_db()
    assert session.state == SessionState.CONFIRMED


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"commune": "Zzzz"}, "Cette commune n’est pas connue."),
        ({"commune": ""}, "Indiquez la commune d’une session sur place."),
        ({"minimum": "20"}, "Le minimum ne dépasse pas le nombre de places."),
        ({"demi-0-ends": "8h"}, "La fin d’une demi-journée suit son début."),
        ({"demi-0-starts": "matin"}, "Écrivez une heure, par exemple"),
        ({"demi-0-day": ""}, "Indiquez le jour de cette demi-journée"),
        ({"closes_on": "12 décembre 2026"}, "La session commence le 8 décembre 2026"),
    ],
)
def test_a_form_that_fails_says_what_to_do_and_keeps_what_was_typed(client, agent, changes, sentence):
    course, commune = t.CourseFactory(), make.CommuneFactory(name="Haguenau")
    response = client.post(url("new_session"), asked(course, commune, **changes))
    assert response.status_code == 200
    assert sentence in text(response)
    assert "Maison des associations" in text(response)
    assert not Session.objects.exists()


def test_more_half_days_are_asked_for_without_losing_anything(client, agent):
    course, commune = t.CourseFactory(), make.CommuneFactory(name="Haguenau")
    response = client.post(url("new_session"), asked(course, commune, ajouter="1"))
    assert len(response.context["half_days"].forms) == 5
    assert "9h30" in text(response)
    assert "error" not in response.context["half_days"].forms[0].errors


def test_a_session_is_corrected_by_its_form(client, agent):
    session = t.SessionFactory()
    rows = half_days(("8 décembre 2026", "9 h 30", "12 h 30"), ("", "", ""))
    client.post(url("edit_session", session.pk), asked(session.course, session.commune, **{**rows, "seats": "20"}))
    session.refresh_from_db()
    assert (session.seats, session.half_days.count()) == (20, 1)


def test_cancelling_is_told_before_it_is_done(client, agent):
    session = t.SessionFactory()
    t.EnrolmentFactory(session=session)
    page = client.get(url("cancel_session", session.pk))
    asked_first = client.post(url("cancel_session", session.pk), {"vu": page.context["mark"], "reason": "too_few"})
    assert "Personnes prévenues" in text(asked_first)
    client.post(url("cancel_session", session.pk), {"vu": page.context["mark"], "reason": "too_few", "confirme": "1"})
    session.refresh_from_db()
    assert session.state == SessionState.CANCELLED


def test_the_list_is_filtered_sorted_and_exported(client, agent):
    strasbourg, remote = t.SessionFactory(), t.SessionFactory(remote=True)
    t.SessionFactory(draft=True)
    assert client.get(url("sessions")).context["total"] == 2
    assert list(client.get(url("sessions") + "?d=distance").context["page_obj"]) == [remote]
    assert list(client.get(url("sessions") + f"?c={strasbourg.course.pk}&tri=-prises").context["page_obj"]) == [strasbourg]
    assert client.get(url("sessions") + "?e=draft").context["total"] == 1
    assert client.get(url("sessions") + "?du=9 décembre 2026").context["total"] == 0
    assert client.get(url("sessions") + "?e=n-importe-quoi").status_code == 400
    lines = b"".join(client.get(url("sessions_csv")).streaming_content).decode().splitlines()
    assert len(lines) == 3
    assert "inscriptions ouvertes" in lines[1]


def test_who_comes_is_exported_and_the_journal_says_so(client, agent):
    session = t.SessionFactory()
    row = t.EnrolmentFactory(session=session)
    lines = b"".join(client.post(url("enrolled_file", session.pk), {"format": "csv"}).streaming_content).decode()
    assert row.person.email in lines
    assert "inscription confirmée" in lines
    assert Entry.objects.get(action="session.export").data == {"count": 1}


def test_the_delegation_finds_somebody_by_name_and_enrols_them(client, agent):
    session = t.SessionFactory()
    person, _ = t.member(last_name="Kieffer", first_name="Nadia")
    page = client.get(url("enrol_somebody", session.pk) + "?q=kief")
    assert "KIEFFER" in text(page)
    client.post(url("enrol_somebody", session.pk) + "?q=kief", {"vu": page.context["mark"], "people": [person.pk]})
    assert Enrolment.objects.get().state == EnrolmentState.REGISTERED


def test_needs_are_read_by_the_delegation_only(client, agent):
    session = t.SessionFactory()
    association = make.AssociationFactory()
    row = t.EnrolmentFactory(session=session, association=association)
    t.AccessNeedFactory(enrolment=row)
    assert "accès en fauteuil roulant" in text(client.get(url("session", session.pk)))
    sign_in(client, make.user_with_role("association_manager", association=association))
    assert "fauteuil" not in text(client.get(url("our_training")))


# catalogue


def test_a_course_is_added_corrected_and_withdrawn_by_its_pages(client, agent):
    family = t.CourseFamilyFactory()
    data = {
        "title": "Lire un rapport",
        "family": family.pk,
        "first": "1er décembre 2026",
        "objectives": "Lire",
        "audience": "Tous",
        "hours": "3,5",
        "half_days": "1",
        "provider": "France Assos Santé",
    }
    client.post(url("new_course"), data)
    course = Course.objects.get()
    assert float(course.hours) == 3.5
    client.post(url("edit_course", course.pk), data | {"title": "Lire un rapport annuel"})
    course.refresh_from_db()
    assert course.title == "Lire un rapport annuel"
    page = client.get(url("withdraw_course", course.pk))
    client.post(url("withdraw_course", course.pk), {"vu": page.context["mark"], "last": "31 décembre 2026"})
    course.refresh_from_db()
    assert course.offered.upper == date(2027, 1, 1)
    assert client.get(url("courses")).context["total"] == 1
