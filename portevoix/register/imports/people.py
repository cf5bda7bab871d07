"""Who are the people of a workbook? Those of the register, found under another spelling too, or new ones; doubts go to a human."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from portevoix.base.core.names import Likeness, PersonName, compare_names
from portevoix.base.core.periods import first_day
from portevoix.base.core.text import typo_fr
from portevoix.register.directory.models import Association, Person
from portevoix.register.imports.enums import DoubtKind
from portevoix.register.imports.plan import Completion, Creation, PlannedDoubt
from portevoix.register.imports.reading.people import PersonFacts, PersonGroup, Verdict, decide, group_people
from portevoix.register.imports.reading.results import SeatRow
from portevoix.register.imports.snapshot import Snapshot


@dataclass(frozen=True, kw_only=True)
class Holding:
    """A row that seats somebody, with what was found of it: the federation, and the seat when the register has it."""

    row: SeatRow
    federation: Association | None
    seat_id: int | None


@dataclass
class Directory:
    """The people of the register, by what a workbook may know of them. A record merged into another stands for that other."""

    snapshot: Snapshot
    facts: dict[int, list[PersonFacts]] = field(default_factory=dict)
    people: dict[int, Person] = field(default_factory=dict)
    index: dict[object, list[int]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self):
        by_pk = {person.pk: person for person in self.snapshot.people}
        for person in self.snapshot.people:
            survivor = person
            while survivor.merged_into_id and survivor.merged_into_id in by_pk:
                survivor = by_pk[survivor.merged_into_id]
            self.people[survivor.pk] = survivor
            facts = self._facts(person, survivor)
            self.facts.setdefault(survivor.pk, []).append(facts)
            for key in keys_of(facts):
                if survivor.pk not in self.index[key]:
                    self.index[key].append(survivor.pk)

    def _facts(self, person: Person, survivor: Person) -> PersonFacts:
        mandates = self.snapshot.by_person.get(survivor.pk, [])
        associations = {self.snapshot.associations[mandate.association_id] for mandate in mandates if mandate.association_id}
        departments = {self.snapshot.department_of_body.get(mandate.body_id, "") for mandate in mandates}
        return PersonFacts(
            name=PersonName(person.last_name, person.first_name, person.civility),
            emails=frozenset({person.email.lower(), survivor.email.lower()} - {""}),
            phones=frozenset({person.phone, survivor.phone} - {""}),
            associations=frozenset(association.accredited.code.upper() for association in associations),
            departments=frozenset(departments - {""}),
        )

    def near(self, facts: PersonFacts) -> list[int]:
        """Return the people who have something in common with `facts`: worth comparing."""
        return list(dict.fromkeys(pk for key in keys_of(facts) for pk in self.index.get(key, ())))

    def compare(self, pk: int, facts: PersonFacts) -> tuple[Verdict, int, tuple[str, ...]]:
        """Return the most favourable comparison with the spellings known of this person."""
        order = {Verdict.SAME: 0, Verdict.DOUBT: 1, Verdict.DIFFERENT: 2}
        decisions = [decide(known, facts) for known in self.facts[pk]]
        best = min(decisions, key=lambda decision: (order[decision.verdict], -decision.score))
        return best.verdict, best.score, best.evidence


def keys_of(facts: PersonFacts) -> Iterable[object]:
    """Yield what brings two people together for a comparison: a name in any order, an address, a telephone, a place with an association."""
    yield facts.name.words
    yield facts.name.pair
    yield from facts.emails
    yield from facts.phones
    yield from ((department, code) for department in sorted(facts.departments) for code in sorted(facts.associations))


def _email(group: PersonGroup) -> str:
    return group.email if len(group.email) <= Person._meta.get_field("email").max_length else ""


def _phone(group: PersonGroup) -> str:
    """Return a telephone number that the register can hold; what is longer is not one."""
    return min((phone for phone in group.facts.phones if len(phone) <= Person._meta.get_field("phone").max_length), default="")


class People:
    """The person of each holding: `of(position)`. The rest is for the plan: creations, completions, doubts, people matched."""

    def __init__(self, snapshot: Snapshot, holdings: list[Holding], *, source: str, source_date: date):
        self._snapshot, self._holdings, self._source = snapshot, holdings, {"source": source, "source_date": source_date}
        self._directory = Directory(snapshot)
        self.creations: list[Creation] = []
        self.completions: list[Completion] = []
        self.doubts: list[PlannedDoubt] = []
        self.matched: set[int] = set()
        self._asked: set[tuple[int, int]] = set()
        codes = {one.row.association_text: one.federation.code.upper() if one.federation else "" for one in holdings}
        rows = [one.row for one in holdings]
        found = group_people(rows, lambda text: codes.get(text, ""))
        held = [self._holders(group) for group in found.groups]
        taken = {self._leader(holders) for holders in held if holders}
        people = [self._settle(group, holders, taken) for group, holders in zip(found.groups, held, strict=True)]
        self._by_row = {number: people[group] for number, group in found.by_row.items()}
        self._by_row |= {number: person for holders in held for number, person in holders.items()}
        for doubt in found.doubts:
            self._doubt(people[doubt.left], people[doubt.right], doubt.evidence, found.groups[doubt.right])

    def of(self, number: int) -> Person:
        """Return the person of the holding at this position."""
        return self._by_row[number]

    def _holders(self, group: PersonGroup) -> dict[int, Person]:
        """Return, by position, who holds in the register the very mandate that a row repeats, when the names are alike."""
        holders = {}
        for number in group.rows:
            one = self._holdings[number]
            for mandate in self._snapshot.by_seat.get(one.seat_id, ()):
                person = self._directory.people.get(mandate.person_id)
                if person is not None and first_day(mandate.period) == one.row.start and self._alike(person, one.row.name):
                    holders[number] = person
        return holders

    def _alike(self, person: Person, name: PersonName) -> bool:
        return any(compare_names(facts.name, name).likeness != Likeness.DIFFERENT for facts in self._directory.facts[person.pk])

    def _leader(self, holders: dict[int, Person]) -> int:
        """Return the person who holds the most of these mandates."""
        counts = Counter(person.pk for person in holders.values())
        return min(counts, key=lambda pk: (-counts[pk], pk))

    def _settle(self, group: PersonGroup, holders: dict[int, Person], taken: set[int]) -> Person:
        if holders:
            person = self._directory.people[self._leader(holders)]
            for other in holders.values():
                self._doubt(person, other, ("Le classeur donne les deux pour une seule personne.",), group)
            return self._matched(person, group)
        same, doubtful = [], []
        for pk in self._directory.near(group.facts):
            verdict, score, evidence = self._directory.compare(pk, group.facts)
            if verdict == Verdict.SAME and pk not in taken:
                same.append((-score, pk, evidence))
            elif verdict != Verdict.DIFFERENT:
                doubtful.append((pk, evidence))
        if same:
            _, pk, _ = min(same)
            taken.add(pk)
            for _, other, evidence in sorted(same)[1:]:
                self._doubt(self._directory.people[pk], self._directory.people[other], evidence, group)
            return self._matched(self._directory.people[pk], group)
        person = self._created(group)
        for pk, evidence in doubtful:
            self._doubt(self._directory.people[pk], person, evidence, group)
        return person

    def _matched(self, person: Person, group: PersonGroup) -> Person:
        self.matched.add(person.pk)
        known = {"civility": group.name.civility, "email": _email(group), "phone": _phone(group)}
        values = {name: value for name, value in known.items() if value and not getattr(person, name)}
        if values and not any(completion.row.pk == person.pk for completion in self.completions):
            row = self._holdings[group.rows[0]].row
            self.completions.append(Completion(person, values, row.sheet, row.row))
        return person

    def _created(self, group: PersonGroup) -> Person:
        row = self._holdings[group.rows[0]].row
        person = Person(
            civility=group.name.civility,
            last_name=group.name.last[:100],
            first_name=group.name.first[:100],
            email=_email(group),
            phone=_phone(group),
            **self._source,
        )
        self.creations.append(Creation(person, row.sheet, row.row))
        return person

    def _doubt(self, one: Person, other: Person, evidence: Iterable[str], group: PersonGroup) -> None:
        if one is other or (one.pk is not None and one.pk == other.pk):
            return
        pair = (min(id(one), id(other)), max(id(one), id(other)))
        if pair in self._asked or frozenset({one.pk, other.pk}) in self._snapshot.settled:
            return
        self._asked.add(pair)
        row = self._holdings[group.rows[0]].row
        summary = typo_fr(f"« {one.sorted_name} » et « {other.sorted_name} » sont peut-être la même personne.")
        self.doubts.append(
            PlannedDoubt(
                kind=DoubtKind.PEOPLE, summary=summary, evidence=list(evidence), person=one, other=other, sheet=row.sheet, line=row.row
            )
        )
