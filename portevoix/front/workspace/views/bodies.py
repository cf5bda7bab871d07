"""A body: who sits on the chosen day, its seats in time, what was known at another date."""

from django.utils import timezone

from portevoix.base.ui.situation import day_asked
from portevoix.base.ui.tables import Table
from portevoix.front.workspace.tables import COMPOSITION
from portevoix.register.access.permissions import Permission, can, scope_for
from portevoix.register.access.views import ScopedView
from portevoix.register.directory.models import Body
from portevoix.register.mandates.selectors.criteria import SeatCriteria, SeatSort
from portevoix.register.mandates.selectors.listing import seat_rows


def counted(number: int, one: str, several: str) -> str:
    """Return « 1 siège vacant », « 3 sièges vacants »."""
    return f"{number}\u00a0{one if number == 1 else several}"


class BodyView(ScopedView):
    """The page of one body."""

    permission = Permission.REGISTER_VIEW
    model = Body
    template_name = "workspace/bodies/body.html"

    def get_rows(self):
        return (
            super().get_rows().select_related("body_type", "facility__legal_entity", "department", "region__parent", "territory", "parent")
        )

    def get_context_data(self, **kwargs):
        user, today = self.request.user, timezone.localdate()
        at = day_asked(self.request.GET, today=today)
        listed = seat_rows(
            scope_for(user, self.permission),
            at=at,
            criteria=SeatCriteria(body=self.object.pk),
            names=scope_for(user, Permission.MANDATE_VIEW),
            sort=SeatSort.SEAT,
            size=200,
        )
        return super().get_context_data(
            at=at,
            today=today,
            table=Table(
                caption="Sièges de l’instance", columns=COMPOSITION, rows=listed.rows, empty="Cette instance n’a aucun siège ce jour-là."
            ),
            figures=listed.figures,
            vacant_words=counted(listed.figures.vacant, "siège vacant", "sièges vacants"),
            soon_words=counted(listed.figures.ending_soon, "mandat se termine", "mandats se terminent") + " dans les 9\u00a0mois",
            may_manage=can(user, Permission.MANDATE_MANAGE, self.object),
            **kwargs,
        )
