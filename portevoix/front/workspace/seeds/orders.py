"""Orders in every state: one published, one signed, three to sign, one half written, one that corrects another."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from portevoix.base.accounts.models import User
from portevoix.base.core.periods import period
from portevoix.front.workspace.seeds import messages, story
from portevoix.front.workspace.seeds.sources import FICTIONAL, sourced
from portevoix.register.directory.enums import Civility, SeatQuality
from portevoix.register.directory.models import Association, Commune, Membership, Person, Seat, Territory
from portevoix.register.directory.selectors.accreditations import accreditation_at
from portevoix.register.mandates.enums import EndReason
from portevoix.register.mandates.models import Mandate
from portevoix.register.orders import actions
from portevoix.register.orders.enums import OrderKind
from portevoix.register.orders.models import DesignationOrder, OrderTemplate, Signatory

INDIVIDUAL, COLLECTIVE, MODIFYING = "cdu-individuel", "cdu-collectif", "modificatif"
IN_ANNEX = 8
PUBLISHED_AGO, SIGNED_AGO, PROPOSED_AGO = timedelta(days=24), timedelta(days=4), timedelta(days=40)
SOON = timedelta(days=9)  # from the signature to the first day of the mandates
NEWCOMERS = (  # they sit nowhere yet: what they find when they come in for the first time
    (Civility.MRS, "Lucile", "Marchand"),
    (Civility.MR, "Bernard", "Kieffer"),
    (Civility.MRS, "Yamina", "Haddad"),
)
NEAR_THE_DATES = "67"  # where sessions of the basic training are held
SOURCE = {"source": "démonstration", "source_date": date(2026, 1, 5)}
DELEGATION = "la décision n°\u00a02026-0018 du 5 janvier 2026 portant délégation de signature"


class _Stock:
    """Vacant seats of users' commissions, one commission after the other, and people who may be proposed for them."""

    def __init__(self, region: Territory, today: date):
        self.region, self.today = region, today
        taken = Mandate.objects.filter(period__endswith__gt=today).values("seat")
        reserved = {finess for finess, *_ in story.reserved()}
        free = Seat.objects.filter(body__region=region, body__body_type__code="CDU", quality=SeatQuality.SUBSTITUTE).exclude(pk__in=taken)
        rows = (
            free.exclude(body__facility__finess_et__in=reserved)
            .select_related("body__department")
            .order_by("body__sort_key", "body", "rank")
        )
        self.seats = list(rows)
        self.people = self._people()
        self.bodies: set[int] = set()

    def _people(self) -> Iterator[tuple[Person, Any]]:
        """People with a civility whose association is accredited, those with the fewest mandates first; each once."""
        running = Mandate.objects.active_at(self.today).filter(association__isnull=False).select_related("person", "association__parent")
        seen: set[int] = set()
        for mandate in running.exclude(person__civility=Civility.NONE).order_by("-period__startswith", "pk"):
            if mandate.person_id in seen or accreditation_at(mandate.association, self.today, region=self.region) is None:
                continue
            seen.add(mandate.person_id)
            yield mandate.person, mandate.association

    def line(self, newcomer: tuple[str, str, str] | None = None) -> actions.LineRequest:
        """Return the next vacant seat, in a commission not yet used, with somebody who does not sit there, or who sits nowhere."""
        free = (seat for seat in self.seats if seat.body_id not in self.bodies)
        seat = next(seat for seat in free if not newcomer or seat.body.department.code == NEAR_THE_DATES)
        self.bodies.add(seat.body_id)
        person, association = next(pair for pair in self.people if not Mandate.objects.filter(body=seat.body, person=pair[0]).exists())
        if newcomer:
            person = self._newcomer(*newcomer, seat=seat, association=association)
        return actions.LineRequest(seat=seat, person=person, association=association, proposed_on=self.today - PROPOSED_AGO)

    def _newcomer(self, civility: str, first_name: str, last_name: str, *, seat: Seat, association: Association) -> Person:
        email = f"{first_name}.{last_name}@exemple.fr".lower()
        home = Commune.objects.filter(name=seat.body.town, department=seat.body.department).first()
        known = sourced(FICTIONAL, self.today)
        person = Person.objects.create(civility=civility, first_name=first_name, last_name=last_name, email=email, home=home, **known)
        Membership.objects.create(person=person, association=association, period=period(self.today - timedelta(days=500)), **known)
        return person


def build(today: date, users: dict[str, User], region: Territory) -> None:
    """Write the orders as the agent and the signatory of the demonstration would have."""
    agent, signatory = users["claire.muller"], users["paul.weber"]
    stock = _Stock(region, today)
    published = _signed(stock, today - PUBLISHED_AGO, agent, signatory)
    on = today - PUBLISHED_AGO + timedelta(days=5)
    actions.record_publication(order=published, reference="RAA n°\u00a044-2026-112", on=on, by=agent, today=today)
    _signed(stock, today - SIGNED_AGO, agent, signatory)
    for newcomer in NEWCOMERS:
        _prepared(stock, today, agent, newcomer)
    _draft(stock, COLLECTIVE, today, agent, lines=[stock.line() for _ in range(IN_ANNEX)])
    actions.draft_modifying(
        order=published,
        template=_template(MODIFYING),
        end=actions.running_lines(published),
        reason=EndReason.RESIGNATION,
        by=agent,
        today=today,
    )


def name_signatories(region: Territory, account: User) -> None:
    """Say who signs: the head of the agency, and `account` by delegation."""
    head = {"civility": Civility.MRS, "first_name": "Solène", "last_name": "Marchal", "function": "La directrice générale"}
    delegate = {"civility": Civility.MR, "first_name": account.first_name, "last_name": account.last_name, "user": account}
    words = {"function": "Le directeur de la démocratie en santé", "delegation_reference": DELEGATION}
    for person in (head, delegate | words):
        Signatory.objects.create(region=region, period=period(date(2026, 1, 5)), **person, **SOURCE)


def _template(code: str) -> OrderTemplate:
    return OrderTemplate.objects.get(code=code, region=None)


def _draft(stock: _Stock, code: str, on: date, agent: User, *, lines: Sequence[actions.LineRequest]) -> DesignationOrder:
    template = _template(code)
    order = actions.draft_order(
        region=stock.region,
        kind=OrderKind(template.kind),
        template=template,
        lines=lines,
        effective_on=on + SOON,
        by=agent,
        today=on,
    )
    delegate = Signatory.objects.exclude(delegation_reference="").get(region=stock.region)
    return actions.edit_details(order=order, place=order.place, signatory=delegate, effective_on=order.effective_on, by=agent)


def _prepared(stock: _Stock, on: date, agent: User, newcomer: tuple[str, str, str] | None = None) -> DesignationOrder:
    order = _draft(stock, INDIVIDUAL, on, agent, lines=[stock.line(newcomer)])
    return actions.prepare(order=order, by=agent, at=_at(on, 9), today=on)


def _signed(stock: _Stock, on: date, agent: User, signatory: User) -> DesignationOrder:
    last = messages.latest()
    order = actions.sign(order=_prepared(stock, on, agent), by=signatory, at=_at(on, 16), today=on)
    messages.leave(_at(on, 16), after=last)
    return order


def _at(day: date, hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))
