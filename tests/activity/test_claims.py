"""Claims of expenses: from the journal to the payer, frozen, sent back, paid; duplicates refused; receipts deleted after."""

import re
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal as D

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from portevoix.base.audit.actors import Program
from portevoix.base.documents.engine import render
from portevoix.base.files.actions import FileRefused
from portevoix.base.files.models import StoredFile
from portevoix.base.notifications.models import Message
from portevoix.register.directory.enums import BodyLevel
from portevoix.register.workflow.engine import StepRefused
from portevoix.work.activity.actions import claims, journal, receipts
from portevoix.work.activity.actions.reference import load_scales
from portevoix.work.activity.enums import ClaimState
from portevoix.work.activity.models import ExpenseClaim, ExpenseLine, JournalEntry, Receipt
from portevoix.work.activity.selectors.claim_pdf import claim_data
from portevoix.work.activity.selectors.claims import Way, groups_to_claim, sheet_of, usual_way
from portevoix.work.activity.selectors.scales import payer_of, proposed_kilometres
from tests import factories as make
from tests.activity import making
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
PDF = b"%PDF-1.7 ticket"


@pytest.fixture
def scales(body):
    load_scales(by=Program("tests"))


@pytest.fixture
def secretariat(body):
    return make.user_with_role("facility_secretariat", facility=body.facility)


@pytest.fixture
def there():
    return make.CommuneFactory(name="Strasbourg", postcodes=["67000"], latitude=48.58, longitude=7.75)


@pytest.fixture
def entries(person, body, there):
    """Two meetings with their journeys."""
    return [
        making.entry(person, body=body, kilometres=60),
        making.entry(person, body=body, kilometres=60, day=making.DAY - timedelta(days=7)),
    ]


def start(person, body, oneself, way=making.BY_CAR):
    return claims.start_claim(person=person, body=body, way=way, by=oneself, today=make.TODAY)


@pytest.fixture
def claim(scales, person, oneself, body, entries):
    """A claim being prepared: two journeys of 60 km in a car of 6 CV."""
    return start(person, body, oneself)


@pytest.fixture
def sent(claim, oneself, secretariat):
    return claims.send(claim=claim, online=True, by=oneself, at=AT)


def upload(content: bytes = PDF, name: str = "billet.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_claim_is_prepared_from_the_journal(claim, entries, person, body, there):
    lines = list(claim.lines.order_by("day"))
    assert [line.entry for line in lines] == [entries[1], entries[0]]
    assert [(line.origin, line.destination, line.kilometres) for line in lines] == [(person.home, there, 60)] * 2
    assert (claim.payer, claim.payer_name) == ("facility", body.facility.name)
    assert groups_to_claim(person) == []


def test_claim_without_a_journey_in_the_journal_is_impossible(scales, person, oneself, body):
    with pytest.raises(ValidationError, match="notez d’abord dans votre journal"):
        start(person, body, oneself)
    making.entry(person, body=body)  # without kilometres
    assert groups_to_claim(person) == []
    with pytest.raises(IntegrityError), transaction.atomic():
        ExpenseLine.objects.create(claim=ExpenseClaim.objects.create(person=person, body=body, payer="facility"), person=person)


def test_second_car_trip_of_the_same_day_on_the_same_way_is_refused(claim, person, oneself, body, entries):
    making.entry(person, body=body, kilometres=60)
    with pytest.raises(ValidationError, match="ne se paie qu’une fois"):
        start(person, body, oneself)


def test_database_refuses_a_duplicate_with_a_french_sentence(claim, person, entries):
    line = claim.lines.get(entry=entries[0])
    double = ExpenseLine(
        claim=claim,
        entry=making.entry(person, kilometres=1),
        person=person,
        day=line.day,
        origin=line.origin,
        destination=line.destination,
        leaves=line.leaves,
        returns=line.returns,
        means="walk",
    )
    with pytest.raises(ValidationError, match="Vous avez déjà demandé ce trajet ce jour-là"):
        double.full_clean()
    with pytest.raises(IntegrityError, match="expense_line_once"), transaction.atomic():
        double.save()


def test_car_needs_its_fiscal_power(claim, oneself):
    with pytest.raises(ValidationError, match="puissance fiscale"):
        claims.change_line(line=claim.lines.first(), by=oneself, means="car", fiscal_power=None)


def test_amounts_are_frozen_when_the_claim_is_sent(sent, oneself, claim):
    assert (sent.state, sent.number, sent.total, sent.channel) == (ClaimState.SENT, "F-2026-0001", D("49.20"), "online")  # 120 × 0,41
    assert [line.kilometre_amount for line in sent.lines.order_by("day")] == [D("24.60")] * 2
    with pytest.raises(StepRefused, match="déjà envoyé"):
        claims.change_line(line=sent.lines.first(), by=oneself, kilometres=500)
    with pytest.raises(StepRefused):
        claims.remove_line(line=sent.lines.first(), by=oneself)


def test_kilometres_already_sent_to_the_payer_count_in_the_tiers(sent, person, oneself, body):
    ExpenseLine.objects.filter(claim=sent).update(kilometres=1000)  # 2 000 km already asked from this facility
    making.entry(person, body=body, kilometres=100, day=make.TODAY)
    second = start(person, body, oneself)
    assert sheet_of(second).total == D("51.00")  # 100 × 0,51


def test_claim_worth_nothing_is_not_sent(claim, oneself):
    for line in claim.lines.all():
        claims.change_line(line=line, by=oneself, means="passenger")
    with pytest.raises(ValidationError, match="Le total est de 0"):
        claims.send(claim=claim, online=False, by=oneself, at=AT)
    claim.refresh_from_db()
    assert (claim.state, claim.number) == (ClaimState.DRAFT, "")


def test_way_of_the_last_journey_is_proposed_again(person, claim, oneself):
    assert usual_way(make.PersonFactory()) is None
    claims.change_line(line=claim.lines.last(), by=oneself, means="public", leaves=time(8))
    assert usual_way(person) == Way(means="public", fiscal_power=None, leaves=time(8), returns=time(18))


def test_facility_is_told_and_the_person_too_when_it_is_paid(sent, secretariat, oneself, person):
    assert list(Message.objects.values_list("code", "recipient_email")) == [("activity.claim_sent", secretariat.email)]
    claims.settle(claim=sent, by=secretariat)
    assert sent.state == ClaimState.SETTLED
    person.refresh_from_db()
    assert "activity.claim_settled" not in list(Message.objects.filter(recipient_email="").values_list("code", flat=True))
    assert mail.outbox == []  # the worker sends them


def test_claim_is_sent_back_with_a_reason_corrected_and_sent_again(sent, secretariat, oneself, person):
    person.email = "odile@exemple.fr"
    person.save()
    sent.refresh_from_db()
    with pytest.raises(ValidationError, match="Dites pourquoi"):
        claims.send_back(claim=sent, reason=" ", by=secretariat)
    claims.send_back(claim=sent, reason="Il manque le billet du 12 novembre.", by=secretariat)
    message = Message.objects.get(code="activity.claim_returned")
    assert message.recipient_email == "odile@exemple.fr"
    assert "Il manque le billet" in message.body
    claims.change_line(line=sent.lines.first(), by=oneself, kilometres=50)
    again = claims.send(claim=sent, online=True, by=oneself, at=AT)
    assert (again.number, again.total, again.reason) == ("F-2026-0001", D("45.10"), "")


def test_claim_leaves_on_paper_when_nobody_reads_it_there(claim, oneself):
    with pytest.raises(ValidationError, match="Imprimez l’état"):
        claims.send(claim=claim, online=True, by=oneself, at=AT)
    on_paper = claims.send(claim=claim, online=False, by=oneself, at=AT)
    claims.settle_oneself(claim=on_paper, by=oneself)
    assert on_paper.state == ClaimState.SETTLED


def test_person_does_not_settle_what_a_facility_pays(sent, oneself):
    with pytest.raises(StepRefused, match="le note lui-même"):
        claims.settle_oneself(claim=sent, by=oneself)


def test_only_the_secretariat_of_the_site_sees_what_was_sent(claim, oneself, secretariat):
    elsewhere = make.user_with_role("facility_secretariat", facility=make.FacilityFactory())
    agent = make.user_with_role("ars_region", territory=make.RegionFactory())
    others = (elsewhere, agent, make.user_with_role("administrator"), make.user_with_role("fas_region", territory=make.RegionFactory()))
    assert not ExpenseClaim.objects.visible_to(secretariat).exists()  # not sent yet
    sent = claims.send(claim=claim, online=True, by=oneself, at=AT)
    assert ExpenseClaim.objects.visible_to(secretariat).get() == sent
    for other in others:
        assert not ExpenseClaim.objects.visible_to(other).exists()
        with pytest.raises(PermissionDenied):
            claims.settle(claim=sent, by=other)


def test_paper_claim_is_shown_to_no_secretariat(claim, oneself, secretariat):
    claims.send(claim=claim, online=False, by=oneself, at=AT)
    assert not ExpenseClaim.objects.visible_to(secretariat).exists()


def test_claim_that_was_sent_is_taken_back_and_never_deleted(sent, oneself):
    claims.take_back(claim=sent, by=oneself)
    with pytest.raises(StepRefused, match="déjà été envoyé"):
        claims.discard(claim=sent, by=oneself)


def test_draft_is_deleted_and_its_lines_of_the_journal_stay(claim, oneself, person, entries):
    claims.discard(claim=claim, by=oneself)
    assert JournalEntry.objects.count() == 2
    assert len(groups_to_claim(person)[0].entries) == 2


def test_line_of_the_journal_in_a_claim_is_neither_deleted_nor_moved(claim, entries, oneself):
    with pytest.raises(ValidationError, match="état de frais"):
        journal.delete_entry(entry=entries[0], by=oneself)
    with pytest.raises(ValidationError, match="état de frais"):
        journal.change_entry(entry=entries[0], by=oneself, today=make.TODAY, day=make.TODAY)


@pytest.mark.parametrize(
    ("code", "kind"), [("CDU", "facility"), ("CTS", "agency"), ("CRSA", "agency"), ("CPAM", "fund"), ("XYZ", "organiser")]
)
def test_payer_follows_the_type_of_body(mandate, code, kind):
    body = make.BodyFactory(regional=True, body_type=make.BodyTypeFactory(code=code, name=code, level=BodyLevel.REGION))
    if code == "CDU":
        body = mandate.body
    load_scales(by=Program("tests"))
    assert payer_of(body, make.TODAY).kind == kind


def test_distance_is_proposed_there_and_back_with_the_detour_of_roads(person, there):
    assert proposed_kilometres(person.home, there, day=make.TODAY) == 62  # 2 × 23,9 km × 1,3
    assert proposed_kilometres(None, there, day=make.TODAY) == 0


def test_receipt_is_checked_by_its_content(claim, oneself):
    with pytest.raises(FileRefused, match="nature"):
        receipts.add_receipt(claim=claim, upload=upload(b"MZ\x90 program"), by=oneself)
    receipts.add_receipt(claim=claim, upload=upload(), by=oneself)
    assert Receipt.objects.get().file.kind == "application/pdf"


def test_receipts_are_deleted_after_the_payment_and_not_before(sent, claim, oneself, secretariat):
    claims.take_back(claim=sent, by=oneself)
    receipts.add_receipt(claim=sent, upload=upload(), by=oneself)
    claims.send(claim=sent, online=True, by=oneself, at=AT)
    later = datetime.now(UTC) + timedelta(days=1)
    assert receipts.forget_receipts(before=later, by=Program("tests")) == 0
    claims.settle(claim=sent, by=secretariat)
    assert receipts.forget_receipts(before=AT - timedelta(days=3), by=Program("tests")) == 0
    assert receipts.forget_receipts(before=later, by=Program("tests")) == 1
    assert not StoredFile.objects.filter(name="billet.pdf").exists()


def test_paper_holds_every_item(claim, oneself, person):
    line = claim.lines.order_by("day").first()
    claims.change_line(line=line, by=oneself, meals=1, nights=1, night_cost=D(80), tickets=D("6.40"), zone="large_town")
    data = claim_data(sheet_of(claim), today=make.TODAY)
    said = str(data).replace(r"\xa0", " ")
    for item in (
        "Madame WERNERT Odile",
        "représentante titulaire des usagers",
        "67000 Obernai",
        "Hôpital de Hautepierre",
        "R. 1112-90 CSP",
        "67000 Obernai – 67000 Strasbourg",
        "11 novembre 2026",
        "13 h – 18 h",
        "voiture personnelle, 6 CV",
        "réunion d’une instance",
        "60 km : 24,60 €",
        "1 (ville de 200 000 habitants et plus, métropole du Grand Paris) : 20,00 €",
        "80,00 €",
        "6,40 €",
        "155,60 €",
        "Je certifie sur l’honneur",
        "Visa de l’organisme qui paie",
        "arrêté du 3 juillet 2006",
    ):
        assert item in said, item
    assert render("file_summary", data, title="Essai", timestamp=AT).startswith(b"%PDF")


def test_pages_of_a_claim_from_the_journal_to_the_payment(client, signed_in, scales, entries, body, secretariat, person):
    home = reverse("activity:claims")
    start = re.search(r'href="([^"]*nouveau/\?instance=\d+)"', client.get(home).content.decode())[1]
    assert "67000 Obernai" in client.get(start).content.decode()
    way = {"leaves": "13 h", "returns": "18 h", "means": "car"}
    assert "puissance fiscale" in client.post(start, {"origin": "67000 Obernai", **way}).content.decode()
    sheet = client.post(start, {"origin": "67000 Obernai", **way, "fiscal_power": "5"})["Location"]
    claim = ExpenseClaim.objects.get()
    line = claim.lines.order_by("day").first()
    page = reverse("activity:claim_line", args=[claim.pk, line.pk])
    answers = {"origin": "67000 Obernai", "destination": "67000 Strasbourg", "leaves": "8 h", "returns": "17h30", "means": "car"}
    assert "puissance fiscale" in client.post(page, answers).content.decode()
    client.post(page, answers | {"fiscal_power": "5", "kilometres": "60", "tickets": "3,50"})
    assert "22,70" in client.get(sheet).content.decode()
    client.post(reverse("activity:claim_receipts", args=[claim.pk]), {"file": upload()})
    assert client.get(reverse("activity:claim_receipt", args=[claim.pk, Receipt.objects.get().pk])).status_code == 200
    refused = client.post(reverse("activity:claim_send", args=[claim.pk]), {"way": "en_ligne"}).content.decode()
    assert "Je certifie sur l’honneur" in refused
    client.post(reverse("activity:claim_send", args=[claim.pk]), {"way": "en_ligne", "sworn": "on"})
    claim.refresh_from_db()
    assert claim.state == ClaimState.SENT
    assert client.get(reverse("activity:claim_pdf", args=[claim.pk])).content.startswith(b"%PDF")
    assert client.get(f"{reverse('activity:claim_pdf', args=[claim.pk])}?gros=1").content.startswith(b"%PDF")
    sign_in(client, secretariat)
    assert "Odile WERNERT" in client.get(reverse("activity:received")).content.decode()
    assert "22,70" in client.get(reverse("activity:received_claim", args=[claim.pk])).content.decode()
    client.post(reverse("activity:received_send_back", args=[claim.pk]), {"reason": "Il manque un billet."})
    claim.refresh_from_db()
    assert claim.state == ClaimState.RETURNED
    sign_in(client, signed_in)
    assert "Il manque un billet." in client.get(sheet).content.decode()
    client.post(reverse("activity:claim_send", args=[claim.pk]), {"way": "en_ligne", "sworn": "on"})
    sign_in(client, secretariat)
    client.post(reverse("activity:received_settle", args=[claim.pk]))
    claim.refresh_from_db()
    assert claim.state == ClaimState.SETTLED


def test_what_a_facility_received_is_not_among_my_claims(client, sent, body):
    both = make.user_with_role("facility_secretariat", facility=body.facility)
    make.RoleAssignmentFactory(user=both, role="representative", person=make.PersonFactory())
    sign_in(client, both)
    assert client.get(reverse("activity:claim", args=[sent.pk])).status_code == 404


def test_list_of_the_facility_is_sorted_and_exported(client, sent, secretariat, person, body):
    making.claim(make.PersonFactory(last_name="Adam"), body, sent=True, day=make.TODAY)
    sign_in(client, secretariat)
    page = client.get(f"{reverse('activity:received')}?tri=personne").content.decode()
    assert page.index("ADAM") < page.index("WERNERT")
    lines = b"".join(client.get(f"{reverse('activity:received_csv')}?tri=personne").streaming_content).decode().splitlines()
    assert lines[0] == "personne;numero;instance;etat;envoye;total"
    assert [line.rsplit(";", 1)[1] for line in lines[1:]] == ["10,00", "49,20"]
    assert client.get(f"{reverse('activity:received')}?tri=rien").status_code == 400
