"""Two records of one person made one, and separated again; acts on associations."""

from datetime import date

import pytest

from portevoix.base.core.periods import last_day
from portevoix.register.directory.enums import AccreditationStatus
from portevoix.register.directory.models import Accreditation
from portevoix.register.mandates.models import PersonMerge
from tests import factories as make
from tests.sign_in import sign_in
from tests.workspace.acting import refusal, send, sentences, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def twin(mandate):
    """Another record of the same person, who sits elsewhere."""
    return make.MandateFactory(person=make.PersonFactory(last_name="Wernert", first_name="O.")).person


@pytest.fixture
def accreditation():
    return make.AccreditationFactory(association=make.AssociationFactory(name="Union des familles", acronym="UNAFAM"))


def test_the_likeliest_other_record_is_offered(client, agent, mandate, twin):
    assert "WERNERT O." in sentences(client.get(url("merge_people", mandate.person)))


def test_the_evidence_is_read_side_by_side_before_merging(client, agent, mandate, twin):
    address = url("merge_people", mandate.person)
    page = sentences(client.post(address, {"other": twin.pk, "vu": client.get(address).context["mark"]}))
    assert "Hôpital de Hautepierre, Titulaire 1" in page
    assert "Fiche gardée" in page
    assert not PersonMerge.objects.exists()


def test_two_records_become_one_then_are_separated(client, agent, mandate, twin):
    send(client, url("merge_people", mandate.person), {"other": twin.pk})
    assert mandate.person.mandates.count() == 2
    merge = PersonMerge.objects.get()
    assert "Séparer" in sentences(client.get(url("person", mandate.person)))
    send(client, url("unmerge_people", merge), {"explanation": "deux sœurs"})
    assert twin.mandates.count() == 1


def test_two_records_that_sit_together_are_refused_with_the_evidence(client, agent, mandate):
    other = make.MandateFactory(seat=mandate.body.seats.get(quality="titular", rank=2), person__last_name="Wernert").person
    answer = send(client, url("merge_people", mandate.person), {"other": other.pk})
    assert "siègent en même temps" in refusal(answer)
    assert "Les deux fiches" in sentences(answer)


def test_a_record_of_another_region_is_not_merged(client, agent, mandate):
    far = make.SeatFactory(body=make.BodyFactory(facility__department=make.DepartmentFactory(elsewhere=True)))
    other = make.MandateFactory(seat=far).person
    assert send(client, url("merge_people", mandate.person), {"other": other.pk}).context["form"].errors["other"]


@pytest.mark.parametrize("role", ["ars_department", "fas_region"])
def test_whoever_may_not_merge_gets_no_form(client, mandate, role):
    place = make.DepartmentFactory() if role == "ars_department" else make.RegionFactory()
    sign_in(client, make.user_with_role(role, territory=place))
    assert client.post(url("merge_people", mandate.person), {"confirme": "1"}).status_code == 403


def test_an_accreditation_is_recorded_for_five_years(client, agent):
    association = make.AssociationFactory()
    values = {"level": "national", "first": "1er janvier 2026", "source": "arrêté", "source_date": "1er décembre 2025"}
    send(client, url("record_accreditation", association), values)
    assert last_day(association.accreditations.get().period) == date(2030, 12, 31)
    assert "agrément national pendant cette période" in sentences(send(client, url("record_accreditation", association), values))


def test_a_renewal_follows_the_accreditation(client, agent, accreditation):
    send(client, url("file_renewal", accreditation), {"filed_on": "1er mai 2028"})
    send(client, url("renew_accreditation", accreditation), {"source": "arrêté", "source_date": "1er décembre 2028"})
    assert {row.period.lower for row in Accreditation.objects.all()} == {date(2024, 1, 1), date(2029, 1, 1)}


def test_a_withdrawal_says_how_many_mandates_rest_on_it_and_can_be_undone(client, agent, accreditation):
    make.MandateFactory(association=accreditation.association)
    address = url("withdraw_accreditation", accreditation)
    values = {"on": "1er janvier 2027", "reason": "radiation", "vu": client.get(address).context["mark"]}
    assert "Mandats à examiner" in sentences(client.post(address, values))
    client.post(address, values | {"confirme": "1"})
    accreditation.refresh_from_db()
    assert accreditation.status == AccreditationStatus.WITHDRAWN
    send(client, url("restore_accreditation", accreditation), {"explanation": "recours accepté"})
    accreditation.refresh_from_db()
    assert (accreditation.status, last_day(accreditation.period)) == (AccreditationStatus.GRANTED, date(2028, 12, 31))


def test_a_section_and_another_name_are_added(client, agent, accreditation):
    make.DepartmentFactory()
    send(client, url("add_section", accreditation.association), {"department": "67"})
    send(client, url("add_alias", accreditation.association), {"name": "Unafam Alsace", "kind": "other"})
    page = sentences(client.get(url("association", accreditation.association)))
    assert "UNAFAM Bas-Rhin" in page
    assert "Unafam Alsace" in page


@pytest.mark.parametrize("name", ["record_accreditation", "add_section", "add_alias"])
@pytest.mark.parametrize("role", ["ars_department", "fas_region", "administrator"])
def test_whoever_does_not_keep_associations_may_not_post(client, accreditation, role, name):
    scope = {"territory": make.DepartmentFactory() if role == "ars_department" else make.RegionFactory()} if role != "administrator" else {}
    sign_in(client, make.user_with_role(role, **scope))
    assert client.post(url(name, accreditation.association)).status_code == 403
