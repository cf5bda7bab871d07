"""For whom people sit: the accreditations of the real federations, their fictional sections, and four fictional associations.

No accreditation date is public in a form that could be copied: all of them are invented here, and their source says so.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from portevoix.base.core.periods import add_years, period
from portevoix.front.workspace.seeds.sources import FACILITIES, FICTIONAL, sourced
from portevoix.register.directory.enums import AccreditationLevel, AccreditationStatus, LegalStatus
from portevoix.register.directory.models import (
    Accreditation,
    Association,
    AssociationMembership,
    Facility,
    FacilityMembership,
    Federation,
    Territory,
)


@dataclass(frozen=True)
class Voice:
    """An accredited association of the story: how often it is drawn, how its sections are called (`local`: it has some).

    `ends` is the number of days from today to the end of its accreditation (None: drawn); `renewal` how long ago it asked for the next.
    """

    code: str
    weight: float
    label: str
    local: bool = True
    ends: int | None = None
    renewal: int | None = None
    name: str = ""  # of a fictional one


REAL = (
    Voice("UNAFAM", 9, "Unafam", ends=200),
    Voice("UFC", 9, "UFC-Que Choisir"),
    Voice("APF", 7, "APF France handicap"),
    Voice("LIGUE", 7, "Ligue contre le cancer"),
    Voice("UDAF", 7, "Udaf"),
    Voice("ALZ", 6, "France Alzheimer"),
    Voice("AFD", 6, "AFD"),
    Voice("FNATH", 5, "FNATH"),
    Voice("RURALES", 5, "Familles rurales"),
    Voice("CLCV", 5, "CLCV"),
    Voice("UNAPEI", 5, "Unapei"),
    Voice("GM", 4, "Générations mouvement"),
    Voice("REIN", 4, "France Rein"),
    Voice("PARK", 4, "France Parkinson", ends=60, renewal=152),
    Voice("VMEH", 3, "VMEH"),
    Voice("JALMALV", 3, "JALMALV"),
    Voice("AFTC", 3, "AFTC"),
    Voice("ADMD", 3, "ADMD"),
    Voice("AFA", 3, "afa", local=False),
    Voice("HEPAT", 2, "SOS hépatites", local=False),
    Voice("MUCO", 2, "Vaincre la mucoviscidose", local=False),
    Voice("LIEN", 2, "Le Lien", local=False),
    Voice("FNAPSY", 2, "FNAPSY", local=False),
)
INVENTED = (
    Voice("DEMO-ENTRAIDE-EST", 1.5, "Entraide patients de l’Est", ends=88, name="Entraide patients de l’Est"),
    Voice(
        "DEMO-USAGERS-ARDENNES", 1, "Usagers santé Ardennes-Meuse", ends=-40, renewal=255, name="Usagers santé des Ardennes et de la Meuse"
    ),
    Voice("DEMO-VOIX-VOSGES", 1, "La Voix des malades vosgiens", ends=-25, name="La Voix des malades vosgiens"),
    Voice("DEMO-SANTE-CHAMPAGNE", 0, "Santé citoyenne Champagne", ends=-430, name="Santé citoyenne Champagne"),
)
VOICES = REAL + INVENTED
LOST = "DEMO-SANTE-CHAMPAGNE"  # its accreditation ended: the agency closed the mandates on that day
LAPSED = ("DEMO-USAGERS-ARDENNES", "DEMO-VOIX-VOSGES")  # ended too, the agency has not decided yet: the mandates still run
OUTSIDE_THE_UNION = {"VMEH", "ADMD"} | {voice.code for voice in INVENTED}


def weights() -> dict[str, float]:
    """Return how often each association is drawn."""
    return {voice.code: voice.weight for voice in VOICES if voice.weight}


def lost_on(today: date) -> date:
    """Return the last day of the accreditation of the association that lost it."""
    return today + timedelta(days=next(voice.ends for voice in VOICES if voice.code == LOST) or 0)


def build(today: date, rng: Random, region: Territory) -> dict[str, Association]:
    """Create the invented associations, every accreditation and the memberships of the union; return the accredited ones by code."""
    Association.objects.bulk_create(
        Association(code=voice.code.lower(), name=voice.name, email=f"contact@{voice.code.lower()}.exemple.fr", **sourced(FICTIONAL, today))
        for voice in INVENTED
    )
    by_code = {association.code.upper(): association for association in Association.objects.filter(parent=None)}
    chosen = {voice.code: by_code[voice.code] for voice in VOICES}
    for number, voice in enumerate(VOICES):
        Accreditation.objects.bulk_create(_accreditations(voice, chosen[voice.code], number, today, rng, region))
    union = Federation.objects.get(code="france-assos-sante")
    AssociationMembership.objects.bulk_create(
        AssociationMembership(
            federation=union, association=association, period=period(add_years(today, -9).replace(month=3, day=21)), **sourced(today=today)
        )
        for code, association in chosen.items()
        if code not in OUTSIDE_THE_UNION
    )
    return chosen


def sections(today: date, accredited: dict[str, Association], wanted: set[tuple[str, str]]) -> dict[tuple[str, str], Association]:
    """Create the fictional sections asked for, as (code of the federation, department), and return them by this pair.

    Associations without sections are left out: their people sit in their own name.
    """
    labels = {voice.code: voice.label for voice in REAL if voice.local}
    departments = {row.code: row for row in Territory.objects.filter(kind="department", parent__code="44")}
    rows = {
        (code, place): Association(
            code=f"{code.lower()}-{place.lower()}",
            name=f"{labels[code]} {place}",
            parent=accredited[code],
            department=departments[place],
            email=f"{code.lower()}.{place.lower()}@exemple.fr",
            **sourced(FICTIONAL, today),
        )
        for code, place in sorted(wanted)
        if code in labels
    }
    Association.objects.bulk_create(rows.values())
    return rows


def join_federations(today: date, region: Territory) -> None:
    """Let each facility belong to the hospital federation of its kind, as its status suggests."""
    federations = {row.code: row for row in Federation.objects.all()}
    facilities = Facility.objects.filter(department__parent=region).select_related("category").order_by("finess_et")
    FacilityMembership.objects.bulk_create(
        FacilityMembership(
            federation=federations[_federation(facility)],
            facility=facility,
            period=period(add_years(today, -8).replace(month=1, day=1)),
            **sourced(FACILITIES, today),
        )
        for facility in facilities
    )


def _federation(facility: Facility) -> str:
    category = facility.category.code if facility.category else ""
    if category in ("127", "131"):
        return {"127": "fnehad", "131": "unicancer"}[category]
    return {LegalStatus.PUBLIC: "fhf", LegalStatus.NON_PROFIT: "fehap"}.get(facility.legal_status, "fhp")


def _accreditations(voice, association, number, today, rng, region):
    """Two or three periods of five years, one after the other, the last one ending as the story wants."""
    last = today + timedelta(days=voice.ends if voice.ends is not None else rng.randint(240, 1750))
    regional = bool(voice.name)
    while last > add_years(today, -10):
        first = add_years(last, -5) + timedelta(days=1)
        status = AccreditationStatus.GRANTED
        filed = None
        if voice.renewal and last >= today + timedelta(days=voice.ends or 0):
            status, filed = AccreditationStatus.RENEWAL_IN_PROGRESS, today - timedelta(days=voice.renewal)
        yield Accreditation(
            association=association,
            level=AccreditationLevel.REGIONAL if regional else AccreditationLevel.NATIONAL,
            region=region if regional else None,
            number=f"DEMO-{first.year}-{number + 1:03}",
            period=period(first, last),
            status=status,
            renewal_filed_on=filed,
            **sourced(today=today),
        )
        last = first - timedelta(days=1)
