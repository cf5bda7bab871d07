"""The catalogue: loaded once, dated by year, kept by France Assos Santé."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from portevoix.base.audit.actors import Program
from portevoix.base.audit.models import Entry
from portevoix.register.workflow.engine import StepRefused
from portevoix.work.training.actions.catalogue import add_course, edit_course, load_catalogue, withdraw_course
from portevoix.work.training.models import Course, CourseFamily
from portevoix.work.training.selectors.catalogue import catalogue, catalogue_years, managed_courses
from tests import factories as make
from tests.training import making as t

pytestmark = pytest.mark.django_db
LOADER = Program("load_catalogue")


def asked(**fields):
    return {
        "title": "Lire un rapport d’activité",
        "family": t.CourseFamilyFactory(),
        "objectives": "Trouver ce qui compte",
        "audience": "Représentants des usagers",
        "hours": 3,
        "half_days": 1,
        **fields,
    }


def test_the_catalogue_has_the_six_families_and_the_basic_training_of_two_days():
    load_catalogue(by=LOADER)
    assert CourseFamily.objects.count() == 6
    ruea = Course.objects.get(is_basic=True)
    assert (ruea.code, ruea.half_days) == ("ruea", 4)
    assert {course.family.code for course in Course.objects.all()} == set(CourseFamily.objects.values_list("code", flat=True))


def test_every_course_of_the_catalogue_says_its_source_and_when_it_was_read():
    load_catalogue(by=LOADER)
    assert not Course.objects.filter(source="").exists()
    assert not Course.objects.filter(source_date__isnull=True).exists()


def test_loading_again_changes_nothing_and_writes_one_line_in_the_journal():
    load_catalogue(by=LOADER)
    counts = load_catalogue(by=LOADER)
    assert {name: count.changed for name, count in counts.items()} == {"families": 0, "courses": 0}
    assert Entry.objects.filter(action="reference.load").count() == 1


def test_what_france_assos_sante_withdrew_stays_withdrawn_when_the_catalogue_is_loaded_again():
    load_catalogue(by=LOADER)
    Course.objects.filter(code="com-parole").update(title="Oser prendre la parole")
    load_catalogue(by=LOADER)
    assert Course.objects.get(code="com-parole").title == "Oser prendre la parole"


def test_the_catalogue_of_a_year_is_what_meets_that_year():
    load_catalogue(by=LOADER)
    assert [course.code for group in catalogue(2020) for course in group.courses] == ["ruea"]
    assert len([course for group in catalogue(2026) for course in group.courses]) > 25
    assert catalogue(2015) == []
    assert catalogue_years(make.TODAY) == [2027, 2026, 2025, 2024, 2023]


def test_a_family_alone_may_be_shown():
    load_catalogue(by=LOADER)
    assert [group.family.code for group in catalogue(2026, family="partenariat")] == ["partenariat"]


def test_the_delegation_adds_corrects_and_withdraws_a_course_of_its_region():
    agent = t.delegation()
    course = add_course(region=make.RegionFactory(), first=make.TODAY, by=agent, today=make.TODAY, **asked())
    assert course.code == "lire-un-rapport-dactivite"
    edit_course(course=course, by=agent, hours=6)
    withdraw_course(course=course, last=date(2026, 12, 31), by=agent)
    course.refresh_from_db()
    assert course.hours == 6
    assert [c.pk for group in catalogue(2026) for c in group.courses] == [course.pk]
    assert catalogue(2027) == []


def test_two_courses_of_the_same_title_have_different_codes():
    agent = t.delegation()
    for _ in range(2):
        add_course(region=make.RegionFactory(), first=make.TODAY, by=agent, today=make.TODAY, **asked())
    assert sorted(Course.objects.values_list("code", flat=True)) == ["lire-un-rapport-dactivite", "lire-un-rapport-dactivite-2"]


def test_a_course_of_the_national_catalogue_is_not_corrected_by_a_region():
    with pytest.raises(StepRefused, match="catalogue national"):
        edit_course(course=t.CourseFactory(), by=t.delegation(), title="Autre titre")


def test_a_course_does_not_leave_the_catalogue_before_it_came():
    agent = t.delegation()
    course = add_course(region=make.RegionFactory(), first=make.TODAY, by=agent, today=make.TODAY, **asked())
    with pytest.raises(ValidationError, match="22 novembre 2026"):
        withdraw_course(course=course, last=date(2026, 11, 1), by=agent)


def test_a_delegation_works_with_the_national_catalogue_and_its_own_courses_only():
    national, agent = t.CourseFactory(), t.delegation()
    own = add_course(region=make.RegionFactory(), first=make.TODAY, by=agent, today=make.TODAY, **asked())
    elsewhere = t.CourseFactory(region=make.RegionFactory(code="32", name="Hauts-de-France"))
    shown = set(managed_courses(agent))
    assert {national, own} <= shown
    assert elsewhere not in shown


@pytest.mark.parametrize("role", ["ars_region", "association_manager", "representative", "facility_secretariat", "administrator"])
def test_nobody_else_keeps_the_catalogue(role):
    scopes = {
        "ars_region": {"territory": make.RegionFactory()},
        "association_manager": {"association": make.AssociationFactory()},
        "representative": {"person": make.PersonFactory()},
        "facility_secretariat": {"facility": make.FacilityFactory()},
        "administrator": {},
    }
    user = make.user_with_role(role, **scopes[role])
    with pytest.raises(PermissionDenied):
        add_course(region=make.RegionFactory(), first=make.TODAY, by=user, today=make.TODAY, **asked())
