"""The yearly statement; the figures without names: no sum and no difference of what is published rests on too few people."""

from datetime import UTC, date, datetime
from itertools import product

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from portevoix.register.access.own_space import Asked
from portevoix.register.access.permissions import Permission, scope_for
from portevoix.work.activity.own_space import activity
from portevoix.work.activity.publishing import TOGETHER, Line, block, published, suppressed
from portevoix.work.activity.selectors.figures import association_figures, region_figures
from portevoix.work.activity.selectors.year import year_data, year_pdf, year_statement
from tests import factories as make
from tests.activity import making
from tests.sign_in import sign_in

LEAST = 3
AT = datetime(2026, 11, 22, 9, tzinfo=UTC)


def blocks(cut: list[int], lines: dict[int, Line]):
    return [block(str(name), [key for key in lines if cut[key] == name], lines) for name in sorted(set(cut))]


@st.composite
def cut_twice(draw):
    """Draw lines of a few people, cut into two tables."""
    count = draw(st.integers(min_value=0, max_value=18))
    keys = range(count)
    lines = {key: Line(person=draw(st.integers(0, 8)), minutes=60, kilometres=1) for key in keys}
    return lines, [draw(st.integers(0, 3)) for _ in keys], [draw(st.integers(0, 2)) for _ in keys]


@given(cut_twice())
def test_no_sum_and_no_difference_of_published_cells_rests_on_too_few_people(case):
    lines, first, second = case
    one, two = published(blocks(first, lines), blocks(second, lines), lines, least=LEAST)
    for signs in product((-1, 0, 1), repeat=len(one) + len(two)):
        weight = dict.fromkeys(lines, 0)
        for sign, cell in zip(signs, [*one, *two], strict=True):
            for key in cell.lines:
                weight[key] += sign
        left = {lines[key].person for key, value in weight.items() if value}
        assert not 0 < len(left) < LEAST


@given(cut_twice())
def test_nothing_is_lost_between_the_blocks(case):
    lines, first, second = case
    for table in published(blocks(first, lines), blocks(second, lines), lines, least=LEAST):
        assert not table or sum(cell.minutes for cell in table) == 60 * len(lines)


def test_small_category_is_put_together_with_the_smallest_of_the_others():
    lines = {key: Line(person=key, minutes=60, kilometres=0) for key in range(9)}
    found = suppressed(blocks([0, 0, 0, 0, 0, 1, 1, 1, 2], lines), lines, least=LEAST)
    assert [(cell.name, len(cell.people)) for cell in found] == [("0", 5), (TOGETHER, 4)]


def test_too_few_people_in_all_publish_nothing():
    lines = {key: Line(person=key % 2, minutes=60, kilometres=0) for key in range(9)}
    assert suppressed(blocks([0] * 9, lines), lines, least=LEAST) == []


def test_table_that_would_tell_somebody_apart_is_coarser_or_withheld():
    # the same lines but one: the difference of « 0 » and « 0 » would be the line of the eleventh person
    lines = {key: Line(person=key, minutes=60, kilometres=0) for key in range(16)}
    one, two = published(blocks([0] * 11 + [1] * 5, lines), blocks([0] * 10 + [1] * 6, lines), lines, least=LEAST)
    assert len(one) == 2
    assert two == []


@pytest.fixture
def crowd(mandate):
    """Six people of the Bas-Rhin who each wrote 10 hours about the commission, two of the Moselle."""
    body, association = mandate.body, mandate.association
    for _ in range(6):
        other = make.MandateFactory(seat=make.SeatFactory(body=body), association=association).person
        making.entry(other, body=body, minutes=600, kilometres=100, remarks="secret")
    far = make.BodyFactory(department=make.DepartmentFactory(moselle=True))
    for _ in range(2):
        other = make.MandateFactory(seat=make.SeatFactory(body=far), association=association).person
        making.entry(other, body=far, minutes=600, kilometres=100)
    return association


@pytest.mark.django_db
def test_region_sees_no_figure_of_fewer_than_five_people(crowd):
    fas = make.user_with_role("fas_region", territory=make.RegionFactory())
    figures = region_figures(scope_for(fas, Permission.ACTIVITY_FIGURES), year=2026, today=make.TODAY)
    assert (figures.total.people, figures.total.hours, figures.total.kilometres) == (8, 80, 800)
    assert [(one.name, one.people) for one in figures.departments] == [(TOGETHER, 8)]


@pytest.mark.django_db
def test_association_sees_one_total_above_the_threshold_only(crowd):
    ours = make.user_with_role("association_manager", association=crowd)
    figures = association_figures(scope_for(ours, Permission.OWN_ASSOCIATION), year=2026, today=make.TODAY)
    assert (figures.total.people, figures.departments, figures.types) == (8, [], [])
    theirs = make.user_with_role("association_manager", association=make.AssociationFactory())
    assert association_figures(scope_for(theirs, Permission.OWN_ASSOCIATION), year=2026, today=make.TODAY).total is None


@pytest.mark.django_db
def test_pages_of_the_figures_name_nobody(client, crowd):
    for role, scope, url in (
        ("fas_region", {"territory": make.RegionFactory()}, "activity:figures"),
        ("association_manager", {"association": crowd}, "activity:association_figures"),
    ):
        sign_in(client, make.user_with_role(role, **scope))
        page = client.get(reverse(url)).content.decode()
        assert "personnes ont écrit" in page
        assert "Nom" not in page.replace("Nombre", "")
        assert "secret" not in page


@pytest.mark.django_db
def test_statement_adds_up_the_year_without_remarks(client, signed_in, person, body):
    making.entry(person, body=body, minutes=90, kilometres=20, remarks="secret")
    making.entry(person, body=body, kind="preparation", minutes=60)
    making.entry(person, kind="course", minutes=420, day=date(2025, 5, 5))
    statement = year_statement(person, year=2026, today=make.TODAY)
    assert [(share.name, share.minutes) for share in statement.kinds] == [("Réunion d’une instance", 90), ("Préparation, lecture", 60)]
    assert statement.totals.duration == "2\u00a0h\u00a030"
    assert "secret" not in str(year_data(person, statement, today=make.TODAY))
    assert year_pdf(person, year=2026, at=AT, large=True).startswith(b"%PDF")
    page = client.get(reverse("activity:year")).content.decode()
    assert "secret" not in page
    assert client.get(f"{reverse('activity:year_pdf')}?annee=2025").content.startswith(b"%PDF")


@pytest.mark.django_db
def test_first_page_says_the_last_lines_the_journeys_to_ask_and_the_leave_left(person, body):
    for day in range(10, 15):
        making.entry(person, body=body, day=date(2026, 11, day), kilometres=day % 2)
    asked = Asked(people={person.pk: person}, at=AT, today=make.TODAY)
    figures = activity(asked)[person.pk].activity
    assert [line.text.split(",")[0] for line in figures.lines] == ["14 novembre 2026", "13 novembre 2026", "12 novembre 2026"]
    assert figures.words.startswith("10\u00a0h et 2\u00a0km depuis janvier")
    assert [link.label for link in figures.links] == ["Tout mon journal", "Demander mes frais (2\u00a0trajets)", "Lettre pour l’employeur"]
    making.leave(person, body)
    assert activity(asked)[person.pk].activity.links[-1].label == "Mes congés (il reste 8\u00a0jours)"
