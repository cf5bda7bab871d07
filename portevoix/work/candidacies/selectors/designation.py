"""The retained wishes that wait for an order, and the templates that suit them."""

from datetime import date

from django.db.models import Q, QuerySet

from portevoix.register.directory.models import BodyTypeRule
from portevoix.register.orders.enums import OrderKind, OrderState
from portevoix.register.orders.models import OrderTemplate
from portevoix.work.candidacies.enums import CandidacyState, WishState
from portevoix.work.candidacies.models import Call, Wish

WITHOUT_ORDER = Q(order_line__isnull=True) | Q(order_line__order__state=OrderState.ABANDONED)


def awaiting_order(call: Call) -> QuerySet[Wish]:
    """Return the retained wishes of `call` that no order carries: files entirely decided only."""
    rows = Wish.objects.filter(
        WITHOUT_ORDER, candidacy__call=call, candidacy__state=CandidacyState.AWAITING_ORDER, state=WishState.RETAINED
    )
    related = ("candidacy__person", "candidacy__association", "seat__body__body_type", "seat__body__department")
    return rows.select_related(*related).order_by("pk")


def ready_wishes(call: Call, *, template: OrderTemplate, today: date) -> list[Wish]:
    """Return those of them that `template` is for: its types of body, else those that its authority designates."""
    types = set(template.body_types.values_list("pk", flat=True))
    authorities = _authorities(today)
    return [wish for wish in awaiting_order(call) if _suits(wish.seat.body.body_type_id, template, types, authorities)]


def templates_for(call: Call, *, today: date) -> list[tuple[OrderTemplate, int]]:
    """Return the templates in force that would carry retained wishes of `call`, with how many, the fullest first.

    The template of one body is offered when the wishes are all of one body.
    """
    wishes, authorities = list(awaiting_order(call)), _authorities(today)
    one_body = len({wish.seat.body_id for wish in wishes}) == 1
    kinds = (OrderKind.COLLECTIVE, OrderKind.INDIVIDUAL) if one_body else (OrderKind.COLLECTIVE,)
    rows = OrderTemplate.objects.filter(Q(region=call.region_id) | Q(region__isnull=True), period__contains=today)
    rows = rows.filter(kind__in=kinds).prefetch_related("body_types").order_by("name", "pk")
    counted = []
    for template in rows:
        types = {body_type.pk for body_type in template.body_types.all()}
        count = sum(_suits(wish.seat.body.body_type_id, template, types, authorities) for wish in wishes)
        counted += [(template, count)] if count else []
    return sorted(counted, key=lambda pair: -pair[1])


def _authorities(day: date) -> dict[int, str]:
    return dict(BodyTypeRule.objects.filter(period__contains=day).values_list("body_type", "designating_authority"))


def _suits(body_type: int, template: OrderTemplate, types: set[int], authorities: dict[int, str]) -> bool:
    return body_type in types if types else authorities.get(body_type, template.authority) == template.authority
