"""The whole files that leave: one candidacy, or all those of a call, as a ZIP. By POST: each export is written in the journal."""

from django.http import StreamingHttpResponse
from django.utils import timezone
from django.utils.decorators import method_decorator

from portevoix.base.accounts.limits import limited
from portevoix.register.access.permissions import Permission
from portevoix.register.access.views import ScopedView
from portevoix.work.candidacies.actions.exchange import record_export
from portevoix.work.candidacies.exchange.archive import archive
from portevoix.work.candidacies.models import Call, Candidacy
from portevoix.work.candidacies.selectors.archives import candidacies_to_export


class ArchiveView(ScopedView):
    """Send an archive, written as it is read."""

    abstract = True
    permission = Permission.CANDIDACY_VIEW
    http_method_names = ("post",)

    def post(self, request, *args, **kwargs):
        rows = candidacies_to_export(self.object, viewer=request.user)
        record_export(target=self.object, by=request.user)
        response = StreamingHttpResponse(archive(rows, at=timezone.now()), content_type="application/zip")
        response["Content-Disposition"] = f'attachment; filename="{self.object.number or self.object.pk}.zip"'
        response["Cache-Control"] = "private, no-store"
        return response


@method_decorator(limited("export"), name="dispatch")
class CallArchiveView(ArchiveView):
    """The candidacies of a call."""

    model = Call

    def get_rows(self):
        return super().get_rows().select_related("region")


@method_decorator(limited("export"), name="dispatch")
class CandidacyArchiveView(ArchiveView):
    """One candidacy."""

    model = Candidacy

    def get_rows(self):
        return super().get_rows().select_related("call__region", "association__parent")
