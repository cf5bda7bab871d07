"""Six questions: nothing is stored, what fits is explained, the order is the one that is told."""

import pytest
from django.core import signing
from hypothesis import given, settings
from hypothesis import strategies as st

from portevoix.base.core.periods import period
from portevoix.work.outreach import answers
from portevoix.work.outreach.enums import FunnelStep
from portevoix.work.outreach.models import AssociationTheme, DailyCount, HandOver
from portevoix.work.outreach.selectors.orientation import Wanted, fits, recipient, seats_near
from tests import factories as make
from tests.factories import TODAY
from tests.outreach import making
from tests.outreach.making_hand_overs import association, strasbourg, token

pytestmark = pytest.mark.django_db
AT = "/devenir-representant/orientation/"


def text_of(response) -> str:
    assert response.status_code == 200
    return response.content.decode().replace("\u00a0", " ")


def sit(one, *, department=None, type_code="CDU"):
    """Give one more seat to an association."""
    where = department or strasbourg().department
    kind = make.BodyTypeFactory(code=type_code)
    body = make.BodyFactory(facility__department=where, body_type=kind)
    return make.MandateFactory(seat=make.SeatFactory(body=body), association=one)


def cares(one, *themes):
    for theme in themes:
        AssociationTheme.objects.create(association=one, theme=theme, **making.SOURCE)


def names(**wanted) -> list[str]:
    return [fit.association.name for fit in fits(Wanted(home=strasbourg(), **wanted), day=TODAY)]


def test_the_six_questions_lead_to_the_result_and_each_is_counted(client):
    strasbourg()
    make.BodyTypeFactory()
    page = client.post(AT)
    for data in ({"q": "Strasbourg"}, {"value": "some"}, {"value": ["cancer"]}, {"value": "no"}, {"value": ["CDU"]}, {"value": ["days"]}):
        held = client.get(page.url).context["token"]
        page = client.post(page.url.partition("?")[0], data | {"r": held})
        assert page.status_code == 302
    assert page.url.startswith(f"{AT}resultat/")
    assert "Ce qui vous convient, près de Strasbourg" in text_of(client.get(page.url))
    counted = dict(DailyCount.objects.values_list("step", "count"))
    steps = ("begun", "home", "time", "themes", "membership", "kinds", "moments", "result")
    assert counted == dict.fromkeys(steps, 1)


def test_nothing_is_stored_before_the_hand_over(client):
    client.post(f"{AT}commune/", {"q": "Strasbourg"}), client.get(f"{AT}resultat/?r={token()}")
    assert not HandOver.objects.exists()
    assert "sessionid" not in client.cookies


def test_a_question_is_not_asked_before_the_one_that_comes_first(client):
    assert client.get(f"{AT}moments/").url == f"{AT}commune/"
    assert client.get(f"{AT}resultat/").url == AT
    assert client.get(f"{AT}age/").status_code == 404


@given(st.text(max_size=60))
def test_a_forged_address_gives_no_answer(text):
    assert answers.read(text) == {}


def test_answers_of_another_day_are_forgotten(client):
    old = signing.dumps({"commune": "67482"}, salt="something else")
    assert answers.read(old) == {}
    assert client.get(f"{AT}temps/?r={old}").status_code == 302


def test_two_communes_of_the_same_name_are_offered(client):
    make.CommuneFactory(name="Altkirch"), make.CommuneFactory(name="Altkirch", department=make.DepartmentFactory(moselle=True))
    shown = text_of(client.post(f"{AT}commune/", {"q": "Altkirch"}))
    assert "Altkirch (Moselle)" in shown
    assert "Choisissez la vôtre" in shown


def test_an_unknown_commune_is_explained(client):
    assert "Nous ne trouvons pas cette commune" in text_of(client.post(f"{AT}commune/", {"q": "Atlantis"}))


def test_only_accredited_associations_that_hold_seats_here_fit():
    here, absent = association(name="Ici"), association(name="Absente")
    sit(here)
    refused = make.AssociationFactory(name="Sans agrément")
    sit(refused)
    ended = make.AssociationFactory(name="Agrément fini")
    make.AccreditationFactory(association=ended, period=period(None, TODAY.replace(day=1)))
    sit(ended)
    far = association(name="Ailleurs")
    sit(far, department=make.DepartmentFactory(elsewhere=True))
    assert names() == ["Ici"]
    assert absent.name not in names()


def test_every_association_says_why_it_fits():
    one = association(name="Familles")
    section = make.AssociationFactory(name="Familles 67", parent=one, department=strasbourg().department)
    sit(section), cares(one, "mental_health")
    found = fits(Wanted(home=strasbourg(), themes=frozenset({"mental_health", "rare"}), kinds=frozenset({"CDU"})), day=TODAY)
    assert [fit.association for fit in found] == [section]
    assert [reason.replace("\u00a0", " ") for reason in found[0].reasons] == [
        "Elle a une section dans le Bas-Rhin.",
        "Elle tient 1 siège dans le Bas-Rhin.",
        "Elle s’occupe de ce qui vous tient à cœur : la santé mentale.",
        f"Elle siège déjà là où vous le souhaitez : {sit(section).body.body_type.name}.",
    ]


def test_seats_of_the_region_count_when_there_is_none_in_the_department():
    one = association()
    sit(one, department=make.DepartmentFactory(moselle=True))
    (found,) = fits(Wanted(home=strasbourg()), day=TODAY)
    assert found.reasons == ("Elle tient 1\u00a0siège dans la région.",)


def test_the_order_is_the_number_of_reasons_then_the_name():
    plain, named, about = association(name="B"), association(name="A"), association(name="Z")
    for one in (plain, named, about):
        sit(one)
    assert names() == ["A", "B", "Z"]
    cares(about, "rare")
    for _ in range(5):
        sit(plain)  # more seats give no better place
    assert names() == ["A", "B", "Z"]


def test_with_subjects_only_those_that_have_one_are_shown_and_all_when_none_has(client):
    about, other = association(name="Santé mentale"), association(name="Autre")
    sit(about), sit(other), cares(about, "mental_health")
    assert names(themes=frozenset({"mental_health"})) == ["Santé mentale"]
    assert names(themes=frozenset({"rare"})) == ["Autre", "Santé mentale"]
    shown = text_of(client.get(f"{AT}resultat/?r={token(sujets=['rare'])}"))
    assert "Aucune n’a les sujets que vous avez choisis" in shown


def test_seats_empty_near_home_are_those_of_the_portal():
    make.BodyTypeRuleFactory()
    body = make.BodyFactory(facility__latitude=48.6, facility__longitude=7.7, seated=True)
    found = seats_near(Wanted(home=strasbourg(), kinds=frozenset({"CDU"})), day=TODAY)
    assert [near.found.body for near in found.results] == [body]
    assert seats_near(Wanted(home=strasbourg(), kinds=frozenset({"CTS"})), day=TODAY).results == []


def test_a_section_of_another_department_is_not_a_recipient():
    one = association()
    far = make.AssociationFactory(parent=one, department=make.DepartmentFactory(moselle=True))
    near = make.AssociationFactory(parent=one, department=strasbourg().department)
    assert recipient(far.code, home=strasbourg(), day=TODAY) is None
    assert recipient(near.code, home=strasbourg(), day=TODAY) == near
    assert recipient(one.code, home=strasbourg(), day=TODAY) == one


def test_a_member_finds_the_association_by_name(client):
    association(name="Union des malades")
    shown = text_of(client.get(f"{AT}resultat/?r={token(association='yes')}&q=union"))
    assert "Union des malades" in shown
    assert "Nous ne trouvons pas" in text_of(client.get(f"{AT}resultat/?r={token(association='yes')}&q=zzz"))


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from([step.value for step in FunnelStep]), max_size=8))
def test_answers_come_back_as_they_were_given(values):
    assert answers.read(answers.sign({"sujets": values})) == {"sujets": values}
