"""From what somebody types to a commune: a name with or without accents, a postcode, both."""

import re
from dataclasses import dataclass

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Q

from portevoix.base.core.text import search_key
from portevoix.register.directory.models import Commune

POSTCODE = re.compile(r"\b\d{5}\b|\b\d{2}\s\d{3}\b")
ENOUGH = 0.45  # likeness under which a name is only suggested
MOST = 12


@dataclass(frozen=True, kw_only=True)
class PlaceSearch:
    """Answer to a search: the one commune meant, or several to choose from; suggestions when nothing fits well."""

    found: Commune | None = None
    choices: tuple[Commune, ...] = ()
    suggestions: tuple[Commune, ...] = ()


def commune_words(commune: Commune | None) -> str:
    """Return « 67000 Strasbourg », which `find_place` finds again; empty for none."""
    if commune is None:
        return ""
    return f"{commune.postcodes[0]} {commune.name}" if commune.postcodes else commune.name


def find_place(text: str, *, code: str = "") -> PlaceSearch:
    """Return the commune that `text` means: « 67000 », « 67 000 Strasbourg », « strasbour », « Saint-Dié CEDEX ».

    code: INSEE code already chosen; it wins. A postcode shared by several communes gives them as choices, unless the name says which.
    """
    communes = Commune.objects.select_related("department").filter(latitude__isnull=False)
    if code:
        chosen = communes.filter(code=code).first()
        if chosen:
            return PlaceSearch(found=chosen)
    postcode = POSTCODE.search(text)
    name = re.sub(r"\bcedex\b.*", "", search_key(POSTCODE.sub(" ", text))).strip()
    if postcode:
        digits = postcode.group().replace(" ", "").replace("\u00a0", "")
        same = list(communes.filter(postcodes__contains=[digits]).order_by("-population", "sort_key", "pk"))
        if name and same:
            same = [commune for commune in same if _starts(commune, name)] or same
        if same:
            return _one_or_several(same)
        if not name:
            return PlaceSearch(suggestions=tuple(_around(communes, digits)))
    return _by_name(communes, name)


def _by_name(communes, name):
    if not name:
        return PlaceSearch()
    variants = {name, re.sub(r"\bst\b", "saint", name), re.sub(r"\bste\b", "sainte", name)}
    exact = list(communes.filter(sort_key__in=variants).order_by("-population", "pk"))
    if exact:
        return _one_or_several(exact)
    starts = Q()
    for variant in variants:
        starts |= Q(sort_key__startswith=variant)
    begun = list(communes.filter(starts).order_by("-population", "sort_key", "pk")[:MOST])
    if begun:
        return _one_or_several(begun)
    alike = communes.filter(sort_key__trigram_similar=name).annotate(likeness=TrigramSimilarity("sort_key", name))
    close = list(alike.order_by("-likeness", "-population", "pk")[:5])
    if close and close[0].likeness >= ENOUGH and (len(close) == 1 or close[0].likeness - close[1].likeness > 0.1):
        return PlaceSearch(found=close[0])
    return PlaceSearch(suggestions=tuple(close))


def _one_or_several(found):
    return PlaceSearch(found=found[0]) if len(found) == 1 else PlaceSearch(choices=tuple(found[:MOST]))


def _starts(commune, name):
    return commune.sort_key.startswith(name) or name.startswith(commune.sort_key)


def _around(communes, digits):
    """Communes whose postcode begins as the unknown one, the most populated first."""
    return communes.extra(where=["EXISTS (SELECT FROM unnest(postcodes) p WHERE p LIKE %s)"], params=[f"{digits[:3]}%"]).order_by(
        "-population", "pk"
    )[:5]
