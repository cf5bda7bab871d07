"""Give and take away roles: journaled, dated, never to oneself."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from portevoix.base.accounts.actions import close_account, open_account, remove_idle, remove_second_factors
from portevoix.base.accounts.models import User
from portevoix.base.audit import journal
from portevoix.base.audit.actors import account
from portevoix.base.core.periods import contains, first_day, last_day, period
from portevoix.register.access.enums import RevokeReason
from portevoix.register.access.models import SCOPE_FIELDS, RoleAssignment
from portevoix.register.access.permissions import ROLES, Permission, Role, ScopeKind, can
from portevoix.register.directory.enums import TerritoryKind
from portevoix.register.directory.models import Association, Facility, Person, Territory

TERRITORIES = {ScopeKind.REGION: TerritoryKind.REGION, ScopeKind.DEPARTMENT: TerritoryKind.DEPARTMENT}
FIELDS = {
    ScopeKind.NATION: None,
    ScopeKind.REGION: "territory",
    ScopeKind.DEPARTMENT: "territory",
    ScopeKind.ASSOCIATION: "association",
    ScopeKind.FACILITY: "facility",
    ScopeKind.PERSON: "person",
}
MANAGERS = [code for code, role in ROLES.items() if Permission.ROLE_MANAGE in role.permissions]
MISSING = {
    ScopeKind.NATION: "Ce rôle porte sur tout le pays\u00a0: ne choisissez ni territoire, ni association, ni établissement, ni personne.",
    ScopeKind.REGION: "Choisissez la région de ce rôle.",
    ScopeKind.DEPARTMENT: "Choisissez le département de ce rôle.",
    ScopeKind.ASSOCIATION: "Choisissez l’association de ce rôle.",
    ScopeKind.FACILITY: "Choisissez l’établissement de ce rôle.",
    ScopeKind.PERSON: "Choisissez la personne de ce rôle.",
}


@transaction.atomic
def grant(
    *,
    email: str,
    role: str,
    by: Any,
    first: date,
    last: date | None = None,
    target: Territory | Association | Facility | Person | None = None,
    first_name: str = "",
    last_name: str = "",
) -> RoleAssignment:
    """Give `role` on `target` from `first` to `last` (included) to the account of `email`, opened now when there is none.

    Raises `ValidationError` (a sentence for the person) when the role does not exist, when the target is not of its kind, when the
    account already has the role then, or when `by` would give a role to themselves; `PermissionDenied` without the right.
    """
    if not can(by, Permission.ROLE_MANAGE):
        raise PermissionDenied
    return give(email=email, role=role, by=by, first=first, last=last, target=target, first_name=first_name, last_name=last_name)


@transaction.atomic
def give(
    *,
    email: str,
    role: str,
    by: Any,
    first: date,
    last: date | None = None,
    target: Territory | Association | Facility | Person | None = None,
    first_name: str = "",
    last_name: str = "",
) -> RoleAssignment:
    """Do what `grant` says without asking whether `by` may: the caller has (`grant`, `delegation`). Raises `ValidationError` as `grant`."""
    definition = ROLES.get(role)
    if definition is None:
        raise ValidationError({"role": "Choisissez un rôle de la liste."})
    if last is not None and last < first:
        raise ValidationError({"last": "Choisissez un dernier jour après le premier."})
    scope = _scope(definition, target)
    user = open_account(email=email, by=by, first_name=first_name, last_name=last_name)
    if user.pk == by.pk:
        raise ValidationError("Demandez à une autre personne de l’administration\u00a0: nul ne se donne un droit.")
    User.objects.select_for_update(of=("self",)).get(pk=user.pk)  # two grants of the same role at once wait for each other
    span = period(first, last)
    same = RoleAssignment.objects.filter(user=user, role=role, period__overlap=span, **{f"{f}": scope.get(f) for f in SCOPE_FIELDS})
    if same.exists():
        raise ValidationError("Ce compte a déjà ce droit pendant cette période.")
    assignment = RoleAssignment(user=user, role=role, period=span, granted_by=account(by), **scope)
    assignment.full_clean()
    assignment.save()
    _link_person(user, assignment)
    journal.record("role.grant", target=assignment, by=by, account=user.pk, role=role, **_days(assignment), **_numbers(scope))
    return assignment


@transaction.atomic
def revoke(*, assignment: RoleAssignment, by: Any, today: date, reason: RevokeReason) -> None:
    """Take a role away from today on; what it was stays in the history of the rows.

    Raises `ValidationError` when it is over already, or when nobody would be left to give rights.
    """
    if not can(by, Permission.ROLE_MANAGE):
        raise PermissionDenied
    managers = list(RoleAssignment.objects.select_for_update(of=("self",)).filter(role__in=MANAGERS).order_by("pk"))
    locked = RoleAssignment.objects.select_for_update(of=("self",)).get(pk=assignment.pk)
    last = last_day(locked.period)
    if last is not None and last < today:
        raise ValidationError("Ce droit est déjà terminé.")
    if locked.role in MANAGERS and not any(row.user_id != locked.user_id and contains(row.period, today) for row in managers):
        raise ValidationError("Donnez d’abord ce droit à une autre personne\u00a0: sinon, plus personne ne pourrait donner de droits.")
    end(locked, by=by, today=today, reason=reason)


@transaction.atomic
def close(*, user: User, by: Any) -> None:
    """Close an account and end its sessions. Raises `ValidationError` for one's own account."""
    _check_over(user, by)
    close_account(user=user, by=by)


@transaction.atomic
def reopen(*, user: User, by: Any) -> None:
    """Open again an account that was closed."""
    _check_over(user, by)
    open_account(email=user.email, by=by)


@transaction.atomic
def remove_proofs(*, user: User, by: Any) -> int:
    """Take away the passkeys and the application of somebody who has lost them; return how many. Not one's own."""
    _check_over(user, by)
    return remove_second_factors(user=user, by=by)


def remove_idle_accounts(*, before: datetime, today: date, by: Any) -> int:
    """Delete the accounts that nobody has used since `before` and return how many; whoever may give rights keeps theirs."""
    managers = RoleAssignment.objects.filter(role__in=MANAGERS, period__contains=today)
    return remove_idle(before=before, keep=list(managers.values_list("user", flat=True)), by=by)


@transaction.atomic
def forget_ended_rights(*, before: date) -> int:
    """Delete the rights that ended before the day `before` and return how many."""
    return RoleAssignment.objects.filter(period__endswith__lte=before).delete()[0]


def end(locked: RoleAssignment, *, by: Any, today: date, reason: RevokeReason) -> None:
    """Journal the end of a right and write it: it stops yesterday, or disappears when it had not begun."""
    journal.record(
        "role.revoke", target=locked, by=by, account=locked.user_id, role=locked.role, reason=RevokeReason(reason).value, **_days(locked)
    )
    if first_day(locked.period) >= today:
        locked.delete()
    else:
        locked.period = period(first_day(locked.period), date.fromordinal(today.toordinal() - 1))
        locked.save(update_fields=["period"])


def _check_over(user: User, by: Any) -> None:
    if not can(by, Permission.ROLE_MANAGE):
        raise PermissionDenied
    if user.pk == by.pk:
        raise ValidationError("Demandez à une autre personne de l’administration\u00a0: ce compte est le vôtre.")


def _scope(definition: Role, target) -> dict:
    """Return the one field that `target` fills; refuse a target of another kind than the role's."""
    field = FIELDS[definition.scope_kind]
    kinds = {"territory": Territory, "association": Association, "facility": Facility, "person": Person}
    wanted = TERRITORIES.get(definition.scope_kind)
    fits = target is None if field is None else isinstance(target, kinds[field]) and (wanted is None or target.kind == wanted)
    if not fits:
        raise ValidationError({"target": MISSING[definition.scope_kind]})
    return {field: target} if field else {}


def _link_person(user: User, assignment: RoleAssignment) -> None:
    """A representative's account is the account of that person."""
    person = assignment.person
    if person is not None and person.user_id is None and not Person.objects.filter(user=user).exists():
        person.user = user
        person.save(update_fields=["user"])


def _days(assignment: RoleAssignment) -> dict:
    end = last_day(assignment.period)
    return {"first": first_day(assignment.period).isoformat(), "last": end.isoformat() if end else None}


def _numbers(scope: dict) -> dict:
    return {field: row.pk for field, row in scope.items()}
