"""What the lines of a table may name: the bodies of the call, the associations, the communes."""

import re
from functools import lru_cache

from rapidfuzz import fuzz, process

from portevoix.base.core.text import search_key
from portevoix.register.directory.models import Accreditation, Body
from portevoix.register.directory.selectors.associations import find_association
from portevoix.register.directory.selectors.places import find_place
from portevoix.work.candidacies.models import Call

SURE, APART, NEAR = 92, 4, 70  # likeness of a name that is taken as meant, its lead over the next, and of a name that is suggested


class CallPlaces:
    """Looks names up for one call; every answer is kept while the table is read."""

    def __init__(self, call: Call):
        bodies = Body.objects.filter(seats__call_seats__call=call).select_related("facility", "body_type").distinct().order_by("pk")
        self.by_finess: dict[str, list[int]] = {}
        self.names: dict[int, str] = {}
        self.exact: dict[str, set[int]] = {}
        self.labels: dict[int, str] = {}
        self.kinds: dict[int, tuple[str, str]] = {}
        for body in bodies:
            self.names[body.pk] = search_key(f"{body.name} {body.town}")
            for name in (body.name, body.readable_name, self.names[body.pk]):
                self.exact.setdefault(search_key(name), set()).add(body.pk)
            self.labels[body.pk] = f"{body.body_type.name} de {body.readable_name}"
            self.kinds[body.pk] = (search_key(body.body_type.code), search_key(body.body_type.name))
            if body.facility:
                self.by_finess.setdefault(body.facility.finess_et, []).append(body.pk)
        self.body = lru_cache(maxsize=5000)(self._body)
        self.association = lru_cache(maxsize=5000)(self._association)
        self.commune = lru_cache(maxsize=5000)(self._commune)

    def _body(self, text: str) -> tuple[int | None, tuple[str, ...]]:
        """Return the body of the call that `text` names, by its FINESS number or its name, or None with the names that resemble it."""
        key = search_key(text)
        for word in key.split():
            found = self.by_finess.get(word.upper())
            if found:
                return self._of_a_site(key, found)
        return self._best(key, self.names)

    def _of_a_site(self, key: str, bodies: list[int]) -> tuple[int | None, tuple[str, ...]]:
        """Return the body of a site: its only one in the call, else the one whose kind is written."""
        said = [pk for pk in bodies if any(re.search(rf"\b{re.escape(kind)}\b", key) for kind in self.kinds[pk])]
        chosen = bodies if len(bodies) == 1 else said
        return (chosen[0], ()) if len(chosen) == 1 else (None, tuple(self.labels[pk] for pk in bodies))

    def _best(self, key: str, names: dict[int, str]) -> tuple[int | None, tuple[str, ...]]:
        exact = sorted(self.exact.get(key, set()) & names.keys())
        if len(exact) == 1:
            return exact[0], ()
        ranked = process.extract(key, names, scorer=fuzz.token_sort_ratio, limit=4)
        if not ranked:
            return None, ()
        lead = ranked[0][1] - ranked[1][1] if len(ranked) > 1 else 100
        if ranked[0][1] >= SURE and lead >= APART and len(exact) < 2:
            return ranked[0][2], ()
        return None, tuple(self.labels[pk] for _, score, pk in ranked[:3] if score >= NEAR)

    def _association(self, text: str, number: str) -> int | None:
        """Return the association that the name says exactly, else the one of the accreditation number; None when neither does."""
        found = find_association(text) if text else None
        if found is None and number:
            rows = Accreditation.objects.filter(number__iexact=number.replace(" ", "")).values_list("association_id", flat=True)
            unique = set(rows)
            return unique.pop() if len(unique) == 1 else None
        return found.pk if found else None

    def _commune(self, text: str) -> int | None:
        found = find_place(text).found
        return found.pk if found else None
