"""Make two records of one person one, and take it back.

Every foreign key to `Person` says what a merge does with it, in the attribute `person_merge` of its model
(`{"person": "move"}`), or in `BELOW` for the packages under this one; a key that says nothing stops the merge, and a test.

move    the row points to the record that is kept
extend  as `move`; where the kept record has a row for the same thing at the same time, the period of that one is lengthened
stay    the row is about the record itself, not about the person
history the row history is never rewritten
"""

from datetime import date
from typing import Any

from django.core.exceptions import ImproperlyConfigured, PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import F, Model, OuterRef
from django.utils import timezone

from portevoix.base.audit import journal
from portevoix.base.audit.actors import Program
from portevoix.base.audit.history import HistoryEvent
from portevoix.base.core.french_dates import date_fr
from portevoix.register.access.permissions import Permission, scope_for
from portevoix.register.directory.models import Person
from portevoix.register.mandates.actions.writing import refusal
from portevoix.register.mandates.models import Mandate, PersonMerge
from portevoix.register.mandates.permissions import check

BELOW = {
    "directory.membership.person": "extend",
    "directory.person.merged_into": "move",
    "access.roleassignment.person": "move",
}
STRATEGIES = frozenset({"move", "extend", "stay", "history"})
FILLED = ("civility", "email", "phone")  # taken over when the kept record has none; consent is never taken over


def relations() -> dict[tuple[type[Model], str], str]:
    """Return what a merge does with each foreign key to `Person`; raise `ImproperlyConfigured` when one does not say."""
    found = {}
    for relation in Person._meta.get_fields(include_hidden=True):
        if not (relation.auto_created and (relation.one_to_many or relation.one_to_one)):
            continue
        model, name = relation.related_model, relation.field.name
        known = "history" if issubclass(model, HistoryEvent) else BELOW.get(f"{model._meta.label_lower}.{name}")
        strategy = known or getattr(model, "person_merge", {}).get(name)
        if strategy not in STRATEGIES:
            raise ImproperlyConfigured(f"{model._meta.label}.{name}: say in person_merge what a merge of two people does with it")
        found[model, name] = strategy
    return found


@transaction.atomic
def merge_people(*, kept: Person, absorbed: Person, by: Any) -> PersonMerge:
    """Make `absorbed` the same person as `kept`: mandates, memberships and rights move; what `kept` lacks is filled in.

    The record `absorbed` stays, pointing to `kept`. Refused when both sit in one body at the same time, or both have an account.
    """
    kept, absorbed = _locked(kept, absorbed)
    _check_rights(kept, absorbed, by)
    _check_pair(kept, absorbed)
    changes: dict[str, Any] = {"moved": {}, "extended": []}
    try:
        with transaction.atomic():
            for (model, name), strategy in relations().items():
                if strategy in ("move", "extend"):
                    _move(model, name, strategy, kept, absorbed, changes)
    except IntegrityError as error:
        raise refusal(error) from error
    changes["account"] = _move_account(absorbed, kept)
    changes["filled"] = [name for name in FILLED if not getattr(kept, name) and getattr(absorbed, name)]
    for name in changes["filled"]:
        setattr(kept, name, getattr(absorbed, name))
    absorbed.merged_into = kept
    absorbed.save()
    kept.save()
    merge = PersonMerge.objects.create(kept=kept, absorbed=absorbed, changes=changes, merged_by_id=by.pk)
    journal.record("person.merge", target=kept, by=by, absorbed=absorbed.pk, merge=merge.pk)
    return merge


@transaction.atomic
def unmerge_people(*, merge: PersonMerge, explanation: str, by: Any) -> PersonMerge:
    """Take a merge back: what had moved returns, unless it has been moved or removed since. Later mandates stay with `kept`.

    explanation: why, written by a person; it goes to the journal.
    """
    merge = PersonMerge.objects.select_for_update(of=("self",), no_key=True).get(pk=merge.pk)
    if not explanation.strip():
        raise ValidationError("Expliquez en une phrase pourquoi les deux fiches sont séparées.", code="explanation_missing")
    if merge.undone_at:
        raise ValidationError("Ces deux fiches sont déjà séparées.", code="already_undone")
    kept, absorbed = _locked(Person(pk=merge.kept_id), Person(pk=merge.absorbed_id))
    _check_rights(kept, absorbed, by)
    if kept.merged_into_id:
        raise ValidationError("La fiche gardée a été réunie à son tour : séparez d’abord celle-là.", code="kept_merged")
    models = {f"{model._meta.label_lower}.{name}": (model, name) for model, name in relations()}
    for key, pks in merge.changes["moved"].items():
        model, name = models[key]
        model._base_manager.filter(pk__in=pks, **{name: kept}).update(**{name: absorbed})
    for row in merge.changes["extended"]:
        model, _ = models[row["key"]]
        model._base_manager.filter(pk=row["pk"], period=_span(row["after"])).update(period=_span(row["before"]))
    for name in merge.changes["filled"]:
        if getattr(kept, name) == getattr(absorbed, name):
            setattr(kept, name, "")
    absorbed.merged_into = None
    if merge.changes["account"] and kept.user_id == merge.changes["account"]:
        _move_account(kept, absorbed)
    kept.save()
    absorbed.save()
    merge.undone_at, merge.undone_by_id = timezone.now(), by.pk
    merge.save()
    journal.record("person.unmerge", target=kept, by=by, absorbed=absorbed.pk, merge=merge.pk, explanation=explanation.strip())
    return merge


def _locked(*people):
    rows = Person.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=[person.pk for person in people]).order_by("pk")
    found = {person.pk: person for person in rows}
    return [found[person.pk] for person in people]


def _check_rights(kept, absorbed, by):
    """Both records, with all their mandates, lie where `by` may merge: a merge moves mandates that it would not see."""
    if isinstance(by, Program):
        return
    check(by, Permission.PERSON_MERGE, kept)
    merged = Mandate.objects.filter(person__in=[kept, absorbed])
    inside = merged.visible_to(scope_for(by, Permission.PERSON_MERGE))
    if merged.exclude(pk__in=inside.values("pk")).exists():
        raise ValidationError(
            "L’une de ces fiches a un mandat hors de votre territoire : demandez à l’agence de l’autre région.", code="outside"
        )
    if not merged.filter(person=absorbed).exists() and absorbed.user_id:
        raise PermissionDenied  # an account without any mandate: nothing says that it lies in the territory


def _check_pair(kept, absorbed):
    if kept == absorbed:
        raise ValidationError("Choisissez deux fiches différentes.", code="same")
    if kept.merged_into_id or absorbed.merged_into_id:
        raise ValidationError("L’une de ces fiches est déjà réunie avec une autre : choisissez l’autre.", code="already_merged")
    if kept.user_id and absorbed.user_id:
        raise ValidationError("Les deux fiches ont un compte : fermez d’abord l’un des deux comptes.", code="two_accounts")
    clash = (
        Mandate.objects.filter(person=kept, body__mandates__person=absorbed, body__mandates__period__overlap=F("period"))
        .select_related("body")
        .order_by("pk")
        .first()
    )
    if clash:
        raise ValidationError(
            f"Les deux fiches siègent en même temps dans « {clash.body} » (mandat commencé le {date_fr(clash.period.lower)}) : "
            "ce sont deux personnes, ou l’un des deux mandats est une erreur à corriger d’abord.",
            code="same_body",
        )


def _move(model, name, strategy, kept, absorbed, changes):
    key = f"{model._meta.label_lower}.{name}"
    rows = model._base_manager.filter(**{name: absorbed})
    if strategy == "extend":
        rows = rows.exclude(pk__in=_extended(model, name, key, kept, absorbed, changes))
    pks = sorted(rows.values_list("pk", flat=True))
    if pks:
        rows.filter(pk__in=pks).update(**{name: kept})
        changes["moved"][key] = pks


def _extended(model, name, key, kept, absorbed, changes):
    """Lengthen the kept memberships that meet those of `absorbed`; return the latter, which stay where they are."""
    same = model._base_manager.filter(**{name: kept}, association=OuterRef("association"), period__overlap=OuterRef("period"))
    left = []
    for row in model._base_manager.filter(**{name: absorbed}).annotate(meets=same.values("pk")[:1]).order_by("pk"):
        if row.meets is None:
            continue
        left.append(row.pk)
        twin = model._base_manager.get(pk=row.meets)
        before, after = twin.period, _union(twin.period, row.period)
        others = model._base_manager.filter(**{name: kept}, association=row.association_id, period__overlap=after).exclude(pk=twin.pk)
        if after != before and not others.exists():
            model._base_manager.filter(pk=twin.pk).update(period=after)
            changes["extended"].append({"key": key, "pk": twin.pk, "before": _days(before), "after": _days(after)})
    return left


def _union(one, other):
    lowers, uppers = (one.lower, other.lower), (one.upper, other.upper)
    return DateRange(None if None in lowers else min(lowers), None if None in uppers else max(uppers), "[)")


def _days(span):
    return [day and day.isoformat() for day in (span.lower, span.upper)]


def _span(days):
    return DateRange(*(day and date.fromisoformat(day) for day in days), "[)")


def _move_account(source, target):
    """Give the account of `source`, if any, to `target`; return its key. An account belongs to one record at a time."""
    account = source.user_id
    if account:
        source.user = None
        source.save()
        target.user_id = account
    return account
