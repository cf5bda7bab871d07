"""When each seat was held, over ten years: periods without names, from the state wanted today back to the first designations.

The rates are those that two agencies publish (Hauts-de-France: 6 % of the titulars' seats vacant and 44 % of the substitutes';
Grand Est speaks of « un nombre significatif » among 1 400 seats), uneven from one department to the next.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from portevoix.base.core.periods import add_months, add_years
from portevoix.register.directory.enums import SeatQuality
from portevoix.register.mandates.enums import EndReason as R
from portevoix.register.mandates.enums import SeatState

ONE_DAY = timedelta(days=1)
YEARS_OF_HISTORY = 10

# Share of the seats without an active mandate today, by quality; and how much worse or better each department is.
RATES = {SeatQuality.TITULAR: 0.082, SeatQuality.SUBSTITUTE: 0.415, SeatQuality.MEMBER: 0.11}
DEPARTMENTS = {"52": 1.6, "55": 1.5, "08": 1.3, "10": 1.1, "88": 1.1, "57": 1.0, "54": 0.9, "51": 0.85, "68": 0.85, "67": 0.75}
SHARE_PAST_TERM = 0.08
NEVER_FILLED_SINCE = date(2017, 12, 31)  # a commission set up after that day may have a seat that nobody ever held
SHARE_NEVER_FILLED = 0.3
# Between two people: how often the next one sits at once, and the longest wait otherwise, in days.
GAPS = {SeatQuality.TITULAR: (0.7, 330), SeatQuality.SUBSTITUTE: (0.2, 1000), SeatQuality.MEMBER: (0.6, 400)}
SHARE_IN_WAVE = 0.62  # of the mandates of users' commissions, those that end together

EARLY_ENDS = (R.RESIGNATION,) * 12 + (R.ASSOCIATION_WITHDRAWAL,) * 3 + (R.ABSENCE,) * 2 + (R.INCOMPATIBILITY,)


@dataclass(frozen=True)
class Slot:
    """A seat that waits for its history. `cycle` is the collective period running today; None when each mandate has its own."""

    body: int
    number: int
    body_type: str
    quality: SeatQuality
    rank: int
    department: str | None
    opened: date
    term_years: int
    cycle: tuple[date, date] | None = None


@dataclass
class Term:
    """One mandate: its first day, the end that the act gave, its last day, and why it ended (empty while it runs)."""

    first: date
    term_end: date
    last: date
    reason: str = ""


@dataclass
class Occupation:
    """One person on one seat during consecutive terms, oldest first."""

    slot: Slot
    terms: list[Term] = field(default_factory=list)

    @property
    def first(self) -> date:
        return self.terms[0].first

    @property
    def last(self) -> date:
        return self.terms[-1].last

    @property
    def reason(self) -> str:
        return self.terms[-1].reason


def wave(today: date) -> tuple[date, date]:
    """Return the national wave of users' commissions running on `today`: three years, to 30 November 2025, 2028, 2031…"""
    return cycle(date(2025, 12, 1), 3, today)


def cycle(anchor: date, years: int, today: date) -> tuple[date, date]:
    """Return the period of `years` that contains `today`, in the sequence that passes by `anchor`."""
    first = anchor
    while first > today:
        first = add_years(first, -years)
    while add_years(first, years) <= today:
        first = add_years(first, years)
    return first, add_years(first, years) - ONE_DAY


def wanted_states(slots: Iterable[Slot], rng: Random) -> dict[Slot, SeatState]:
    """Choose which seats are vacant or past term today, so that the rates hold by quality and by type of body.

    Users' commissions, four seats out of five, lean on the weaker departments.
    """
    slots = list(slots)
    states = dict.fromkeys(slots, SeatState.FILLED)
    for quality, rate in RATES.items():
        groups: dict[str, list[Slot]] = {}
        for slot in slots:
            if slot.quality == quality:
                groups.setdefault(slot.department if slot.body_type == "CDU" else slot.body_type, []).append(slot)
        total = sum(len(group) for group in groups.values())
        weights = {key: len(group) * DEPARTMENTS.get(key, 1.1) for key, group in groups.items()}
        for key, count in _shares(round(total * rate), weights).items():
            for slot in rng.sample(groups[key], min(count, len(groups[key]))):
                past = rng.random() < SHARE_PAST_TERM and slot.cycle is None
                states[slot] = SeatState.PAST_TERM if past else SeatState.VACANT
    return states


def timeline(slot: Slot, state: SeatState, rng: Random, today: date) -> list[Occupation]:
    """Return who-knows-who's occupations of one seat, newest first, none before the seat was opened."""
    start = beginning(slot, today)
    if state == SeatState.VACANT and slot.opened > NEVER_FILLED_SINCE and rng.random() < SHARE_NEVER_FILLED:
        return []
    if slot.cycle:
        return _by_cycles(slot, state, rng, today, start)
    newest = _newest(slot, state, rng, today)
    _renew(newest, rng, start)
    if not newest.terms:
        return []
    return [newest, *before(slot, newest.first, rng, start)]


def before(slot: Slot, day: date, rng: Random, start: date) -> list[Occupation]:
    """Return the occupations that came before `day`, newest first, none before `start`."""
    found = []
    while day > add_months(start, 6):
        at_once, longest = GAPS[slot.quality]
        gap = 0 if rng.random() < at_once else rng.randint(20, longest)
        earlier = _ending(slot, day - timedelta(days=gap + 1), rng, start)
        if earlier is None:
            break
        found.append(earlier)
        day = earlier.first
    return found


def beginning(slot: Slot, today: date) -> date:
    """Return the first day of the history of a seat."""
    return max(slot.opened, add_years(today, -YEARS_OF_HISTORY))


def promotion(titular: Slot, substitute: Slot, rng: Random, today: date) -> tuple[list[Occupation], list[Occupation]]:
    """Return the histories of two seats of a body whose substitute became titular: the first occupation of each is the same person's."""
    switch = today - timedelta(days=rng.randint(40, 700))
    now = _running(titular, switch)
    first = switch - timedelta(days=rng.randint(120, 900))
    term = Term(first, add_years(first, substitute.term_years) - ONE_DAY, switch - ONE_DAY, R.SEAT_SWITCH)
    was = Occupation(substitute, [term])
    return (
        [now, *before(titular, switch, rng, beginning(titular, today))],
        [was, *before(substitute, first, rng, beginning(substitute, today))],
    )


def _newest(slot, state, rng, today):
    """The last occupation of a seat whose mandates have each their own end."""
    wave_first, wave_end = wave(today)
    if state == SeatState.FILLED:
        if rng.random() < SHARE_IN_WAVE:
            return Occupation(slot, [Term(wave_first, wave_end, wave_end)])
        first = today - timedelta(days=rng.randint(5, 365 * slot.term_years - 10))
        return _running(slot, first)
    if state == SeatState.PAST_TERM:
        term_end = today - timedelta(days=rng.randint(3, 230))
        first = add_years(term_end + ONE_DAY, -slot.term_years)
        return Occupation(slot, [Term(first, term_end, term_end)])
    draw = rng.random()
    if draw < 0.34 and wave_first <= today:
        last, reason = wave_first - ONE_DAY, R.TERM
    else:
        days = rng.randint(4, 178) if draw < 0.48 else rng.randint(190, 1980)
        last, reason = today - timedelta(days=days), _reason(rng)
    return Occupation(slot, [_ended(slot, last, reason, rng)])


def _by_cycles(slot, state, rng, today, start):
    """Occupations of a seat whose mandates end together; who comes in the course of a cycle sits for what remains of it."""
    first, end = slot.cycle
    found: list[Occupation] = []
    if state == SeatState.FILLED:
        elapsed = (min(today, end) - first).days
        late = rng.random() < 0.2 and elapsed > 90
        begun = first + timedelta(days=rng.randint(30, elapsed - 30)) if late else first
        found.append(Occupation(slot, [Term(begun, end, end)]))
    elif (today - first).days > 90 and rng.random() < 0.6:
        last = first + timedelta(days=rng.randint(45, min((today - first).days, (end - first).days) - 1))
        found.append(Occupation(slot, [Term(first, end, last, _early(rng))]))
    end = first - ONE_DAY
    while end > add_months(start, 6):
        first = max(add_years(end + ONE_DAY, -slot.term_years), start)
        newest = found[-1] if found else None
        if newest and newest.first == end + ONE_DAY and len(newest.terms) < 2 and rng.random() < 0.45:
            newest.terms.insert(0, Term(first, end, end, R.TERM))
        elif rng.random() < (0.93 if slot.quality != SeatQuality.SUBSTITUTE else 0.6):
            found.append(Occupation(slot, [Term(first, end, end, R.TERM)]))
        end = first - ONE_DAY
    return found


def _running(slot, first):
    end = add_years(first, slot.term_years) - ONE_DAY
    return Occupation(slot, [Term(first, end, end)])


def _ended(slot, last, reason, rng):
    """A term that came to an end on `last`: at its term, or before it."""
    if reason == R.TERM:
        return Term(add_years(last + ONE_DAY, -slot.term_years), last, last, reason)
    first = last - timedelta(days=rng.randint(70, 365 * slot.term_years - 60))
    return Term(first, add_years(first, slot.term_years) - ONE_DAY, last, reason)


def _ending(slot, last, rng, start):
    """An occupation that ended on `last`, or None when too little of it would lie after `start`."""
    reason = R.TERM if rng.random() < 0.72 else _early(rng)
    occupation = Occupation(slot, [_ended(slot, last, reason, rng)])
    if (last - start).days < 150:
        return None
    _renew(occupation, rng, start)
    return occupation


def _renew(occupation, rng, start):
    """Put earlier terms of the same person before the newest one; cut what lies before `start`."""
    slot = occupation.slot
    for chance in (0.5, 0.35):
        oldest = occupation.terms[0]
        if rng.random() > chance or oldest.first <= add_months(start, 8):
            break
        end = oldest.first - ONE_DAY
        occupation.terms.insert(0, Term(add_years(oldest.first, -slot.term_years), end, end, R.TERM))
    occupation.terms = [term for term in occupation.terms if term.last >= start]
    if occupation.terms and occupation.terms[0].first < start:
        occupation.terms[0].first = start


def _reason(rng):
    return R.TERM if rng.random() < 0.45 else _early(rng)


def _early(rng):
    return rng.choice(EARLY_ENDS)


def _shares(total: int, weights: dict[str, float]) -> dict[str, int]:
    """Divide `total` by `weights`, whole numbers, the largest remainders first."""
    whole = sum(weights.values()) or 1
    exact = {key: total * weight / whole for key, weight in weights.items()}
    counts = {key: int(value) for key, value in exact.items()}
    rest = total - sum(counts.values())
    for key in sorted(exact, key=lambda key: (counts[key] - exact[key], key))[:rest]:
        counts[key] += 1
    return counts
