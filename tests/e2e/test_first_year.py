"""The first year of somebody who has just been designated, from the letter to the certificate and the claim, without script."""

import re
from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from portevoix.base.audit.actors import Program
from portevoix.base.core.french_dates import date_fr
from portevoix.base.notifications.sending import send_waiting
from portevoix.register.directory.models import Person
from portevoix.register.orders.actions import prepare, sign
from portevoix.work.activity.actions.reference import load_scales
from portevoix.work.activity.models import JournalEntry
from portevoix.work.candidacies.actions.decisions import Decision, decide_wish
from portevoix.work.candidacies.actions.designation import draft_order_from_call
from portevoix.work.candidacies.enums import WishState
from portevoix.work.training.enums import DutyState
from portevoix.work.training.models import Certificate, HalfDay
from portevoix.work.training.selectors.duty import duty_of
from tests import factories as make
from tests.candidacies.files import commission, sound_file
from tests.orders.making import OrderTemplateFactory, SignatoryFactory, setting
from tests.training import careers
from tests.training import making as t

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = 390


@pytest.fixture
def nadia(settings):
    """Designated today for the first time; two sessions of the basic training near her home, one far away, one remote."""
    settings.SECOND_FACTOR_REQUIRED = False
    careers.settings(change=date(2022, 3, 1))
    load_scales(by=Program("tests"))
    home = make.CommuneFactory(name="Strasbourg", postcodes=["67000"], latitude=48.58, longitude=7.75)
    person = make.PersonFactory(first_name="Nadia", last_name="Keller", email="nadia@exemple.fr", home=home)
    sessions_of_the_basic_training(home)
    designate(person)
    person.refresh_from_db()
    return person


def sessions_of_the_basic_training(home) -> None:
    soon = timezone.localdate() + timedelta(days=20)
    far = make.CommuneFactory(name="Reims", postcodes=["51100"], latitude=49.25, longitude=4.03)
    course = t.CourseFactory(basic=True)
    for place in ({"commune": far}, {"commune": home}, {"commune": home}, {"remote": True}):
        t.SessionFactory(course=course, closes_on=soon, minimum=1, half_days=[(soon, *t.MORNING), (soon, *t.AFTERNOON)], **place)


def designate(person: Person) -> None:
    """Retain the file of `person` in a call, and sign the order: this begins the mandate, opens the account and writes the letter."""
    today, body = timezone.localdate(), commission()
    agent = make.user_with_role("ars_region", territory=body.region)
    call = make.CallFactory(closed=True, seats=body.seats.all())
    names = {"civility": "Mme", "first_name": person.first_name, "last_name": person.last_name, "email": person.email}
    file = sound_file(call=call, bodies=[body], person=person, to_decide=True, **names)
    seat = body.seats.get(quality="titular", rank=1)
    decision = Decision(wish=file.wishes.get(), outcome=WishState.RETAINED, reason="Décision motivée en séance.", seat=seat)
    decide_wish(decision=decision, by=agent, today=today)
    setting(body.region)
    SignatoryFactory(region=body.region)
    order = draft_order_from_call(call=call, template=OrderTemplateFactory(), by=agent, today=today, effective_on=today)
    prepare(order=order, by=agent, at=timezone.now(), today=today)
    sign(order=order, by=make.user_with_role("ars_signatory", territory=body.region), at=timezone.now(), today=today)


def letter_to(address: str):
    """Send what waits, and return the last e-mail that `address` received."""
    send_waiting(most=50)
    return next(message for message in reversed(mail.outbox) if address in message.to[0])


def press(page, label: str) -> None:
    page.get_by_role("button", name=label, exact=True).click()


def follow(page, label: str) -> None:
    page.get_by_role("link", name=label, exact=True).click()


def told(page, words: str) -> None:
    """Wait for the page that says `words`."""
    expect(page.get_by_text(words).first).to_be_visible()


def confirmed(page, act: str, words: str) -> None:
    """Do what is done in two steps, and wait for the page that says `words`."""
    press(page, act)
    told(page, "Rien n’est encore enregistré.")
    press(page, act)
    told(page, words)


def titled(page, words: str) -> None:
    """Wait for the page whose title is `words`."""
    expect(page.get_by_role("heading", level=1, name=words)).to_be_visible()


def downloaded(page, act) -> bytes:
    """Do `act`, which gives a file, and return the file."""
    with page.expect_download() as download:
        act()
    return download.value.path().read_bytes()


def test_a_first_mandate_leads_from_the_letter_to_the_certificate_and_the_claim(visit, nadia):
    page = signed_in(visit, nadia)
    registered_in_two_clicks(page, nadia)
    attended(visit, nadia)
    has_a_certificate(page, visit, nadia)
    writes_in_her_journal_and_claims(page)
    asks_her_employer(page)


def signed_in(visit, nadia):
    """The letter is enclosed in an e-mail whose link leads to the space; a code is all that is asked."""
    letter = letter_to(nadia.email)
    assert [name[-4:] for name, *_ in letter.attachments] == [".pdf"]
    link = urlsplit(re.search(r"https?://\S+", letter.body)[0]).path
    page = visit(link, width=PHONE, scripts=False)
    titled(page, "Se connecter")
    expect(page.locator("input[type=password]")).to_have_count(0)
    page.get_by_label("Votre adresse électronique").fill(nadia.email)
    press(page, "Recevoir un code")
    titled(page, "Saisissez le code reçu par courriel")
    page.get_by_label("Le code reçu par courriel").fill(re.search(r"\d{3} \d{3}", letter_to(nadia.email).body)[0])
    press(page, "Me connecter")
    titled(page, "Bonjour Nadia")
    expect(page).to_have_url(re.compile(f"{link}$"))
    return page


def registered_in_two_clicks(page, nadia) -> None:
    step = page.get_by_role("region", name="Votre prochaine étape")
    expect(step).to_contain_text("Choisissez une date pour votre formation de base")
    places = step.locator("ul.tasks li").all_inner_texts()
    assert ["Strasbourg" in words for words in places] == [True, True, False]
    assert "à distance" in places[2]
    step.locator("ul.tasks a").first.click()
    press(page, "Confirmer mon inscription")
    told(page, "Votre place est réservée.")
    assert duty_of(nadia, at=timezone.localdate()).state == DutyState.REGISTERED


def attended(visit, nadia) -> None:
    """France Assos Santé confirms the session; the day comes; it notes both half-days, closes the sheet and issues the certificates."""
    session = nadia.enrolments.get().session
    agent = visit(reverse("training:session", args=[session.pk]), account=t.delegation(), width=820, scripts=False)
    confirmed(agent, "Confirmer la session", "La session est confirmée.")
    HalfDay.objects.filter(session=session).update(day=timezone.localdate() - timedelta(days=1))
    agent.reload()
    follow(agent, "Noter les présences")
    told(agent, "Tout le monde est présent par défaut")
    press(agent, "Enregistrer, puis la suivante")
    told(agent, "Rien n’est encore noté.")
    press(agent, "Enregistrer")
    told(agent, "Personnes notées : 1 sur 1.")
    follow(agent, "Revenir à la session")
    confirmed(agent, "Clore les présences", "Les présences sont closes")
    follow(agent, "Attestations")
    follow(agent, "Délivrer les attestations")
    agent.get_by_label("Prénom et nom de la personne qui signe").fill("Hélène Burger")
    press(agent, "Délivrer les attestations")
    told(agent, "Délivrées : 1 sur 1")
    assert duty_of(nadia, at=timezone.localdate()).state == DutyState.DONE


def has_a_certificate(page, visit, nadia) -> None:
    certificate = Certificate.objects.get()
    assert certificate.document.code in letter_to(nadia.email).body
    page.goto(reverse("training:my_certificates"))
    told(page, certificate.document.code)
    link = page.get_by_role("link", name="Télécharger l’attestation (PDF)")
    assert downloaded(page, link.click).startswith(b"%PDF")
    public = visit("/verifier/", width=PHONE, scripts=False)
    public.get_by_label("Code de vérification").fill(certificate.document.code.lower())
    press(public, "Vérifier le document")
    told(public, "Ce document est authentique")
    words = public.locator("main").inner_text()
    assert "N. K." in words
    assert "Keller" not in words


def writes_in_her_journal_and_claims(page) -> None:
    page.goto(reverse("activity:journal"))
    page.get_by_label("Combien de temps").fill("2 h 30")
    page.get_by_text("Ajouter l’instance, le trajet, une remarque").click()
    page.get_by_label("Trajet, en kilomètres").fill("14")
    press(page, "Ajouter au journal")
    told(page, "C’est noté.")
    assert JournalEntry.objects.get().minutes == 150
    follow(page, "Demander mes frais")
    titled(page, "Mes frais")
    page.get_by_role("link", name="Préparer l’état de frais").click()
    page.get_by_label("Heure de départ").fill("13 h")
    page.get_by_label("Heure de retour").fill("17 h 30")
    page.get_by_label("Puissance fiscale de la voiture").fill("5")
    press(page, "Continuer")
    titled(page, "État de frais")
    told(page, "ma voiture (5 CV)")
    page.get_by_label("Je certifie sur l’honneur").check()
    press(page, "Envoyer l’état de frais")
    told(page, "L’état de frais est prêt à imprimer.")
    assert downloaded(page, lambda: follow(page, "Imprimer (PDF)")).startswith(b"%PDF")


def asks_her_employer(page) -> None:
    page.goto(reverse("activity:leaves"))
    page.get_by_label("Quel jour").fill(date_fr(timezone.localdate() + timedelta(days=30)))
    press(page, "Noter ce jour")
    told(page, "Préparez maintenant la lettre à votre employeur.")
    follow(page, "Préparer la lettre")
    page.get_by_label("Nom et adresse de votre employeur").fill("Imprimerie du Rhin\n3 quai des Bateliers\n67000 Strasbourg")
    assert downloaded(page, lambda: press(page, "Télécharger la lettre")).startswith(b"%PDF")
