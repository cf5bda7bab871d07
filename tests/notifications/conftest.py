"""Texts that the tests declare, for one test each."""

from types import SimpleNamespace

import pytest

from portevoix.base.notifications import registry
from portevoix.base.notifications.enums import Channel


@pytest.fixture
def texts():
    """An e-mail, an e-mail from which one may unsubscribe, a letter: the only texts of the test."""
    known = registry.TEXTS.copy(), registry.FAMILIES.copy()
    registry.TEXTS.clear()
    registry.FAMILIES.clear()
    yield declared()
    registry.TEXTS.clear()
    registry.FAMILIES.clear()
    registry.TEXTS.update(known[0])
    registry.FAMILIES.update(known[1])


def declared() -> SimpleNamespace:
    registry.register_family("calls", "les annonces d’appels à candidatures")
    return SimpleNamespace(
        email=registry.register_text(
            "essai.decision",
            label="Décision",
            channel=Channel.EMAIL,
            blanks={"numero": "C-2027-0042", "motif": "dossier complet"},
            may_be_empty={"motif"},
            subject="Candidature {numero}",
            body="Bonjour {destinataire},\n\nCandidature {numero} : elle est examinée.\n\n[motif] Motif : {motif}\n\n{site}",
        ),
        news=registry.register_text(
            "essai.annonce",
            label="Annonce d’un appel",
            channel=Channel.EMAIL,
            blanks={"appel": "Grand Est 2027", "lien": "https://porte-voix.example/appels/12/"},
            family="calls",
            subject="Appel {appel}",
            body="Bonjour,\n\nUn appel est ouvert : {lien}",
        ),
        letter=registry.register_text(
            "essai.lettre",
            label="Lettre",
            channel=Channel.LETTER,
            blanks={"nom": "Odile WERNERT"},
            subject="Votre désignation",
            body="Bonjour {nom},\n\nVous êtes désignée.",
        ),
    )
