"""Pictures of the guide, taken from the demonstration: `GUIDE=1 pytest tests/e2e/test_guide.py` writes `docs/guide/images/`."""

import os
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from portevoix.register.access.models import RoleAssignment
from portevoix.register.directory.models import Person
from portevoix.register.mandates.models import Mandate
from portevoix.register.orders.models import DesignationOrder
from portevoix.work.activity.models import ExpenseClaim, RepresentationLeave
from portevoix.work.candidacies.models import Call, Candidacy
from portevoix.work.outreach.answers import sign
from portevoix.work.outreach.models import HandOver
from portevoix.work.training.enums import DutyState
from portevoix.work.training.models import Certificate, PracticeGroup, Session
from portevoix.work.training.selectors.duty import duties_over

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(os.environ.get("GUIDE") != "1", reason="the pictures are kept in the repository; GUIDE=1 takes them again"),
]

IMAGES = Path(__file__).parents[2] / "docs" / "guide" / "images"
LARGEST = 150_000  # bytes


def somebody(role):
    """Return an account of the demonstration that has `role`."""
    return RoleAssignment.objects.active_at(timezone.localdate()).filter(role=role, user__is_demo=True).order_by("pk").first().user


def newcomer(today):
    """Return the account of somebody who must still choose a date of the basic training, and lives between Nancy and Metz."""
    due = [duty.person for duty in duties_over(Mandate.objects.active_at(today), at=today) if duty.state == DutyState.TO_PLAN]
    near = Person.objects.filter(pk__in=due, home__name__in=("Pompey", "Dieulouard"), enrolments__isnull=True, user__isnull=False)
    return near.order_by("pk")[0].user


def pages_of_the_register(today):
    mandate = Mandate.objects.filter(
        period__contains=today, body__body_type__code="CDU", body__town="Strasbourg", person__name_published=True
    ).order_by("pk")[0]
    officer = somebody("ars_region")
    return {
        "accueil": ("/", None),
        "pres-de-chez-moi": ("/sieges-a-pourvoir/?q=67000", None),
        "instance": (f"/instances/{mandate.body_id}/", None),
        "droits": ("/mes-droits/", None),
        "tableau": (reverse("workspace:seats"), officer),
        "instance-agent": (reverse("workspace:body", args=[mandate.body_id]), officer),
        "personne": (reverse("workspace:person", args=[mandate.person_id]), officer),
        "association": (reverse("workspace:association", args=[mandate.association_id]), officer),
        "echeances": (reverse("workspace:forecast"), officer),
        "imports": (reverse("workspace:imports"), officer),
        "demandes-donnees": (reverse("workspace:data_requests"), officer),
    }


def pages_of_the_calls(_today):
    officer, manager, signatory = map(somebody, ("ars_region", "association_manager", "ars_signatory"))
    follower = RoleAssignment.objects.get(user__email__startswith="sylvie.hoffer").user
    call = Call.objects.filter(state="open").order_by("-opens_at", "pk")[0]
    draft = Candidacy.objects.visible_to(manager).filter(state="draft", call__state="open").order_by("pk")[0]
    drafted = DesignationOrder.objects.filter(state="draft", modifies__isnull=False).order_by("pk")[0]
    waiting = DesignationOrder.objects.filter(state="prepared").order_by("pk")[0]
    return {
        "appel-a-preparer": (f"{reverse('candidacies:new_call')}?d=67&d=57", officer),
        "appel-ouvert": (reverse("candidacies:call", args=[call.pk]), officer),
        "appel-public": (reverse("candidacies:public_call", args=[call.number]), None),
        "arretes-a-signer": (f"{reverse('orders:orders')}?onglet=a-signer", signatory),
        "arrete-en-redaction": (reverse("orders:order", args=[drafted.pk]), officer),
        "arrete-signature": (reverse("orders:sign", args=[waiting.pk]), signatory),
        "nos-mandats": (reverse("workspace:association_mandates"), manager),
        "proposer-lien": (reverse("candidacies:propose", args=[draft.call.number]), None),
        "proposer-sieges": (reverse("candidacies:file_seats", args=[draft.pk]), manager),
        "nos-candidatures": (reverse("candidacies:our_candidacies"), follower),
    }


def pages_of_the_outreach(_today):
    manager, delegate = map(somebody, ("association_manager", "fas_region"))
    asked = HandOver.objects.visible_to(manager).filter(state="received").order_by("pk")[0]
    chosen = {"temps": "some", "sujets": ["mental_health"], "association": "no", "instances": ["CDU"], "moments": ["days"]}
    answered = sign({"commune": "67482", **chosen})
    return {
        "devenir-representant": ("/devenir-representant/", None),
        "orientation-resultat": (f"/devenir-representant/orientation/resultat/?r={answered}", None),
        "etre-rappele": (f"/devenir-representant/mise-en-relation/?r={answered}", None),
        "demande-recue": (reverse("outreach:received", args=[asked.pk]), manager),
        "personnes-a-rappeler": (reverse("outreach:followed_list"), delegate),
        "de-la-page-au-siege": (reverse("outreach:figures"), delegate),
    }


def pages_of_a_representative(today):
    representative = somebody("representative")
    claim = ExpenseClaim.objects.filter(person__user=representative, state="draft").order_by("pk")[0]
    leave = RepresentationLeave.objects.filter(person__user=representative, day__gt=today).order_by("day")[0]
    return {
        "mon-espace": (reverse("workspace:my_space"), representative),
        "mes-collegues": (reverse("workspace:my_peers"), representative),
        "mes-mandats": (reverse("workspace:my_mandates"), representative),
        "mes-donnees": (reverse("workspace:my_data"), representative),
        "mon-journal": (reverse("activity:journal"), representative),
        "mes-frais": (reverse("activity:claims"), representative),
        "etat-de-frais": (reverse("activity:claim", args=[claim.pk]), representative),
        "mes-conges": (reverse("activity:leaves"), representative),
        "un-conge": (reverse("activity:leave", args=[leave.pk]), representative),
        "frais-recus": (reverse("activity:received"), somebody("facility_secretariat")),
    }


def pages_of_the_training(today):
    delegate, representative, new = somebody("fas_region"), somebody("representative"), newcomer(today)
    certificate = Certificate.objects.filter(enrolment__person__user=representative).order_by("pk")[0]
    full = Session.objects.filter(course__is_basic=True, state="open").get(enrolments__state="offered")
    near = Session.objects.filter(course__is_basic=True, state="confirmed").get(commune__name="Nancy")
    held = Session.objects.filter(state="confirmed", half_days__day__lt=today).distinct().get()
    group = PracticeGroup.objects.filter(members__person__user=representative).order_by("pk")[0]
    return {
        "prochaine-etape": (reverse("workspace:my_space"), new),
        "ma-formation": (f"{reverse('training:my_training')}#dates", new),
        "m-inscrire": (reverse("training:register", args=[near.pk]), new),
        "catalogue": ("/formations/", None),
        "sessions": (reverse("training:sessions"), delegate),
        "session-nouvelle": (reverse("training:new_session"), delegate),
        "session": (reverse("training:session", args=[full.pk]), delegate),
        "presences": (reverse("training:sheet", args=[held.pk, held.half_days.latest("day", "starts").pk]), delegate),
        "formation-de-base": (reverse("training:radar"), delegate),
        "rappels": (f"{reverse('training:remind')}?d=54", delegate),
        "lieux-des-sessions": (f"{reverse('training:placement')}#lieux", delegate),
        "equivalences": (reverse("training:equivalences"), delegate),
        "attestations": (reverse("training:certificates", args=[certificate.enrolment.session_id]), delegate),
        "mes-attestations": (reverse("training:my_certificates"), representative),
        "verifier-attestation": (f"/verifier/{certificate.document.code}/", None),
        "groupes": (reverse("training:groups"), delegate),
        "groupe": (reverse("training:group", args=[group.pk]), delegate),
        "mes-groupes": (reverse("training:my_groups"), representative),
    }


PAGES = (pages_of_the_register, pages_of_the_calls, pages_of_the_outreach, pages_of_a_representative, pages_of_the_training)


def test_every_picture_of_the_guide_is_taken_and_small(visit, settings):
    settings.DEMO, settings.SECOND_FACTOR_REQUIRED = True, False  # fictional people only
    call_command("load_demo", verbosity=0)
    today = timezone.localdate()
    pictures = {name: page for pages in PAGES for name, page in pages(today).items()}
    IMAGES.mkdir(parents=True, exist_ok=True)
    for name, (address, account) in pictures.items():
        page = visit(address, account=account, width=1100, height=800)
        picture = IMAGES / f"{name}.png"
        page.screenshot(path=picture)
        assert picture.stat().st_size < LARGEST, name
