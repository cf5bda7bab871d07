"""The pages of the form and of the files: what each says, keeps and refuses; how many questions they ask of the database."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from portevoix.register.directory.enums import SeatQuality
from portevoix.register.directory.models import Seat
from portevoix.work.candidacies.actions import examination, filing, wishes
from portevoix.work.candidacies.enums import Channel
from portevoix.work.candidacies.models import CallSeat, Candidacy
from tests import factories as make
from tests.budget import assert_query_budget
from tests.candidacies.files import commission
from tests.candidacies.filing_world import NOW, WHOLE, filing_world
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db

PERSON = {"last_name": "Roth", "first_name": "Lucie", "email": "lucie@exemple.fr", "phone": "", "home": "67000", "member_since": "2023"}


@pytest.fixture
def world(clock):
    return filing_world()


@pytest.fixture
def manager(client, world):
    return sign_in(client, world.manager, second_factor=False)


@pytest.fixture
def agent(world):
    return make.user_with_role("ars_region", territory=make.RegionFactory())


def page_of(draft, name: str, *args) -> str:
    return reverse(f"candidacies:file_{name}", args=[draft.pk, *args])


def hidden(client, url: str, name: str) -> str:
    return re.search(rf'name="{name}" value="([^"]*)"', client.get(url).content.decode())[1]


def send(client, url: str, data: dict, **more):
    """Send a form as the browser does, with its hidden marks."""
    page = client.get(url).content.decode()
    marks = dict(re.findall(r'type="hidden" name="(vu|voeux|instance)" value="([^"]*)"', page))
    return client.post(url, {**marks, **data}, **more)


def text(response) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


# the four steps


def test_a_whole_candidacy_is_filed_in_four_steps(client, world, manager):
    start = client.post(reverse("candidacies:propose_start", args=[world.call.number]), {"association": world.section.pk})
    draft = Candidacy.objects.get()
    assert start.url == page_of(draft, "person")
    assert send(client, page_of(draft, "person"), PERSON).url == page_of(draft, "seats")
    add = f"{page_of(draft, 'add_wish')}?instance={world.body.pk}"
    assert send(client, add, {"quality": "titular"}).url.startswith(page_of(draft, "seats"))
    assert send(client, page_of(draft, "seats"), {"accepts_other_seat": "on", "max_distance_km": "40"}).url == page_of(
        draft, "declarations"
    )
    declared = dict.fromkeys(("no_tie_declared", "course_promised", "charter_accepted", "person_informed"), "on")
    signed = {"signed_by_name": "A. Keller", "signed_by_function": "présidente", "association_email": "a@asso.exemple.fr"}
    letter = {"piece-kind": "letter", "piece-file": SimpleUploadedFile("lettre.pdf", b"%PDF-1.7")}
    assert send(client, page_of(draft, "declarations"), declared | signed | letter).url == page_of(draft, "review")
    assert client.post(page_of(draft, "review")).url == page_of(draft, "sent")
    draft.refresh_from_db()
    assert (draft.state, draft.number, draft.home, draft.attachments.count()) == ("submitted", "C-2026-0001", world.home, 1)
    page = text(client.get(page_of(draft, "sent")))
    assert "C-2026-0001" in page
    assert "Proposer une autre personne" in page


def test_a_step_with_a_mistake_keeps_every_other_answer(client, world, manager):
    draft = world.start()
    response = send(client, page_of(draft, "person"), PERSON | {"phone": "12", "member_since": "jamais"})
    assert "Erreur\u00a0: La personne" in response.content.decode()
    assert "Écrivez dix chiffres" in text(response)
    draft.refresh_from_db()
    assert (draft.last_name, draft.home, draft.phone, draft.member_since) == ("Roth", world.home, "", None)


def test_a_draft_may_be_kept_with_almost_nothing_in_it(client, world, manager):
    draft = world.start()
    response = send(client, page_of(draft, "person"), {"last_name": "Roth", "brouillon": "1"})
    assert response.url == reverse("candidacies:candidacy", args=[draft.pk])
    draft.refresh_from_db()
    assert draft.last_name == "Roth"


def test_an_answer_taken_away_is_no_longer_kept(client, world, manager):
    draft = world.start(charter_accepted=True)
    send(client, page_of(draft, "declarations"), {})
    draft.refresh_from_db()
    assert not draft.charter_accepted


def test_the_month_or_the_year_of_a_membership_is_enough(client, world, manager):
    draft = world.start()
    send(client, page_of(draft, "person"), PERSON | {"member_since": "mars 2023"})
    draft.refresh_from_db()
    assert draft.member_since.isoformat() == "2023-03-01"


def test_several_communes_of_the_same_postcode_are_offered(client, world, manager):
    make.CommuneFactory(name="Ostwald", postcodes=["67000"])
    draft = world.start()
    response = send(client, page_of(draft, "person"), PERSON)
    assert "Plusieurs communes" in text(response)
    send(client, page_of(draft, "person"), PERSON | {"home_code": world.home.code})
    draft.refresh_from_db()
    assert draft.home == world.home


def test_a_motivation_that_names_somebody_is_stopped_until_it_is_confirmed(client, world, manager):
    draft = world.start()
    words = PERSON | {"motivation": "A accompagné M. Martin, tél. 03 88 11 22 33."}
    response = send(client, page_of(draft, "person"), words)
    assert "Je confirme que ce texte" in text(response)
    draft.refresh_from_db()
    assert draft.motivation == ""
    assert send(client, page_of(draft, "person"), words | {"confirmed": "on"}).status_code == 302
    draft.refresh_from_db()
    assert draft.motivation.startswith("A accompagné")


def test_two_windows_the_second_is_told_and_both_texts_are_shown(client, world, manager):
    draft = world.start()
    url = page_of(draft, "person")
    mark = hidden(client, url, "vu")
    client.post(url, PERSON | {"vu": mark})
    response = client.post(url, PERSON | {"vu": mark, "last_name": "Ruth"})
    page = text(response)
    assert "Rien n’a été remplacé" in page
    assert 'value="Ruth"' in page
    assert "Roth" in page
    draft.refresh_from_db()
    assert draft.last_name == "Roth"
    again = re.search(r'name="vu" value="([^"]*)"', response.content.decode())[1]
    client.post(url, PERSON | {"vu": again, "last_name": "Ruth"})
    draft.refresh_from_db()
    assert draft.last_name == "Ruth"


def test_pages_of_a_draft_are_never_kept_by_the_browser(client, world, manager):
    assert "no-store" in client.get(page_of(world.start(), "person"))["Cache-Control"]


def test_going_on_without_a_wish_is_refused(client, world, manager):
    assert "Ajoutez au moins un vœu." in text(send(client, page_of(world.start(), "seats"), {}))


def test_wishes_are_moved_and_removed_by_buttons(client, world, manager):
    draft = world.start()
    url = page_of(draft, "seats")
    first, second = (wishes.add_wish(candidacy=draft, by=manager, body=world.body, quality=q) for q in ("titular", "substitute"))
    send(client, url, {"descendre": first.pk})
    assert list(draft.wishes.order_by("rank")) == [second, first]
    send(client, url, {"retirer": second.pk})
    assert list(draft.wishes.values_list("pk", "rank")) == [(first.pk, 1)]


def test_a_stale_list_of_wishes_is_not_moved(client, world, manager):
    draft = world.start()
    url = page_of(draft, "seats")
    first, _ = (wishes.add_wish(candidacy=draft, by=manager, body=world.body, quality=q) for q in ("titular", "substitute"))
    mark = hidden(client, url, "voeux")
    client.post(url, {"voeux": mark, "descendre": first.pk})
    assert "modifiés dans une autre fenêtre" in text(client.post(url, {"voeux": mark, "descendre": first.pk}))
    assert draft.wishes.get(rank=2) == first


def test_a_body_is_found_by_its_town_and_named_with_what_is_left(client, world, manager):
    page = text(client.get(page_of(world.start(home=world.home), "add_wish"), {"q": "strasb"}))
    assert "Hôpital de Hautepierre" in page
    assert "2 sièges de titulaire, 2 sièges de suppléant" in page
    assert "Aucune instance" in text(client.get(page_of(Candidacy.objects.get(), "add_wish"), {"q": "zzzz"}))


def test_a_body_outside_the_call_cannot_be_chosen(client, world, manager):
    other = commission()
    draft = world.start()
    client.post(page_of(draft, "add_wish"), {"instance": other.pk, "quality": ""})
    assert draft.wishes.count() == 0


def test_the_number_of_seats_around_is_told_for_the_distance(client, world, manager):
    draft = world.start(home=world.home)
    assert "4 sièges sont ouverts en ce moment à moins de 30" in text(client.get(page_of(draft, "add_distance")))
    assert "entre 1 et 100" in text(send(client, page_of(draft, "add_distance"), {"within_km": "300"}))
    assert send(client, page_of(draft, "add_distance"), {"within_km": "25"}).status_code == 302
    assert draft.wishes.get().within_km == 25


def test_a_file_that_is_not_what_it_says_is_refused_and_the_declarations_are_kept(client, world, manager):
    draft = world.start()
    data = {"charter_accepted": "on", "joindre": "1", "piece-kind": "cv", "piece-file": SimpleUploadedFile("cv.pdf", b"texte")}
    assert "n’est pas d’une nature acceptée" in text(send(client, page_of(draft, "declarations"), data))
    draft.refresh_from_db()
    assert draft.charter_accepted
    assert draft.attachments.count() == 0


def test_what_is_missing_leads_to_its_page(client, world, manager):
    draft = world.start()
    page = client.get(page_of(draft, "review")).content.decode()
    assert f"{page_of(draft, 'person')}#id_last_name" in page
    assert "Envoyer la candidature" not in page


def test_after_the_closing_nothing_leaves_and_the_answers_stay(client, world, manager, clock):
    draft = world.whole()
    clock.move_to(world.call.closes_at)
    assert "clos depuis" in text(client.post(page_of(draft, "review")))
    draft.refresh_from_db()
    assert (draft.state, draft.last_name) == ("draft", "Roth")


def test_the_pages_of_a_sent_file_lead_to_its_sheet(client, world, manager):
    sent = world.sent()
    for name in ("person", "seats", "declarations", "review", "add_wish", "discard"):
        assert client.get(page_of(sent, name)).url == reverse("candidacies:candidacy", args=[sent.pk])
        assert client.post(page_of(sent, name), {}).url == reverse("candidacies:candidacy", args=[sent.pk])


# the files


def test_the_sheet_tells_what_is_asked_and_takes_the_answer(client, world, manager, agent):
    sent = world.sent()
    examination.ask_pieces(candidacy=sent, items="Lettre de l’association", by=agent, today=make.TODAY)
    sheet = reverse("candidacies:candidacy", args=[sent.pk])
    assert "Lettre de l’association" in text(client.get(sheet))
    answer = reverse("candidacies:answer", args=[sent.pk])
    client.post(answer, {"joindre": "1", "piece-kind": "letter", "piece-file": SimpleUploadedFile("l.pdf", b"%PDF-1.7")})
    client.post(answer, {"renvoyer": "1"})
    sent.refresh_from_db()
    assert (sent.state, sent.attachments.count()) == ("submitted", 1)
    assert client.get(answer).url == sheet


def test_a_refused_wish_shows_its_reason(client, world, manager):
    refused = make.CandidacyFactory(call=world.call, association=world.section, not_selected=True, wishes=[world.body])
    facts = {"refusal_reason": "plurality", "reason": "Deux titulaires de la même association.", "decided_at": timezone.now()}
    refused.wishes.update(state="not_retained", decided_by=manager, **facts)
    page = text(client.get(reverse("candidacies:candidacy", args=[refused.pk])))
    assert "Pluralité des associations dans l’instance." in page
    assert "Deux titulaires de la même association." in page


def test_the_list_is_filtered_and_starts_with_what_waits_for_us(client, world, manager, agent):
    sent, draft = world.sent(), world.start(last_name="Kern")
    page = text(client.get(reverse("candidacies:our_candidacies")))
    assert page.index("KERN") < page.index(sent.number)
    page = text(client.get(reverse("candidacies:our_candidacies"), {"etat": "en-examen"}))
    assert "KERN" not in page
    assert client.get(reverse("candidacies:our_candidacies"), {"etat": "n-importe"}).status_code == 400
    assert draft.state == "draft"


def test_withdrawing_asks_first(client, world, manager):
    sent = world.sent()
    url = reverse("candidacies:withdraw", args=[sent.pk])
    assert "Retirer la candidature de" in text(client.get(url))
    client.post(url)
    sent.refresh_from_db()
    assert sent.state == "withdrawn"


def test_a_piece_is_given_to_the_association_and_to_no_other(client, world, manager):
    sent = world.sent()
    from_file = sent.attachments.create(kind="letter", file=make.StoredFileFactory())
    url = reverse("candidacies:our_piece", args=[sent.pk, from_file.pk])
    response = client.get(url)
    assert response["Content-Disposition"].startswith("attachment")
    assert b"".join(response.streaming_content)
    sign_in(client, make.user_with_role("association_manager", association=make.AssociationFactory()), second_factor=False)
    assert client.get(url).status_code == 404


def test_the_file_is_printed_as_a_pdf_in_large_characters_too(client, world, manager):
    sent = world.sent()
    url = reverse("candidacies:our_pdf", args=[sent.pk])
    assert client.get(url).content[:5] == b"%PDF-"
    assert client.get(url, {"gros": "1"}).content[:5] == b"%PDF-"


def test_another_seat_is_accepted_in_one_page_by_the_association_or_by_the_person(client, world, manager):
    refused = world.sent(person=make.PersonFactory(), accepts_other_seat=True)
    Candidacy.objects.filter(pk=refused.pk).update(state="not_selected")
    refused.wishes.update(state="not_retained", refusal_reason="seat_given", decided_at=timezone.now(), decided_by=manager)
    seat = world.body.seats.filter(quality=SeatQuality.SUBSTITUTE).order_by("rank").first()
    assert "Accepter ce siège" in text(client.get(reverse("candidacies:candidacy", args=[refused.pk])))
    oneself = make.user_with_role("representative", person=refused.person)
    sign_in(client, oneself, second_factor=False)
    url = reverse("candidacies:my_other_seat", args=[refused.pk, seat.pk])
    assert "Accepter ce siège" in text(client.get(url))
    client.post(url)
    refused.refresh_from_db()
    assert (refused.state, refused.wishes.filter(repositioning=True).count()) == ("to_decide", 1)


# the person


def test_the_person_sees_their_file_and_changes_their_consents(client, world):
    sent = world.sent(person=make.PersonFactory())
    sign_in(client, make.user_with_role("representative", person=sent.person), second_factor=False)
    assert sent.number in text(client.get(reverse("candidacies:my_candidacies")))
    client.post(reverse("candidacies:my_consent", args=[sent.pk]), {"name_publishable": "on"})
    sent.refresh_from_db()
    assert sent.name_publishable
    client.post(reverse("candidacies:my_withdraw", args=[sent.pk]))
    sent.refresh_from_db()
    assert sent.state == "withdrawn"


def test_the_person_does_not_see_a_draft_about_them(client, world):
    draft = world.start(person=make.PersonFactory())
    sign_in(client, make.user_with_role("representative", person=draft.person), second_factor=False)
    assert client.get(reverse("candidacies:my_candidacy", args=[draft.pk])).status_code == 404


# paper, renewal


def test_an_agent_types_a_paper_file_with_the_same_pages(client, world, agent):
    sign_in(client, agent)
    start = reverse("candidacies:paper_start")
    assert "Usagers du Bas-Rhin" in text(client.get(start, {"q": "bas-rhin"}))
    client.post(start, {"association": world.section.pk, "call": world.call.pk})
    draft = Candidacy.objects.get()
    assert draft.channel == Channel.PAPER
    answers = {**WHOLE, "home": world.home}
    mark = filing.step_mark(draft, tuple(answers))
    filing.save_step(candidacy=draft, fields=tuple(answers), answers=answers, mark=mark, by=agent)
    wishes.add_wish(candidacy=draft, by=agent, body=world.body)
    client.post(reverse("candidacies:paper_review", args=[draft.pk]), {"received_on": "20 novembre 2026"})
    draft.refresh_from_db()
    assert (draft.state, draft.submitted_at.date().isoformat()) == ("submitted", "2026-11-20")


def test_a_renewal_starts_from_our_mandates_in_one_press(client, world, manager):
    seat = world.body.seats.get(quality="titular", rank=1)
    mandate = make.MandateFactory(seat=seat, association=world.section)
    assert reverse("candidacies:renew", args=[mandate.pk]) in text(client.get("/espace/nos-mandats/"))
    response = client.post(reverse("candidacies:renew", args=[mandate.pk]))
    assert response.url == page_of(Candidacy.objects.get(), "person")


def test_without_an_open_call_nothing_is_offered_to_renew(client, world, manager):
    make.MandateFactory(seat=make.SeatFactory(), association=world.section)
    assert "/proposer/renouveler/" not in text(client.get("/espace/nos-mandats/"))


# budgets


def test_the_list_of_our_candidacies_asks_the_same_with_one_and_with_twenty(client, world, manager):
    url = reverse("candidacies:our_candidacies")
    make_row = lambda: make.CandidacyFactory(call=world.call, association=world.section, incomplete=True)  # noqa: E731
    assert_query_budget(lambda: client.get(url), make_row=make_row, budget=14)


def test_the_wishes_ask_the_same_with_one_and_with_twenty(client, world, manager):
    draft = world.start(home=world.home)

    def make_row():
        body = commission()
        CallSeat.objects.bulk_create(CallSeat(call=world.call, seat=seat, origin="vacant") for seat in Seat.objects.filter(body=body))
        make.WishFactory(candidacy=draft, body=body)

    assert_query_budget(lambda: client.get(page_of(draft, "seats")), make_row=make_row, budget=20)


def test_the_open_calls_ask_the_same_with_one_and_with_twenty(client, world, manager):
    make_row = lambda: make.CallFactory(closes_at=NOW + timedelta(days=9))  # noqa: E731
    assert_query_budget(lambda: client.get(reverse("candidacies:propose_home")), make_row=make_row, budget=10)
