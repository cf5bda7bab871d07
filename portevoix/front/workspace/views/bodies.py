"""A body: who sits on the chosen day, its seats in time, what was known at another date."""

from django.urls import reverse
from django.utils import timezone

from portevoix.base.ui.situation import day_asked, optional_day
from portevoix.base.ui.tables import Table
from portevoix.front.workspace import body_history, selectors
from portevoix.front.workspace.tables import BODY_MANDATES, COMPOSITION, MANAGED_COMPOSITION
from portevoix.register.access.permissions import Permission, can, scope_for
from portevoix.register.access.views import ScopedView
from portevoix.register.directory.models import Body
from portevoix.register.directory.selectors.facilities import past_of
from portevoix.register.mandates.charts import body_timeline, timeline_days
from portevoix.register.mandates.models import Mandate
from portevoix.register.mandates.selectors.bodies import composition, composition_as_known, timeline
from portevoix.register.mandates.selectors.mandates import mandate_rows
from portevoix.work.candidacies.selectors.public_calls import open_calls_of


class BodyView(ScopedView):
    """The page of one body, on any day, as known on any day."""

    permission = Permission.REGISTER_VIEW
    model = Body
    template_name = "workspace/bodies/body.html"

    def get_rows(self):
        return (
            super().get_rows().select_related("body_type", "facility__legal_entity", "facility__category", "department", "region", "parent")
        )

    def get_context_data(self, **kwargs):
        body, user, today = self.object, self.request.user, timezone.localdate()
        at = day_asked(self.request.GET, today=today)
        known = optional_day(self.request.GET, today=today, name="connu")
        names = scope_for(user, Permission.MANDATE_VIEW)
        named = can(user, Permission.MANDATE_VIEW, body)
        if known and known < today:
            seats = composition_as_known(body, at=at, known_on=known, names=names)
        else:
            seats = composition(body, at=at, names=names)
        first, last = timeline_days(at)
        manages, keeps = can(user, Permission.MANDATE_MANAGE, body), can(user, Permission.BODY_MANAGE, body)
        columns = MANAGED_COMPOSITION if manages and not body.closed_on else COMPOSITION
        rows = mandate_rows(Mandate.objects.visible_to(user).filter(body=body), at=at) if named else []
        return super().get_context_data(
            at=at,
            today=today,
            known=known or today,
            earlier=bool(known and known < today),
            table=Table(caption="Sièges de l’instance", columns=columns, rows=seats, empty="Aucun siège ce jour-là."),
            vacant=sum(seat.state != "pourvu" for seat in seats),
            seats=seats,
            chart=body_timeline(timeline(body, first=first, last=last), at=at, today=today, names=named),
            mandates=Table(caption="Tous les mandats, ceux en cours d’abord", columns=BODY_MANDATES, rows=rows) if rows else None,
            rule=selectors.rule_of(body, at=at),
            call_url=_call_url(body, user, seats, today=today),
            open_call=open_calls_of([body.pk], at=timezone.now()).get(body.pk),
            may_manage=manages,
            may_keep=keeps,
            open_seats=selectors.open_seats(body, at=today) if keeps else [],
            closed_seats=selectors.closed_seats(body) if keeps else [],
            past=past_of(body.facility) if body.facility else None,
            history=body_history.of_body(body) if named else [],
            history_shown=named,
            **kwargs,
        )


def _call_url(body, user, seats, *, today) -> str:
    """Return the page that prepares a call on the vacant seats of `body`; empty when it has none, or without the right."""
    offered = (
        body.body_type.in_designation_circuit and body.body_type.parent_id is None and not (body.closed_on and body.closed_on <= today)
    )
    if offered and any(seat.state != "pourvu" for seat in seats) and can(user, Permission.CALL_MANAGE, body):
        return f"{reverse('candidacies:new_call')}?instance={body.pk}"
    return ""
