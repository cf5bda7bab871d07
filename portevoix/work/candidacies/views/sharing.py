"""The files that France Assos Santé reads because their association agrees; and the consent, given or withdrawn on the sheet."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone

from portevoix.base.ui.tables import Table
from portevoix.register.access.permissions import Permission
from portevoix.register.access.views import ScopedListView, ScopedView
from portevoix.work.candidacies.actions.sharing import set_reading_consent
from portevoix.work.candidacies.forms.files import SharedFilterForm
from portevoix.work.candidacies.models import Candidacy
from portevoix.work.candidacies.selectors.files import standing
from portevoix.work.candidacies.selectors.filing import wish_lines
from portevoix.work.candidacies.selectors.sharing import shared_candidacies
from portevoix.work.candidacies.tables.filing import SHARED
from portevoix.work.candidacies.views.filing_files import CandidacyPage

PAGE_SIZE = 25


class SharedCandidaciesView(ScopedListView):
    """The files of the region that associations share, the latest moved first."""

    permission = Permission.CANDIDACY_SHARED
    template_name = "candidacies/shared/list.html"
    paginate_by = PAGE_SIZE

    def get_queryset(self):
        self.filters = SharedFilterForm(self.request.GET)
        return shared_candidacies(self.scope(), text=self.filters.text())

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        table = Table(caption="Candidatures partagées", columns=SHARED, rows=context["page_obj"])
        return context | {"table": table, "filters": self.filters, "filtered": bool(self.filters.text())}


class SharedCandidacyView(ScopedView):
    """One of them: name, wishes, states, motivation. Without a consent in force it does not exist."""

    permission = Permission.CANDIDACY_SHARED
    model = Candidacy
    template_name = "candidacies/shared/candidacy.html"

    def get_rows(self):
        return super().get_rows().shared().select_related("call__region", "association__parent")

    def get_context_data(self, **kwargs):
        today = timezone.localdate()
        file = self.object
        return super().get_context_data(standing=standing(file, today=today), wishes=wish_lines(file, today=today), **kwargs)


class ReadingConsentView(CandidacyPage):
    """POST only: the association lets France Assos Santé read the file, or no longer does."""

    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        given = "donner" in request.POST
        set_reading_consent(candidacy=self.object, given=given, by=request.user)
        messages.success(request, "France Assos Santé peut lire ce dossier." if given else "France Assos Santé ne lit plus ce dossier.")
        return redirect(self.sheet())
