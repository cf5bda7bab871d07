"""Seats and bodies opened and closed from the pages; the list of seats taken away as a file."""

from datetime import date

import pytest
from django.urls import reverse

from portevoix.base.audit.models import Entry
from portevoix.register.directory.models import FacilityChange
from portevoix.register.mandates.enums import EndReason
from tests import factories as make
from tests.sign_in import sign_in
from tests.workspace.acting import refusal, send, sentences, url

pytestmark = pytest.mark.django_db

SEAT = {"quality": "titular", "opened_on": "1er janvier 2026"}
CLOSING = {"on": "1er janvier 2027"}


def test_a_seat_is_added_with_the_next_rank(client, agent, seated):
    send(client, url("add_seat", seated), SEAT)
    assert seated.seats.get(quality="titular", rank=3).opened_on == date(2026, 1, 1)


def test_a_double_click_adds_one_seat(client, agent, seated):
    values = SEAT | {"vu": client.get(url("add_seat", seated)).context["mark"]}
    assert client.post(url("add_seat", seated), values).status_code == 302
    assert "rien n’a été enregistré" in refusal(client.post(url("add_seat", seated), values))
    assert seated.seats.count() == 5


def test_a_held_seat_is_not_closed(client, agent, mandate):
    assert "Terminez-le d’abord" in refusal(send(client, url("close_seat", mandate.seat), CLOSING))


def test_a_seat_is_closed_then_opened_again_with_a_reason(client, agent, seated):
    seat = seated.seats.first()
    send(client, url("close_seat", seat), CLOSING)
    assert "Sièges fermés" in sentences(client.get(url("body", seated)))
    send(client, url("reopen_seat", seat), {"explanation": "erreur"})
    seat.refresh_from_db()
    assert seat.closed_on is None


def test_the_closing_of_a_body_says_which_mandates_end_before_anything_is_written(client, agent, mandate):
    address = url("close_body", mandate.body)
    page = sentences(client.post(address, CLOSING | {"vu": client.get(address).context["mark"]}))
    assert "1 mandat prend fin avec l’instance" in page
    assert "WERNERT Odile" in page
    mandate.body.refresh_from_db()
    assert mandate.body.closed_on is None


def test_a_body_is_closed_with_its_mandates_then_opened_again(client, agent, mandate):
    send(client, url("close_body", mandate.body), CLOSING)
    mandate.refresh_from_db()
    assert mandate.end_reason == EndReason.BODY_CLOSED
    send(client, url("reopen_body", mandate.body), {"explanation": "la fusion est annulée"})
    mandate.refresh_from_db()
    assert mandate.end_reason == ""


def test_a_body_closed_in_another_window_is_not_closed_twice(client, agent, seated):
    mark = client.get(url("close_body", seated)).context["mark"]
    send(client, url("close_body", seated), CLOSING)
    assert "rien n’a été enregistré" in refusal(send(client, url("close_body", seated), {"on": "1er mars 2027"}, mark=mark))


@pytest.mark.parametrize("name", ["add_seat", "close_body", "reopen_body"])
@pytest.mark.parametrize("role", ["fas_region", "national_observer", "administrator"])
def test_whoever_does_not_keep_bodies_may_not_post(client, seated, role, name):
    sign_in(client, make.user_with_role(role, **({"territory": make.RegionFactory()} if role == "fas_region" else {})))
    assert client.post(url(name, seated), CLOSING | SEAT | {"confirme": "1"}).status_code == 403


def test_the_former_names_of_a_facility_stay_on_the_page_of_its_bodies(client, agent, seated):
    FacilityChange.objects.create(
        facility=seated.facility,
        kind="renamed",
        effective_on=date(2024, 5, 2),
        former_name="Hospices civils",
        source="essai",
        source_date=date(2024, 5, 2),
    )
    assert "Hospices civils, jusqu’au 2 mai 2024" in sentences(client.get(url("body", seated)))


def export(client, form="csv", query=""):
    return client.post(f"{reverse('workspace:export_seats')}{query}", {"format": form})


def test_the_export_has_the_seats_of_the_board_with_its_filters(client, agent, mandate):
    lines = export(client, query="?e=pourvu").getvalue().decode().splitlines()
    assert len(lines) == 2
    assert "Wernert" in lines[1]
    assert len(export(client, query="?e=tous").getvalue().decode().splitlines()) == 5


def test_the_export_answers_for_the_day_of_the_board(client, agent, mandate):
    answer = export(client, query="?e=tous&au=2020-01-01")
    assert "sieges-2020-01-01.csv" in answer["Content-Disposition"]
    assert "Wernert" not in answer.getvalue().decode()


@pytest.mark.parametrize(("form", "start"), [("xlsx", b"PK"), ("ods", b"PK")])
def test_the_export_is_streamed_in_the_other_formats(client, agent, mandate, form, start):
    answer = export(client, form)
    assert answer.streaming
    assert answer.getvalue().startswith(start)


def test_an_export_is_written_in_the_journal_without_its_data(client, agent, mandate):
    export(client, query="?e=tous&q=wernert").getvalue()
    entry = Entry.objects.get(action="register.export")
    assert entry.actor_id == agent.pk
    assert entry.data == {"format": "csv", "at": entry.data["at"]}


def test_an_observer_exports_seats_without_any_name(client, mandate):
    sign_in(client, make.user_with_role("national_observer"))
    assert "Wernert" not in export(client, query="?e=tous").getvalue().decode()


def test_too_many_exports_are_refused_for_a_while(client, agent, seated, settings):
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"export": "1/10m"}
    assert export(client).status_code == 200
    assert export(client).status_code == 429


def test_whoever_may_not_export_gets_no_file(client, seated):
    sign_in(client, make.user_with_role("facility_secretariat", facility=seated.facility))
    assert export(client).status_code == 403


def test_a_format_that_does_not_exist_is_explained(client, agent, seated):
    assert export(client, "exe").status_code == 400


def test_the_board_offers_the_three_formats(client, agent, seated):
    page = sentences(client.get(reverse("workspace:seats"), {"e": "tous"}))
    assert all(f'value="{form}"' in page for form in ("csv", "xlsx", "ods"))
    assert "exporter/?e=tous" in page


LINES = {"sieges-TOTAL_FORMS": "2", "sieges-INITIAL_FORMS": "0", "sieges-0-quality": "", "sieges-0-count": ""}
CREATE = "/espace/instances/nouvelle/"


def test_one_body_is_created_with_the_seats_of_its_rule_after_a_page_that_says_them(client, agent):
    rule = make.BodyTypeRuleFactory()
    site = make.FacilityFactory()
    values = {"body_type": rule.body_type.code, "facility": site.finess_et, "source": "arrêté", **LINES}
    page = sentences(client.post(CREATE, values))
    assert "2 titulaires, 2 suppléants" in page
    assert not site.bodies.exists()
    assert send(client, CREATE, values).status_code == 302
    assert site.bodies.get().seats.count() == 4
    assert "a déjà une instance" in refusal(send(client, CREATE, values))


def test_the_seats_are_typed_where_the_rule_fixes_no_number(client, agent):
    rule = make.BodyTypeRuleFactory(body_type=make.BodyTypeFactory(code="CTS", name="conseil territorial de santé", level="department"))
    rule.seat_patterns.all().delete()
    place = make.DepartmentFactory()
    values = {"body_type": "CTS", "territory": place.pk, "source": "arrêté", **LINES}
    assert "Indiquez les sièges" in refusal(send(client, CREATE, values))
    send(client, CREATE, values | {"sieges-0-quality": "member", "sieges-0-count": "6"})
    assert (place.bodies.get().name, place.bodies.get().seats.count()) == ("Conseil territorial de santé, Bas-Rhin", 6)


def test_a_delegation_creates_bodies_in_its_department_only(client):
    rule = make.BodyTypeRuleFactory()
    sign_in(client, make.user_with_role("ars_department", territory=make.DepartmentFactory()))
    inside, outside = make.FacilityFactory(), make.FacilityFactory(department=make.DepartmentFactory(moselle=True))
    values = {"body_type": rule.body_type.code, "source": "arrêté", **LINES}
    assert "Aucun établissement de votre territoire" in sentences(send(client, CREATE, values | {"facility": outside.finess_et}))
    assert send(client, CREATE, values | {"facility": inside.finess_et}).status_code == 302
    choices = client.get(CREATE).context["form"].fields["territory"].queryset
    assert [place.name for place in choices] == ["Bas-Rhin"]


@pytest.mark.parametrize("role", ["fas_region", "administrator"])
def test_whoever_does_not_keep_the_bodies_creates_none(client, role):
    sign_in(client, make.user_with_role(role, **({"territory": make.RegionFactory()} if role == "fas_region" else {})))
    assert client.post(CREATE, LINES).status_code == 403
