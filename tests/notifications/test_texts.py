"""Texts: declared by code, rewritten from a day on, never by halves."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import ProgrammingError, transaction

from portevoix.base.core.text_templates import TemplateFault
from portevoix.base.notifications import registry, selectors
from portevoix.base.notifications.enums import Channel
from portevoix.base.notifications.models import TextTemplate
from portevoix.base.notifications.registry import check_text, register_text
from tests.factories import TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("texts")]


def rewrite(starts_on=TODAY, body="Bonjour {nom}.", **kwargs):
    return TextTemplate.objects.create(
        code="essai.lettre", starts_on=starts_on, subject=kwargs.pop("subject", "Objet"), body=body, source="essai", **kwargs
    )


def letter(on=TODAY):
    return selectors.text("essai.lettre", {"nom": "Odile"}, on=on)


def test_without_a_rewriting_the_text_is_the_one_delivered():
    assert letter() == ("Votre désignation", "Bonjour Odile,\n\nVous êtes désignée.")


def test_a_version_holds_from_its_day_on_and_the_one_before_until_then():
    rewrite(TODAY, body="Un, {nom}")
    rewrite(TODAY + timedelta(days=10), body="Deux, {nom}")
    assert letter(TODAY - timedelta(days=1))[1].startswith("Bonjour")
    assert letter(TODAY + timedelta(days=9))[1] == "Un, Odile"
    assert letter(TODAY + timedelta(days=10))[1] == "Deux, Odile"


def test_two_versions_of_one_day_the_last_written_holds():
    rewrite(body="Un")
    rewrite(body="Deux")
    assert letter()[1] == "Deux"


def test_back_to_the_delivered_text():
    rewrite(TODAY - timedelta(days=3))
    TextTemplate.objects.create(code="essai.lettre", starts_on=TODAY, delivered=True, source="retour")
    assert letter()[0] == "Votre désignation"


@pytest.mark.parametrize("change", ["update", "delete"])
def test_a_version_is_never_changed_nor_removed(change):
    version = rewrite()
    with pytest.raises(ProgrammingError), transaction.atomic():
        version.delete() if change == "delete" else TextTemplate.objects.filter(pk=version.pk).update(body="autre")


@pytest.mark.parametrize(
    ("subject", "body", "sentence"),
    [
        ("Objet", "{inconnu}", "Le modèle demande {inconnu}, que ce document ne connaît pas."),
        ("Objet {inconnu}", "x", "Le modèle demande {inconnu}"),
        ("Objet", "{numero", "Une accolade n’est pas à sa place."),
        (
            "Objet",
            "Motif : {motif}",
            "Dans le texte, {motif} peut être vide\u00a0: mettez ce champ dans un paragraphe",
        ),
        ("Objet {motif}", "x", "Dans l’objet, {motif} peut être vide"),
        ("Objet", "[motif] Motif : {motif}", "Si {motif} est vide, il ne reste rien dans le texte."),
        ("Objet", " ", "Un texte a un objet et un contenu."),
        ("Un\ndeux", "x", "L’objet tient sur une seule ligne."),
    ],
)
def test_a_wrong_text_is_refused_with_a_sentence(texts, subject, body, sentence):
    with pytest.raises(TemplateFault, match=re.escape(sentence)):
        check_text(texts.email, subject=subject, body=body)


def test_a_wrong_text_in_code_stops_the_start_up():
    for changes in ({"body": "{x}"}, {"family": "unknown"}, {"may_be_empty": {"y"}}, {"blanks": {"nom": ""}}, {"code": "essai.lettre"}):
        arguments = {"code": "a.b", "label": "a", "channel": Channel.EMAIL, "blanks": {"nom": "x"}, "subject": "a", "body": "b"} | changes
        with pytest.raises(ImproperlyConfigured):
            register_text(arguments.pop("code"), **arguments)
    with pytest.raises(ImproperlyConfigured):
        registry.register_family("calls", "autre chose")


def test_typography_is_french_and_addresses_are_left_alone():
    rewrite(body="Attention : {nom} !\n\nhttps://exemple.fr/?a=1:2", subject='Objet : "{nom}" ?')
    subject, body = letter()
    assert subject == 'Objet\u00a0: "Odile"\u00a0?'
    assert body == "Attention\u00a0: Odile\u00a0!\n\nhttps://exemple.fr/?a=1:2"
