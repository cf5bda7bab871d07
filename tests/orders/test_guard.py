"""The issue guard: each missing thing is said in a sentence, and nothing incomplete is submitted or signed."""

import tomllib
from datetime import date

import pytest
from django.core.exceptions import ValidationError

from portevoix.base.core.periods import period
from portevoix.base.documents.shapes import ActData, Signature
from portevoix.register.directory.enums import AccreditationStatus
from portevoix.register.directory.models import Accreditation, Parameter
from portevoix.register.orders import actions
from portevoix.register.orders.actions import LineRequest
from portevoix.register.orders.actions.templates import DATA
from portevoix.register.orders.enums import LineEffect, OrderState
from portevoix.register.orders.models import AppealCourt, DesignationOrder
from portevoix.register.orders.selectors.composition import compose
from portevoix.register.orders.selectors.guard import guard, unsigned_faults
from tests import factories as make
from tests.orders.making import EFFECTIVE, NOW, TODAY, SignatoryFactory, accredited, agent, commission, draft, signed

pytestmark = pytest.mark.django_db


def codes(order):
    order = DesignationOrder.objects.select_related("region", "template", "signatory", "modifies").get(pk=order.pk)
    return [fault.code for fault in guard(order, TODAY)]


def sentences(order):
    order = DesignationOrder.objects.get(pk=order.pk)
    return " ".join(fault.sentence for fault in guard(order, TODAY))


def change(order, **values):
    DesignationOrder.objects.filter(pk=order.pk).update(**values)
    return order


def test_a_whole_order_has_no_fault():
    assert codes(draft(people=4)) == []


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"signatory": None}, "author"),
        ({"author_line": ""}, "author"),
        ({"title": " "}, "title"),
        ({"visas": "Vu le code de la santé publique"}, "visas"),
        ({"visas": ""}, "visas"),
        ({"articles": []}, "articles"),
        ({"appeal": "Recours dans un délai de deux mois."}, "court"),
        ({"appeal": "Recours devant le {tribunal}."}, "delay"),
        ({"place": ""}, "place"),
        ({"effective_on": date(2026, 11, 1)}, "effective"),
        ({"title": "portant désignation à {hopital}"}, "blank"),
        ({"title": "portant désignation de {"}, "blank"),
        ({"considerants": "Considérant [à compléter : la raison]"}, "unfinished"),
        ({"title": "portant désignation 😀"}, "glyph"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_is_missing_in_the_text_is_said(values, code):
    order = change(draft(), **values)
    assert code in codes(order)
    with pytest.raises(actions.OrderIncomplete):
        actions.prepare(order=order, by=agent(order), at=NOW, today=TODAY)


class TestTheOrderOfThePrefect:
    """The supervisory board: the prefect designates, the order of the agency cites his by its number and its day."""

    VISA = "Vu le code de la santé publique, notamment son article L. 6143-5 ;\nVu l’arrêté préfectoral {arrete_prefet} ;"

    def test_an_order_that_does_not_give_it_is_held_back_with_one_sentence_and_the_place_to_mend(self):
        order = change(draft(), visas=self.VISA)
        faults = guard(DesignationOrder.objects.get(pk=order.pk), TODAY)
        assert [(fault.where, fault.sentence.replace("\u00a0", " ")) for fault in faults] == [
            ("details", "L’arrêté du préfet qui désigne n’est pas indiqué : donnez son numéro et sa date.")
        ]
        with pytest.raises(actions.OrderIncomplete):
            actions.prepare(order=order, by=agent(order), at=NOW, today=TODAY)

    def test_given_it_is_printed_and_no_bracket_stays(self):
        order = change(draft(), visas=self.VISA, prefect_number="2026-1187", prefect_on=date(2026, 10, 3))
        assert codes(order) == []
        assert (
            "Vu l’arrêté préfectoral n°\u00a02026-1187 du 3 octobre 2026\u00a0;"
            in compose(DesignationOrder.objects.get(pk=order.pk), today=TODAY).data.visas
        )

    def test_its_day_cannot_be_to_come(self):
        assert codes(change(draft(), visas=self.VISA, prefect_number="2026-1187", prefect_on=date(2026, 12, 3))) == ["prefect"]

    def test_the_text_of_the_product_has_no_bracket_left_for_it(self):
        with DATA.open("rb") as file:
            (board,) = [row for row in tomllib.load(file)["template"] if row["code"] == "conseil-de-surveillance"]
        assert "{arrete_prefet}" in board["visas"] and "à compléter" not in board["visas"]


def test_a_value_that_this_order_does_not_have_is_said_by_its_name():
    assert "{arrete_modifie}" in sentences(change(draft(), title="modifiant {arrete_modifie}"))


def test_an_order_without_line_is_empty():
    assert codes(draft(lines=[])) == ["blank", "lines"]


def test_a_signatory_without_first_name_is_incomplete():
    order = draft()
    order.signatory.first_name = ""
    order.signatory.save()
    assert codes(order)[0] == "author"


def test_a_signatory_whose_period_is_over_does_not_sign():
    order = draft()
    order.signatory.period = period(date(2025, 1, 1), date(2025, 12, 31))
    order.signatory.save()
    assert "ne peut pas signer à la date du 22 novembre 2026" in sentences(order)


def test_a_signatory_of_another_region_does_not_sign():
    order = draft()
    stranger = SignatoryFactory(region=make.DepartmentFactory(elsewhere=True).parent)
    assert codes(change(order, signatory=stranger)) == ["author"]


def test_without_known_court_or_delay_the_appeal_is_incomplete():
    order = draft()
    AppealCourt.objects.all().delete()
    Parameter.objects.all().delete()
    assert codes(order) == ["blank", "court", "delay"]


class TestAssociations:
    def test_an_association_without_accreditation_is_named(self):
        order = draft()
        Accreditation.objects.all().delete()
        association = order.lines.get().association
        assert codes(order) == ["accreditation"] and association.name in sentences(order)

    def test_the_accreditation_counts_on_the_effective_day_not_today(self):
        order = draft()
        Accreditation.objects.update(period=period(date(2021, 1, 1), date(2026, 11, 30)))
        assert codes(order) == ["accreditation"]
        assert codes(change(order, effective_on=date(2026, 11, 30))) == []

    def test_a_renewal_filed_in_time_is_tolerated_by_the_setting(self):
        order = draft()
        Accreditation.objects.update(
            period=period(date(2021, 1, 1), date(2026, 11, 10)),
            status=AccreditationStatus.RENEWAL_IN_PROGRESS,
            renewal_filed_on=date(2026, 4, 1),
        )
        assert codes(order) == ["accreditation"]
        Parameter.objects.create(
            code="accreditation-renewal-tolerated", label="x", value=1, period=period(None), source="essai", source_date=TODAY
        )
        assert codes(order) == []

    def test_a_section_sits_under_the_accreditation_of_its_federation(self):
        order = draft()
        line = order.lines.get()
        line.association = make.AssociationFactory(parent=accredited(), department=make.DepartmentFactory())
        line.save()
        assert codes(order) == []

    def test_a_person_without_association_is_refused_where_the_rule_asks_for_one(self):
        order = draft()
        order.lines.update(association=None)
        assert codes(order) == ["accreditation"]


class TestSeats:
    def test_a_seat_closed_before_the_end_is_refused(self):
        order = draft()
        seat = order.lines.get().seat
        seat.closed_on = date(2027, 1, 1)
        seat.save()
        assert codes(order) == ["seat"]

    def test_a_body_not_yet_open_is_refused(self):
        order = draft()
        body = order.lines.get().seat.body
        body.opened_on = date(2027, 1, 1)
        body.save()
        assert codes(order) == ["seat"]

    def test_a_seat_already_held_is_refused_until_the_order_ends_that_mandate(self):
        body = commission()
        order = draft(body)
        held = make.MandateFactory(seat=order.lines.get().seat)
        assert codes(order) == ["overlap"]
        end = LineRequest(seat=held.seat, person=held.person, effect=LineEffect.END, end_reason="RESIGNATION")
        actions.add_lines(order=order, lines=[end], by=agent(order))
        assert codes(order) == []

    def test_a_person_who_sits_elsewhere_in_the_body_is_refused(self):
        order = draft()
        line = order.lines.get()
        other = make.MandateFactory(seat=line.seat.body.seats.get(quality="substitute", rank=1))
        line.person = other.person
        line.save()
        assert codes(order) == ["overlap"]

    def test_one_person_twice_in_one_body_is_refused(self):
        order = draft(people=2)
        first, second = order.lines.order_by("rank")
        second.person = first.person
        second.save()
        assert codes(order) == ["overlap"]

    def test_an_end_before_the_first_day_is_refused(self):
        order = draft()
        order.lines.update(last_day=date(2026, 11, 30))
        assert codes(order) == ["days"]

    def test_a_record_made_one_with_another_is_refused(self):
        order = draft()
        person = order.lines.get().person
        person.merged_into = make.PersonFactory()
        person.save()
        assert codes(order) == ["person"]

    def test_the_end_of_a_mandate_that_is_not_there_is_refused(self):
        order = draft()
        line = order.lines.get()
        end = LineRequest(seat=line.seat, person=line.person, effect=LineEffect.END, end_reason="RESIGNATION")
        actions.add_lines(order=order, lines=[end], by=agent(order))
        assert codes(order) == ["end"]


def test_the_very_text_that_is_printed_bears_number_date_name_and_place():
    bare = ActData(number="Arrêté", title="x", signature=Signature(quality="", name="Paul WEBER"))
    assert [fault.code for fault in unsigned_faults(bare)] == ["number", "date", "author", "place"]


class TestDrafting:
    def test_a_seat_is_once_in_an_order(self):
        order = draft()
        line = order.lines.get()
        again = LineRequest(seat=line.seat, person=make.PersonFactory())
        with pytest.raises(ValidationError, match="déjà dans cet arrêté"):
            actions.add_lines(order=order, lines=[again], by=agent(order))

    def test_a_seat_of_another_region_is_refused(self):
        elsewhere = commission(department=make.DepartmentFactory(elsewhere=True))
        order = draft()
        line = LineRequest(seat=elsewhere.seats.first(), person=make.PersonFactory())
        with pytest.raises(ValidationError, match="n’est pas dans la région"):
            actions.add_lines(order=order, lines=[line], by=agent(order))

    def test_a_prepared_order_is_no_longer_edited(self):
        order = draft()
        line = order.lines.get()
        actions.prepare(order=order, by=agent(order), at=NOW, today=TODAY)
        with pytest.raises(ValidationError, match="n’est plus en rédaction"):
            actions.remove_line(line=line, by=agent(order))
        with pytest.raises(ValidationError, match="n’est plus en rédaction"):
            actions.edit_text(order=order, texts={"title": "x"}, by=agent(order))

    def test_an_unknown_blank_is_refused_when_the_text_is_written(self):
        order = draft()
        with pytest.raises(ValidationError, match="hopital"):
            actions.edit_text(order=order, texts={"title": "à {hopital}"}, by=agent(order))

    def test_sent_back_with_a_reason_then_submitted_again(self):
        order = draft()
        signatory = make.user_with_role("ars_signatory", territory=order.region)
        actions.prepare(order=order, by=agent(order), at=NOW, today=TODAY)
        with pytest.raises(ValidationError, match="ce qui est à corriger"):
            actions.send_back(order=order, reason=" ", by=signatory)
        order = actions.send_back(order=order, reason="Il manque un visa.", by=signatory)
        assert (order.state, order.sent_back_reason, order.prepared_by) == (OrderState.DRAFT, "Il manque un visa.", None)
        order = actions.prepare(order=order, by=agent(order), at=NOW, today=TODAY)
        assert (order.state, order.sent_back_reason) == (OrderState.PREPARED, "")

    def test_only_a_signed_order_is_modified_by_another(self):
        order = draft()
        with pytest.raises(ValidationError, match="Seul un arrêté signé"):
            actions.draft_repeal(order=order, template=order.template, by=agent(order), today=TODAY)

    def test_a_repeal_ends_every_mandate_that_still_runs_by_the_order(self):
        first = signed(people=2, effective_on=None)
        repeal = actions.draft_repeal(order=first, template=first.template, by=agent(first), today=TODAY)
        repeal = actions.edit_details(order=repeal, place="Nancy", signatory=first.signatory, effective_on=EFFECTIVE, by=agent(first))
        signed(repeal)
        ends = first.lines.values_list("mandate__end_reason", "mandate__period__endswith")
        assert list(ends) == [("REVOKED", EFFECTIVE)] * 2
