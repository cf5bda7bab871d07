"""Search of seats by a fragment of a name: of a body, a facility, a town, a kind of body, a holder. Accents and typos are forgiven.

Each word of the text must be found. A word that is written somewhere as it is typed is found there only; else the words of the
register that resemble it most are looked for in its place: letters forgotten, added, changed, or two of them exchanged, one for
a short word, two or three for a longer one that begins right; the beginning of a word is enough. The names are compared, some thousands of
words, never the seats.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import connection
from rapidfuzz import process
from rapidfuzz.distance import OSA

from portevoix.base.core.text import search_key
from portevoix.register.directory.scope import NOTHING, Scope
from portevoix.register.mandates.models import Mandate
from portevoix.register.mandates.selectors.revision import Generation, remembered

SMALL_WORDS = frozenset("a au aux d de des du en et l la le les sur".split())  # noqa: SIM905 (readable so)
MOST_WORDS = 6
MOST_ALIKE = 12
MISTAKES = ((9, 3), (6, 2), (4, 1))  # from this number of letters, so many mistakes

EXACT = """
SELECT 'body', b.id FROM directory_body b WHERE b.sort_key LIKE ANY(%(like)s)
UNION ALL SELECT 'body', b.id FROM directory_body b
WHERE b.facility_id IN (SELECT f.id FROM directory_facility f WHERE f.sort_key LIKE ANY(%(like)s))
UNION ALL SELECT 'body', b.id FROM directory_body b
WHERE b.body_type_id IN (SELECT t.id FROM directory_bodytype t WHERE pv_sort_key(t.code || ' ' || t.name) LIKE ANY(%(like)s))
UNION ALL SELECT 'person', p.id FROM directory_person p WHERE %(people)s AND p.sort_key LIKE ANY(%(like)s)
"""
WORDS_OF_PLACES = """
SELECT DISTINCT word FROM (
  SELECT DISTINCT sort_key FROM directory_body UNION SELECT DISTINCT sort_key FROM directory_facility
) names, unnest(string_to_array(sort_key, ' ')) word
"""
WORDS_OF_PEOPLE = """
SELECT DISTINCT word FROM (SELECT DISTINCT sort_key FROM directory_person) names, unnest(string_to_array(sort_key, ' ')) word
"""


@dataclass(frozen=True)
class WordMatch:
    """What one word finds: bodies, and mandates of the people whose name it is (with the bodies of these mandates)."""

    bodies: frozenset[int]
    mandates: frozenset[int]
    bodies_of_mandates: frozenset[int]


def words_of(text: str) -> list[str]:
    """Return the words to look for, without accents nor the small words that every name has; at most `MOST_WORDS`."""
    return [word for word in search_key(text[:200]).split() if word not in SMALL_WORDS][:MOST_WORDS]


def find(text: str, *, names: Scope, at: date, generation: Generation | None) -> list[WordMatch]:
    """Return one match per word of `text`; an empty list when it has no word.

    names: where the viewer may see the names of holders; elsewhere people are not looked for. Mandates that have begun on `at`.
    """
    return [_find_word(word, names=names, at=at, generation=generation) for word in words_of(text)]


def bodies_found(matches: Iterable[WordMatch]) -> list[int]:
    """Return the bodies in which every word is found, in the body's names or among its holders."""
    each = [match.bodies | match.bodies_of_mandates for match in matches]
    return sorted(frozenset.intersection(*each)) if each else []


def _find_word(word, *, names, at, generation):
    people_too = names != NOTHING
    rows = _written([word], people_too)
    if not rows:
        alike = resembling(
            word, _vocabulary(generation, WORDS_OF_PLACES) + (_vocabulary(generation, WORDS_OF_PEOPLE) if people_too else [])
        )
        rows = _written(alike, people_too) if alike else []
    people = [pk for kind, pk in rows if kind == "person"]
    held = _mandates_of(people, names=names, at=at) if people else []
    return WordMatch(
        bodies=frozenset(pk for kind, pk in rows if kind == "body"),
        mandates=frozenset(pk for pk, _ in held),
        bodies_of_mandates=frozenset(body for _, body in held),
    )


def resembling(word: str, vocabulary: list[str]) -> list[str]:
    """Return the words of `vocabulary` that have the fewest mistakes from `word`, or that begin like it; none when all have too many."""
    allowed = next((mistakes for letters, mistakes in MISTAKES if len(word) >= letters), 0)
    if not allowed:
        return []
    if allowed > 1:
        vocabulary = [known for known in vocabulary if known[0] == word[0]]  # who makes two mistakes still begins right
    whole = process.extract(word, vocabulary, scorer=OSA.distance, score_cutoff=allowed, limit=MOST_ALIKE)
    starts = [known[: len(word)] for known in vocabulary]
    begun = process.extract(word, starts, scorer=OSA.distance, score_cutoff=allowed, limit=MOST_ALIKE)
    found = whole + [(vocabulary[index], distance, index) for _, distance, index in begun]
    best = min((distance for _, distance, _ in found), default=0)
    return sorted({known for known, distance, _ in found if distance == best})


def _vocabulary(generation, sql):
    return remembered(generation and generation.names, sql, lambda: _words(sql), size=200_000)


def _words(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return [word for (word,) in cursor if len(word) > 2]


def _written(words, people_too):
    """Return the bodies and the people whose names hold one of `words`."""
    with connection.cursor() as cursor:
        cursor.execute(EXACT, {"like": [f"%{word}%" for word in words], "people": people_too})
        return cursor.fetchall()


def _mandates_of(people, *, names, at):
    mandates = Mandate.objects.visible_to(names).filter(person__in=people, period__startswith__lte=at)
    return list(mandates.values_list("pk", "body_id"))
