"""What agents do to mandates from the pages, and what the pages refuse."""

from datetime import date

import pytest

from portevoix.base.core.periods import last_day
from portevoix.register.directory.enums import ReplacementRule
from portevoix.register.directory.models import Person, RegionalPractice
from portevoix.register.mandates.actions import end_mandate
from portevoix.register.mandates.enums import EndReason
from portevoix.register.mandates.models import Mandate
from tests import factories as make
from tests.sign_in import sign_in
from tests.workspace.acting import refusal, send, sentences, url

pytestmark = pytest.mark.django_db

NEW = {"person": "nouvelle", "last_name": "Keller", "first_name": "Anne", "first": "1er janvier 2027", "order_reference": "2026-77"}
END = {"reason": "RESIGNATION", "on": "30 novembre 2026"}


def free_seat(body):
    return body.seats.get(quality="substitute", rank=1)


def test_a_mandate_is_recorded_for_a_new_person_with_the_end_of_the_rule(client, agent, seated):
    answer = send(client, url("designate", seated), {**NEW, "seat": free_seat(seated).pk})
    mandate = Mandate.objects.get()
    assert answer.url == url("mandate", mandate)
    assert str(mandate.person) == "Anne KELLER"
    assert mandate.term_end == date(2029, 12, 31)
    assert "Le mandat est enregistré." in sentences(client.get(answer.url))


def test_the_end_proposed_follows_the_practice_of_the_region(client, agent, seated):
    RegionalPractice.objects.create(
        region=seated.region,
        body_type=seated.body_type,
        replacement_rule=ReplacementRule.REMAINDER,
        period=make.period(date(2020, 1, 1)),
        source="essai",
        source_date=date(2026, 1, 1),
    )
    left = make.MandateFactory(seat=free_seat(seated), first=date(2024, 7, 1), term_end=date(2027, 6, 30))
    end_mandate(mandate=left, reason=EndReason.DEATH, on=date(2026, 5, 1), by=agent)
    send(client, url("designate", seated), {**NEW, "seat": free_seat(seated).pk})
    assert Mandate.objects.get(order_reference="2026-77").term_end == date(2027, 6, 30)


def test_the_end_is_shown_before_anything_is_written(client, agent, seated):
    address = url("designate", seated)
    values = {**NEW, "seat": free_seat(seated).pk, "vu": client.get(address).context["mark"]}
    assert "31 décembre 2029, d’après la règle" in sentences(client.post(address, values))
    assert not Mandate.objects.exists()
    assert not Person.objects.exists()


def test_somebody_known_is_found_by_a_misspelt_name_and_chosen(client, agent, seated, mandate):
    other = make.BodyFactory(seated=True)
    page = client.get(url("designate", other), {"cherche": "wernet"})
    assert "WERNERT Odile" in sentences(page)
    send(client, url("designate", other), {**NEW, "seat": free_seat(other).pk, "person": mandate.person.pk, "last_name": ""})
    assert mandate.person.mandates.count() == 2


def test_nobody_of_another_region_is_found(client, agent, seated):
    make.MandateFactory(
        seat=make.SeatFactory(body=make.BodyFactory(facility__department=make.DepartmentFactory(elsewhere=True))),
        person=make.PersonFactory(last_name="Lointain"),
    )
    assert "LOINTAIN" not in sentences(client.get(url("designate", seated), {"cherche": "lointain"}))


def test_a_seat_already_held_is_refused_and_no_record_is_left_behind(client, agent, seated, mandate):
    answer = send(client, url("designate", seated), {**NEW, "seat": mandate.seat_id})
    assert "Ce siège est déjà occupé" in refusal(answer)
    assert 'value="Keller"' in sentences(answer)
    assert not Person.objects.filter(last_name="Keller").exists()


def test_a_new_person_has_a_name(client, agent, seated):
    answer = send(client, url("designate", seated), {**NEW, "seat": free_seat(seated).pk, "last_name": ""})
    assert answer.context["form"].errors["last_name"] == ["Écrivez le nom de la nouvelle personne."]


def test_a_mandate_ends_with_a_reason_and_a_day(client, agent, mandate):
    send(client, url("end_mandate", mandate), END)
    mandate.refresh_from_db()
    assert (mandate.end_reason, last_day(mandate.period)) == (EndReason.RESIGNATION, date(2026, 11, 30))


def test_nothing_ends_before_the_confirmation(client, agent, mandate):
    address = url("end_mandate", mandate)
    answer = client.post(address, {**END, "vu": client.get(address).context["mark"]})
    assert "Rien n’est encore enregistré" in sentences(answer)
    mandate.refresh_from_db()
    assert mandate.end_reason == ""


def test_the_form_comes_back_with_its_values_from_the_confirmation(client, agent, mandate):
    address = url("end_mandate", mandate)
    answer = client.post(address, {**END, "vu": client.get(address).context["mark"], "modifier": "1"})
    assert 'value="30 novembre 2026"' in sentences(answer)


def test_an_impossible_end_is_refused_before_the_confirmation(client, agent, mandate):
    answer = send(client, url("end_mandate", mandate), END | {"on": "1er janvier 2020"})
    assert "sa fin ne peut pas venir avant" in refusal(answer)


def test_a_second_window_does_not_overwrite_the_first(client, agent, mandate):
    seen = client.get(url("end_mandate", mandate)).context["mark"]
    send(client, url("extend_mandate", mandate), {"until": "31 décembre 2029"})
    answer = send(client, url("end_mandate", mandate), END, mark=seen)
    assert "rien n’a été enregistré" in refusal(answer)
    mandate.refresh_from_db()
    assert mandate.end_reason == ""
    assert client.post(url("end_mandate", mandate), END | {"vu": answer.context["mark"], "confirme": "1"}).status_code == 302


def test_a_double_click_gets_a_sentence(client, agent, mandate):
    address = url("end_mandate", mandate)
    values = {**END, "vu": client.get(address).context["mark"], "confirme": "1"}
    assert client.post(address, values).status_code == 302
    assert "rien n’a été enregistré" in refusal(client.post(address, values))


def test_a_recorded_end_is_undone_with_a_written_reason(client, agent, mandate):
    send(client, url("end_mandate", mandate), END)
    assert send(client, url("correct_end", mandate), {"explanation": ""}).context["form"].errors["explanation"]
    send(client, url("correct_end", mandate), {"explanation": "mauvaise ligne"})
    mandate.refresh_from_db()
    assert (mandate.end_reason, last_day(mandate.period)) == ("", mandate.term_end)


def test_a_recorded_end_is_replaced_by_the_right_one(client, agent, mandate):
    send(client, url("end_mandate", mandate), END)
    send(client, url("correct_end", mandate), {"explanation": "décès", "reason": "DEATH", "on": "20 novembre 2026"})
    mandate.refresh_from_db()
    assert (mandate.end_reason, last_day(mandate.period)) == (EndReason.DEATH, date(2026, 11, 20))


def test_a_departure_is_announced_then_withdrawn(client, agent, mandate):
    send(client, url("announce_departure", mandate), {"on": "1er mars 2027", "reason": "RESIGNATION"})
    mandate.refresh_from_db()
    assert mandate.departure_on == date(2027, 3, 1)
    send(client, url("withdraw_departure", mandate))
    mandate.refresh_from_db()
    assert mandate.departure_on is None


def test_the_substitute_becomes_titular(client, agent, seated):
    mandate = make.MandateFactory(seat=free_seat(seated))
    titular = seated.seats.get(quality="titular", rank=2)
    answer = send(client, url("switch_seat", mandate), {"seat": titular.pk, "on": "1er décembre 2026"})
    moved = Mandate.objects.get(seat=titular)
    assert answer.url == url("mandate", moved)
    mandate.refresh_from_db()
    assert mandate.end_reason == EndReason.SEAT_SWITCH


def test_a_mandate_recorded_by_mistake_is_removed_with_a_reason(client, agent, mandate):
    answer = send(client, url("remove_mandate", mandate), {"explanation": "saisi deux fois"})
    assert answer.url == url("body", mandate.body)
    assert not Mandate.objects.exists()
    assert "Mandat retiré, saisi par erreur : saisi deux fois" in sentences(client.get(answer.url))


def test_the_history_of_a_body_says_who_did_what(client, agent, mandate):
    send(client, url("end_mandate", mandate), END)
    page = sentences(client.get(url("body", mandate.body)))
    assert "Mandat terminé, WERNERT Odile : démission, dernier jour le 30 novembre 2026" in page
    assert "Claire MULLER" in page


def test_an_observer_reads_no_history(client, mandate):
    sign_in(client, make.user_with_role("national_observer"))
    assert "Historique" not in sentences(client.get(url("body", mandate.body)))


@pytest.mark.parametrize(
    "name", ["end_mandate", "correct_end", "extend_mandate", "announce_departure", "withdraw_departure", "switch_seat"]
)
@pytest.mark.parametrize("role", ["fas_region", "administrator", "national_observer"])
def test_whoever_does_not_keep_mandates_may_not_post(client, mandate, role, name):
    scope = {"territory": make.RegionFactory()} if role == "fas_region" else {}
    sign_in(client, make.user_with_role(role, **scope))
    assert client.post(url(name, mandate), {**END, "vu": "x", "confirme": "1"}).status_code == 403


def test_a_delegation_does_not_reach_another_department(client, mandate):
    sign_in(client, make.user_with_role("ars_department", territory=make.DepartmentFactory(moselle=True)))
    assert client.post(url("end_mandate", mandate), {**END, "confirme": "1"}).status_code == 404
    assert client.post(url("designate", mandate.body), {**NEW, "confirme": "1"}).status_code == 404
