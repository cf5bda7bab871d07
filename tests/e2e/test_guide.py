"""Pictures of the guide, taken from the demonstration: `GUIDE=1 pytest tests/e2e/test_guide.py` writes `docs/guide/images/`."""

import os
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from portevoix.register.access.models import RoleAssignment
from portevoix.register.mandates.models import Mandate
from portevoix.register.orders.models import DesignationOrder
from portevoix.work.candidacies.models import Call, Candidacy
from portevoix.work.outreach.answers import sign
from portevoix.work.outreach.models import HandOver

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(os.environ.get("GUIDE") != "1", reason="the pictures are kept in the repository; GUIDE=1 takes them again"),
]

IMAGES = Path(__file__).parents[2] / "docs" / "guide" / "images"
LARGEST = 150_000  # bytes


def somebody(role):
    """Return an account of the demonstration that has `role`."""
    return RoleAssignment.objects.active_at(timezone.localdate()).filter(role=role, user__is_demo=True).order_by("pk").first().user


def test_every_picture_of_the_guide_is_taken_and_small(visit, settings):
    settings.DEMO, settings.SECOND_FACTOR_REQUIRED = True, False  # fictional people only
    call_command("load_demo", verbosity=0)
    today = timezone.localdate()
    mandate = Mandate.objects.filter(
        period__contains=today, body__body_type__code="CDU", body__town="Strasbourg", person__name_published=True
    ).order_by("pk")[0]
    officer, manager, representative = map(somebody, ("ars_region", "association_manager", "representative"))
    signatory = somebody("ars_signatory")
    drafted = DesignationOrder.objects.filter(state="draft", modifies__isnull=False).order_by("pk")[0]
    waiting = DesignationOrder.objects.filter(state="prepared").order_by("pk")[0]
    draft = Candidacy.objects.visible_to(manager).filter(state="draft", call__state="open").order_by("pk")[0]
    follower = RoleAssignment.objects.get(user__email__startswith="sylvie.hoffer").user
    call = Call.objects.filter(state="open").order_by("-opens_at", "pk")[0]
    delegate = somebody("fas_region")
    asked = HandOver.objects.visible_to(manager).filter(state="received").order_by("pk")[0]
    chosen = {"temps": "some", "sujets": ["mental_health"], "association": "no", "instances": ["CDU"], "moments": ["days"]}
    answered = sign({"commune": "67482", **chosen})
    pictures = {
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
        "mon-espace": (reverse("workspace:my_space"), representative),
        "mes-collegues": (reverse("workspace:my_peers"), representative),
        "devenir-representant": ("/devenir-representant/", None),
        "orientation-resultat": (f"/devenir-representant/orientation/resultat/?r={answered}", None),
        "etre-rappele": (f"/devenir-representant/mise-en-relation/?r={answered}", None),
        "demande-recue": (reverse("outreach:received", args=[asked.pk]), manager),
        "personnes-a-rappeler": (reverse("outreach:followed_list"), delegate),
        "de-la-page-au-siege": (reverse("outreach:figures"), delegate),
        "mes-mandats": (reverse("workspace:my_mandates"), representative),
        "demandes-donnees": (reverse("workspace:data_requests"), officer),
        "mes-donnees": (reverse("workspace:my_data"), representative),
        "mon-journal": (reverse("activity:journal"), representative),
        "mes-frais": (reverse("activity:claims"), representative),
        "mes-conges": (reverse("activity:leaves"), representative),
        "frais-recus": (reverse("activity:received"), somebody("facility_secretariat")),
    }
    IMAGES.mkdir(parents=True, exist_ok=True)
    for name, (address, account) in pictures.items():
        page = visit(address, account=account, width=1100, height=800)
        picture = IMAGES / f"{name}.png"
        page.screenshot(path=picture)
        assert picture.stat().st_size < LARGEST, name
