"""Records associations, their sections, their other names and the federations to which they belong. The caller gates."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify

from portevoix.base.audit import journal
from portevoix.base.core.french_dates import date_fr
from portevoix.base.core.periods import ONE_DAY, first_day, period
from portevoix.base.core.text import search_key
from portevoix.register.directory.enums import AliasKind, FederationKind
from portevoix.register.directory.models import (
    Association,
    AssociationAlias,
    AssociationMembership,
    Facility,
    FacilityMembership,
    Federation,
    Territory,
)


@transaction.atomic
def record_association(*, name: str, source: str, source_date: date, by: Any, acronym: str = "", **contact: str) -> Association:
    """Record an association that the register does not hold yet. contact: `website`, `email`, `phone`, `rna`, `siren`, `court_register`.

    Raises `ValidationError` when one of that name is in the register.
    """
    if Association.objects.filter(name__iexact=name.strip(), parent__isnull=True).exists():
        raise ValidationError({"name": "Une association de ce nom est déjà dans le registre."}, code="association_known")
    association = Association(
        code=_free_code(acronym or name), name=name.strip(), acronym=acronym.strip(), source=source, source_date=source_date, **contact
    )
    association.full_clean()
    association.save()
    journal.record("association.create", target=association, by=by)
    return association


@transaction.atomic
def ensure_section(*, federation: Association, department: Territory, source: str, source_date: date, by: Any) -> Association:
    """Return the section of `federation` in `department`, created when the register does not hold it.

    Raises `ValidationError` when `federation` is itself a section.
    """
    if federation.parent_id:
        raise ValidationError(f"{federation.name} est déjà une section\u00a0: choisissez sa fédération.", code="section_of_section")
    Association.objects.select_for_update(of=("self",), no_key=True).get(pk=federation.pk)
    section = Association.objects.filter(parent=federation, department=department).first()
    if section:
        return section
    section = Association(
        code=_free_code(f"{federation.code}-{department.code}"),
        name=f"{federation.short_name} {department.name}",
        parent=federation,
        department=department,
        source=source,
        source_date=source_date,
    )
    section.full_clean()
    section.save()
    journal.record("association.create", target=section, by=by, federation=federation.pk, department=department.code)
    return section


@transaction.atomic
def correct_association(*, association: Association, source: str, source_date: date, by: Any, **facts: str) -> Association:
    """Correct what the register says of an association: a spelling, a contact. The row history keeps what was written before.

    facts: `name`, `acronym`, `website`, `email`, `phone`, `rna`, `siren`, `court_register`. A name that changed: `rename_association`.
    """
    association = Association.objects.select_for_update(of=("self",), no_key=True).get(pk=association.pk)
    changed = sorted(name for name, value in facts.items() if getattr(association, name) != value.strip())
    for name, value in facts.items():
        setattr(association, name, value.strip())
    association.source, association.source_date = source, source_date
    association.full_clean()
    association.save()
    journal.record("association.correct", target=association, by=by, changed=changed)
    return association


@transaction.atomic
def rename_association(*, association: Association, name: str, source: str, source_date: date, by: Any) -> Association:
    """Give an association its new name; the former one stays among its other names."""
    association = Association.objects.select_for_update(of=("self",), no_key=True).get(pk=association.pk)
    former = association.name
    association.name, association.source, association.source_date = name.strip(), source, source_date
    association.full_clean()
    association.save()
    if search_key(former) != search_key(association.name):
        add_alias(association=association, name=former, kind=AliasKind.FORMER_NAME, source=source, source_date=source_date, by=by)
    journal.record("association.rename", target=association, by=by)
    return association


@transaction.atomic
def add_alias(
    *, association: Association, name: str, source: str, source_date: date, by: Any, kind: str = AliasKind.OTHER
) -> AssociationAlias:
    """Record another way in which an association is written; the same writing twice is one row."""
    known = AssociationAlias.objects.filter(association=association, name=name.strip()).first()
    if known:
        return known
    alias = AssociationAlias(association=association, name=name.strip(), kind=kind, source=source, source_date=source_date)
    alias.full_clean()
    alias.save()
    journal.record("association.add_alias", target=association, by=by, alias=alias.pk)
    return alias


@transaction.atomic
def join_federation(
    *, federation: Federation, member: Association | Facility, first: date, source: str, source_date: date, by: Any
) -> AssociationMembership | FacilityMembership:
    """Record that an association or a facility belongs to a federation from `first` on.

    Raises `ValidationError` for a federation of the other kind, or when it belongs to it already.
    """
    is_facility = isinstance(member, Facility)
    if is_facility != (federation.kind == FederationKind.HOSPITAL):
        raise ValidationError(f"{federation.name} est une {federation.get_kind_display()}.", code="wrong_federation")
    model, name = (FacilityMembership, "facility") if is_facility else (AssociationMembership, "association")
    membership = model(federation=federation, period=period(first), source=source, source_date=source_date, **{name: member})
    membership.full_clean()
    membership.save()
    journal.record("federation.join", target=membership, by=by, federation=federation.code, first=first.isoformat())
    return membership


@transaction.atomic
def leave_federation(*, membership: AssociationMembership | FacilityMembership, last: date, by: Any) -> None:
    """End a membership after the day `last`. Raises `ValidationError` for a day before its beginning."""
    membership = type(membership).objects.select_for_update(of=("self",)).get(pk=membership.pk)
    begins = first_day(membership.period)
    if begins and last < begins:
        raise ValidationError(f"L’adhésion ne commence que le {date_fr(begins)}.", code="period_reversed")
    membership.period = period(begins, last)
    membership.save(update_fields=["period"])
    journal.record("federation.leave", target=membership, by=by, last=last.isoformat(), next=(last + ONE_DAY).isoformat())


def _free_code(text: str) -> str:
    """Return a code that no association has: that of the text, with a number when it is taken."""
    base = slugify(text)[:50] or "association"
    code, number = base, 1
    while Association.objects.filter(code=code).exists():
        number += 1
        code = f"{base}-{number}"
    return code
