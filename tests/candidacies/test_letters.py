"""Letters: drawn as accessible PDF with the act, joined to the messages; a letter never blocks a file that is sent."""

import io

import pikepdf
import pypdfium2
import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from portevoix.base.documents.shapes import LetterData
from portevoix.base.notifications.models import Message
from portevoix.work.candidacies.actions import letters, telling
from portevoix.work.candidacies.actions.decisions import Decision, decide_wish
from portevoix.work.candidacies.enums import WishState
from tests import factories as make
from tests.candidacies.files import sound_file
from tests.candidacies.test_designation import decided_call, order_of, signed

pytestmark = pytest.mark.django_db


@pytest.fixture
def agent():
    return make.user_with_role("ars_region", territory=make.RegionFactory())


@pytest.fixture
def signatory():
    return make.user_with_role("ars_signatory", territory=make.RegionFactory())


def attached(**message):
    return Message.objects.get(**message).attachments.get()


def words_of(stored):
    with stored.content.open("rb") as file:
        pages = pypdfium2.PdfDocument(file.read())
    return " ".join(" ".join(page.get_textpage().get_text_bounded().split()) for page in pages).replace("\u00a0", " ")


def test_the_letter_of_designation_is_joined_to_the_three_messages(agent, signatory):
    call, chosen, _ = decided_call(agent)
    signed(order_of(call, agent), agent, signatory)
    told = [attached(code=f"candidacies.designated_{who}") for who in ("person", "association", "facility")]
    assert len({stored.pk for stored in told}) == 1
    words = words_of(told[0])
    for expected in (chosen.full_name, "1er décembre 2026", "RU en avant", "Christelle RATIGNIER", "Madame,"):
        assert expected in words
    with told[0].content.open("rb") as file, pikepdf.open(io.BytesIO(file.read())) as pdf:
        assert str(pdf.Root.Lang).startswith("fr")
        assert len(pdf.pages) == 1


def test_the_letter_of_decision_gives_the_reason_and_the_appeal(agent, signatory):
    call, _, left = decided_call(agent)
    signed(order_of(call, agent), agent, signatory)
    words = words_of(attached(code="candidacies.not_selected", recipient_email=left.email))
    for expected in ("n’est pas retenue", "Décision motivée en séance", "tribunal administratif de Nancy", left.number):
        assert expected in words


def test_the_acknowledgement_is_joined_on_paper(agent):
    file = sound_file()
    telling.acknowledged(file, by=agent, today=make.TODAY)
    assert file.number in words_of(attached(recipient_email=file.email))


def test_a_name_that_no_font_draws_does_not_stop_a_file_that_is_sent(agent):
    file = sound_file(last_name="Nom🙂")
    telling.acknowledged(file, by=agent, today=make.TODAY)
    assert not Message.objects.get(recipient_email=file.email).attachments.exists()


def test_an_emoji_in_a_reason_is_refused_when_it_is_written(agent):
    wish = sound_file(to_decide=True).wishes.get()
    decision = Decision(wish=wish, outcome=WishState.NOT_RETAINED, refusal_reason="seat_given", reason="Dommage 🙁")
    with pytest.raises(ValidationError, match="ne peut pas être imprimé"):
        decide_wish(decision=decision, by=agent, today=make.TODAY)


def test_every_letter_of_a_large_act_is_drawn_in_this_process(agent, monkeypatch):
    monkeypatch.setattr("portevoix.base.documents.batches.ALONE", 2)
    monkeypatch.setattr("portevoix.base.documents.batches.ProcessPoolExecutor", None)  # calling it would fail
    letter = LetterData(place_and_date="Nancy, le 22 novembre 2026", object="Essai", salutation="Madame,", paragraphs=["Bonjour."])
    kept = letters.keep_letters({f"lettre-{number}": letter for number in range(5)}, at=timezone.now(), by=agent)
    assert sorted(kept) == [f"lettre-{number}" for number in range(5)]
