"""1 400 letters written to disk on two processors, and one annex of 1 400 rows; the files are then checked, outside the measure.

`pdfua` and `pikepdf` come with the tests' packages (`make test`): without them only what each file says of itself is checked.
"""

import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib import import_module
from importlib.util import find_spec
from io import BytesIO
from itertools import cycle, islice
from pathlib import Path

from bench.measure import Result, timed
from portevoix.base.documents.batches import Job, write_many
from portevoix.base.documents.engine import render
from portevoix.base.documents.postal import address_lines
from portevoix.base.documents.shapes import ActData, Annex, LetterData, Signature, Table

COUNT = 1_400
AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
NAMES = (
    "DUPONT Éloïse",
    "ÜBERSFELD Jean-Loup",
    "WERNERT Odile",
    "N’GUESSAN Amélie",
    "LE GOFF Yann",
    "MARTIN-MULLER Chloé",
    "ÖZDEMIR Selin",
)
PLACES = ("Centre hospitalier régional universitaire de Nancy", "Hôpitaux universitaires de Strasbourg", "Clinique Saint-François")
ASSOCIATIONS = ("Union départementale des associations familiales du Bas-Rhin", "APF France handicap", "Ligue contre le cancer", "UNAFAM")
SELF_DECLARED = (b"pdfuaid:part", b"pdfaid:part")


def run(names: set[str]) -> Iterator[Result]:
    """Yield the results that are asked for."""
    if "letters_1400" in names:
        yield letters()
    if "annex_1400" in names:
        yield annex()


def letters() -> Result:
    """Write the letters, processes started and texts checked within the measure."""
    with tempfile.TemporaryDirectory() as folder:

        def write(number: int) -> int:
            paths = write_many("letter", map(job, range(COUNT)), folder=Path(folder), timestamp=AT)
            return sum(path.stat().st_size for path in paths)

        measured = timed("letters_1400", write, rounds=3, warm_up=1)
        files = sorted(Path(folder).iterdir())
        if len(files) != COUNT:
            raise RuntimeError(f"{len(files)} letters instead of {COUNT}")
        for path in files:
            check(path)
    return measured


def annex() -> Result:
    """Draw an order whose annex is one table."""
    drawn: list[bytes] = []

    def draw(number: int) -> int:
        drawn[:] = [render("act", order(number), title="Arrêté ARS n° 2026-0412", timestamp=AT)]
        return len(drawn[0])

    measured = timed("annex_1400", draw, rounds=5, warm_up=1)
    if find_spec("pikepdf"):
        pikepdf = import_module("pikepdf")
        with pikepdf.open(BytesIO(drawn[0])) as pdf:
            tables = sum(isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Table" for one in pdf.objects)
        if tables != 1:
            raise RuntimeError(f"the annex is in {tables} tables")
    return measured


def check(path: Path) -> None:
    """Raise when a file does not say that it is accessible, or when the checker finds something in it."""
    content = path.read_bytes()
    if not all(mark in content for mark in SELF_DECLARED):
        raise RuntimeError(f"{path.name} does not say that it is PDF/UA")
    if find_spec("pdfua") and (findings := import_module("pdfua").validate(path).findings):
        raise RuntimeError(f"{path.name}: {findings}")


def job(number: int) -> Job:
    """Return the letter number `number`: no two are alike."""
    name, place, association = NAMES[number % len(NAMES)], PLACES[number % len(PLACES)], ASSOCIATIONS[number % len(ASSOCIATIONS)]
    data = LetterData(
        sender=["Agence régionale de santé Grand Est", "Direction de la qualité", "Démocratie en santé"],
        recipient=address_lines([f"Madame {name}", f"{number + 1} rue des Dentelles", f"67{number % 1000:03} Strasbourg"]),
        place_and_date="Nancy, le 22 novembre 2026",
        reference=[f"Références : 2026-{number:04}", "Dossier suivi par : Paul Weber"],
        object=f"votre désignation à la commission des usagers ({place})",
        salutation="Madame,",
        paragraphs=[
            f"J’ai le plaisir de vous informer que vous êtes désignée, sur proposition de : {association}, représentante "
            f"titulaire des usagers à la commission des usagers de l’établissement : {place}. "
            "Votre mandat commence le 1er décembre 2026 et prend fin le "
            "30 novembre 2029.",
            "Je vous remercie de votre engagement. Le secrétariat de la commission vous écrira bientôt. Trois choses à savoir :",
        ],
        items=[
            "la formation de base « RU en avant ! » est obligatoire, dans les six mois ;",
            "l’établissement rembourse vos frais de déplacement ;",
            "si vous êtes salariée, vous avez droit à un congé de représentation.",
        ],
        closing=["Je vous prie d’agréer, Madame, l’expression de ma considération distinguée."],
        signature=Signature(quality="La directrice générale", name="Claire MARTIN-DUPONT"),
        enclosures=["arrêté ARS n° 2026-0412 du 22 novembre 2026"],
        copies=[association, place],
        footer=["ARS Grand Est – 3 boulevard Joffre, 54000 Nancy"],
    )
    return Job(name=f"lettre-{number:04}", title=f"Lettre 2026-{number:04}", data=data)


def order(number: int) -> ActData:
    """Return an order with `COUNT` rows in its annex; `number` makes it differ from the one before."""
    values = zip(cycle(PLACES), cycle(("Titulaire", "Suppléante")), cycle(NAMES), cycle(ASSOCIATIONS), strict=False)
    rows = [
        [place, quality, f"Madame {name} {line}", association, "30 novembre 2029"]
        for line, (place, quality, name, association) in enumerate(islice(values, COUNT), number)
    ]
    table = Table(columns=["Établissement", "Qualité", "Nom et prénom", "Association", "Fin du mandat"], rows=rows)
    return ActData(
        authority=["Agence régionale de santé Grand Est"],
        number="Arrêté ARS n° 2026-0412",
        title="portant désignation de représentants des usagers",
        annexes=[Annex(number="Annexe 1", reference="Annexe à l’arrêté ARS n° 2026-0412", tables=[table])],
    )
