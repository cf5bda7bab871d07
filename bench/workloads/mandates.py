"""Designations one by one through the action, with row history and journal."""

from collections.abc import Iterator
from datetime import date

from bench.measure import Result, timed
from bench.nation import REGION, build
from portevoix.base.accounts.models import User
from portevoix.base.core.periods import period
from portevoix.register.access.models import RoleAssignment
from portevoix.register.directory.models import Association, Person, Seat, Territory
from portevoix.register.mandates.actions import create_mandate
from portevoix.register.mandates.models import Mandate

COUNT = 1_400


def run(names: set[str]) -> Iterator[Result]:
    """Record 1 400 mandates on the seats of the region, after the last one of each, each in its own transaction."""
    build()
    region = Territory.objects.get(kind="region", code=REGION)
    officer = User.objects.create_user("designations@exemple.fr")
    RoleAssignment.objects.create(user=officer, role="ars_region", territory=region, period=period(None))
    seats = list(Seat.objects.filter(body__region=region).order_by("pk")[:COUNT])
    people = list(Person.objects.order_by("-pk")[: len(seats)])
    association = Association.objects.order_by("pk").first()

    def designate(number: int) -> None:
        create_mandate(
            seat=seats[number],
            person=people[number],
            association=association,
            first=date(2045, 1, 1),
            last=date(2047, 12, 31),
            order_reference="2045-1",
            by=officer,
        )

    before = Mandate.objects.count()
    yield timed("mandate_create", designate, rounds=len(seats), warm_up=0)
    if Mandate.objects.count() != before + len(seats):
        raise RuntimeError("mandates are missing")
