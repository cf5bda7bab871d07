"""Pages of the calls: from the board to the open call, the gates, the exports, the public pages, the feed."""

import re
from xml.etree import ElementTree

import pytest
from django.urls import reverse

from portevoix.work.candidacies.actions import call_steps
from portevoix.work.candidacies.enums import CallState, SeatOrigin
from portevoix.work.candidacies.models import Call
from tests import factories as make
from tests.candidacies.calling import CLOSING, NOW, draft, opened
from tests.sign_in import sign_in
from tests.workspace.acting import refusal, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
NEW = "/espace/appels/nouveau/"
ATOM = "{http://www.w3.org/2005/Atom}"


def words(response) -> str:
    return response.content.decode().replace("\u00a0", " ")


def url(name, call):
    return reverse(f"candidacies:{name}", args=[call.pk])


def rehearsed(client, address, data):
    """Send the form of an act and return the page that asks to confirm it."""
    return client.post(address, {"vu": client.get(address).context["mark"], **data})


@pytest.fixture
def moselle():
    return make.BodyFactory(name="Hôpital de Mercy", facility__department=make.DepartmentFactory(moselle=True), seated=True)


def test_the_board_leads_to_a_call_prefilled_with_its_filters(client, officer, body, moselle):
    sign_in(client, officer)
    board = client.get("/espace/sieges/?d=67&d=57&s=substitute")
    assert "Ouvrir un appel sur ces 4 sièges" in words(board)
    page = client.get(board.context["call_url"])
    assert page.context["preview"].seats == 4
    assert [(row.code, row.seats) for row in page.context["preview"].departments] == [("57", 2), ("67", 2)]
    assert page.context["form"]["title"].value() == "Sièges vacants\u00a0: Moselle et Bas-Rhin, 2026"
    assert "22 décembre 2026" in words(page)


def test_a_prefilled_call_is_prepared_then_opened(client, officer, body, moselle):
    sign_in(client, officer)
    form = client.get(f"{NEW}?d=67&d=57").context["form"]
    values = {name: form[name].value() for name in form.fields if form[name].value()}
    values |= {"opens_on": "22 novembre 2026", "last_on": "21 décembre 2026", "decision_expected_on": "1er mars 2027", "avant": ""}
    answer = client.post(NEW, values)
    call = Call.objects.get()
    assert answer.url == url("call", call)
    assert (call.call_seats.count(), call.closes_at) == (6, CLOSING)
    assert "pas encore public" in words(client.get(answer.url))
    assert send(client, url("open_call", call)).status_code == 302
    call.refresh_from_db()
    assert call.state == CallState.OPEN
    assert "il reste 30 jours" in words(client.get(answer.url))


def test_counting_again_writes_nothing(client, officer, body, moselle):
    sign_in(client, officer)
    values = {
        "title": "x",
        "mode": "complementary",
        "opens_on": "22 novembre 2026",
        "last_on": "21 décembre 2026",
        "vacant": "on",
        "d": "57",
    }
    page = client.post(NEW, values | {"recompter": "1"})
    assert page.context["preview"].seats == 4
    assert not Call.objects.exists()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"last_on": ""}, "Indiquez le dernier jour"),
        ({"last_on": "1er novembre 2026"}, "Choisissez un jour à partir du 22 novembre 2026"),
        ({"decision_expected_on": "1er décembre 2026"}, "après le 21 décembre 2026"),
        ({"vacant": ""}, "au moins une sorte de sièges"),
        ({"t": "CRSA"}, "Choisissez une réponse"),
    ],
)
def test_a_window_or_a_perimeter_that_does_not_hold_is_explained(client, officer, body, fields, sentence):
    sign_in(client, officer)
    values = {"title": "x", "mode": "campaign", "opens_on": "22 novembre 2026", "last_on": "21 décembre 2026", "vacant": "on"} | fields
    page = client.post(NEW, {name: value for name, value in values.items() if value})
    assert sentence in words(page)
    assert not Call.objects.exists()


def test_the_board_seen_from_a_day_to_come_offers_what_falls_vacant_until_then(client, officer, body):
    sign_in(client, officer)
    assert client.get(f"{NEW}?au=2027-01-15").context["preview"].seats == 3
    held = client.get(f"{NEW}?e=pourvu&fin=9")
    assert held.context["preview"].seats == 1
    assert client.get(f"{NEW}?e=tous").context["preview"].seats == 4


def test_the_page_of_a_body_leads_to_a_call_on_its_seats(client, officer, body, moselle):
    sign_in(client, officer)
    page = client.get(reverse("workspace:body", args=[body.pk]))
    assert client.get(page.context["call_url"]).context["preview"].seats == 2
    call = opened(officer)
    again = client.get(reverse("workspace:body", args=[body.pk]))
    assert again.context["open_call"].number == call.number


def test_seats_of_a_running_call_are_named_and_left_out(client, officer, body, moselle):
    call = opened(officer)
    sign_in(client, officer)
    page = client.get(f"{NEW}?d=67&d=57")
    assert page.context["preview"].seats == 0
    assert f"déjà offerts par un appel en cours ({call.number})" in words(page)


def test_a_department_agent_sees_in_the_form_its_department_alone(client, body, moselle):
    sign_in(client, make.user_with_role("ars_department", territory=make.DepartmentFactory()))
    page = client.get(NEW)
    assert [row.code for row in page.context["preview"].departments] == ["67"]
    assert [code for code, _ in page.context["form"].fields["d"].choices] == ["67"]


def test_a_department_agent_reads_a_regional_call_and_changes_nothing(client, officer, body, moselle):
    call = draft(officer)
    sign_in(client, make.user_with_role("ars_department", territory=make.DepartmentFactory()))
    page = client.get(url("call", call))
    assert page.status_code == 200
    assert not page.context["manages"]
    assert "Ouvrir l’appel" not in words(page)
    assert client.get(url("open_call", call)).status_code == 403


def test_seats_without_any_candidacy_come_first_and_can_be_kept_alone(client, officer, body, moselle):
    call = opened(officer)
    make.CandidacyFactory(call=call, submitted=True, wishes=[moselle])
    sign_in(client, officer)
    rows = client.get(url("call", call)).context["table"].rows
    assert [row.wanted for row in rows] == [0, 0, 1, 1, 1, 1]
    assert client.get(url("call", call) + "?c=sans").context["listed"] == 2
    assert client.get(url("call", call) + "?d=57&c=une").context["listed"] == 4
    assert client.get(url("call", call) + "?c=zz").status_code == 400


@pytest.mark.parametrize("form", ["csv", "xlsx", "ods"])
def test_the_seats_leave_as_a_file_with_the_filters_of_the_page(client, officer, body, moselle, form):
    call = opened(officer)
    sign_in(client, officer)
    answer = client.get(url(f"call_seats_{form}", call) + "?d=57")
    content = b"".join(answer.streaming_content)
    assert f"{call.number}-sieges.{form}" in answer["Content-Disposition"]
    assert content
    if form == "csv":
        assert content.decode().splitlines()[1].startswith("57;CDU;Hôpital de Mercy;Strasbourg;Titulaire 1;vacant;")


def test_a_seat_is_added_by_looking_for_its_body(client, officer, body, moselle):
    call = draft(officer)
    seat = body.seats.get(quality="titular", rank=1)
    sign_in(client, officer)
    address = url("add_call_seat", call) + "?cherche=hautepiere"
    assert send(client, address, {"seat": seat.pk, "reason": "départ annoncé"}).status_code == 302
    assert call.call_seats.get(seat=seat).origin == SeatOrigin.MID_CYCLE
    row = call.call_seats.get(seat=seat)
    assert send(client, reverse("candidacies:remove_call_seat", args=[row.pk]), {"reason": "erreur"}).status_code == 302
    assert not call.call_seats.filter(seat=seat).exists()


def test_an_act_refused_by_the_procedure_says_why(client, officer, body):
    call = draft(officer)
    call.call_seats.all().delete()
    sign_in(client, officer)
    assert "aucun siège" in refusal(send(client, url("open_call", call)))


def test_a_call_changed_in_another_window_is_not_overwritten(client, officer, body):
    call = draft(officer)
    sign_in(client, officer)
    mark = client.get(url("cancel_call", call)).context["mark"]
    call.title = "Autre titre"
    call.save()
    assert "a changé depuis" in refusal(send(client, url("cancel_call", call), {"reason": "x"}, mark=mark))


def test_the_public_list_shows_open_calls_first_and_no_draft(client, officer, body, moselle):
    closed = make.CallFactory(closed=True, title="Ancien appel")
    shown = opened(officer)
    draft_one = make.CallFactory(draft=True, title="Secret")
    page = words(client.get("/appels/"))
    assert page.index(shown.number) < page.index(closed.number)
    assert draft_one.title not in page
    assert client.get(f"/appels/{draft_one.number}/").status_code == 404


def test_the_public_page_says_until_when_and_where(client, officer, body, moselle):
    call = opened(officer, introduction="Bienvenue.\n\n<b>gras</b>", help_email="appels@exemple.fr")
    page = words(client.get(f"/appels/{call.number}/"))
    assert "Il reste 30 jours, jusqu’au 21 décembre 2026 inclus." in page
    assert "&lt;b&gt;gras" in page
    assert "2 sièges de titulaire, 2 sièges de suppléant" in page
    assert client.get(f"/appels/{call.number}/?d=57").context["listed"] == 4


def test_the_seats_nearest_to_home_come_first(client, officer, body, moselle):
    make.CommuneFactory(name="Metz", code="57463", postcodes=["57000"], latitude=49.1, longitude=6.2)
    moselle.facility.latitude, moselle.facility.longitude = 49.1, 6.3
    moselle.facility.save()
    call = opened(officer)
    page = client.get(f"/appels/{call.number}/?q=57000")
    assert [body.name for body in page.context["page"]] == ["Hôpital de Mercy", "Hôpital de Hautepierre"]
    assert "Nous ne trouvons pas" in words(client.get(f"/appels/{call.number}/?q=zzzzzz"))


def test_a_call_that_is_closed_says_so_and_leads_to_the_open_ones(client, officer, body):
    call = make.CallFactory(closed=True)
    page = words(client.get(f"/appels/{call.number}/"))
    assert "Clos depuis le" in page
    assert "ne reçoit plus de candidature" in page


def test_documents_of_a_draft_are_not_public(client, officer, body):
    assert client.get("/appels/documents/999/").status_code == 404


def test_public_pages_of_seats_tell_of_the_open_call(client, officer, body):
    make.CommuneFactory(name="Strasbourg", code="67482", postcodes=["67000"])
    before = words(client.get("/sieges-a-pourvoir/?q=67000"))
    call = opened(officer)
    after = words(client.get("/sieges-a-pourvoir/?q=67000"))
    assert "Un appel est ouvert" not in before
    assert "Un appel est ouvert jusqu’au 21 décembre 2026" in after
    assert f"/appels/{call.number}/" in words(client.get(f"/instances/{body.pk}/"))


def test_the_feed_names_each_call_by_a_tag_that_stays(client, officer, body, settings):
    call = opened(officer)
    make.CallFactory(draft=True)
    feed = ElementTree.fromstring(client.get("/appels/atom.xml").content)
    entries = feed.findall(f"{ATOM}entry")
    assert [entry.find(f"{ATOM}id").text for entry in entries] == [f"tag:127.0.0.1,2026:appels:{call.number}"]
    assert feed.find(f"{ATOM}id").text == "tag:127.0.0.1,2026:appels"
    assert all(entry.find(f"{ATOM}{name}").text for entry in entries for name in ("title", "updated", "published", "summary"))
    assert entries[0].find(f"{ATOM}link").get("href").endswith(f"/appels/{call.number}/")
    assert b'rel="alternate" type="application/atom+xml"' in client.get("/appels/").content


def test_whoever_opens_a_call_again_reads_how_many_drafts_come_back_and_which_do_not(client, officer, body):
    call, same = opened(officer), {"last_name": "Roth", "first_name": "Lucie"}
    old = make.CandidacyFactory(call=call, **same)
    make.CandidacyFactory(call=call)
    call_steps.close_call(call=call, by=officer, at=NOW)
    make.CandidacyFactory(call=call, association=old.association, submitted=True, **same)
    sign_in(client, officer)
    page = words(rehearsed(client, url("reopen_call", call), {"last_on": "30 décembre 2026", "reason": "grève"}))
    assert "Brouillons rouverts" in page
    assert "1, remplacés par un dossier plus récent de la même association" in page
    assert "jusqu’au 30 décembre 2026 inclus" in page
    old.refresh_from_db()
    assert Call.objects.get(pk=call.pk).state == CallState.CLOSED  # nothing is done before the confirmation


def primary_acts(client, call) -> list[str]:
    """Return the labels of the buttons that are neither secondary nor bare."""
    page = words(client.get(url("call", call)))
    return [label.strip() for label in re.findall(r'class="btn"[^>]*>([^<]+)', page)]


def test_the_page_of_a_call_has_one_primary_act_that_follows_its_state(client, officer, body):
    sign_in(client, officer)
    call = draft(officer)
    assert primary_acts(client, call) == ["Ouvrir l’appel"]
    call = call_steps.open_call(call=call, by=officer, at=NOW).call
    assert primary_acts(client, call) == []
    file = make.CandidacyFactory(call=call, to_decide=True)
    assert primary_acts(client, call) == ["Proposition d’affectation"]
    call_steps.close_call(call=call, by=officer, at=NOW)
    assert primary_acts(client, call) == ["Proposition d’affectation"]
    type(file).objects.filter(pk=file.pk).update(state="not_selected")
    assert primary_acts(client, call) == ["Terminer les décisions"]
    call_steps.finish_decisions(call=call, by=officer)
    assert primary_acts(client, call) == ["Publier les résultats"]


def test_the_page_of_a_call_asks_as_many_questions_with_one_seat_as_with_twenty(client, officer, body, django_assert_max_num_queries):
    call = opened(officer)
    sign_in(client, officer)
    client.get(url("call", call))
    with django_assert_max_num_queries(24):
        client.get(url("call", call))
    for _ in range(5):
        make.BodyFactory(seated=True)
    twenty = opened(officer)
    with django_assert_max_num_queries(24):
        client.get(url("call", twenty))


def test_a_file_is_not_counted_before_the_opening_of_the_window(officer, body):
    call = opened(officer, opens_at=CLOSING.replace(day=1))
    assert not call.receives(NOW)
