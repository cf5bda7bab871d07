"""The public pages read easily: Flesch's formula for French, on the whole text of each page (standards §2.4 warns under 50)."""

import re
from html.parser import HTMLParser

import pytest
import textstat

from portevoix.base.audit.actors import Program
from portevoix.work.outreach import links
from portevoix.work.outreach.actions.loading import load_outreach
from tests import factories as make
from tests.factories import TODAY
from tests.outreach.making_hand_overs import association, hand_over, strasbourg, token

pytestmark = pytest.mark.django_db
BAR = 70  # 60 to 70 is plain; an administrative sentence is under 0
LONGEST_SENTENCE = 25  # words
ENDS = {"h1", "h2", "h3", "p", "li", "b", "summary", "label", "legend", "figcaption", "button", "a", "div", "dt", "dd", "option"}
SKIPPED = {"script", "style", "svg"}
QUESTIONS = ("commune", "temps", "sujets", "association", "instances", "moments")


class Words(HTMLParser):
    """Keeps the text of the main part; a block that ends without a full stop gets one. Sources of law are not sentences: left out."""

    def __init__(self):
        super().__init__()
        self.parts, self.inside, self.skipped, self.small = [], False, 0, False

    def handle_starttag(self, tag, attrs):
        self.inside |= tag == "main"
        self.skipped += tag in SKIPPED
        self.small |= tag == "p" and "small" in (dict(attrs).get("class") or "")

    def handle_endtag(self, tag):
        self.inside &= tag != "main"
        self.skipped -= tag in SKIPPED
        if tag == "p":
            self.small = False
        if tag in ENDS and self.inside and self.parts and not self.parts[-1].rstrip().endswith((".", "!", "?", ":")):
            self.parts.append(". " if tag not in {"a", "b"} else " ")

    def handle_data(self, data):
        if self.inside and not self.skipped and not self.small:
            self.parts.append(data)


def sentences(html: str) -> str:
    """Return the text of a page, one sentence after the other."""
    reader = Words()
    reader.feed(html)
    text = re.sub(r"\s+", " ", "".join(reader.parts).replace("\u00a0", " "))
    return re.sub(r"(?:\s*\.\s*)+", ". ", text)


@pytest.fixture
def site():
    """The texts that ship, an association that fits, somebody who asked."""
    load_outreach(by=Program("essai"), today=TODAY)
    one = association(name="Unafam")
    make.MandateFactory(seat=make.SeatFactory(body=make.BodyFactory(facility__department=strasbourg().department)), association=one)
    return {"r": token(), "code": one.code, "request": links.request_path(hand_over(association=one))}


ADDRESSES = (
    "/devenir-representant/",
    "/devenir-representant/orientation/",
    *(f"/devenir-representant/orientation/{name}/?r={{r}}" for name in QUESTIONS),
    "/devenir-representant/orientation/resultat/?r={r}",
    "/devenir-representant/mise-en-relation/?r={r}&a={code}",
    "{request}",
    "/ressources/",
)


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_public_page_reads_easily(client, site, address):
    textstat.set_lang("fr")
    text = sentences(client.get(address.format(**site)).content.decode())
    assert textstat.flesch_reading_ease(text) >= BAR, text


def test_every_sentence_that_ships_is_short(client, site):
    text = sentences(client.get("/devenir-representant/").content.decode())
    long = [one for one in re.split(r"(?<=[.!?:]) ", text) if len(one.split()) > LONGEST_SENTENCE]
    assert long == []


def test_the_measure_tells_plain_words_from_those_of_an_office():
    textstat.set_lang("fr")
    office = "L’instruction administrative des candidatures susvisées est subordonnée à la production des justificatifs réglementaires."
    assert textstat.flesch_reading_ease(office) < 10
    assert textstat.flesch_reading_ease("Vous venez. On vous parle. Vous dites oui ou non.") > 90
