"""The list of seats as a file: same filters and same day as on the board, written as it is read."""

from django.utils import timezone
from django.utils.decorators import method_decorator

from portevoix.base.accounts.limits import limited
from portevoix.base.ui.downloads import file_response, format_asked
from portevoix.base.ui.situation import day_asked
from portevoix.front.workspace import actions, selectors
from portevoix.front.workspace.filters import SeatFilterForm
from portevoix.register.access.permissions import Permission, scope_for
from portevoix.register.access.views import ScopedView
from portevoix.register.mandates.exports import seats_file


@method_decorator(limited("export"), name="dispatch")
class ExportView(ScopedView):
    """Send the seats of the board as CSV, XLSX or ODS. By POST: each export is written in the journal."""

    permission = Permission.REGISTER_EXPORT
    http_method_names = ("post",)

    def post(self, request, *args, **kwargs):
        form = format_asked(request.POST)
        at = day_asked(request.GET, today=timezone.localdate())
        scope = scope_for(request.user, self.permission)
        criteria = SeatFilterForm(request.GET, choices=selectors.filter_choices(scope, at=at)).criteria(at=at)
        actions.record_export(form=form, at=at, by=request.user)
        pieces = seats_file(form, scope, at=at, criteria=criteria, names=scope_for(request.user, Permission.MANDATE_VIEW))
        return file_response(pieces, form=form, name=f"sieges-{at.isoformat()}")
