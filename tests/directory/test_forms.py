"""Forms of the directory: they give the actions what they take, and say in French what is missing."""

from datetime import date

import pytest

from portevoix.base.audit.actors import Program
from portevoix.register.directory.actions.body_rules import SeatSpec, add_rule
from portevoix.register.directory.forms.associations import AccreditationForm, AssociationForm
from portevoix.register.directory.forms.bodies import BodyForm, ManyBodiesForm
from portevoix.register.directory.forms.rules import RuleForm, SeatSpecFormSet
from portevoix.register.directory.models import BodyType, Facility, FacilityCategory, Territory
from portevoix.register.directory.selectors.bodies import plan_bodies
from portevoix.register.directory.selectors.rules import rule_at
from tests.factories import DepartmentFactory, FacilityFactory

TODAY = date(2026, 11, 22)


@pytest.fixture
def region(reference):
    return Territory.objects.get(kind="region", code="44")


def seats(*rows: tuple[str, int, str]) -> SeatSpecFormSet:
    data = {"form-TOTAL_FORMS": str(len(rows) + 1), "form-INITIAL_FORMS": "0"}
    for number, (quality, count, constituency) in enumerate(rows):
        data |= {f"form-{number}-quality": quality, f"form-{number}-count": str(count), f"form-{number}-constituency": constituency}
    return SeatSpecFormSet(data)


def test_a_rule_can_be_written_again_from_its_form(reference):
    cdu = BodyType.objects.get(code="CDU")
    former = rule_at(cdu, TODAY)
    initial = RuleForm.initial_of(former)
    form = RuleForm({**initial, "first": "1er janvier 2027", "term_years": "4", "source_date": "22/11/2026"}, today=TODAY)
    assert form.is_valid(), form.errors
    lines = seats(("titular", 2, ""), ("substitute", 2, ""))
    assert lines.is_valid(), lines.errors
    facts = form.facts(seats=lines.specs())
    rule = add_rule(body_type=cdu, facts=facts, first=form.cleaned_data["first"], by=Program("tests"))
    assert (rule.term_years, rule.legal_basis, rule.presidency) == (4, former.legal_basis, former.presidency)
    assert set(rule.facility_categories.all()) == set(former.facility_categories.all())
    assert facts.seats == (SeatSpec(quality="titular", count=2), SeatSpec(quality="substitute", count=2))


def test_a_rule_without_its_legal_basis_says_so(reference):
    form = RuleForm({}, today=TODAY)
    assert not form.is_valid()
    assert form.errors["legal_basis"] == ["Remplissez «\u00a0Base légale\u00a0»."]


def test_bodies_in_number_are_chosen_among_what_the_region_has(region):
    FacilityFactory(category=FacilityCategory.objects.get(code="355"), department=DepartmentFactory())
    form = ManyBodiesForm({"body_type": "CDU", "categories": ["355"], "source": "essai"}, region=region, today=TODAY)
    assert form.is_valid(), form.errors
    chosen = form.choices_made()
    assert chosen["departments"] is None
    assert len(plan_bodies(**chosen, region=region, day=TODAY).facilities) == 1
    unknown = ManyBodiesForm({"body_type": "CDU", "categories": ["146"], "source": "essai"}, region=region, today=TODAY)
    assert "categories" in unknown.errors


def test_a_facility_outside_the_territory_cannot_be_chosen(region):
    inside, outside = FacilityFactory(department=DepartmentFactory()), FacilityFactory(department=DepartmentFactory(elsewhere=True))
    facilities = Facility.objects.filter(department__parent=region)
    for facility, valid in ((inside, True), (outside, False)):
        data = {"body_type": "CDU", "facility": facility.finess_et, "source": "essai"}
        assert BodyForm(data, territories=Territory.objects.none(), facilities=facilities, today=TODAY).is_valid() is valid


def test_an_accreditation_is_typed_in_french_dates(region):
    data = {"level": "regional", "region": "44", "first": "1er mars 2026", "source": "arrêté", "source_date": "2 mars 2026"}
    form = AccreditationForm(data, today=TODAY)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["first"] == date(2026, 3, 1) and form.cleaned_data["last"] is None


@pytest.mark.parametrize(("rna", "valid"), [("W671234567", True), ("", True), ("671234567", False)])
def test_the_rna_may_be_missing_but_not_wrong(rna, valid, db):
    data = {"name": "Usagers du Rhin", "rna": rna, "source": "essai", "source_date": "22 novembre 2026"}
    assert AssociationForm(data, today=TODAY).is_valid() is valid
