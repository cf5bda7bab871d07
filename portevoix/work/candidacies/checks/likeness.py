"""Who may be the same person: records of the register and other files of the call that look alike. Shown to an agent, never guessed."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db import connection

from portevoix.base.core.names import Likeness, PersonName, compare_names
from portevoix.base.core.text import search_key
from portevoix.register.directory.models import Person
from portevoix.work.candidacies.enums import CandidacyState
from portevoix.work.candidacies.models import Candidacy

NEAR = 0.55  # trigram similarity from which two names are worth comparing: a slip of the pen in a short name stays above
LIVING = tuple(set(CandidacyState.values) - {CandidacyState.DRAFT, CandidacyState.LAPSED, CandidacyState.WITHDRAWN})
# one row for each pair (wanted, record) worth comparing; the index on sort_key answers the operator %%
NEAR_PEOPLE = """
SELECT w.number, p.id FROM unnest(%(numbers)s::int[], %(keys)s::text[], %(emails)s::text[], %(phones)s::text[]) w(number, key, email, phone)
JOIN directory_person p ON p.sort_key %% w.key AND similarity(p.sort_key, w.key) >= %(near)s
UNION
SELECT w.number, p.id FROM unnest(%(numbers)s::int[], %(emails)s::text[], %(phones)s::text[]) w(number, email, phone)
JOIN directory_person p ON (w.email <> '' AND lower(p.email) = w.email) OR (w.phone <> '' AND p.phone = w.phone)
"""


@dataclass(frozen=True, kw_only=True)
class LikelyPerson:
    """A record of the register that may be the person of a file. score: 0 to 100; evidence: French sentences."""

    person: Person
    score: int
    evidence: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class LikelyFile:
    """Another file of the same call that may be about the same person."""

    candidacy: Candidacy
    score: int
    evidence: tuple[str, ...]


def likely_people(candidacy: Candidacy) -> list[LikelyPerson]:
    """Return the records of the register that may be the person of `candidacy`, the likeliest first."""
    return likely_people_many([candidacy])[candidacy.pk]


def likely_files(candidacy: Candidacy) -> list[LikelyFile]:
    """Return the other files of the call that may be about the same person, the likeliest first."""
    return likely_files_many([candidacy])[candidacy.pk]


def likely_people_many(candidacies: Collection[Candidacy]) -> dict[int, list[LikelyPerson]]:
    """Return the records that may be the person of each file: near name, same address or same telephone. Two statements."""
    files = {row.pk: row for row in candidacies if row.last_name}
    found: dict[int, list[LikelyPerson]] = {row.pk: [] for row in candidacies}
    pairs = _near_people(files.values())
    people = Person.objects.select_related("merged_into").in_bulk([person for _, person in pairs])
    for pk, person_pk in pairs:
        record = people[person_pk]
        judged = _judge(files[pk], record.last_name, record.first_name, record.email, record.phone)
        person = record.merged_into or record
        if judged and all(known.person.pk != person.pk for known in found[pk]):
            found[pk].append(LikelyPerson(person=person, score=judged[0], evidence=judged[1]))
    return {pk: sorted(likely, key=lambda one: (-one.score, one.person.pk)) for pk, likely in found.items()}


def _near_people(files: Iterable[Candidacy]) -> list[tuple[int, int]]:
    files = list(files)
    values = {
        "numbers": [row.pk for row in files],
        "keys": [search_key(f"{row.last_name} {row.first_name}") for row in files],
        "emails": [row.email.lower() for row in files],
        "phones": [row.phone for row in files],
        "near": NEAR,
    }
    with connection.cursor() as cursor:
        cursor.execute(NEAR_PEOPLE, values)
        return sorted(cursor.fetchall())


def likely_files_many(candidacies: Collection[Candidacy]) -> dict[int, list[LikelyFile]]:
    """Return, for each file, the other living files of its call that may be about the same person. One statement."""
    calls = {row.call_id for row in candidacies}
    others = Candidacy.objects.filter(call__in=calls, state__in=LIVING).exclude(last_name="").select_related("association").order_by("pk")
    index: dict[tuple[int, object], list[Candidacy]] = defaultdict(list)
    for row in others:
        for key in _keys(row):
            index[row.call_id, key].append(row)
    found = {}
    for row in candidacies:
        near = {other.pk: other for key in _keys(row) for other in index[row.call_id, key] if other.pk != row.pk}
        judged = ((other, _judge_files(row, other)) for other in near.values())
        likely = [LikelyFile(candidacy=other, score=said[0], evidence=said[1]) for other, said in judged if said]
        found[row.pk] = sorted(likely, key=lambda one: (-one.score, one.candidacy.pk))
    return found


def _keys(row: Candidacy) -> set[object]:
    """Return what brings two files together for a comparison."""
    last, first = search_key(row.last_name), search_key(row.first_name)
    keys: set[object] = {("words", *sorted(f"{last} {first}".split())), ("last", last.replace(" ", "")), ("start", last[:3], first[:3])}
    keys |= {("email", row.email.lower())} if row.email else set()
    keys |= {("phone", row.phone)} if row.phone else set()
    return keys | ({("person", row.person_id)} if row.person_id else set())


def _judge_files(one: Candidacy, other: Candidacy) -> tuple[int, tuple[str, ...]] | None:
    if one.person_id and one.person_id == other.person_id:
        return 100, ("La même fiche du registre.",)
    if one.person_id and other.person_id:
        return None
    return _judge(one, other.last_name, other.first_name, other.email, other.phone)


def _judge(row: Candidacy, last: str, first: str, email: str, phone: str) -> tuple[int, tuple[str, ...]] | None:
    """Return a score and its reasons when the two may be one person: alike names, or the same address or telephone."""
    names = compare_names(PersonName(row.last_name, row.first_name), PersonName(last, first))
    same_email = bool(row.email) and row.email.lower() == email.lower()
    same_phone = bool(row.phone) and row.phone == phone
    if names.likeness == Likeness.DIFFERENT and not (same_email or same_phone):
        return None
    contact = (("Même adresse électronique.",) if same_email else ()) + (("Même téléphone.",) if same_phone else ())
    return min(100, names.score + 5 * len(contact)), (names.explanation, *contact)
