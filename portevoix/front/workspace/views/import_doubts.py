"""The queue of doubts that the imports leave: two records side by side, and an answer."""

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from portevoix.base.ui.tables import Table
from portevoix.front.workspace.import_tables import DOUBTS, MANDATES_OF_SIDE
from portevoix.register.access.permissions import Permission
from portevoix.register.access.views import ScopedActionView, ScopedListView
from portevoix.register.imports import actions, selectors
from portevoix.register.imports.enums import Decision, DoubtKind
from portevoix.register.imports.forms import PeopleDoubtForm, VacancyDoubtForm
from portevoix.register.imports.models import Doubt
from portevoix.register.mandates.enums import EndReason
from portevoix.register.workflow.engine import StepRefused

PAGE_SIZE = 50


class DoubtsView(ScopedListView):
    """The questions that wait for an answer, oldest first."""

    permission = Permission.IMPORT_RUN
    template_name = "workspace/imports/doubts.html"
    paginate_by = PAGE_SIZE

    def get_queryset(self):
        return selectors.waiting_doubts(self.scope())

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context["table"] = Table(caption="Questions en attente", columns=DOUBTS, rows=context["page_obj"])
        return context


class DoubtView(ScopedActionView):
    """One question: the evidence, the two records side by side (or the mandate), the answer."""

    permission = Permission.IMPORT_RUN
    model = Doubt
    context_object_name = "doubt"
    template_name = "workspace/imports/doubt.html"
    refusals = (StepRefused, ValidationError)
    success_message = "Réponse enregistrée."

    def get_rows(self):
        rows = super().get_rows()
        return rows.select_related(
            "run__region", "person", "other", "mandate__person", "mandate__body", "mandate__seat", "mandate__association"
        )

    def get_form_class(self):
        return PeopleDoubtForm if self.object.kind == DoubtKind.PEOPLE else VacancyDoubtForm

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"today": timezone.localdate()}

    def get_context_data(self, **kwargs):
        sides = [
            (side.person, Table(caption=f"Mandats de {side.person}", columns=MANDATES_OF_SIDE, rows=side.mandates, empty="Aucun mandat."))
            for side in selectors.sides(self.object)
        ]
        return super().get_context_data(sides=sides, **kwargs)

    def perform(self, data):
        reason = data.get("reason")
        return actions.decide(
            doubt=self.object,
            decision=Decision(data["decision"]),
            by=self.request.user,
            at=timezone.now(),
            on=data.get("on"),
            reason=EndReason(reason) if reason else None,
        )

    def get_success_url(self):
        return reverse("workspace:import_doubts")
