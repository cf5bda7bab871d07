"""« Ma formation »: what the page proposes."""

import pytest

from tests.sign_in import sign_in
from tests.training import making

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def test_a_course_followed_whole_is_not_proposed_again(client):
    person, user = making.member()
    done, other = making.CourseFactory(), making.CourseFactory()
    making.EnrolmentFactory(person=person, session=making.SessionFactory(course=done), state="attended")
    again, new = making.SessionFactory(course=done), making.SessionFactory(course=other)
    sign_in(client, user)
    page = client.get("/espace/ma-formation/").context
    shown = {near.session.pk for near in (*page["first"], *page["others"])}
    assert new.pk in shown
    assert again.pk not in shown
