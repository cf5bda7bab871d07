"""What an association writes: begin, save, wish, join, send, answer, withdraw; and who may not."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from portevoix.base.audit.models import Entry
from portevoix.base.files.models import StoredFile
from portevoix.base.notifications.models import Message
from portevoix.register.workflow.engine import StepRefused
from portevoix.work.candidacies.actions import examination, filing, pieces, wishes
from portevoix.work.candidacies.enums import CandidacyState, WishState
from portevoix.work.candidacies.models import Candidacy
from portevoix.work.candidacies.selectors.completeness import missing_answers
from portevoix.work.candidacies.selectors.filing import offers, seats_within, summary
from tests import factories as make
from tests.candidacies.filing_world import NOW, WHOLE, filing_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(clock):
    return filing_world()


def pdf(content: bytes = b"%PDF-1.7 lettre", name: str = "lettre.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def ranks(draft: Candidacy) -> list[tuple[int, str]]:
    return list(draft.wishes.order_by("rank").values_list("rank", "quality"))


# begin


def test_a_draft_begins_with_the_contact_and_the_signatory_filled_in(world):
    draft = world.start()
    assert (draft.state, draft.association_email, draft.signed_by_name) == ("draft", "bas-rhin@asso.exemple.fr", "Claire MULLER")
    assert [passage.state for passage in draft.passages.all()] == ["draft"]
    assert summary(draft, at=NOW).accreditation_label == "Valide"


def test_a_section_files_under_the_accreditation_of_its_federation_or_its_renewal_under_way(world):
    world.federation.accreditations.all().delete()
    assert summary(world.start(), at=NOW).accreditation_label == "À vérifier"


def test_nobody_begins_in_the_name_of_an_association_that_is_not_theirs(world):
    stranger = make.user_with_role("association_manager", association=make.AssociationFactory())
    with pytest.raises(PermissionDenied):
        filing.start(call=world.call, association=world.section, by=stranger, at=NOW)


@pytest.mark.parametrize("role", ["ars_region", "fas_region"])
def test_no_agent_files_online_for_an_association(world, role):
    agent = make.user_with_role(role, territory=make.RegionFactory())
    with pytest.raises(PermissionDenied):
        filing.start(call=world.call, association=world.section, by=agent, at=NOW)


def test_a_manager_of_the_federation_files_for_its_sections(world):
    head = make.user_with_role("association_manager", association=world.federation)
    assert filing.start(call=world.call, association=world.section, by=head, at=NOW).association == world.section


def test_no_draft_begins_in_a_call_that_receives_nothing(world):
    with pytest.raises(ValidationError):
        filing.start(call=world.call, association=world.section, by=world.manager, at=world.call.closes_at)


# save


def test_a_step_keeps_what_it_is_given_and_leaves_the_rest(world):
    draft = world.start(last_name="Roth")
    mark = filing.step_mark(draft, filing.PERSON_FIELDS)
    answers = {"first_name": "Lucie", "home": world.home}
    kept = filing.save_step(candidacy=draft, fields=filing.PERSON_FIELDS, answers=answers, mark=mark, by=world.manager)
    assert (kept.last_name, kept.first_name, kept.departments) == ("Roth", "Lucie", ["67"])


def test_a_page_left_open_never_overwrites_what_was_saved_since(world):
    draft = world.start(last_name="Roth")
    mark = filing.step_mark(draft, filing.PERSON_FIELDS)
    filing.save_step(candidacy=draft, fields=filing.PERSON_FIELDS, answers={"last_name": "Kern"}, mark=mark, by=world.manager)
    with pytest.raises(filing.Stale) as refusal:
        filing.save_step(candidacy=draft, fields=filing.PERSON_FIELDS, answers={"last_name": "Ruth"}, mark=mark, by=world.manager)
    assert refusal.value.stored == {"last_name": "Kern"}
    draft.refresh_from_db()
    assert draft.last_name == "Kern"


def test_sending_the_same_page_twice_is_no_conflict(world):
    draft = world.start()
    mark = filing.step_mark(draft, filing.PERSON_FIELDS)
    for _ in range(2):
        filing.save_step(candidacy=draft, fields=filing.PERSON_FIELDS, answers={"last_name": "Kern"}, mark=mark, by=world.manager)
    assert Entry.objects.filter(action="candidacy.edit").count() == 1


def test_another_step_saved_meanwhile_is_no_conflict(world):
    draft = world.start()
    mark = filing.step_mark(draft, filing.PERSON_FIELDS)
    wishes.add_wish(candidacy=draft, by=world.manager, body=world.body)
    filing.save_step(candidacy=draft, fields=filing.PERSON_FIELDS, answers={"last_name": "Kern"}, mark=mark, by=world.manager)
    draft.refresh_from_db()
    assert draft.last_name == "Kern"


def test_a_file_that_was_sent_is_no_longer_written(world):
    sent = world.sent()
    with pytest.raises(StepRefused):
        filing.save_step(candidacy=sent, fields=filing.PERSON_FIELDS, answers={"last_name": "X"}, mark="", by=world.manager)


# wishes


def test_wishes_take_their_rank_change_places_and_close_the_gap(world):
    draft = world.start()
    first, second, third = (
        wishes.add_wish(candidacy=draft, by=world.manager, body=world.body, quality=q) for q in ("titular", "substitute", "")
    )
    wishes.move_wish(wish=third, up=True, by=world.manager, mark=wishes.wishes_mark(draft))
    assert ranks(draft) == [(1, "titular"), (2, ""), (3, "substitute")]
    wishes.move_wish(wish=first, up=True, by=world.manager, mark=wishes.wishes_mark(draft))
    wishes.remove_wish(wish=first, by=world.manager, mark=wishes.wishes_mark(draft))
    assert ranks(draft) == [(1, ""), (2, "substitute")]
    wishes.change_wish(wish=second, by=world.manager, mark=wishes.wishes_mark(draft), body=world.body, quality="titular")
    assert ranks(draft) == [(1, ""), (2, "titular")]


def test_a_list_of_wishes_changed_elsewhere_is_not_moved_blindly(world):
    draft = world.start()
    first, _ = (wishes.add_wish(candidacy=draft, by=world.manager, body=world.body, quality=q) for q in ("titular", "substitute"))
    mark = wishes.wishes_mark(draft)
    wishes.move_wish(wish=first, up=False, by=world.manager, mark=mark)
    with pytest.raises(ValidationError) as refusal:
        wishes.remove_wish(wish=first, by=world.manager, mark=mark)
    assert refusal.value.code == "stale"
    assert draft.wishes.count() == 2


def test_the_same_wish_is_not_made_twice(world):
    draft = world.start()
    wishes.add_wish(candidacy=draft, by=world.manager, body=world.body, quality="titular")
    with pytest.raises(ValidationError, match="déjà demandé"):
        wishes.add_wish(candidacy=draft, by=world.manager, body=world.body, quality="titular")


def test_a_wish_is_on_a_body_of_the_call(world):
    with pytest.raises(ValidationError):
        wishes.add_wish(candidacy=world.start(), by=world.manager, body=make.BodyFactory(seated=True))


@pytest.mark.parametrize("km", [0, 101])
def test_a_distance_is_between_1_and_100_kilometres(world, km):
    with pytest.raises(ValidationError):
        wishes.add_wish(candidacy=world.start(), by=world.manager, within_km=km)


def test_seats_around_the_home_are_counted(world):
    assert seats_within(world.call, world.home, today=make.TODAY, radii=[10]) == [(10, 4)]
    assert [offer.words for offer in offers(world.call, home=world.home, today=make.TODAY)] == [
        "2\u00a0sièges de titulaire, 2\u00a0sièges de suppléant"
    ]


# pieces


@pytest.mark.parametrize("content", [b"%PDF-1.7 a", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0"])
def test_a_piece_is_a_pdf_a_jpeg_or_a_png_by_its_content(world, content):
    draft = world.start()
    pieces.attach(candidacy=draft, kind="letter", upload=pdf(content, "sans-extension"), by=world.manager)
    assert draft.attachments.count() == 1


@pytest.mark.parametrize("content", [b"MZ un programme", b"", b"<svg></svg>"])
def test_a_piece_of_another_nature_is_refused_whatever_its_name(world, content):
    draft = world.start()
    with pytest.raises(ValidationError):
        pieces.attach(candidacy=draft, kind="letter", upload=pdf(content), by=world.manager)
    assert draft.attachments.count() == 0


def test_a_piece_above_ten_megabytes_is_refused(world):
    with pytest.raises(ValidationError, match="10,0"):
        pieces.attach(candidacy=world.start(), kind="letter", upload=pdf(b"%PDF-" + b"0" * 10_000_000), by=world.manager)


def test_the_same_piece_sent_twice_is_kept_once_and_taking_it_away_deletes_the_file(world):
    draft = world.start()
    for _ in range(2):
        piece = pieces.attach(candidacy=draft, kind="letter", upload=pdf(), by=world.manager)
    assert draft.attachments.count() == 1
    pieces.detach(piece=piece, by=world.manager)
    assert not StoredFile.objects.exists()


# send


def test_what_is_sent_has_a_number_a_date_a_passage_and_an_acknowledgement(world):
    sent = world.sent()
    assert (sent.state, sent.number, sent.submitted_at) == (CandidacyState.SUBMITTED, "C-2026-0001", NOW)
    assert [passage.state for passage in sent.passages.order_by("pk")] == ["draft", "submitted"]
    told = set(Message.objects.filter(code="candidacies.acknowledgement").values_list("recipient_email", flat=True))
    assert told == {"contact@asso.exemple.fr", "lucie.roth@exemple.fr"}


@pytest.mark.parametrize("field", sorted(set(WHOLE) - {"email"}))
def test_nothing_is_sent_while_an_answer_is_missing(world, field):
    empty = None if field == "member_since" else False if WHOLE[field] is True else ""
    draft = world.whole(**{field: empty})
    assert [line.field for line in missing_answers(draft)] == [field]
    with pytest.raises(ValidationError):
        filing.submit(candidacy=draft, by=world.manager, at=NOW)
    draft.refresh_from_db()
    assert (draft.state, draft.number) == ("draft", "")


def test_somebody_without_any_address_cannot_be_proposed(world):
    assert [line.field for line in missing_answers(world.whole(email=""))] == ["email"]
    assert missing_answers(world.whole(email="", phone="0388123456")) == []


def test_whoever_did_the_course_need_not_promise_it(world):
    assert missing_answers(world.whole(course_promised=False, course_done_on=make.TODAY)) == []


def test_a_candidacy_without_a_wish_is_not_sent(world):
    draft = world.start(**WHOLE, home=world.home)
    assert [line.sentence for line in missing_answers(draft)] == ["Ajoutez au moins un vœu."]


def test_nothing_is_received_from_the_closing_moment_on(world):
    draft = world.whole()
    with pytest.raises(ValidationError, match="clos"):
        filing.submit(candidacy=draft, by=world.manager, at=world.call.closes_at)
    assert filing.submit(candidacy=draft, by=world.manager, at=world.call.closes_at - timedelta(microseconds=1)).number


def test_a_refused_sending_leaves_no_hole_in_the_numbers(world):
    with pytest.raises(ValidationError):
        filing.submit(candidacy=world.whole(last_name=""), by=world.manager, at=NOW)
    assert world.sent().number == "C-2026-0001"


def test_a_candidacy_is_sent_once(world):
    sent = world.sent()
    with pytest.raises(StepRefused):
        filing.submit(candidacy=sent, by=world.manager, at=NOW)


# answer, withdraw, discard


@pytest.fixture
def agent(world):
    return make.user_with_role("ars_region", territory=make.RegionFactory())


def test_an_answer_gives_the_file_back_to_the_agency_and_closes_the_request(world, agent):
    sent = world.sent()
    asked = examination.ask_pieces(candidacy=sent, items="lettre de l’association", by=agent, today=make.TODAY)
    pieces.attach(candidacy=sent, kind="letter", upload=pdf(), by=world.manager)
    filing.answer(candidacy=sent, by=world.manager)
    sent.refresh_from_db()
    asked.refresh_from_db()
    assert (sent.state, asked.answered_by) == ("submitted", world.manager)


def test_wishes_do_not_change_once_the_file_was_sent(world, agent):
    sent = world.sent()
    examination.ask_pieces(candidacy=sent, items="lettre de l’association", by=agent, today=make.TODAY)
    with pytest.raises(StepRefused):
        wishes.add_wish(candidacy=sent, by=world.manager, within_km=20)


def test_the_association_withdraws_with_all_the_wishes_and_both_are_told(world):
    sent = world.sent()
    filing.withdraw(candidacy=sent, by=world.manager)
    assert (sent.state, sent.wishes.get().state) == (CandidacyState.WITHDRAWN, WishState.WITHDRAWN)
    assert Message.objects.filter(code="candidacies.withdrawn").count() == 2


def test_the_person_withdraws_alone(world):
    sent = world.sent(person=make.PersonFactory())
    oneself = make.user_with_role("representative", person=sent.person)
    filing.withdraw(candidacy=sent, by=oneself, oneself=True)
    assert sent.state == CandidacyState.WITHDRAWN


def test_nobody_withdraws_for_somebody_else(world):
    sent = world.sent(person=make.PersonFactory())
    other = make.user_with_role("representative", person=make.PersonFactory())
    with pytest.raises(PermissionDenied):
        filing.withdraw(candidacy=sent, by=other, oneself=True)


def test_a_draft_is_erased_with_its_files_a_sent_file_is_not(world):
    draft = world.whole()
    pieces.attach(candidacy=draft, kind="letter", upload=pdf(), by=world.manager)
    filing.discard(candidacy=draft, by=world.manager)
    assert (Candidacy.objects.count(), StoredFile.objects.count()) == (0, 0)
    with pytest.raises(StepRefused):
        filing.discard(candidacy=world.sent(), by=world.manager)


def test_the_person_changes_what_is_published_and_nobody_else_does(world):
    sent = world.sent(person=make.PersonFactory(), name_publishable=True)
    oneself = make.user_with_role("representative", person=sent.person)
    filing.consent(candidacy=sent, answers={"name_publishable": False}, by=oneself)
    sent.refresh_from_db()
    assert not sent.name_publishable
    with pytest.raises(PermissionDenied):
        filing.consent(candidacy=sent, answers={"name_publishable": True}, by=world.manager)


def test_no_email_leaves_while_a_draft_is_written(world):
    world.whole()
    assert (mail.outbox, Message.objects.count()) == ([], 0)
