"""Search of seats by a fragment of a name: of a body, a facility, a town, a kind of body, a holder. Accents and typos are forgiven.

Each word of the text must be found. A word that is written somewhere as it is typed is found there only; else what resembles it is
found (trigrams; two letters exchanged in a short word). The names are compared, some thousands of them, never the seats.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import connection

from portevoix.register.directory.scope import NOTHING, Scope
from portevoix.register.mandates.models import Mandate

SMALL_WORDS = frozenset(["a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "sur"])
MOST_WORDS = 6
SHORT_WORD = 5  # letters: too few trigrams to forgive two letters exchanged
CLOSE = 0.15  # what resembles a word nearly as much as the best one

EXACT = """
SELECT 'body', b.id FROM directory_body b WHERE b.sort_key LIKE ANY(%(like)s)
UNION ALL SELECT 'body', b.id FROM directory_body b
WHERE b.facility_id IN (SELECT f.id FROM directory_facility f WHERE f.sort_key LIKE ANY(%(like)s))
UNION ALL SELECT 'body', b.id FROM directory_body b
WHERE b.body_type_id IN (SELECT t.id FROM directory_bodytype t WHERE pv_sort_key(t.code || ' ' || t.name) LIKE ANY(%(like)s))
UNION ALL SELECT 'person', p.id FROM directory_person p WHERE %(people)s AND p.sort_key LIKE ANY(%(like)s)
"""
ALIKE = """
WITH found AS (
  SELECT 'body' AS kind, a.id, a.likeness FROM pv_bodies_alike(%(word)s) a
  UNION ALL SELECT 'body', b.id, a.likeness FROM pv_facilities_alike(%(word)s) a JOIN directory_body b ON b.facility_id = a.id
  UNION ALL SELECT 'person', a.id, a.likeness FROM pv_people_alike(%(word)s) a WHERE %(people)s
)
SELECT kind, id FROM found WHERE likeness >= (SELECT max(likeness) FROM found) - %(close)s
"""


@dataclass(frozen=True)
class WordMatch:
    """What one word finds: bodies, and mandates of the people whose name it is (with the bodies of these mandates)."""

    bodies: frozenset[int]
    mandates: frozenset[int]
    bodies_of_mandates: frozenset[int]


def words_of(text: str) -> list[str]:
    """Return the words to look for, without accents nor the small words that every name has; at most `MOST_WORDS`."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pv_sort_key(%s)", [text[:200].replace("\0", "")])
        words = cursor.fetchone()[0].split()
    return [word for word in words if word not in SMALL_WORDS][:MOST_WORDS]


def find(text: str, *, names: Scope, at: date) -> list[WordMatch]:
    """Return one match per word of `text`; an empty list when it has no word.

    names: where the viewer may see the names of holders; elsewhere people are not looked for. Mandates that have begun on `at`.
    """
    return [_find_word(word, names=names, at=at) for word in words_of(text)]


def bodies_found(matches: Iterable[WordMatch]) -> list[int]:
    """Return the bodies in which every word is found, in the body's names or among its holders."""
    each = [match.bodies | match.bodies_of_mandates for match in matches]
    return sorted(frozenset.intersection(*each)) if each else []


def _find_word(word, *, names, at):
    people_too = names != NOTHING
    rows = _rows(EXACT, {"like": [f"%{word}%"], "people": people_too}) or _rows(ALIKE, {"word": word, "people": people_too, "close": CLOSE})
    if not rows and len(word) <= SHORT_WORD:
        rows = _rows(EXACT, {"like": exchanged(word), "people": people_too})
    people = [pk for kind, pk in rows if kind == "person"]
    held = _mandates_of(people, names=names, at=at) if people else []
    return WordMatch(
        bodies=frozenset(pk for kind, pk in rows if kind == "body"),
        mandates=frozenset(pk for pk, _ in held),
        bodies_of_mandates=frozenset(body for _, body in held),
    )


def exchanged(word: str) -> list[str]:
    """Return the patterns of `word` with two neighbouring letters exchanged: « mtez » is « metz »."""
    return [f"%{word[:i]}{word[i + 1]}{word[i]}{word[i + 2 :]}%" for i in range(len(word) - 1)]


def _mandates_of(people, *, names, at):
    mandates = Mandate.objects.visible_to(names).filter(person__in=people, period__startswith__lte=at)
    return list(mandates.values_list("pk", "body_id"))


def _rows(sql, params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()
