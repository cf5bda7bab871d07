"""Texts, testimonies and resources: written, put in order, published, withdrawn."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.db.models import Max, QuerySet

from portevoix.base.audit import journal
from portevoix.base.core.periods import ONE_DAY, first_day, period
from portevoix.base.core.screening import ensure_screened
from portevoix.base.core.text import typo_fr
from portevoix.base.files.actions import remove, store
from portevoix.base.files.enums import FileKind
from portevoix.register.directory.models import Association
from portevoix.work.outreach.enums import ItemKind, Theme
from portevoix.work.outreach.models import AssociationTheme, PageItem, Resource, Testimony
from portevoix.work.outreach.permissions import ensure_writes

FILES = frozenset({FileKind.PDF, FileKind.PNG, FileKind.JPEG, FileKind.XLSX, FileKind.ODS})
Row = PageItem | Testimony | Resource
SPOKEN = ("title", "text", "sits", "summary")  # written with French spaces
NOT_AGREED = "Notez d’abord la date de l’accord écrit de la personne et l’endroit où il est gardé."
TOO_EARLY = "Un témoignage n’est pas publié avant l’accord de la personne. Choisissez un jour égal ou suivant."
BACKWARDS = "La fin vient avant le début. Corrigez l’une des deux dates."
ONE_OF_TWO = "Donnez une adresse ou un fichier, l’un des deux."


@transaction.atomic
def save_item(*, item: PageItem | None, kind: ItemKind, values: dict[str, Any], by: Any, confirmed: bool = False) -> PageItem:
    """Write a text of the page, a new one (in preparation, last of its part) when `item` is None.

    values: title, text, source, source_date. Raises `ValidationError`, with the code `screened` when the text seems to name somebody.
    """
    ensure_writes(by)
    ensure_screened(values["title"], values["text"], confirmed=confirmed)
    return _save(_held(item) if item else PageItem(kind=kind), values, by=by)


@transaction.atomic
def save_testimony(*, testimony: Testimony | None, values: dict[str, Any], by: Any, confirmed: bool = False) -> Testimony:
    """Write a testimony. values: first_name, sits, text, consent_on, consent_source. Raises as `save_item`."""
    ensure_writes(by)
    ensure_screened(values["sits"], values["text"], confirmed=confirmed)
    return _save(_held(testimony) if testimony else Testimony(), values, by=by)


@transaction.atomic
def save_resource(*, resource: Resource | None, values: dict[str, Any], upload: File | None, body_types: Any, by: Any) -> Resource:
    """Write a resource. values: title, summary, link, source, source_date. upload: replaces the file, whose kind is read in its content.

    Raises `ValidationError`, `FileRefused` among them, for a kind or a size that is not accepted.
    """
    ensure_writes(by)
    row = _held(resource) if resource else Resource()
    before = row.file
    if upload:
        row.file = store(upload=upload, by=by, kinds=FILES)
    elif values["link"]:
        row.file = None
    if bool(row.file) == bool(values["link"]):
        raise ValidationError({"link": ONE_OF_TWO})
    saved = _save(row, values, by=by)
    saved.body_types.set(body_types)
    if before and before != saved.file:
        remove(stored=before)
    return saved


@transaction.atomic
def publish(*, row: Row, first: date, last: date | None, by: Any) -> None:
    """Show `row` to the public from `first` to `last` (included; None: without end). Raises `ValidationError`."""
    ensure_writes(by)
    held = _held(row)
    if last and last < first:
        raise ValidationError({"last": BACKWARDS})
    if isinstance(held, Testimony):
        if not (held.consent_on and held.consent_source):
            raise ValidationError(NOT_AGREED)
        if first < held.consent_on:
            raise ValidationError({"first": TOO_EARLY})
    held.shown = period(first, last)
    held.full_clean()
    held.save()
    journal.record(f"{_code(held)}.publish", target=held, by=by, first=first.isoformat(), last=last.isoformat() if last else None)


@transaction.atomic
def withdraw(*, row: Row, by: Any, today: date) -> None:
    """Take `row` off the public page from `today` on; it may be published again."""
    ensure_writes(by)
    held = _held(row)
    begun = first_day(held.shown) if held.shown else None
    held.shown = period(begun, today - ONE_DAY) if begun and begun < today else None
    held.save()
    journal.record(f"{_code(held)}.withdraw", target=held, by=by)


@transaction.atomic
def erase_testimony(*, testimony: Testimony, by: Any) -> None:
    """Delete a testimony whose person withdrew the consent: nothing of it is kept."""
    ensure_writes(by)
    held = _held(testimony)
    journal.record("testimony.erase", target=held, by=by)
    held.delete()


@transaction.atomic
def move(*, row: Row, up: bool, by: Any) -> None:
    """Exchange the place of `row` with its neighbour's; the first does not go up, the last does not go down."""
    ensure_writes(by)
    rows = list(_group(row).select_for_update(of=("self",)).order_by("rank", "pk"))
    index = next(number for number, one in enumerate(rows) if one.pk == row.pk)
    other = index + (-1 if up else 1)
    if not 0 <= other < len(rows):
        return
    rows[index], rows[other] = rows[other], rows[index]
    changed = []
    for rank, one in enumerate(rows, start=1):
        if one.rank != rank:
            one.rank = rank
            changed.append(one)
    type(row).objects.bulk_update(changed, ["rank"])
    journal.record(f"{_code(row)}.move", target=row, by=by, after=other + 1)


@transaction.atomic
def set_themes(*, association: Association, themes: set[Theme], by: Any, source: str, today: date) -> None:
    """Say what `association` cares about: what it is proposed for in the orientation."""
    ensure_writes(by)
    rows = AssociationTheme.objects.select_for_update(of=("self",)).filter(association=association)
    known = {row.theme for row in rows}
    if known == themes:
        return
    rows.exclude(theme__in=themes).delete()
    AssociationTheme.objects.bulk_create(
        AssociationTheme(association=association, theme=theme, source=source, source_date=today) for theme in sorted(themes - known)
    )
    journal.record("association.set_themes", target=association, by=by, before=sorted(known), after=sorted(themes))


def _save(row: Row, values: dict[str, Any], *, by: Any) -> Any:
    new = row.pk is None
    for name, value in values.items():
        setattr(row, name, typo_fr(value) if name in SPOKEN else value)
    if new:
        row.rank = (_group(row).aggregate(most=Max("rank"))["most"] or 0) + 1
    row.full_clean()
    row.save()
    journal.record(f"{_code(row)}.{'add' if new else 'edit'}", target=row, by=by)
    return row


def _held(row: Row) -> Any:
    return type(row).objects.select_for_update(of=("self",)).get(pk=row.pk)


def _group(row: Row) -> QuerySet:
    rows = type(row).objects.all()
    return rows.filter(kind=row.kind) if isinstance(row, PageItem) else rows


def _code(row: Row) -> str:
    return row._meta.model_name
