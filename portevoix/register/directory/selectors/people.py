"""Finds people as others write them: accents, capitals, slips of the pen."""

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Q, QuerySet

from portevoix.base.core.text import search_key
from portevoix.register.directory.models import Person

LIKE = 0.5  # word similarity from which a misspelt name is shown


def search_people(text: str, *, viewer) -> QuerySet[Person]:
    """Return the people that `viewer` sees (merged records left out) and that `text` may name, the likeliest first; none without text."""
    key = search_key(text)
    if not key:
        return Person.objects.none()
    rows = Person.objects.visible_to(viewer).current().annotate(likeness=TrigramWordSimilarity(key, "sort_key"))
    every_word = Q(*(Q(sort_key__contains=word) for word in key.split()))
    return rows.filter(every_word | Q(likeness__gte=LIKE)).order_by("-likeness", "sort_key", "pk")
