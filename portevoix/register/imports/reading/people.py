"""Who is who: the same person under several spellings is one, homonyms stay apart, doubts are said."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import combinations

from portevoix.base.core.names import Likeness, PersonName, best_spelling, compare_names
from portevoix.base.core.text import typo_fr
from portevoix.register.imports.reading.results import Keep, SeatRow


class Verdict(StrEnum):
    """What is decided of two people."""

    SAME = "same"
    DOUBT = "doubt"
    DIFFERENT = "different"


@dataclass(frozen=True, kw_only=True)
class PersonFacts:
    """What is known of somebody, in a workbook or in the register. Empty sets mean « not known », never « none »."""

    name: PersonName
    emails: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    associations: frozenset[str] = frozenset()
    departments: frozenset[str] = frozenset()

    def joined(self, other: "PersonFacts") -> "PersonFacts":
        """Return what is known once both are one person."""
        return PersonFacts(
            name=replace(self.name, civility=self.name.civility or other.name.civility),
            emails=self.emails | other.emails,
            phones=self.phones | other.phones,
            associations=self.associations | other.associations,
            departments=self.departments | other.departments,
        )


@dataclass(frozen=True)
class Decision:
    """The verdict with its evidence, in French sentences."""

    verdict: Verdict
    score: int
    evidence: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PersonGroup:
    """One person: the positions of the rows in the sequence given, the best spelling of the name, and why the rows are one person."""

    rows: tuple[int, ...]
    name: PersonName
    facts: PersonFacts
    spellings: tuple[str, ...]
    evidence: tuple[str, ...] = ()

    @property
    def email(self) -> str:
        return min(self.facts.emails, default="")


@dataclass(frozen=True, kw_only=True)
class PersonDoubt:
    """Two groups (positions in `People.groups`) that may be one person, kept apart."""

    left: int
    right: int
    score: int
    evidence: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class People:
    """The people of a workbook. `by_row` gives the group of a row by its position."""

    groups: tuple[PersonGroup, ...]
    doubts: tuple[PersonDoubt, ...]
    by_row: dict[int, int]


def decide(left: PersonFacts, right: PersonFacts) -> Decision:
    """Return whether two people are one. A merge needs the same name and a tie (address, or department and association), with nothing
    against; what only looks alike is a doubt; a doubt is never a merge."""
    names = compare_names(left.name, right.name)
    ties = _Ties(left, right)
    evidence = (names.explanation, *ties.sentences)
    if names.likeness == Likeness.DIFFERENT:
        return Decision(Verdict.DIFFERENT, names.score, evidence)
    same_name = names.likeness in (Likeness.IDENTICAL, Likeness.SPELLING, Likeness.ORDER)
    verdict = _by_same_name(ties, names.likeness) if same_name else _by_near_name(ties)
    return Decision(verdict, names.score, evidence)


def _by_same_name(ties: "_Ties", likeness: Likeness) -> Verdict:
    both = ties.department is True and ties.association is True
    either = ties.department is True or ties.association is True
    if ties.civility is False:
        return Verdict.DOUBT if ties.contact or both else Verdict.DIFFERENT
    if ties.contact:
        return Verdict.DOUBT if ties.department is False and ties.association is False else Verdict.SAME
    if ties.contact is False:
        return Verdict.DOUBT if either else Verdict.DIFFERENT
    if likeness == Likeness.ORDER:
        return Verdict.SAME if both else Verdict.DOUBT if either else Verdict.DIFFERENT
    nothing_against = ties.department is not False and ties.association is not False
    return Verdict.SAME if either and nothing_against else Verdict.DOUBT


def _by_near_name(ties: "_Ties") -> Verdict:
    either = ties.department is True or ties.association is True
    if ties.civility is False:
        return Verdict.DOUBT if ties.contact else Verdict.DIFFERENT
    if ties.contact:
        return Verdict.SAME if either else Verdict.DOUBT
    both = ties.department is True and ties.association is True
    return Verdict.DOUBT if both and ties.contact is None else Verdict.DIFFERENT


class _Ties:
    """What ties two people or parts them: each is True (same), False (different) or None (not known on one side)."""

    def __init__(self, left: PersonFacts, right: PersonFacts):
        self.sentences: list[str] = []
        self.civility = self._compare({left.name.civility} - {""}, {right.name.civility} - {""}, "Même civilité", "Civilités différentes")
        email = self._compare(left.emails, right.emails, "Même courriel", "Courriels différents")
        phone = self._compare(left.phones, right.phones, "Même téléphone", "Téléphones différents")
        self.contact = True if email or phone else email
        self.association = self._compare(left.associations, right.associations, "Même association", "Associations différentes")
        self.department = self._compare(left.departments, right.departments, "Même département", "Départements différents")

    def _compare(self, left: Iterable[str], right: Iterable[str], same: str, different: str) -> bool | None:
        left, right = set(left), set(right)
        if not left or not right:
            return None
        common = left & right
        shown = sorted(common) if common else sorted(left | right)
        if not (common and same == "Même civilité"):
            self.sentences.append(typo_fr(f"{same if common else different} : {', '.join(shown)}."))
        return bool(common)


def facts_of(row: SeatRow, association_key: Callable[[str], str], shared: frozenset[str] = frozenset()) -> PersonFacts:
    """Return what a row says of its holder; `shared` are addresses that several people use, and that prove nothing."""
    return PersonFacts(
        name=row.name,
        emails=frozenset({row.email} - {""} - shared),
        phones=frozenset({row.phone} - {""}),
        associations=frozenset({association_key(row.association_text)} - {""}),
        departments=frozenset({row.department} - {""}),
    )


def group_people(rows: Sequence[SeatRow], association_key: Callable[[str], str]) -> People:
    """Return the people who hold the mandates of `rows` (other rows are passed over), in the order of the rows."""
    held = [position for position, row in enumerate(rows) if row.keep == Keep.MANDATE and row.name.words]
    shared = _shared_addresses([rows[position] for position in held])
    clusters = [_Cluster([position], facts_of(rows[position], association_key, shared)) for position in held]
    for same_name in _by_name(clusters):
        _merge(same_name, lambda left, right: True)
    clusters = [cluster for cluster in clusters if cluster.positions]
    for near in _by_tie(clusters):
        _merge(near, lambda left, right: bool(left.facts.emails & right.facts.emails or left.facts.phones & right.facts.phones))
    clusters = sorted((cluster for cluster in clusters if cluster.positions), key=lambda cluster: cluster.positions[0])
    groups = tuple(cluster.group(rows) for cluster in clusters)
    by_row = {position: index for index, group in enumerate(groups) for position in group.rows}
    return People(groups=groups, doubts=_doubts(clusters), by_row=by_row)


class _Cluster:
    """Rows already known to be one person; emptied when it joins another."""

    def __init__(self, positions: list[int], facts: PersonFacts):
        self.positions, self.facts, self.evidence = positions, facts, []

    def take(self, other: "_Cluster", decision: Decision) -> None:
        self.positions = sorted(self.positions + other.positions)
        self.facts = self.facts.joined(other.facts)
        self.evidence += [sentence for sentence in (*decision.evidence, *other.evidence) if sentence not in self.evidence]
        other.positions = []

    def group(self, rows: Sequence[SeatRow]) -> PersonGroup:
        names = [rows[position].name for position in self.positions]
        usual = names[0]
        alike = [name for name in names if name.pair == usual.pair] or [usual]
        name = replace(
            usual,
            last=best_spelling(name.last for name in alike),
            first=best_spelling(name.first for name in alike),
            civility=self.facts.name.civility,
        )
        spellings = tuple(dict.fromkeys(name.display_last_first for name in names))
        return PersonGroup(rows=tuple(self.positions), name=name, facts=self.facts, spellings=spellings, evidence=tuple(self.evidence))


def _shared_addresses(rows: list[SeatRow]) -> frozenset[str]:
    """Return the addresses used by people of unlike names: the box of an association, not of a person."""
    users = defaultdict(list)
    for row in rows:
        if row.email and all(row.name.words != name.words for name in users[row.email]):
            users[row.email].append(row.name)
    return frozenset(
        email
        for email, names in users.items()
        if any(compare_names(one, other).likeness == Likeness.DIFFERENT for one, other in combinations(names[:20], 2))
    )


def _by_name(clusters: list[_Cluster]) -> list[list[_Cluster]]:
    """Return the clusters that bear the same name, by its letters or by its words in any order."""
    leaders: dict[object, list[_Cluster]] = {}
    for cluster in clusters:
        name = cluster.facts.name
        found = [leaders[key] for key in (name.pair, name.words) if key in leaders]
        family = found[0] if found else []
        for other in found[1:]:
            if other is not family:
                family.extend(other)
        family.append(cluster)
        for member in [cluster] if len(found) < 2 else family:
            leaders[member.facts.name.pair] = leaders[member.facts.name.words] = family
    return list({id(family): family for family in leaders.values()}.values())


def _by_tie(clusters: list[_Cluster]) -> list[list[_Cluster]]:
    """Return the clusters that share an address or a telephone, or both a department and an association."""
    ties = defaultdict(list)
    for cluster in clusters:
        facts = cluster.facts
        places = [(department, code) for department in sorted(facts.departments) for code in sorted(facts.associations)]
        for tie in (*sorted(facts.emails), *sorted(facts.phones), *places):
            ties[tie].append(cluster)
    return [family for family in ties.values() if len(family) > 1]


def _merge(family: list[_Cluster], allowed: Callable[[_Cluster, _Cluster], bool]) -> None:
    """Join what is the same person, until nothing more joins; the earliest row leads."""
    joined = True
    while joined:
        joined = False
        present = sorted((cluster for cluster in family if cluster.positions), key=lambda cluster: cluster.positions[0])
        for left, right in combinations(present, 2):
            if left.positions and right.positions and allowed(left, right):
                decision = decide(left.facts, right.facts)
                if decision.verdict == Verdict.SAME:
                    left.take(right, decision)
                    joined = True


def _doubts(clusters: list[_Cluster]) -> tuple[PersonDoubt, ...]:
    index = {id(cluster): position for position, cluster in enumerate(clusters)}
    doubts = {}
    for family in (*_by_name(clusters), *_by_tie(clusters)):
        for left, right in combinations(family, 2):
            pair = tuple(sorted((index[id(left)], index[id(right)])))
            if pair[0] == pair[1] or pair in doubts:
                continue
            decision = decide(left.facts, right.facts)
            if decision.verdict == Verdict.DOUBT:
                doubts[pair] = PersonDoubt(left=pair[0], right=pair[1], score=decision.score, evidence=decision.evidence)
    return tuple(doubts[pair] for pair in sorted(doubts))
