"""The account of somebody who sits: opened with their first mandate, so that the letter leads somewhere."""

from datetime import date
from typing import Any

from django.db import transaction

from portevoix.base.accounts.models import User
from portevoix.register.access.actions import give
from portevoix.register.access.models import RoleAssignment
from portevoix.register.directory.models import Person

ROLE = "representative"


@transaction.atomic
def open_own_account(*, person: Person, by: Any, today: date) -> RoleAssignment | None:
    """Open the account of `person` on their own data, from `today` on; return the right, None when there is nothing to open.

    Nothing: no e-mail address, a right already, a closed account (somebody closed it on purpose), or an address that is the account
    of somebody else (two people of one household): an administrator settles these by hand.
    """
    if not person.email or RoleAssignment.objects.filter(role=ROLE, person=person, period__contains=today).exists():
        return None
    user = User.objects.filter(email__iexact=person.email.strip()).first()
    if user is not None and (not user.is_active or Person.objects.filter(user=user).exclude(pk=person.pk).exists()):
        return None
    if person.user_id is not None and (user is None or person.user_id != user.pk):
        return None
    return give(email=person.email, role=ROLE, by=by, first=today, target=person, first_name=person.first_name, last_name=person.last_name)
