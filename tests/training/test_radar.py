"""The radar: names for France Assos Santé, its own people for an association, figures without small numbers for the agency."""

from datetime import date

import pytest

from portevoix.base.core.small_cells import publish_rows
from portevoix.work.training.enums import DutyState, EnrolmentState
from portevoix.work.training.selectors.radar import RadarCriteria, figures, published_figures, radar
from tests import factories as make
from tests.sign_in import sign_in
from tests.training import careers, making

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
TODAY = make.TODAY
PAGE = "/espace/formation-de-base/"
LATE, DUE_SOON, DUE_LATER = date(2026, 1, 10), date(2026, 6, 1), date(2026, 10, 1)


@pytest.fixture(autouse=True)
def _settings_of_the_law():
    careers.settings(change=date(2040, 1, 1))


def sitting(first, name="Martin", *, person=None, **fields):
    person = make.PersonFactory(last_name=name, **({"email": "a@exemple.fr"} | (person or {})))
    return make.MandateFactory(first=first, term_end=date(2028, 11, 30), person=person, **fields)


def browser(client, role, **scope):
    sign_in(client, make.user_with_role(role, **scope))
    return client


@pytest.fixture
def delegation(client):
    return browser(client, "fas_region", territory=make.RegionFactory())


def names(viewer, **criteria):
    return [row.person.last_name for row in radar(viewer, at=TODAY, criteria=RadarCriteria(**criteria)).rows]


def test_counts_are_by_state_department_and_association():
    ours = sitting(LATE)
    moselle = make.FacilityFactory(department=make.DepartmentFactory(moselle=True))
    sitting(DUE_LATER, seat=make.SeatFactory(body=make.BodyFactory(facility=moselle)))
    found = figures(make.user_with_role("fas_region", territory=make.RegionFactory()).scope, at=TODAY)
    assert (found.whole.total, found.whole.overdue, found.whole.to_plan) == (2, 1, 1)
    assert [(row.key, row.overdue) for row in found.departments] == [("67", 1), ("57", 0)]
    assert (found.associations[0].key, found.associations[0].name) == (ours.association_id, ours.association.short_name)


def test_the_list_is_limited_by_state_department_association_and_text(delegation):
    scope = make.user_with_role("fas_region", territory=make.RegionFactory()).scope
    late, later = sitting(LATE, "Émile-Roux"), sitting(DUE_LATER, "Zola")
    assert names(scope) == ["Émile-Roux", "Zola"]
    assert names(scope, states=frozenset({DutyState.OVERDUE})) == ["Émile-Roux"]
    assert names(scope, association=later.association_id) == ["Zola"]
    assert names(scope, text="emile") == ["Émile-Roux"]
    assert names(scope, department="57") == []
    assert late.person.sorted_name in delegation.get(f"{PAGE}?q=roux").content.decode()


def test_whom_to_call_this_week_are_those_whom_a_letter_does_not_save():
    scope = make.user_with_role("fas_region", territory=make.RegionFactory()).scope
    sitting(LATE, "Retard"), sitting(DUE_SOON, "Bientot"), sitting(DUE_LATER, "Plustard")
    sitting(DUE_LATER, "Sansadresse", person={"email": ""})
    registered = sitting(LATE, "Inscrit")
    session = making.SessionFactory(course=making.CourseFactory(basic=True))
    making.EnrolmentFactory(session=session, person=registered.person)
    assert set(names(scope, reach=True)) == {"Retard", "Bientot", "Sansadresse"}
    assert figures(scope, at=TODAY).to_reach == 3


def test_what_is_remembered_changes_when_somebody_is_marked(delegation):
    mandate = sitting(LATE)
    session = making.SessionFactory(course=making.CourseFactory(basic=True), half_days=[(date(2026, 10, 1), *making.MORNING)])
    assert "Martin".upper() in delegation.get(f"{PAGE}?e=overdue").content.decode()
    making.EnrolmentFactory(session=session, person=mandate.person, state=EnrolmentState.ATTENDED)
    assert "Martin".upper() not in delegation.get(f"{PAGE}?e=overdue").content.decode()


def test_sorting_and_pages_hold_everybody_once(delegation):
    for number in range(30):
        sitting(LATE, f"Nom{number:02}")
    first, second = (delegation.get(f"{PAGE}?tri=-personne&page={page}").context["page"].object_list for page in (1, 2))
    assert [row.person.last_name for row in (*first, *second)] == [f"Nom{n:02}" for n in range(29, -1, -1)]


def test_an_unknown_filter_is_refused_with_a_sentence(delegation):
    assert delegation.get(f"{PAGE}?e=nulle-part").status_code == 400


@pytest.mark.parametrize("form", ["csv", "xlsx", "ods"])
def test_the_file_holds_what_the_filters_say(delegation, form):
    sitting(LATE, "Retard"), sitting(DUE_LATER, "Zola")
    response = delegation.get(f"{PAGE}liste.{form}?e=overdue")
    content = b"".join(response.streaming_content)
    assert response.status_code == 200
    if form == "csv":
        assert "RETARD" in content.decode()
        assert "ZOLA" not in content.decode()


def test_the_agency_reads_no_name(client):
    for number in range(12):
        sitting(LATE, f"Secret{number}")
    page = browser(client, "ars_region", territory=make.RegionFactory()).get(PAGE)
    assert page.status_code == 200
    assert "ecret" not in page.content.decode().lower()
    assert "12" in page.content.decode()


def test_the_agency_reads_no_small_number(client):
    for _ in range(12):
        sitting(LATE)
    for _ in range(3):
        sitting(DUE_LATER)
    told = published_figures(make.user_with_role("ars_region", territory=make.RegionFactory()).scope, at=TODAY)
    assert 3 not in {*told.whole.shown.values(), told.whole.together}
    assert all(cell not in range(1, 5) for row in told.departments for cell in (row.overdue, row.to_plan, row.done, row.registered))


def test_rows_with_a_small_cell_are_put_together_until_their_sums_tell_nothing():
    rows = {"67": {"a": 10, "b": 3}, "57": {"a": 20, "b": 9}, "54": {"a": 40, "b": 40}}
    told = publish_rows(rows, least=5)
    assert (told.shown, told.together) == ({"54"}, {"a": 30, "b": 12})


def test_a_table_without_small_cells_is_told_as_it_is():
    told = publish_rows({"67": {"a": 10, "b": 0}, "57": {"a": 20, "b": 9}}, least=5)
    assert (told.shown, told.hidden) == ({"67", "57"}, frozenset())


def test_a_single_row_with_a_small_cell_is_not_told():
    told = publish_rows({"67": {"a": 10, "b": 3}}, least=5)
    assert (told.shown, told.together) == (frozenset(), None)


def test_an_association_sees_its_people_and_nobody_else(client):
    ours, other = sitting(LATE, "Nôtre"), sitting(LATE, "Autrui")
    page = browser(client, "association_manager", association=ours.association).get("/espace/nos-formations/formation-de-base/")
    assert ours.person.sorted_name in page.content.decode()
    assert other.person.sorted_name not in page.content.decode()


def test_without_anybody_the_page_says_what_will_come(delegation):
    assert "Personne n’est concerné" in delegation.get(PAGE).content.decode()


def test_the_same_page_says_where_to_hold_the_next_sessions(delegation):
    town = make.CommuneFactory(code="67482", name="Strasbourg", population=290_000)
    sitting(DUE_LATER, person={"home": town})
    page = delegation.get(PAGE).content.decode()
    assert "Où tenir les prochaines sessions" in page and "<b>Strasbourg</b>" in page
    assert "Où tenir les prochaines sessions" not in delegation.get("/espace/nos-formations/formation-de-base/").content.decode()
