"""From the decisions to the order, and from the signed order to the designated people and their messages."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from portevoix.base.audit import journal
from portevoix.base.core.periods import day_of, period
from portevoix.register.directory.actions.consents import record_answers
from portevoix.register.directory.enums import ConsentChannel, ConsentPurpose
from portevoix.register.directory.models import Membership, Person
from portevoix.register.mandates.signals import training_declared
from portevoix.register.orders.actions.drafting import LineRequest, draft_order
from portevoix.register.orders.models import DesignationOrder, OrderLine, OrderTemplate
from portevoix.work.candidacies.actions import announcing
from portevoix.work.candidacies.actions.passages import take_step_many
from portevoix.work.candidacies.enums import WishState
from portevoix.work.candidacies.models import Call, Candidacy, Wish
from portevoix.work.candidacies.selectors.designated import designated_by
from portevoix.work.candidacies.selectors.designation import ready_wishes
from portevoix.work.candidacies.workflow import WISH

NOT_READY = "Un des vœux choisis n’est plus retenu, est déjà dans un arrêté ou relève d’un autre modèle."


@transaction.atomic
def draft_order_from_call(
    *, call: Call, template: OrderTemplate, by: Any, today: date, wishes: Iterable[Wish] | None = None, effective_on: date | None = None
) -> DesignationOrder:
    """Write the order that designates on the retained wishes of `call` (all those that no order carries yet, or `wishes`).

    Raises `ValidationError` when there is none, or when one is no longer retained or is already in an order; `PermissionDenied`.
    """
    chosen = None if wishes is None else {wish.pk for wish in wishes}
    ready = [wish for wish in ready_wishes(call, template=template, today=today) if chosen is None or wish.pk in chosen]
    if chosen is not None and len(ready) != len(chosen):
        raise ValidationError(NOT_READY, code="not_ready")
    if not ready:
        raise ValidationError("Aucun vœu retenu n’attend un arrêté de ce modèle.", code="nothing_ready")
    fill_civilities(wish.candidacy for wish in ready)
    lines = [
        LineRequest(
            seat=wish.seat,
            person=wish.candidacy.person,
            association=wish.candidacy.association,
            proposed_on=day_of(wish.candidacy.submitted_at),
        )
        for wish in ready
    ]
    order = draft_order(
        region=call.region, kind=template.kind, template=template, lines=lines, by=by, today=today, effective_on=effective_on
    )
    tie_lines(order, ready, by=by)
    return order


def fill_civilities(candidacies: Iterable[Candidacy]) -> None:
    """Write the civility that the files state on the records that have none: the order says « Madame » or « Monsieur » (standards §7.1)."""
    people = []
    for candidacy in candidacies:
        person = candidacy.person
        if not person.civility and candidacy.civility:
            person.civility = candidacy.civility
            people.append(person)
    Person.objects.bulk_update(people, ["civility"], batch_size=500)


def tie_lines(order: DesignationOrder, wishes: Iterable[Wish], *, by: Any) -> None:
    """Say which line of `order` carries each wish: that of its seat."""
    line_of = {line.seat_id: line for line in order.lines.all()}
    wishes = list(wishes)
    for wish in wishes:
        wish.order_line = line_of[wish.seat_id]
    Wish.objects.bulk_update(wishes, ["order_line"], batch_size=500)
    journal.record_many("wish.order", targets=wishes, by=by, order=order.pk)


@transaction.atomic
def designate(*, order: DesignationOrder, lines: Sequence[OrderLine], by: Any, today: date) -> None:
    """Follow a signature: wishes and files are designated, consents recorded, messages written, in the transaction of the signature.

    Who is designated without a file is written to as well.
    Raises `StepRefused` when a wish of the order is no longer retained: the signature is taken back.
    """
    rows = Wish.objects.filter(order_line__in=[line.pk for line in lines])
    wishes = WISH.step_many(rows.select_related("candidacy__call__region", "candidacy__association__parent"), "designate", by=by)
    announcing.designated(designated_by(lines), order=order, by=by)
    if not wishes:
        return
    files = Candidacy.objects.filter(wishes__in=wishes).exclude(wishes__state=WishState.RETAINED).distinct()
    whole = Candidacy.objects.filter(pk__in=list(files.values_list("pk", flat=True)))
    take_step_many(whole, "designate", by=by, order=order.pk)
    candidacies = {wish.candidacy_id: wish.candidacy for wish in wishes}
    record_consents(candidacies.values(), by=by)
    record_memberships(candidacies.values(), order=order)
    tell_trainings(candidacies.values(), by=by)
    announcing.not_selected(calls={candidacy.call_id for candidacy in candidacies.values()}, by=by, today=today, order=order)


def record_consents(candidacies: Iterable[Candidacy], *, by: Any) -> None:
    """Write on the records of the people what their latest file says of publication, and where they are when nothing was known."""
    latest = {row.person_id: row for row in sorted(candidacies, key=lambda one: (one.submitted_at, one.pk)) if row.person_id}
    people = list(Person.objects.filter(pk__in=latest).order_by("pk"))
    for person in people:
        file = latest[person.pk]
        person.email, person.phone = person.email or file.email, person.phone or file.phone
        person.civility = person.civility or file.civility
        person.home_id = person.home_id or file.home_id
    Person.objects.bulk_update(people, ["email", "phone", "civility", "home"], batch_size=500)
    answers = {person: [(ConsentPurpose.NAME, latest[person.pk].name_publishable)] for person in people}
    for person, given in answers.items():
        if person.association_published and not latest[person.pk].name_publishable:
            given.append((ConsentPurpose.ASSOCIATION, False))
    told = {person: latest[person.pk].submitted_at for person in people}
    record_answers(answers=answers, at=told, by=by, channel=ConsentChannel.FILE)


def tell_trainings(candidacies: Iterable[Candidacy], *, by: Any) -> None:
    """Tell what the files declare of a basic training already followed: nobody types it a second time."""
    for row in candidacies:
        if row.person_id and row.course_done_on:
            training_declared.send(
                Candidacy, person=row.person, done_on=row.course_done_on, origin=f"déclaré dans la candidature {row.number}", by=by
            )


def record_memberships(candidacies: Iterable[Candidacy], *, order: DesignationOrder) -> None:
    """Write the memberships that the files state and that the register does not know: the condition of every mandate."""
    stated = {(row.person_id, row.association_id): row.member_since for row in candidacies if row.person_id and row.member_since}
    known = set(Membership.objects.filter(person__in=[pair[0] for pair in stated]).values_list("person", "association"))
    Membership.objects.bulk_create(
        Membership(
            person_id=person, association_id=association, period=period(since), source=f"candidature, {order}", source_date=order.signed_on
        )
        for (person, association), since in stated.items()
        if (person, association) not in known
    )
