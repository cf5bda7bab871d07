"""Finds associations and facilities as people write them: accents, capitals, slips of the pen, former names, acronyms."""

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Case, Exists, F, FloatField, Max, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, Greatest

from portevoix.base.core.text import compact_key, search_key
from portevoix.register.directory.models import Association, AssociationAlias, Commune, Facility, FacilityChange

LIKE = 0.45  # word similarity from which a misspelt name is shown


def search_associations(text: str, *, viewer) -> QuerySet[Association]:
    """Return the associations that `viewer` sees and that `text` may name, the likeliest first; all of them without text.

    Looks at the name, the acronym and the other names; « U.N.A.F.A.M. » finds « Unafam ».
    """
    rows = Association.objects.visible_to(viewer).select_related("parent", "department")
    key, compact = search_key(text), compact_key(text)
    if not key:
        return rows.order_by("sort_key", "pk")
    alias = AssociationAlias.objects.filter(association=OuterRef("pk"))
    rows = rows.annotate(
        likeness=Greatest(
            Case(
                When(Q(acronym__iexact=compact) | Q(code__iexact=compact), then=Value(2.0)), default=Value(0.0), output_field=FloatField()
            ),
            TrigramWordSimilarity(key, "sort_key"),
            Coalesce(_best(alias, key), Value(0.0)),
        )
    )
    exact = Q(sort_key__contains=key) | Q(Exists(alias.filter(sort_key__contains=key)))
    return rows.filter(exact | Q(likeness__gte=LIKE)).order_by("-likeness", "sort_key", "pk")


def find_association(text: str) -> Association | None:
    """Return the one association that `text` names exactly (name, acronym, code or another name, whatever the accents), else None."""
    key, compact = search_key(text), compact_key(text)
    if not key:
        return None
    found = Association.objects.filter(
        Q(acronym__iexact=text.strip()) | Q(acronym__iexact=compact) | Q(code__iexact=text.strip()) | Q(aliases__sort_key=key)
    )
    found = list(found.distinct().order_by("pk")[:2]) or [row for row in Association.objects.order_by("pk") if search_key(row.name) == key]
    return found[0] if len(found) == 1 else None


def search_facilities(text: str, *, viewer) -> QuerySet[Facility]:
    """Return the facilities that `viewer` sees and that `text` may name, open or closed, the likeliest first.

    `text` is a FINESS number or its beginning, a name, a former name, a town.
    """
    rows = Facility.objects.visible_to(viewer).select_related("legal_entity", "category", "department__parent")
    key, compact = search_key(text), compact_key(text).upper()
    if not key:
        return rows.order_by("sort_key", "pk")
    if len(compact) >= 3 and compact[:2].isalnum() and compact[2:].isdigit():
        return rows.filter(Q(finess_et__startswith=compact) | Q(legal_entity__finess_ej__startswith=compact)).order_by("finess_et")
    former = FacilityChange.objects.filter(facility=OuterRef("pk"), kind="renamed")
    rows = rows.annotate(likeness=Greatest(TrigramWordSimilarity(key, "sort_key"), Coalesce(_best(former, key), Value(0.0))))
    exact = Q(sort_key__contains=key) | Q(Exists(former.filter(sort_key__contains=key)))
    return rows.filter(exact | Q(likeness__gte=LIKE)).order_by("-likeness", "sort_key", "pk")


def search_communes(text: str, *, limit: int = 20) -> list[Commune]:
    """Return the communes that `text` may name, a postcode or a name, the likeliest and largest first."""
    key = search_key(text)
    rows = Commune.objects.select_related("department")
    if key.replace(" ", "").isdigit():
        return list(rows.filter(postcodes__contains=[key.replace(" ", "")]).order_by("-population", "pk")[:limit])
    if not key:
        return []
    rows = rows.annotate(likeness=TrigramWordSimilarity(key, "sort_key"), exact=Case(When(sort_key=key, then=1), default=0))
    starts = Q(sort_key__startswith=key) | Q(likeness__gte=LIKE)
    return list(rows.filter(starts).order_by("-exact", "-likeness", F("population").desc(nulls_last=True), "pk")[:limit])


def _best(rows: QuerySet, key: str):
    """Return the best likeness among related rows, as a subquery."""
    best = rows.order_by().annotate(group=Value(1)).values("group")
    return best.annotate(best=Max(TrigramWordSimilarity(key, "sort_key"))).values("best")
