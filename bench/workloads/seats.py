"""The agent's list of seats: the whole page, as the browser asks for it, for a region and for a nation.

`*_list_*` goes through pages, orders and filters as an agent does, on a register at rest; `*_after_write` asks for the first page
when somebody has just recorded something, so that nothing is remembered. `*_search_*` looks for names with a mistake.
"""

from collections.abc import Iterator
from functools import cache
from itertools import cycle

from django.test import Client
from django.urls import reverse

from bench.measure import Result, timed
from bench.nation import REGION, Nation, build
from portevoix.base.accounts.models import User
from portevoix.base.core.periods import period
from portevoix.register.access.models import RoleAssignment
from portevoix.register.directory.models import Body, Person, Territory
from portevoix.register.mandates.models import Mandate
from tests.sign_in import sign_in

ROUNDS = 60
VIEWS = (
    "",
    "?page=2",
    "?page=3",
    "?tri=instance",
    "?e=tous",
    "?e=pourvu&fin=9",
    "?s=titular",
    "?depuis=6",
    "?e=echu",
)


def run(names: set[str]) -> Iterator[Result]:
    """Yield the results of the lists, then of the searches."""
    nation = build()
    print(f"  {nation.seats} sièges dont {nation.region_seats} en Grand Est, {nation.mandates} mandats", flush=True)
    officer = agent("ars_region", Territory.objects.get(kind="region", code=REGION))
    # The right to see names everywhere: the search looks at people too.
    country = agent("ars_region", None)
    for who, client in (("region", officer), ("nation", country)):
        if f"seats_list_{who}" in names:
            yield from list_pages(who, client)
        if f"seats_search_{who}" in names:
            yield search(who, client, nation)


@cache  # several workloads look through the same eyes
def agent(role: str, territory: Territory | None) -> Client:
    """Return a browser signed in, with the second factor."""
    user = User.objects.create_user(f"{role}-{territory and territory.code}@exemple.fr")
    RoleAssignment.objects.create(user=user, role=role, territory=territory, period=period(None))
    client = Client(headers={"host": "localhost"})
    sign_in(client, user)
    return client


def ask(client: Client, query: str) -> int:
    """Ask for the list and return its size; anything else than the page is an error."""
    response = client.get(reverse("workspace:seats") + query, secure=True)
    if response.status_code != 200:
        raise RuntimeError(f"{query}: {response.status_code} {response.get('Location', '')}")
    return len(response.content)


def list_pages(who: str, client: Client) -> Iterator[Result]:
    views = cycle(VIEWS)
    yield timed(f"seats_list_{who}", lambda number: ask(client, next(views)), rounds=ROUNDS, warm_up=len(VIEWS))
    touched = cycle(Mandate.objects.order_by("pk")[:50])
    yield timed(f"seats_list_{who}_after_write", lambda number: ask(client, ""), rounds=15, before=lambda number: touch(next(touched)))


def touch(mandate: Mandate) -> None:
    """Write something in the register, outside any measure."""
    mandate.order_reference = f"{mandate.order_reference[:20]}'"
    mandate.save()


def search(who: str, client: Client, nation: Nation) -> Result:
    texts = cycle(misspelt(who))
    return timed(f"seats_search_{who}", lambda number: ask(client, f"?e=tous&q={next(texts)}"), rounds=ROUNDS)


def misspelt(who: str) -> list[str]:
    """Return towns, names of establishments and of people with a mistake, all different: no search is asked twice in a row."""
    bodies = Body.objects.filter(facility__isnull=False)
    people = Person.objects.filter(mandates__period__contains=Mandate.objects.latest("pk").period.lower)
    if who == "region":
        bodies, people = bodies.filter(region__code=REGION), people.filter(mandates__body__region__code=REGION)
    words = [body.town for body in bodies.order_by("pk")[:40]] + [person.last_name for person in people.order_by("pk")[:40]]
    return [f"{word[:3]}{word[4]}{word[3]}{word[5:]}" for word in words if len(word) > 6]
