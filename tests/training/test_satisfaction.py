"""Opinions about a session: once each, without any link to who answered, shown when nobody can be recognised."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection, models

from portevoix.base.audit.models import Entry
from portevoix.base.notifications.models import Message
from portevoix.register.workflow.engine import StepRefused
from portevoix.work.training.actions.satisfaction import answer, ask_opinions
from portevoix.work.training.enums import EnrolmentState, SessionState
from portevoix.work.training.models import Enrolment, SatisfactionAnswer
from portevoix.work.training.selectors.satisfaction import GRADES, results_by_course, results_of_session, sign_opinion
from tests import factories as make
from tests.sign_in import sign_in
from tests.training import making as training

pytestmark = pytest.mark.django_db
CLOSED = datetime(2026, 12, 10, 9, tzinfo=UTC)
SOON, LATE = CLOSED + timedelta(days=1), CLOSED + timedelta(days=31)
GOOD = dict.fromkeys(GRADES, 4)


def closed(people=1, *, state=EnrolmentState.ATTENDED, at=CLOSED, **given):
    session = training.SessionFactory(state=SessionState.DONE, sheet_closed_at=at, sheet_closed_by=training.delegation(), seats=50, **given)
    rows = [training.EnrolmentFactory(session=session, state=state) for _ in range(people)]
    return session, rows


def say(row, *, remark="", grades=GOOD, at=SOON, confirmed=False):
    answer(enrolment=row, grades=grades, remark=remark, at=at, confirmed=confirmed)


class TestAnswering:
    def test_once_each(self):
        _, (row,) = closed()
        say(row)
        with pytest.raises(StepRefused, match="déjà"):
            say(row)
        assert SatisfactionAnswer.objects.count() == 1

    @pytest.mark.parametrize("state", [EnrolmentState.ABSENT, EnrolmentState.CANCELLED, EnrolmentState.REGISTERED])
    def test_only_who_followed_the_session(self, state):
        _, (row,) = closed(state=state)
        with pytest.raises(StepRefused):
            say(row)

    def test_for_some_days_only(self):
        _, (row,) = closed()
        with pytest.raises(StepRefused, match="clos"):
            say(row, at=LATE)

    def test_a_remark_that_names_somebody_is_confirmed_first(self):
        _, (row,) = closed()
        with pytest.raises(ValidationError):
            say(row, remark="Madame Dupont parle trop vite")
        say(row, remark="Madame Dupont parle trop vite", confirmed=True)
        assert SatisfactionAnswer.objects.get().remark == "Madame Dupont parle trop vite"

    def test_a_grade_outside_the_scale_is_refused(self):
        _, (row,) = closed()
        with pytest.raises(Exception, match="satisfaction_grades"):
            say(row, grades=GOOD | {"clear": 5})


class TestNobodyCanBeFoundAgain:
    def test_the_table_has_no_person_no_moment_and_no_order(self):
        fields = SatisfactionAnswer._meta.get_fields()
        assert [field.name for field in fields if isinstance(field, models.ForeignKey)] == ["session"]
        assert not [field.name for field in fields if isinstance(field, models.DateField | models.TimeField)]
        assert isinstance(SatisfactionAnswer._meta.pk, models.UUIDField)

    def test_no_table_points_to_an_answer_nor_keeps_its_history(self):
        pointing = [m._meta.label for m in apps.get_models() for f in m._meta.get_fields() if f.related_model is SatisfactionAnswer]
        assert pointing == ["training.Session"]  # the way back of its own foreign key
        assert not hasattr(SatisfactionAnswer, "history")

    def test_keys_say_nothing_of_the_order(self):
        session, rows = closed(12)
        for number, row in enumerate(rows):
            say(row, remark=f"remarque {number}")
        by_key = list(session.satisfaction_answers.order_by("pk").values_list("remark", flat=True))
        assert by_key != [f"remarque {number}" for number in range(12)]

    def test_the_hidden_columns_of_the_database_say_nothing(self):
        """Transaction and place on the disk: the same transaction for all the answers of a session, in an order drawn at random."""
        session, rows = closed(12)
        for number, row in enumerate(rows):
            say(row, remark=f"remarque {number}")
        with connection.cursor() as cursor:
            cursor.execute("SELECT xmin::text, remark FROM training_satisfactionanswer WHERE session_id = %s ORDER BY ctid", [session.pk])
            found = cursor.fetchall()
        assert len({transaction for transaction, _ in found}) == 1
        assert [remark for _, remark in found] != [f"remarque {number}" for number in range(12)]

    def test_each_answer_is_written_again_under_a_new_key(self):
        session, rows = closed(2)
        say(rows[0])
        before = set(session.satisfaction_answers.values_list("pk", flat=True))
        say(rows[1])
        assert not before & set(session.satisfaction_answers.values_list("pk", flat=True))

    def test_the_journal_says_nothing(self):
        _, (row,) = closed()
        before = Entry.objects.count()
        say(row)
        assert Entry.objects.count() == before

    def test_of_the_person_it_is_kept_only_that_they_answered(self):
        _, (row,) = closed()
        before = Enrolment.objects.filter(pk=row.pk).values().get()
        say(row)
        after = Enrolment.objects.filter(pk=row.pk).values().get()
        assert {name for name in after if after[name] != before[name]} == {"opinion_given"}


class TestResults:
    def test_nothing_while_somebody_may_still_answer(self):
        session, rows = closed(8)
        for row in rows:
            say(row)
        results = results_of_session(session, today=SOON.date())
        assert (results.n, results.remarks) == (None, [])
        assert results.open_until is not None

    @pytest.mark.parametrize(("answers", "shown"), [(4, None), (5, 5)])
    def test_nothing_under_the_smallest_number(self, answers, shown):
        session, rows = closed(8)
        for row in rows[:answers]:
            say(row, remark="bien")
        results = results_of_session(session, today=LATE.date())
        assert results.n == shown
        assert len(results.remarks) == (shown or 0)

    def test_the_figures_are_those_of_the_answers(self):
        session, rows = closed(5)
        for row, grade in zip(rows, [4, 4, 3, 2, 1], strict=True):
            say(row, grades=GOOD | {"useful": grade})
        question = results_of_session(session, today=LATE.date()).questions[0]
        assert [count for _, count in question.counts] == [2, 1, 1, 1]
        assert (question.share, question.mean) == (60, 2.8)

    def test_a_course_adds_its_sessions_and_shows_no_remark(self):
        course = training.CourseFactory()
        for _ in range(2):
            for row in closed(3, course=course)[1]:
                say(row, remark="bien")
        ((found, results),) = results_by_course(training.delegation().scope, today=LATE.date())
        assert (found, results.n, results.asked, results.remarks) == (course, 6, 6, [])


class TestAsking:
    def test_people_are_written_to_once_the_day_after(self):
        closed(2)
        assert ask_opinions(at=CLOSED) == 0
        assert ask_opinions(at=SOON) == 2
        assert ask_opinions(at=SOON) == 0
        assert Message.objects.filter(code="training.opinion").count() == 2

    def test_nobody_is_asked_for_an_old_session(self):
        closed(1)
        assert ask_opinions(at=LATE + timedelta(days=5)) == 0


class TestPages:
    @pytest.fixture(autouse=True)
    def on_the_day_after(self):
        with time_machine.travel(SOON, tick=False):
            yield

    def test_the_link_opens_the_questions_without_signing_in(self, client):
        _, (row,) = closed()
        path = f"/formations/avis/{sign_opinion(row)}/"
        page = client.get(path)
        assert page.status_code == 200
        assert page["Cache-Control"] == "private, no-store"
        answered = client.post(path, dict.fromkeys(GRADES, "3") | {"remark": ""}, follow=True)
        assert "votre réponse est enregistrée" in answered.content.decode()
        assert SatisfactionAnswer.objects.get().useful == 3

    def test_a_forged_link_is_a_404(self, client):
        assert client.get("/formations/avis/faux/").status_code == 404

    def test_a_missing_answer_is_said_beside_its_question(self, client):
        _, (row,) = closed()
        page = client.post(f"/formations/avis/{sign_opinion(row)}/", {"useful": "4"}).content.decode()
        assert "Choisissez une réponse pour" in page
        assert not SatisfactionAnswer.objects.exists()

    def test_the_person_answers_from_their_page(self, client):
        person, user = training.member()
        session, _ = closed(0)
        row = training.EnrolmentFactory(session=session, person=person, state=EnrolmentState.ATTENDED)
        sign_in(client, user)
        assert "Votre avis" in client.get("/espace/ma-formation/").content.decode()
        client.post(f"/espace/ma-formation/inscriptions/{row.pk}/avis/", dict.fromkeys(GRADES, "4") | {"remark": ""})
        assert SatisfactionAnswer.objects.count() == 1

    def test_somebody_else_cannot_answer_for_them(self, client):
        _, (row,) = closed()
        sign_in(client, training.member()[1])
        assert client.get(f"/espace/ma-formation/inscriptions/{row.pk}/avis/").status_code == 404

    @pytest.mark.parametrize("role", ["ars_region", "representative"])
    def test_results_are_for_france_assos_sante_only(self, client, role):
        session, _ = closed()
        scope = {"territory": session.region} if role == "ars_region" else {"person": make.PersonFactory()}
        sign_in(client, make.user_with_role(role, **scope))
        assert client.get("/espace/formations/avis/").status_code == 403
        assert client.get(f"/espace/formations/{session.pk}/avis/").status_code in {403, 404}
