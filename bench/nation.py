"""A nation: 30 000 seats, 1 400 of them in Grand Est, ten years of mandates. Fictional, and the same at each run."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import cycle, product
from random import Random

from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from bench.database import settle
from portevoix.base.core.periods import ONE_DAY, add_years, period
from portevoix.register.directory.enums import AccreditationLevel, SeatQuality, TerritoryKind
from portevoix.register.directory.models import (
    Accreditation,
    Association,
    Body,
    BodyType,
    Facility,
    LegalEntity,
    Person,
    Seat,
    Territory,
)
from portevoix.register.mandates.enums import EndReason
from portevoix.register.mandates.models import Mandate

SOURCE = {"source": "données d’essai de vitesse", "source_date": date(2026, 1, 1)}
REGION = "44"
SEATS, REGION_SEATS = 30_000, 1_400
REGION_COMMISSIONS, COMMISSIONS, COMMISSION_SEATS, COUNCIL_SEATS = 338, 6_800, 4, 8
PEOPLE, FEDERATIONS, SECTIONS = 16_000, 180, 600
YEARS = 10
BATCH = 5_000


def words(text: str) -> list[str]:
    """Return the words of `text`."""
    return text.split()


STARTS = words("Mont Saint Ville Bois Val Roche Font Beau Clair Haut Neuf Champ Pré Bel Grand Long Vieux Châtel Pont Aigue")
ENDS = words("ville court mont bourg heim willer ange azay eix ac igny oux ières olles ancy erre ueil")
KINDS = ("Centre hospitalier", "Clinique", "Hôpital", "Polyclinique", "Centre de réadaptation", "Hospitalisation à domicile")
PATRONS = words("Pasteur Bernard Monet Curie Hugo Sand Ravel Verne Zola Camus Colette Debussy Laennec Ampère Schuman")
SYLLABLES = words("ma ri ber lan gou di che val mor tin per rou sel fer nan gui ber tho las ser")
FIRST_NAMES = words(
    "Odile Marie Jean Claude Monique Bernard Nicole Alain Danielle Michel Annie Gérard Chantal Patrick Brigitte Daniel "
    "Martine Jacques Françoise Philippe Zoé Éloïse Noël Hélène Amélie Cédric Léa Rémi Inès Théo"
)


@dataclass(frozen=True)
class Nation:
    """What the workloads need to know of the data."""

    today: date
    seats: int
    region_seats: int
    mandates: int


@transaction.atomic
def _fill(today: date) -> None:
    random = Random(20260101)
    departments = list(Territory.objects.filter(kind=TerritoryKind.DEPARTMENT).select_related("parent").order_by("code"))
    here = [department for department in departments if department.parent.code == REGION]
    elsewhere = [department for department in departments if department.parent.code != REGION]
    commissions = _commissions(random, here, REGION_COMMISSIONS) + _commissions(random, elsewhere, COMMISSIONS - REGION_COMMISSIONS)
    region_councils = (REGION_SEATS - REGION_COMMISSIONS * COMMISSION_SEATS) // COUNCIL_SEATS
    councils = (SEATS - COMMISSIONS * COMMISSION_SEATS) // COUNCIL_SEATS
    councils = _councils(here, region_councils) + _councils(elsewhere, councils - region_councils)
    seats = _seats(commissions, councils)
    people, associations = _people(random), _associations(random, departments, today)
    _mandates(random, seats, people, associations, today)


def build() -> Nation:
    """Fill the database and settle it, unless a workload before this one did."""
    today = timezone.localdate()
    if not Mandate.objects.exists():
        call_command("load_reference", verbosity=0)
        _fill(today)
        settle()
    return Nation(
        today=today,
        seats=Seat.objects.count(),
        region_seats=Seat.objects.filter(body__region__code=REGION).count(),
        mandates=Mandate.objects.count(),
    )


def _saved(model, rows):
    return model.objects.bulk_create(rows, batch_size=BATCH)


def _towns(random):
    names = [start + end for start, end in product(STARTS, ENDS)]
    names += [f"{one}-{two}" for one, two in zip(names, reversed(names), strict=True)]
    random.shuffle(names)
    return cycle(names)


def _commissions(random, departments, count):
    kind, towns, places = BodyType.objects.get(code="CDU"), _towns(random), cycle(departments)
    entities = _saved(
        LegalEntity,
        [
            LegalEntity(finess_ej=_finess(department, 700_000 + n), name=f"Entité {n}", **SOURCE)
            for n, department in zip(range(count), places, strict=False)
        ],
    )
    facilities = []
    for number, entity in enumerate(entities):
        town, department = next(towns), departments[number % len(departments)]
        name = f"{random.choice(KINDS)} {random.choice(PATRONS)} de {town}"
        facilities.append(
            Facility(finess_et=_finess(department, number), name=name, legal_entity=entity, town=town, department=department, **SOURCE)
        )
    rows = [
        Body(
            body_type=kind,
            name=f.name,
            facility=f,
            department=f.department,
            region=f.department.parent,
            town=f.town,
            opened_on=date(2016, 6, 1),
            **SOURCE,
        )
        for f in _saved(Facility, facilities)
    ]
    return _saved(Body, rows)


def _finess(department, number):
    return f"{department.code[:2]}{number:07}"


def _councils(departments, count):
    kinds = cycle(BodyType.objects.filter(code__in=["CPAM", "CTS", "CODERST", "CDSP"]).order_by("code"))
    places = cycle(departments)
    rows = [
        Body(
            body_type=kind,
            name=f"{kind.name} {place.name} {n}",
            territory=place,
            department=place,
            region=place.parent,
            opened_on=date(2016, 1, 1),
            **SOURCE,
        )
        for n, kind, place in zip(range(count), kinds, places, strict=False)
    ]
    return _saved(Body, rows)


def _seats(commissions, councils):
    rows = [Seat(body=b, quality=q, rank=r) for b in commissions for q in (SeatQuality.TITULAR, SeatQuality.SUBSTITUTE) for r in (1, 2)]
    rows += [Seat(body=body, quality=SeatQuality.MEMBER, rank=rank) for body in councils for rank in range(1, COUNCIL_SEATS + 1)]
    return _saved(Seat, rows)


def _people(random):
    names = ["".join(parts).capitalize() for parts in product(SYLLABLES, SYLLABLES, SYLLABLES)]
    random.shuffle(names)
    rows = [Person(last_name=names[n % len(names)], first_name=random.choice(FIRST_NAMES), **SOURCE) for n in range(PEOPLE)]
    return _saved(Person, rows)


def _associations(random, departments, today):
    federations = _saved(
        Association,
        [Association(code=f"asso-{n}", name=f"Association nationale {n}", acronym=f"AN{n}", **SOURCE) for n in range(FEDERATIONS)],
    )
    pairs = list(product(federations, departments))[: SECTIONS * 7 : 7]
    sections = [
        Association(code=f"section-{n}", name=f"{f.name}, section {d.name}", parent=f, department=d, **SOURCE)
        for n, (f, d) in enumerate(pairs)
    ]
    ends = [today + timedelta(days=random.randrange(30, 1_700)) for _ in federations]
    rows = [
        Accreditation(association=f, level=AccreditationLevel.NATIONAL, period=period(date(2016, 1, 1), end), **SOURCE)
        for f, end in zip(federations, ends, strict=True)
    ]
    _saved(Accreditation, rows)
    return federations + _saved(Association, sections)


def _mandates(random, seats, people, associations, today):
    """Three-year terms one after the other with gaps, resignations, departures; nobody sits twice in a body."""
    now, rows, number = timezone.now(), [], 0
    for seat in seats:
        day = date(today.year - YEARS, 1, 1) + timedelta(days=random.randrange(900))
        while day < today + timedelta(days=60):
            number += 1
            term_end = add_years(day, 3) - ONE_DAY
            last, reason = term_end, ""
            if random.random() < 0.2:
                last, reason = day + timedelta(days=random.randrange(30, 1_000)), EndReason.RESIGNATION
                if last > today:
                    last, reason = term_end, ""
            elif term_end < today and random.random() < 0.6:
                reason = EndReason.TERM
            leaving = not reason and last > today + timedelta(days=90) and random.random() < 0.03
            rows.append(
                Mandate(
                    seat=seat,
                    body_id=seat.body_id,
                    person=people[number % PEOPLE],  # 16 000 in turn: far apart in one body
                    association=random.choice(associations),
                    period=period(day, last),
                    term_end=term_end,
                    order_reference=f"{day.year}-{number % 900}",
                    end_reason=reason,
                    ended_at=now if reason else None,
                    departure_on=today + timedelta(days=80) if leaving else None,
                    departure_reason=EndReason.RESIGNATION if leaving else "",
                    **SOURCE,
                )
            )
            day = last + ONE_DAY + timedelta(days=random.choice((0, 0, 0, 15, 60, 200, 700)))
    random.shuffle(rows)  # as years of work write them: the mandates of a seat are not neighbours on the disk
    _saved(Mandate, rows)
