"""What the calls of the demonstration led to: orders signed on decisions, and a representative whom a refusal leaves with an offer."""

from datetime import date, datetime, time

from django.utils import timezone

from portevoix.base.accounts.models import User
from portevoix.front.workspace.seeds import messages, story
from portevoix.register.directory.enums import Civility
from portevoix.register.directory.models import Association, Commune, Person
from portevoix.register.orders import actions
from portevoix.register.orders.models import DesignationOrder, OrderTemplate, Signatory
from portevoix.work.candidacies.actions.designation import draft_order_from_call
from portevoix.work.candidacies.enums import CandidacyState
from portevoix.work.candidacies.models import Call, Candidacy, Passage
from portevoix.work.candidacies.selectors.designation import awaiting_order

TEMPLATE = "cdu-collectif"


def sign_first(call: Call, count: int, *, on: date, users: dict[str, User]) -> DesignationOrder:
    """Sign on `on` the order that designates the first `count` people whom the call retained, as the agent and the signatory would."""
    agent, signatory = users["claire.muller"], users["paul.weber"]
    last = messages.latest()
    order = draft_order_from_call(
        call=call,
        template=OrderTemplate.objects.get(code=TEMPLATE, region=None),
        wishes=awaiting_order(call)[:count],
        by=agent,
        today=on,
    )
    delegate = Signatory.objects.exclude(delegation_reference="").get(region=call.region)
    actions.edit_details(order=order, place=order.place, signatory=delegate, effective_on=None, by=agent)
    actions.prepare(order=order, by=agent, at=at(on, 9), today=on)
    actions.sign(order=order, by=signatory, at=at(on, 16), today=on)
    _as_of(on, call)
    messages.leave(at(on, 16), after=last)
    return order


def propose_odile(call: Call) -> None:
    """Make one of the people whom the call does not retain Odile Wernert, so that she finds her file and the seats left near home."""
    civility, first_name, last_name, association = story.PEOPLE["wernert"]
    odile = Person.objects.get(first_name=first_name, last_name=last_name)
    rows = call.candidacies.filter(state=CandidacyState.NOT_SELECTED).order_by("pk")
    file = rows.exclude(wishes__body__mandates__person=odile)[0]
    replaced = file.person
    file.person, file.first_name, file.last_name, file.civility = odile, first_name, last_name, Civility(civility)
    file.association = Association.objects.get(parent__code__iexact=association, department__code="67")
    file.home = Commune.objects.get(name="Strasbourg", department__code="67")
    file.accepts_other_seat, file.max_distance_km, file.email = True, None, odile.email or file.email
    file.save()
    if replaced is not None:
        replaced.delete()


def at(day: date, hour: int) -> datetime:
    """Return an hour of a day in Paris."""
    return timezone.make_aware(datetime.combine(day, time(hour)))


def _as_of(on: date, call: Call) -> None:
    """Date from `on` what a signature wrote just now: passages, states."""
    moment = at(on, 16)
    designated = Candidacy.objects.filter(call=call, state=CandidacyState.DESIGNATED)
    Passage.objects.filter(candidacy__in=designated, state=CandidacyState.DESIGNATED).update(entered_at=moment)
    designated.update(state_changed_at=moment)
