"""Claims of expenses: what remains to be asked, what they come to, what the payer sees."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal

from django.db.models import Count, Q, Sum

from portevoix.register.directory.models import Body, Person
from portevoix.register.directory.scope import Scope
from portevoix.work.activity.enums import ClaimState, Means
from portevoix.work.activity.models import ExpenseClaim, ExpenseLine, JournalEntry
from portevoix.work.activity.models.claims import ClaimQuerySet
from portevoix.work.activity.models.journal import JournalQuerySet
from portevoix.work.activity.scale import Amounts, Journey, amounts_of
from portevoix.work.activity.selectors.scales import rates_in_force

READING = ("person__home", "body__body_type__parent", "body__facility", "body__department", "body__region")
LINE_READING = ("origin", "destination", "entry__body__facility")
COUNTED = (ClaimState.SENT, ClaimState.SETTLED)


@dataclass(frozen=True, kw_only=True)
class Group:
    """Journeys that one claim can hold. body: None for those of no body in particular."""

    body: Body | None
    entries: list[JournalEntry]

    @property
    def kilometres(self) -> int:
        return sum(entry.kilometres for entry in self.entries)


@dataclass(frozen=True, kw_only=True)
class Way:
    """How somebody travels there and back. means: of `Means`; fiscal_power: of their car, in CV."""

    means: str
    fiscal_power: int | None = None
    leaves: time
    returns: time


@dataclass(frozen=True, kw_only=True)
class Priced:
    """A line with what it is paid back."""

    line: ExpenseLine
    amounts: Amounts


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A claim with its lines and what they come to."""

    claim: ExpenseClaim
    lines: list[Priced]

    @property
    def total(self) -> Decimal:
        return sum((priced.amounts.total for priced in self.lines), Decimal("0.00"))


def unclaimed(person: Person) -> JournalQuerySet:
    """Return the lines of the journal with a journey, that no claim holds."""
    rows = JournalEntry.objects.filter(person=person, kilometres__gt=0, expense_lines__isnull=True)
    return rows.select_related("body__body_type__parent", "body__facility", "body__department", "body__region").order_by("day", "pk")


def groups_to_claim(person: Person) -> list[Group]:
    """Return the journeys that were not asked back yet, by body."""
    found: dict[Body | None, list[JournalEntry]] = {}
    for entry in unclaimed(person):
        found.setdefault(entry.body, []).append(entry)
    return [Group(body=body, entries=entries) for body, entries in found.items()]


def claims_of(person: Person) -> ClaimQuerySet:
    """Return the claims of somebody, the latest first."""
    rows = ExpenseClaim.objects.filter(person=person).select_related(*READING)
    return rows.annotate(journeys=Count("lines")).order_by("-pk")


def received_claims(scope: Scope, *, order_by: Sequence[str]) -> ClaimQuerySet:
    """Return the claims that were sent online to the facilities of `scope`; `to_pay`: 1 while a claim waits for its payment."""
    rows = ExpenseClaim.objects.received_by(scope).select_related(*READING)
    return rows.annotate(to_pay=Count("pk", filter=Q(state=ClaimState.SENT))).order_by(*order_by)


def lines_of(claim: ExpenseClaim) -> list[ExpenseLine]:
    """Return the lines of a claim in the order of the days."""
    return list(claim.lines.select_related(*LINE_READING).order_by("day", "pk"))


def sheet_of(claim: ExpenseClaim, lines: Sequence[ExpenseLine] | None = None) -> Sheet:
    """Return a claim with its amounts: those that were frozen when it was sent, else computed now. Raises `ScaleMissing`."""
    lines = lines_of(claim) if lines is None else list(lines)
    if claim.state in COUNTED:
        return Sheet(claim=claim, lines=[Priced(line=line, amounts=_frozen(line)) for line in lines])
    days = {line.day for line in lines}
    amounts = amounts_of([journey_of(line) for line in lines], rates_in_force(days), before=driven_before(claim, days))
    return Sheet(claim=claim, lines=[Priced(line=line, amounts=one) for line, one in zip(lines, amounts, strict=True)])


def journey_of(line: ExpenseLine) -> Journey:
    """Return a line as the scale reads it."""
    names = ("day", "means", "fiscal_power", "kilometres", "tickets", "meals", "nights", "night_cost", "zone")
    return Journey(**{name: getattr(line, name) for name in names})


def driven_before(claim: ExpenseClaim, days: set[date]) -> dict[int, int]:
    """Return the kilometres by car that the same payer was already asked for, by calendar year: each payer only knows its own sheets."""
    rows = ExpenseLine.objects.filter(claim__person=claim.person_id, claim__state__in=COUNTED, means=Means.CAR).exclude(claim=claim.pk)
    rows = rows.filter(claim__payer=claim.payer, day__year__in={day.year for day in days})
    if claim.body and claim.body.facility_id:
        rows = rows.filter(claim__body__facility=claim.body.facility_id)
    elif claim.body:
        rows = rows.filter(claim__body=claim.body)
    else:
        rows = rows.filter(claim__payer_name=claim.payer_name)
    return {row["day__year"]: row["driven"] for row in rows.values("day__year").annotate(driven=Sum("kilometres")).order_by("day__year")}


def usual_way(person: Person) -> Way | None:
    """Return how somebody travelled last, to be proposed again; None before a first claim."""
    last = ExpenseLine.objects.filter(person=person).order_by("-pk").first()
    return last and Way(means=last.means, fiscal_power=last.fiscal_power, leaves=last.leaves, returns=last.returns)


def _frozen(line: ExpenseLine) -> Amounts:
    return Amounts(kilometres=line.kilometre_amount, meals=line.meal_amount, nights=line.night_amount, tickets=line.tickets)
