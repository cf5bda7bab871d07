"""The indicators of the training, and their page."""

from datetime import date

import pytest

from portevoix.base.indicators.registry import REGISTRY, Span
from portevoix.register.directory.scope import EVERYTHING
from portevoix.work.training.enums import EnrolmentState, SessionState
from portevoix.work.training.models import SatisfactionAnswer
from tests import factories as make
from tests.sign_in import sign_in
from tests.training import careers, making

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
YEAR = Span(first=date(2026, 1, 1), last=date(2026, 11, 22))
PAGE = "/espace/indicateurs/"


@pytest.fixture(autouse=True)
def _settings_of_the_law():
    careers.settings(change=date(2040, 1, 1))


def of(code):
    found = REGISTRY[f"training.{code}"].compute(EVERYTHING, YEAR)
    return found.value, found.n


def trained(first, day):
    """Somebody whose first mandate began on `first`, trained on `day` (None: not at all)."""
    person = make.MandateFactory(first=first, term_end=date(2028, 11, 30)).person
    if day:
        done = {"state": SessionState.DONE, "sheet_closed_at": making.NOW}
        session = making.SessionFactory(course=making.CourseFactory(is_basic=True), half_days=[(day, *making.MORNING)], **done)
        making.EnrolmentFactory(session=session, person=person, state=EnrolmentState.ATTENDED)
    return person


def test_in_time_counts_those_whose_delay_ended_in_the_period():
    trained(date(2025, 12, 1), date(2026, 3, 1))
    trained(date(2025, 12, 1), date(2026, 8, 1))
    trained(date(2025, 12, 1), None)
    trained(date(2026, 10, 1), None)  # its delay goes on
    assert of("in_time") == (pytest.approx(100 / 3), 3)


def test_the_median_delay_is_that_of_the_trainings_of_the_period():
    trained(date(2026, 1, 1), date(2026, 1, 11))
    trained(date(2026, 1, 1), date(2026, 2, 10))
    trained(date(2024, 1, 1), date(2024, 3, 1))
    assert of("median_days") == (25.0, 2)


def test_coverage_is_of_everybody_who_is_bound_and_by_department():
    trained(date(2025, 1, 1), date(2025, 3, 1))
    trained(date(2025, 1, 1), None)
    assert of("coverage") == (50.0, 2)
    parts = REGISTRY["training.coverage"].compute(EVERYTHING, YEAR).parts
    assert [(name, part.n) for name, part in parts] == [("Bas-Rhin", 2)]


def test_sessions_and_people_are_those_of_closed_sheets_of_the_period():
    person = trained(date(2025, 1, 1), date(2026, 3, 1))
    session = person.enrolments.get().session
    making.EnrolmentFactory(session=session, state=EnrolmentState.ABSENT)
    making.SessionFactory()
    trained(date(2025, 1, 1), date(2025, 3, 1))
    assert (of("sessions"), of("people")) == ((1.0, 1), (1.0, 1))


def test_satisfaction_is_the_mean_of_the_four_grades_with_how_many_answered():
    session = trained(date(2025, 1, 1), date(2026, 3, 1)).enrolments.get().session
    for grade in (4, 3):
        SatisfactionAnswer.objects.create(session=session, useful=grade, clear=grade, welcome=grade, recommend=grade)
    assert of("satisfaction") == (3.5, 2)


@pytest.mark.parametrize("role", ["ars_region", "fas_region"])
def test_the_page_gives_each_indicator_with_its_definition_and_no_name(client, role):
    person = trained(date(2025, 12, 1), date(2026, 3, 1))
    sign_in(client, make.user_with_role(role, territory=make.RegionFactory()))
    content = client.get(PAGE).content.decode()
    assert all(one.name in content for one in REGISTRY.values())
    assert "trop peu pour être dit" in content
    assert person.last_name not in content


def test_the_file_has_the_values_of_the_page(client):
    trained(date(2025, 12, 1), date(2026, 3, 1))
    sign_in(client, make.user_with_role("fas_region", territory=make.RegionFactory()))
    content = b"".join(client.get(f"{PAGE}liste.csv?annee=2026").streaming_content).decode()
    assert "Sessions tenues;;2026;1,0;;1;" in content


@pytest.mark.parametrize("year", ["2030", "abc", "1999"])
def test_a_year_that_is_not_offered_is_refused(client, year):
    sign_in(client, make.user_with_role("fas_region", territory=make.RegionFactory()))
    assert client.get(f"{PAGE}?annee={year}").status_code == 400
