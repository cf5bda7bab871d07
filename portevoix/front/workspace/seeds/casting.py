"""By whom each seat was held: gives the occupations to people who can hold them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from portevoix.front.workspace.seeds.people import Figure
from portevoix.front.workspace.seeds.timelines import Occupation, Slot
from portevoix.register.mandates.enums import EndReason

NEIGHBOURS = {
    "08": ("51", "55"),
    "10": ("51", "52"),
    "51": ("08", "10"),
    "52": ("10", "88"),
    "54": ("57", "88"),
    "55": ("54", "51"),
    "57": ("54", "67"),
    "67": ("68", "57"),
    "68": ("67", "88"),
    "88": ("54", "68"),
}


@dataclass
class Held:
    """An occupation and the person who holds it."""

    occupation: Occupation
    figure: Figure


class Casting:
    """Gives every occupation a person, the running ones first; an occupation that nobody can take is dropped: the seat was vacant."""

    def __init__(self, figures: list[Figure], rng: Random, today: date, likes: dict[int, str]):
        """`likes` names, for some bodies, the association that sits there most often (the families' one in psychiatry…)."""
        self.rng, self.today, self.likes = rng, today, likes
        self.figures = figures
        self.places: dict[str, list[Figure]] = {}
        for figure in figures:
            self.places.setdefault(figure.department, []).append(figure)
        self.held: list[Held] = []

    def fill(self, occupations: Iterable[Occupation]) -> None:
        """Cast the occupations: first those that run today, then the others from the newest to the oldest."""
        order = sorted(occupations, key=lambda o: (o.last < self.today, -o.last.toordinal(), o.slot.number))
        for occupation in order:
            figure = self._choose(occupation)
            if figure:
                self.assign(occupation, figure)

    def assign(self, occupation: Occupation, figure: Figure) -> None:
        figure.take(occupation.first, occupation.last, occupation.slot.body)
        self.held.append(Held(occupation, figure))

    def assign_together(self, occupations: list[Occupation]) -> None:
        """Give several occupations of one body, that follow each other, to the same person."""
        first, last = min(o.first for o in occupations), max(o.last for o in occupations)
        slot = occupations[0].slot
        for pool in self._pools(slot):
            able = [f for f in pool if f.active and f.free(first, last, slot.body)]
            if able:
                figure = self._lightest(able, occupations[0])
                for occupation in occupations:
                    self.assign(occupation, figure)
                return

    def end_with_people(self, occupations: list[Occupation]) -> None:
        """Let a death, or the loss of an accreditation, end some of the past occupations: that of the person, on that day."""
        leavers = [figure for figure in self.figures if figure.reason]
        chosen = [o for o in occupations if o.reason and o.reason != EndReason.TERM and o.last < self.today]
        self.rng.shuffle(chosen)
        for figure in leavers:
            count = self.rng.randint(1, 3)
            for occupation in [o for o in chosen if _fits(o, figure)][:count]:
                if figure.free(occupation.terms[-1].first, figure.until, occupation.slot.body):
                    chosen.remove(occupation)
                    occupations.remove(occupation)
                    _move_end(occupation, figure)
                    self.assign(occupation, figure)

    def _choose(self, occupation: Occupation) -> Figure | None:
        slot, runs = occupation.slot, occupation.last >= self.today
        first, last = occupation.first, occupation.last
        for pool in self._pools(slot):
            able = [f for f in pool if f.active >= runs and f.free(first, last, slot.body)]
            if not able and len(occupation.terms) > 1:
                return self._shorter(occupation)
            if able:
                return self._lightest(able, occupation)
        return None

    def _shorter(self, occupation):
        """Nobody was there so long: forget the oldest term and ask again."""
        occupation.terms.pop(0)
        return self._choose(occupation)

    def _pools(self, slot: Slot):
        if slot.department is None:
            return [self.figures]
        near = [f for place in NEIGHBOURS[slot.department] for f in self.places.get(place, [])]
        return [self.places.get(slot.department, []), near]

    def _lightest(self, able: list[Figure], occupation: Occupation) -> Figure:
        """Prefer who holds little at that time, an association that cares for the place, and another one than the neighbour's."""
        first, last, body = occupation.first, occupation.last, occupation.slot.body
        beside = {h.figure.association for h in self.held[-6:] if h.occupation.slot.body == body}
        liked = self.likes.get(body)

        def weight(figure: Figure) -> float:
            held = figure.load(max(first, self.today - timedelta(days=1)) if last >= self.today else first, last)
            score = 2.5 * held / figure.appetite + 1.2 * (figure.association in beside) - 0.8 * (figure.association == liked)
            return score + self.rng.random() * 1.8

        return min(able, key=weight)


def _fits(occupation, figure):
    """Whether the person's last day can be the last day of this occupation, without meeting the next one."""
    slot, newest = occupation.slot, occupation.terms[-1]
    near = slot.department in (None, figure.department)
    return near and newest.first + timedelta(days=40) < figure.until <= min(newest.last, newest.term_end) and figure.since <= newest.first


def _move_end(occupation, figure):
    occupation.terms = occupation.terms[-1:]
    occupation.terms[-1].last = figure.until
    occupation.terms[-1].reason = figure.reason
