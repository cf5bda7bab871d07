"""Where to hold sessions: the choice is compared with every possible choice."""

from datetime import date
from itertools import combinations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portevoix.base.core.distance import Travel, distance_km
from portevoix.work.training.placement.problem import Question, Somebody, Town
from portevoix.work.training.placement.solver import propose
from tests import factories as make
from tests.sign_in import sign_in
from tests.training import careers, making

SETTINGS = {"most": 60, "detour_percent": 130, "speed_kmh": 60}


def question(seed, *, people, towns, places):
    random = Random(seed)

    def somewhere():
        return (random.uniform(47.5, 50), random.uniform(3.5, 8))

    return Question(
        people=[Somebody(place=somewhere(), department=str(random.randrange(5))) for _ in range(people)],
        towns=[Town(id=str(n), name=f"Ville {n}", place=somewhere()) for n in range(towns)],
        places=places,
        **SETTINGS,
    )


def best_by_hand(asked):
    towns = range(len(asked.towns))
    choices = (chosen for size in range(asked.places + 1) for chosen in combinations(towns, size))
    return max(int(asked.within[:, list(chosen)].any(axis=1).sum()) for chosen in choices)


@settings(max_examples=25)
@given(st.integers(0, 10_000), st.integers(0, 40), st.integers(1, 8), st.integers(1, 4))
def test_no_other_choice_reaches_more_people(seed, people, towns, places):
    asked = question(seed, people=people, towns=towns, places=places)
    found = propose(asked)
    assert found.proven
    assert found.reached == found.bound == best_by_hand(asked)
    assert len(found.places) <= places
    assert sum(place.reached for place in found.places) == found.reached
    assert found.beyond == sum(found.left.values()) == people - found.reached


def test_the_minutes_are_those_of_the_other_pages():
    asked = question(3, people=5, towns=4, places=1)
    travel = Travel(detour_percent=130, speed_kmh=60)
    for row, one in enumerate(asked.people):
        for column, town in enumerate(asked.towns):
            assert asked.minutes[row, column] == travel.minutes(distance_km(*one.place, *town.place))


def test_among_equal_choices_the_answer_is_always_the_same():
    asked = question(7, people=60, towns=20, places=3)
    assert [place.town.id for place in propose(asked).places] == [place.town.id for place in propose(asked).places]


def test_a_place_says_who_depends_on_it_and_how_soon():
    strasbourg, metz = (48.58, 7.75), (49.12, 6.18)
    asked = Question(
        people=[
            Somebody(place=strasbourg, department="67", due="2027-01-01"),
            Somebody(place=strasbourg, department="67", due="2026-10-01", late=True),
            Somebody(place=metz, department="57", due="2027-03-01"),
            Somebody(place=(43.3, 5.4), department="13"),
        ],
        towns=[Town(id="67482", name="Strasbourg", place=strasbourg), Town(id="57463", name="Metz", place=metz)],
        places=2,
        **SETTINGS,
    )
    found = propose(asked)
    assert [(place.town.name, place.reached, place.alone, place.late, place.first_due) for place in found.places] == [
        ("Strasbourg", 2, 2, 1, "2027-01-01"),
        ("Metz", 1, 1, 0, "2027-03-01"),
    ]
    assert found.left == {"13": 1}


@pytest.mark.parametrize(("people", "towns"), [(0, 3), (3, 0)])
def test_nobody_or_nowhere_gives_an_empty_proposal(people, towns):
    found = propose(question(1, people=people, towns=towns, places=2))
    assert (found.places, found.reached) == ((), 0)


@pytest.mark.django_db
@pytest.mark.usefixtures("clock")
def test_the_page_proposes_a_place_and_leads_to_the_session_prepared_there(client):
    careers.settings(change=date(2040, 1, 1))
    here = make.CommuneFactory(code="67482", name="Strasbourg", population=290_000)
    make.CommuneFactory(code="57463", name="Metz", latitude=49.12, longitude=6.18, department=make.DepartmentFactory(moselle=True))
    make.MandateFactory(person=make.PersonFactory(home=here))
    far = make.CommuneFactory(name="Loin", latitude=43.3, longitude=5.4)
    make.MandateFactory(person=make.PersonFactory(home=far))
    course = making.CourseFactory(basic=True)
    sign_in(client, making.delegation())
    page = client.get("/espace/formation-de-base/lieux/?k=2")
    content = page.content.decode()
    assert [(place.town.name, place.reached) for place, *_ in page.context["places"]] == [("Strasbourg", 1)]
    assert (page.context["found"].beyond, page.context["due"].unplaced) == (1, 0)
    assert f"/espace/formations/nouvelle/?commune=67000+Strasbourg&amp;formation={course.pk}" in content
    prepared = client.get(f"/espace/formations/nouvelle/?commune=67000+Strasbourg&formation={course.pk}").content.decode()
    assert 'value="67000 Strasbourg"' in prepared


@pytest.mark.django_db
@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize("query", ["k=0", "k=99", "v=00000"])
def test_a_question_that_cannot_be_understood_is_refused(client, query):
    make.CommuneFactory(code="67482", name="Strasbourg", population=290_000)
    sign_in(client, making.delegation())
    assert client.get(f"/espace/formation-de-base/lieux/?{query}").status_code == 400
