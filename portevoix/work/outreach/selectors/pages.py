"""What the public reads, and what France Assos Santé prepares."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet

from portevoix.base.core.periods import contains, last_day
from portevoix.register.directory.models import Association, BodyType
from portevoix.register.directory.selectors.rules import parameter_at
from portevoix.work.outreach.enums import ItemKind, Theme
from portevoix.work.outreach.models import AssociationTheme, PageItem, Resource, Testimony
from portevoix.work.outreach.models.base import Shown


@dataclass(frozen=True, kw_only=True)
class Page:
    """« Devenir représentant » on a day. announced, measured: days a year, None when no setting says."""

    reasons: list[PageItem]
    steps: list[PageItem]
    conditions: list[PageItem]
    questions: list[PageItem]
    testimonies: list[Testimony]
    announced_least: int | None
    announced_most: int | None
    measured: int | None

    @property
    def announced_words(self) -> str:
        """« 15 à 20 », or one number."""
        both = self.announced_least and self.announced_least != self.announced_most
        return f"{self.announced_least} à {self.announced_most}" if both else str(self.announced_most)


def page_on(day: date) -> Page:
    """Return what the public reads on `day`, in the order of France Assos Santé."""
    by_kind: dict[str, list[PageItem]] = {kind: [] for kind in ItemKind}
    for item in PageItem.objects.shown_on(day):
        by_kind[item.kind].append(item)
    return Page(
        reasons=by_kind[ItemKind.REASON],
        steps=by_kind[ItemKind.STEP],
        conditions=by_kind[ItemKind.CONDITION],
        questions=by_kind[ItemKind.QUESTION],
        testimonies=list(Testimony.objects.shown_on(day)),
        announced_least=parameter_at("outreach-days-announced-least", day),
        announced_most=parameter_at("outreach-days-announced-most", day),
        measured=parameter_at("outreach-days-measured", day),
    )


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Whether the public reads a row on a day. words: said on the list; kind: of the tag."""

    words: str
    kind: str


def standing(row: Shown, day: date) -> Standing:
    """Return where `row` stands on `day`."""
    if row.shown is None:
        return Standing(words="en préparation", kind="")
    if contains(row.shown, day):
        return Standing(words="en ligne", kind="done")
    end = last_day(row.shown)
    return Standing(words="retiré", kind="") if end and end < day else Standing(words="à venir", kind="soon")


def items_of(kind: ItemKind) -> QuerySet[PageItem]:
    """Return the texts of a part of the page, in order, whatever their dates."""
    return PageItem.objects.filter(kind=kind).order_by("rank", "pk")


def testimonies() -> QuerySet[Testimony]:
    """Return the testimonies in order, whatever their dates."""
    return Testimony.objects.order_by("rank", "pk")


TYPES = Prefetch("body_types", BodyType.objects.order_by("sort_key", "pk"))


def resources() -> QuerySet[Resource]:
    """Return the resources in order, whatever their dates, each with its types of bodies."""
    return Resource.objects.select_related("file").prefetch_related(TYPES).order_by("rank", "pk")


def resources_on(day: date, *, type_code: str = "") -> QuerySet[Resource]:
    """Return the resources that the public reads on `day`: all, or those of a type of body and those of every body."""
    rows = Resource.objects.shown_on(day).select_related("file").prefetch_related(TYPES)
    if not type_code:
        return rows
    fitting = Resource.objects.filter(body_types__code=type_code) | Resource.objects.filter(body_types__isnull=True)
    return rows.filter(pk__in=fitting.values("pk"))


def resources_for(types: set[int], day: date) -> list[Resource]:
    """Return what somebody who sits in bodies of `types` (primary keys) may read on `day`: theirs first, then those of every body."""
    rows = [(row, {kind.pk for kind in row.body_types.all()}) for row in resources_on(day)]
    return [row for row, own in rows if own & types] + [row for row, own in rows if not own]


def types_with_resources(day: date) -> QuerySet[BodyType]:
    """Return the types of bodies that have a resource of their own on `day`, by name."""
    return BodyType.objects.filter(resources__in=Resource.objects.filter(shown__contains=day)).distinct().order_by("sort_key", "pk")


def public_resource(pk: int, day: date) -> Resource | None:
    """Return a resource that the public reads on `day`, None for any other."""
    return Resource.objects.shown_on(day).select_related("file").filter(pk=pk).first()


def association_themes(text: str) -> QuerySet[Association]:
    """Return the associations that are not sections, by name, with their subjects in `.told`; `text` is part of the name."""
    told = Prefetch("themes", AssociationTheme.objects.order_by("theme"), to_attr="told")
    rows = Association.objects.filter(parent__isnull=True, closed_on__isnull=True).prefetch_related(told)
    return (rows.filter(sort_key__contains=text) if text else rows).order_by("sort_key", "pk")


def themes_of(association: Association) -> set[Theme]:
    """Return what an association cares about; a section cares about what its federation does."""
    return {Theme(code) for code in AssociationTheme.objects.filter(association=association.accredited).values_list("theme", flat=True)}


def offered_types() -> QuerySet[BodyType]:
    """Return the types of bodies that a resource may be about, by name."""
    return BodyType.objects.order_by("sort_key", "pk")
