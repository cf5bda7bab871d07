"""Turns the cast occupations into rows: people, their memberships, their mandates, what is announced and what is already decided."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from django.utils import timezone

from portevoix.base.core.periods import add_years, period
from portevoix.front.workspace.seeds import story
from portevoix.front.workspace.seeds.associations import sections
from portevoix.front.workspace.seeds.casting import Held
from portevoix.front.workspace.seeds.people import Figure
from portevoix.front.workspace.seeds.sources import FICTIONAL, sourced
from portevoix.register.directory.enums import SeatQuality
from portevoix.register.directory.models import Association, Body, Commune, Membership, Person, Seat
from portevoix.register.mandates.enums import EndReason as R
from portevoix.register.mandates.models import Mandate

PUBLISHED_NAMES, PUBLISHED_ASSOCIATIONS = 0.46, 0.6  # share of the people who sit and who agreed
DEPARTURES = 14
COMMISSION_SEATS_FILLED = 0.9


class Writer:
    """Writes the rows of the story; knows which row stands for which person."""

    def __init__(self, today: date, rng: Random, accredited: dict[str, Association], agent: Any):
        self.today, self.rng, self.accredited, self.agent = today, rng, accredited, agent
        self.people: dict[int, Person] = {}  # by identity of the figure
        self.associations: dict[int, Association] = {}
        self.homes: dict[str, list[Commune]] = defaultdict(list)
        for commune in Commune.objects.filter(population__isnull=False, latitude__isnull=False).select_related("department").order_by("pk"):
            self.homes[commune.department.code].append(commune)

    def write_people(self, figures: list[Figure]) -> None:
        """Create the people, the sections to which they belong, and their memberships."""
        wanted = {(figure.association, figure.department) for figure in figures}
        found = sections(self.today, self.accredited, wanted)
        rows = Person.objects.bulk_create([self._person(figure) for figure in figures])
        for figure, row in zip(figures, rows, strict=True):
            self.people[id(figure)] = row
            key = figure.association, figure.department
            self.associations[id(figure)] = found.get(key) or self.accredited[figure.association]
        Membership.objects.bulk_create(
            Membership(
                person=self.people[id(figure)],
                association=self.associations[id(figure)],
                period=period(figure.since - timedelta(days=self.rng.randint(30, 900)), figure.until),
                **sourced(FICTIONAL, self.today),
            )
            for figure in figures
        )

    def write(self, held: Iterable[Held]) -> list[Mandate]:
        """Create the mandates of these occupations, numbered by order and by year."""
        rows = [row for one in held for row in self._mandates(one)]
        self._number(rows)
        return Mandate.objects.bulk_create(rows, batch_size=1000)

    def _person(self, figure: Figure) -> Person:
        named = figure.active and self.rng.random() < PUBLISHED_NAMES
        grouped = figure.active and (named or self.rng.random() < PUBLISHED_ASSOCIATIONS)
        agreed = self.today - timedelta(days=self.rng.randint(15, 900))
        return Person(
            civility=figure.name.civility,
            first_name=figure.name.first,
            last_name=figure.name.last,
            email=figure.name.email if self.rng.random() < 0.88 else "",
            phone=f"06 39 98 {self.rng.randint(0, 99):02} {self.rng.randint(0, 99):02}" if self.rng.random() < 0.6 else "",
            name_published=named,
            association_published=grouped,
            consent_recorded_on=agreed if named or grouped else None,
            home=self._home(figure),
            **sourced(FICTIONAL, self.today),
        )

    def _home(self, figure: Figure) -> Commune | None:
        """Return where somebody lives: more often in a large commune of their department, the people of the story in Strasbourg."""
        communes = self.homes[figure.department]
        if not communes:
            return None
        if (figure.name.first, figure.name.last) in story.names():
            return next((one for one in communes if one.name == "Strasbourg"), communes[0])
        rng = Random(f"porte-voix home {figure.name.first} {figure.name.last}")  # noqa: S311 (fiction, not a secret)
        return rng.choices(communes, [one.population for one in communes])[0]

    def _mandates(self, one: Held) -> Iterable[Mandate]:
        slot = one.occupation.slot
        for term in one.occupation.terms:
            yield Mandate(
                seat_id=slot.number,
                body_id=slot.body,
                person=self.people[id(one.figure)],
                association=self.associations[id(one.figure)],
                period=period(term.first, term.last),
                term_end=term.term_end,
                end_reason=term.reason,
                ended_at=self._recorded(term.last) if term.reason else None,
                ended_by=self.agent if term.reason else None,
                **sourced(FICTIONAL, self.today),
            )

    def _recorded(self, last: date) -> datetime:
        """The agency writes an end down within three weeks, in office hours, never in the future."""
        day = min(last + timedelta(days=self.rng.randint(0, 20)), self.today - timedelta(days=1))
        return timezone.make_aware(datetime.combine(day, time(self.rng.randint(8, 17), self.rng.randint(0, 59))))

    def _number(self, rows: list[Mandate]) -> None:
        """One order (arrêté) a body and a day, numbered by year."""
        last: dict[int, int] = defaultdict(int)
        numbers: dict[tuple[date, int], str] = {}
        for row in sorted(rows, key=lambda row: (row.period.lower, row.body_id, row.seat_id)):
            key = row.period.lower, row.body_id
            if key not in numbers:
                year = row.period.lower.year
                last[year] += self.rng.randint(1, 3)
                numbers[key] = f"{year}-{last[year]:04}"
            row.order_reference = numbers[key]


def announce_departures(mandates: list[Mandate], today: date, rng: Random) -> None:
    """Let a few people announce that they will leave before their term."""
    running = [m for m in mandates if m.period.lower < today and not m.end_reason and m.term_end > today + timedelta(days=300)]
    for mandate in rng.sample(running, min(DEPARTURES, len(running))):
        mandate.departure_on = today + timedelta(days=rng.randint(15, 250))
        mandate.departure_reason = rng.choice((R.RESIGNATION, R.RESIGNATION, R.RESIGNATION, R.ASSOCIATION_WITHDRAWAL))
        mandate.save(update_fields=["departure_on", "departure_reason"])


def decide_ahead(mandates: list[Mandate], today: date, rng: Random, count: int) -> list[Mandate]:
    """Designate now the successor on seats whose mandate ends within two months: the same person for three more years."""
    ending = [m for m in mandates if not m.end_reason and today < m.term_end <= today + timedelta(days=75)]
    rows = []
    for mandate in sorted(ending, key=lambda m: (m.term_end, m.seat_id))[:count]:
        first = mandate.term_end + timedelta(days=1)
        last = add_years(first, 3) - timedelta(days=1)
        rows.append(
            Mandate(
                seat_id=mandate.seat_id,
                body_id=mandate.body_id,
                person_id=mandate.person_id,
                association_id=mandate.association_id,
                period=period(first, last),
                term_end=last,
                order_reference=f"{today.year}-{9000 + rng.randint(0, 899)}",
                **sourced(FICTIONAL, today),
            )
        )
    return Mandate.objects.bulk_create(rows)


def derive(conference: list[Mandate], commissions: list[Body], seats: list[Seat], today: date, rng: Random) -> list[Mandate]:
    """Let members of the regional conference sit in its commissions: same end as their mandate there, one seat a commission."""
    cycles: dict[date, list[Mandate]] = defaultdict(list)
    for mandate in conference:
        cycles[mandate.term_end].append(mandate)
    rows = []
    by_body: dict[int, list[Seat]] = defaultdict(list)
    for seat in seats:
        by_body[seat.body_id].append(seat)
    for members in (cycles[end] for end in sorted(cycles)):
        members = sorted(members, key=lambda m: m.seat_id)
        for body in commissions:
            chosen = _distinct(rng.sample(members, len(members)))
            filled = [seat for seat in by_body[body.pk] if rng.random() < COMMISSION_SEATS_FILLED]
            rows += [_derived(seat, parent, today, rng) for seat, parent in zip(filled, chosen, strict=False)]
    return Mandate.objects.bulk_create(rows)


def _distinct(members: list[Mandate]) -> list[Mandate]:
    """One mandate a person, titulars of the conference first: they are the ones who are elected."""
    order = sorted(members, key=lambda m: m.seat.quality != SeatQuality.TITULAR)
    return list({m.person_id: m for m in reversed(order)}.values())[::-1]


def _derived(seat, parent, today, rng):
    last = parent.period.upper - timedelta(days=1)
    first = parent.period.lower + timedelta(days=rng.randint(20, 50))
    if first > min(last, today):
        first = parent.period.lower
    ended = bool(parent.end_reason)
    return Mandate(
        seat=seat,
        body_id=seat.body_id,
        person_id=parent.person_id,
        association_id=parent.association_id,
        period=period(first, last),
        term_end=parent.term_end,
        parent=parent,
        end_reason=R.PARENT_ENDED if ended else "",
        ended_at=parent.ended_at if ended else None,
        ended_by=parent.ended_by if ended else None,
        **sourced(FICTIONAL, today),
    )
