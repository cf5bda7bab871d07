"""The signature: number, document, mandates, two people; all of it, or nothing."""

from datetime import date
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction

from portevoix.base.audit.actors import Program
from portevoix.base.audit.models import Entry
from portevoix.base.documents.models import IssuedDocument
from portevoix.base.documents.selectors import fingerprint
from portevoix.register.access.models import RoleAssignment
from portevoix.register.directory.models import Person
from portevoix.register.mandates.actions import merge_people, remove_mandate
from portevoix.register.mandates.models import Mandate
from portevoix.register.orders import actions
from portevoix.register.orders.enums import OrderState
from portevoix.register.orders.models import DesignationOrder, OrderLine
from portevoix.register.orders.signals import order_signed
from portevoix.register.workflow.engine import StepRefused
from tests import factories as make
from tests.orders.making import EFFECTIVE, NOW, TODAY, SignatoryFactory, agent, commission, draft, prepared, signed, signer

pytestmark = pytest.mark.django_db


def test_a_signed_order_has_number_date_document_and_mandates():
    order = signed(people=2)
    order.refresh_from_db()
    assert (order.state, order.number, order.signed_on) == (OrderState.SIGNED, "2026-0001", TODAY)
    assert order.document.sha256 == fingerprint(BytesIO(order.document.file.content.read()))
    assert order.document.large_sha256
    mandates = list(Mandate.objects.order_by("pk"))
    assert [m.period.lower for m in mandates] == [EFFECTIVE, EFFECTIVE]
    assert {m.order_reference for m in mandates} == {"2026-0001"}
    assert [line.mandate for line in order.lines.order_by("rank")] == mandates


def test_a_mandate_ends_by_the_rule_unless_the_line_fixes_another_day():
    body = commission()
    order = draft(body, people=2)
    line = order.lines.last()
    line.last_day = date(2027, 6, 30)
    line.save()
    signed(order)
    ends = dict(order.lines.values_list("pk", "mandate__term_end"))
    assert ends.pop(line.pk) == date(2027, 6, 30)
    assert list(ends.values()) == [date(2029, 11, 30)]


def test_without_a_fixed_day_the_order_takes_effect_on_its_own_date():
    order = signed(effective_on=None)
    assert Mandate.objects.get().period.lower == order.signed_on == TODAY


def test_whoever_drafted_does_not_sign():
    person = make.user_with_role("ars_region")
    order = draft()
    make.RoleAssignmentFactory(user=person, role="ars_signatory", territory=order.region)
    DesignationOrder.objects.filter(pk=order.pk).update(drafted_by=person)
    order = prepared(order)
    with pytest.raises(ValidationError, match="une autre personne le signe"):
        actions.sign(order=order, by=person, at=NOW, today=TODAY)


def test_whoever_prepared_does_not_sign():
    order = draft()
    person = make.user_with_role("ars_region", territory=order.region)
    make.RoleAssignmentFactory(user=person, role="ars_signatory", territory=order.region)
    order = actions.prepare(order=order, by=person, at=NOW, today=TODAY)
    with pytest.raises(ValidationError, match="une autre personne le signe"):
        actions.sign(order=order, by=person, at=NOW, today=TODAY)


def test_the_database_too_refuses_that_one_person_drafts_and_signs():
    order = signed()
    with pytest.raises(DatabaseError), transaction.atomic():
        DesignationOrder.objects.filter(pk=order.pk).update(drafted_by=order.signed_by)


def test_only_the_account_of_the_signatory_signs_when_there_is_one():
    order = draft()
    order.signatory.user = make.UserFactory()
    order.signatory.save()
    order = prepared(order)
    with pytest.raises(ValidationError, match="à signer par Christelle RATIGNIER"):
        actions.sign(order=order, by=signer(order), at=NOW, today=TODAY)


@pytest.mark.parametrize(
    "role", ["ars_region", "ars_department", "fas_region", "association_manager", "representative", "facility_secretariat", "administrator"]
)
def test_nobody_but_a_signatory_signs(role):
    order = prepared()
    places = {"ars_region": "territory", "fas_region": "territory"}
    person = make.user_with_role(role, **({places[role]: order.region} if role in places else {}))
    with pytest.raises(PermissionDenied):
        actions.sign(order=order, by=person, at=NOW, today=TODAY)
    assert not Mandate.objects.exists()


def test_a_signatory_of_another_region_does_not_sign():
    order = prepared()
    stranger = make.user_with_role("ars_signatory", territory=make.DepartmentFactory(elsewhere=True).parent)
    with pytest.raises(PermissionDenied):
        actions.sign(order=order, by=stranger, at=NOW, today=TODAY)


def test_signing_twice_gives_one_order_and_tells_the_second():
    order = prepared()
    actions.sign(order=order, by=signer(order), at=NOW, today=TODAY)
    with pytest.raises(StepRefused, match="l’état est maintenant «\u00a0signé\u00a0»"):
        actions.sign(order=order, by=signer(order), at=NOW, today=TODAY)
    assert (Mandate.objects.count(), IssuedDocument.objects.count()) == (1, 1)


def test_a_draft_is_not_signed_before_it_is_prepared():
    order = draft()
    with pytest.raises(StepRefused):
        actions.sign(order=order, by=signer(order), at=NOW, today=TODAY)


def test_numbers_follow_each_other_by_region_and_by_year():
    first, second = signed(), signed()
    elsewhere = signed(body=commission(department=make.DepartmentFactory(elsewhere=True)))
    next_year = prepared(draft(effective_on=None))
    later = actions.sign(order=next_year, by=signer(next_year), at=NOW, today=date(2027, 1, 4))
    assert [order.number for order in (first, second, elsewhere, later)] == ["2026-0001", "2026-0002", "2026-0001", "2027-0001"]


def test_a_refused_signature_leaves_no_number_no_mandate_and_no_document():
    order = prepared(people=2)
    seat = order.lines.last().seat
    make.MandateFactory(seat=seat, first=date(2026, 12, 5))
    with pytest.raises(actions.OrderIncomplete, match="ce siège est occupé"):
        actions.sign(order=order, by=signer(order), at=NOW, today=TODAY)
    assert (Mandate.objects.count(), IssuedDocument.objects.count()) == (1, 0)
    assert signed().number == "2026-0001"


def test_a_receiver_that_fails_takes_the_whole_signature_back():
    def refuse(**kwargs):
        raise RuntimeError("killed between")

    order = prepared()
    order_signed.connect(refuse)
    try:
        with pytest.raises(RuntimeError):
            actions.sign(order=order, by=signer(order), at=NOW, today=TODAY)
    finally:
        order_signed.disconnect(refuse)
    order = DesignationOrder.objects.get(pk=order.pk)
    assert (order.state, order.number, order.document) == (OrderState.PREPARED, "", None)
    assert not Mandate.objects.exists()


def test_the_signal_carries_the_order_its_lines_and_who_signed():
    told = []

    def hear(**kwargs):
        told.append((kwargs["order"].number, [line.mandate.pk for line in kwargs["lines"]], kwargs["by"]))

    order = prepared()
    order_signed.connect(hear)
    person = signer(order)
    try:
        actions.sign(order=order, by=person, at=NOW, today=TODAY)
    finally:
        order_signed.disconnect(hear)
    assert told == [("2026-0001", [Mandate.objects.get().pk], person)]


def test_the_journal_names_who_signed_and_the_mandates_name_the_act():
    order = signed()
    entry = Entry.objects.get(action="designationorder.sign")
    assert (entry.actor_id, entry.target_id) == (order.signed_by_id, order.pk)
    assert Entry.objects.get(action="mandate.create").actor == "programme order_signature"


class TestAfterTheSignature:
    @pytest.mark.parametrize(
        "change",
        [
            {"title": "autre"},
            {"visas": "Vu"},
            {"articles": []},
            {"appeal": "x"},
            {"number": "2026-9999"},
            {"rank_in_year": 9},
            {"signed_on": date(2026, 1, 1)},
            {"effective_on": None},
            {"content": {}},
            {"state": "draft"},
            {"place": "Metz"},
        ],
        ids=lambda change: next(iter(change)),
    )
    def test_the_database_refuses_every_change_of_the_act(self, change):
        order = signed()
        with pytest.raises(DatabaseError), transaction.atomic():
            DesignationOrder.objects.filter(pk=order.pk).update(**change)

    def test_the_database_refuses_to_delete_it(self):
        order = signed()
        with pytest.raises(DatabaseError), transaction.atomic():
            DesignationOrder.objects.filter(pk=order.pk).delete()

    @pytest.mark.parametrize("act", ["update", "delete", "insert"])
    def test_the_database_refuses_every_change_of_its_lines(self, act):
        order = signed(people=2)
        line = order.lines.first()
        with pytest.raises(DatabaseError), transaction.atomic():
            if act == "update":
                OrderLine.objects.filter(pk=line.pk).update(last_day=date(2030, 1, 1))
            elif act == "delete":
                OrderLine.objects.filter(pk=line.pk).delete()
            else:
                OrderLine.objects.create(order=order, rank=99, seat=line.seat, person=line.person, effect="end")

    def test_two_records_of_one_person_may_still_become_one(self):
        order = signed()
        kept = make.PersonFactory()
        merge_people(kept=kept, absorbed=order.lines.get().person, by=Program("tests"))
        assert order.lines.get().person == kept

    def test_its_text_is_kept_as_printed_whatever_changes_around(self):
        order = signed()
        person = order.lines.get().person
        name = person.sorted_name
        type(person).objects.filter(pk=person.pk).update(last_name="Autre")
        order.refresh_from_db()
        assert name in order.content["articles"][0]["table"]["rows"][0][1]

    def test_the_gazette_is_recorded_once_it_is_published(self):
        order = signed()
        order = actions.record_publication(order=order, reference="RAA n° 47", on=TODAY, by=agent(order), today=TODAY)
        assert (order.state, order.gazette_reference) == (OrderState.PUBLISHED, "RAA n° 47")

    def test_the_gazette_does_not_come_before_the_signature(self):
        order = signed()
        with pytest.raises(ValidationError, match="vient après la signature"):
            actions.record_publication(order=order, reference="RAA", on=date(2026, 1, 1), by=agent(order), today=TODAY)

    def test_a_mandate_given_by_a_signed_order_is_not_removed_behind_its_back(self):
        order = signed()
        with pytest.raises(ValidationError, match="vient d’un arrêté signé"):
            remove_mandate(mandate=Mandate.objects.get(), explanation="erreur", by=agent(order))


def test_a_delegate_signs_for_the_head_in_office():
    body = commission()
    SignatoryFactory(region=body.region)
    delegate = SignatoryFactory(region=body.region, delegate=True)
    order = draft(body)
    order.signatory = delegate
    order.save()
    content = signed(order).content
    assert content["author"] == "La directrice générale de l’agence régionale de santé Grand Est,"
    assert content["signature"]["delegation"] == "Pour la directrice générale et par délégation,"
    assert content["signature"]["quality"] == "Le directeur de la démocratie en santé"
    assert any("délégation de signature" in visa for visa in content["visas"])


def test_whoever_is_designated_gets_the_account_of_their_own_space():
    order = draft()
    person = order.lines.get().person
    Person.objects.filter(pk=person.pk).update(email="designee@exemple.fr")
    signed(order)
    assert RoleAssignment.objects.get(person=person).user.email == "designee@exemple.fr"
