"""Federations of establishments: the vacancies of their members."""

from django.utils import timezone

from portevoix.base.ui.situation import day_asked
from portevoix.base.ui.tables import Table
from portevoix.front.workspace import selectors
from portevoix.front.workspace.tables import FEDERATIONS, MEMBERS
from portevoix.register.access.permissions import Permission, scope_for
from portevoix.register.access.views import ScopedView
from portevoix.register.directory.models import Federation
from portevoix.register.mandates.selectors.criteria import SeatCriteria
from portevoix.register.mandates.selectors.federations import vacancies_of_members
from portevoix.register.mandates.selectors.listing import figures


class FederationsView(ScopedView):
    """The federations, each with the figures of its members."""

    permission = Permission.REGISTER_EXPORT
    template_name = "workspace/federations/list.html"

    def get_context_data(self, **kwargs):
        today = timezone.localdate()
        at = day_asked(self.request.GET, today=today)
        rows = selectors.federations_with_figures(scope_for(self.request.user, self.permission), at=at)
        table = Table(caption="Fédérations d’établissements", columns=FEDERATIONS, rows=rows, empty="Aucune fédération enregistrée.")
        return super().get_context_data(at=at, today=today, table=table, **kwargs)


class FederationView(ScopedView):
    """One federation: the figures of its members, then each of them, the most vacant first."""

    permission = Permission.REGISTER_EXPORT
    model = Federation
    reference = True
    template_name = "workspace/federations/federation.html"

    def get_context_data(self, **kwargs):
        today = timezone.localdate()
        at = day_asked(self.request.GET, today=today)
        scope = scope_for(self.request.user, self.permission)
        rows = vacancies_of_members(self.object, scope, at=at)
        return super().get_context_data(
            at=at,
            today=today,
            figures=figures(scope, at=at, criteria=SeatCriteria(federation=self.object.pk)),
            members=len(rows),
            table=Table(caption="Établissements adhérents, les plus vacants d’abord", columns=MEMBERS, rows=rows),
            **kwargs,
        )
