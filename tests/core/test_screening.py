"""Free texts: what looks like an identity, an address or a health fact is shown before it is kept."""

import random
from itertools import cycle

import pytest
from django.core.exceptions import ValidationError

from portevoix.base.core.screening import CODE, Sensitive, ensure_screened, screen

CARRIERS = (
    "Candidature solide, {} à rappeler avant la séance.",
    "{} : voir avec la délégation.",
    "L’association précise que {}.",
    "Motivation lue ({}), avis favorable malgré la distance",
    "pas de pièce manquante ;\n{}\nà classer",
)
LAST = ("Wernert", "KELLER", "Muller", "Roth-Schmitt", "Le Baron", "Étienne-Dupré", "Zimmermann", "Haddad", "N’Guyen", "Öztürk")
FIRST = ("Odile", "Gisèle", "Jean-Pierre", "Marie", "Mohamed", "Françoise", "Lucie", "André", "Chantal", "Michel")
ILLS = (
    "elle souffre d’un diabète",
    "il est atteint d’un cancer",
    "hospitalisée en mars",
    "son cancer l’empêche de venir",
    "suivi pour une dépression",
    "en arrêt maladie depuis juin",
    "sous traitement lourd",
    "pour raison de santé",
    "état de santé fragile",
    "sa maladie chronique",
)


def items(seed: int):
    """Yield (kind, text) pairs: 60 of each kind, written in the ways people write them."""
    draw = random.Random(seed)
    lasts, firsts, ills = cycle(LAST), cycle(FIRST), cycle(ILLS)
    for number in range(60):
        two = lambda: f"{draw.randrange(100):02}"  # noqa: E731
        nir = [draw.choice("12"), two(), f"{draw.randrange(1, 13):02}", f"{draw.randrange(1, 96):02}", f"{draw.randrange(1000):03}"]
        nir += [f"{draw.randrange(1000):03}"] + ([two()] if number % 3 else [])
        yield Sensitive.NIR, draw.choice(["", " ", ".", "\u00a0"]).join(nir)
        digits = [f"{draw.choice('1234567')}"] + [two() for _ in range(4)]
        gap = draw.choice(["", " ", ".", "-", "\u00a0"])
        prefix = draw.choice(["0", "+33 ", "0033", "+33 (0)"])
        yield Sensitive.PHONE, prefix + gap.join(digits)
        last, first = next(lasts), next(firsts)
        at = draw.choice(["@", "@", " (at) ", "[at]"])
        domain = draw.choice(["free.fr", "asso.example.org", "ch-nord.fr"])
        yield (
            Sensitive.EMAIL,
            f"{first.lower()}.{last.lower().replace(' ', '').replace('’', '')}{at}{domain}",
        )
        day, month, year = draw.randrange(1, 29), draw.randrange(1, 13), draw.randrange(1938, 2000)
        names = ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"]
        yield (
            Sensitive.BIRTH,
            draw.choice(
                [
                    f"née le {day:02}/{month:02}/{year}",
                    f"né le {day} {names[month - 1]} {year}",
                    f"née en {year}",
                    f"date de naissance {day}.{month}.{year}",
                    f"{day:02}-{month:02}-{year}",
                    f"âgée de {2026 - year} ans",
                    f"elle a {2026 - year} ans",
                ]
            ),
        )
        title = draw.choice(["M. ", "Mme ", "Madame ", "Monsieur ", "Dr ", "", ""])
        yield Sensitive.NAME, f"{title}{last}" if title and draw.random() < 0.5 else f"{title}{first} {last}"
        yield Sensitive.HEALTH, next(ills)


@pytest.mark.parametrize("kind", list(Sensitive))
def test_what_a_text_should_not_hold_is_found_19_times_out_of_20(kind):
    carriers = cycle(CARRIERS)
    texts = [next(carriers).format(text) for seed in (1, 2, 3) for found, text in items(seed) if found == kind]
    missed = [text for text in texts if kind not in {one.kind for one in screen(text)}]
    assert len(texts) == 180
    assert len(missed) <= len(texts) * 0.05, missed[:8]


@pytest.mark.parametrize(
    "text",
    [
        "Candidature complète, avis favorable de la délégation.",
        "Deux vœux sur trois sont déjà attribués ; le siège de suppléant reste vacant depuis le 1er décembre 2025.",
        "L’association tient déjà trois sièges dans le département 67, arrêté n° 2025-0412.",
        "Madame la directrice a confirmé la date du 12 janvier 2027 à 14 h 30.",
        "Renouvellement d’une personne formée et active, 12 réunions en trois ans.",
        "FINESS 670783273, 4 sièges.",
    ],
)
def test_an_ordinary_reason_passes(text):
    assert screen(text) == []


def test_the_name_of_the_file_itself_may_stand():
    assert screen("Odile Wernert connaît l’établissement.", known=["WERNERT Odile"]) == []
    assert screen("Odile Wernert et Paul Keller.", known=["WERNERT Odile"])


def test_the_writer_is_stopped_with_a_sentence_until_confirmed():
    with pytest.raises(ValidationError) as refusal:
        ensure_screened("Rappeler au 06 12 34 56 78.")
    assert refusal.value.code == CODE
    assert "numéro de téléphone" in refusal.value.messages[0]
    ensure_screened("Rappeler au 06 12 34 56 78.", confirmed=True)
