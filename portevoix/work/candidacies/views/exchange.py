"""Candidacies that come from Démarche Numérique, and the whole files that leave."""

from functools import cached_property

from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from portevoix.base.ui.errors import BadInput
from portevoix.base.ui.forms import Form
from portevoix.base.ui.tables import Table
from portevoix.register.access.permissions import Permission
from portevoix.register.access.views import ScopedActionView, ScopedView
from portevoix.register.imports.reading.errors import UnreadableFile
from portevoix.register.workflow.engine import StepRefused
from portevoix.work.candidacies.actions import exchange as actions
from portevoix.work.candidacies.exchange.plan import lacking, mapping_of
from portevoix.work.candidacies.forms.exchange import ColumnsForm, TableForm
from portevoix.work.candidacies.models import Call, ExchangeImport
from portevoix.work.candidacies.tables import exchange as tables

SHOWN = 100  # lines of each kind on the page of an import


class LayDownView(ScopedActionView):
    """Lay a table down in a call."""

    permission = Permission.CANDIDACY_EXAMINE
    model = Call
    form_class = TableForm
    template_name = "candidacies/exchange/upload.html"
    refusals = (*ScopedActionView.refusals, StepRefused)

    def get_rows(self):
        return super().get_rows().select_related("region")

    def get_context_data(self, **kwargs):
        runs = self.object.exchange_imports.select_related("uploaded_by").order_by("-uploaded_at", "-pk")
        table = Table(caption="Tableaux déjà déposés", columns=tables.RUNS, rows=runs) if runs else None
        return super().get_context_data(table=table, **kwargs)

    def perform(self, data):
        return actions.lay_down(call=self.object, upload=data["table"], by=self.request.user)

    def get_success_url(self):
        return reverse("candidacies:exchange", args=[self.result.pk])


class ExchangePage(ScopedView):
    """What the pages of one import share."""

    abstract = True
    permission = Permission.CANDIDACY_EXAMINE
    model = ExchangeImport
    context_object_name = "run"

    def get_rows(self):
        return super().get_rows().select_related("call__region", "file", "uploaded_by", "applied_by", "undone_by")

    @cached_property
    def table(self):
        try:
            return actions.table_of(self.object)
        except (StepRefused, UnreadableFile) as refusal:
            raise BadInput(str(refusal), hint="Déposez le fichier de nouveau.") from refusal


class ExchangeView(ExchangePage):
    """What the import would do, line by line; then what it did."""

    template_name = "candidacies/exchange/run.html"

    def get_context_data(self, **kwargs):
        run = self.object
        if run.applied_at or run.undone_at:
            return super().get_context_data(plan=None, **kwargs)
        mapping = mapping_of(run, self.table)
        missing = lacking(mapping)
        plan = None if missing else actions.plan_of(run, today=timezone.localdate())
        shown = plan and {
            "new": Table(caption="Dossiers à créer", columns=tables.LINES, rows=plan.new[:SHOWN]),
            "problems": Table(caption="Lignes à corriger", columns=tables.PROBLEMS, rows=plan.problems[:SHOWN]),
        }
        return super().get_context_data(plan=plan, missing=missing, shown=shown, most=SHOWN, **kwargs)


class ExchangeColumnsView(ExchangePage, ScopedActionView):
    """What each column holds."""

    form_class = ColumnsForm
    template_name = "candidacies/exchange/columns.html"
    refusals = (StepRefused,)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"table": self.table, "mapping": mapping_of(self.object, self.table)}

    def perform(self, data):
        form = self.get_form()
        form.is_valid()
        actions.correct_columns(run=self.object, mapping=form.mapping(), by=self.request.user)

    def get_success_url(self):
        return reverse("candidacies:exchange", args=[self.object.pk])


class ApplyExchangeView(ExchangePage, ScopedActionView):
    """Create the candidacies, after a last look at the counts."""

    form_class = Form
    template_name = "candidacies/exchange/apply.html"
    refusals = (StepRefused,)
    success_message = "Les dossiers sont importés. Les lignes à corriger peuvent être déposées de nouveau\u00a0: rien n’est créé deux fois."

    def get_context_data(self, **kwargs):
        return super().get_context_data(plan=actions.plan_of(self.object, today=timezone.localdate()), **kwargs)

    def get(self, request, *args, **kwargs):
        if self.object.applied_at:
            return redirect("candidacies:exchange", self.object.pk)
        return super().get(request, *args, **kwargs)

    def perform(self, data):
        return actions.apply(run=self.object, by=self.request.user, at=timezone.now())

    def get_success_url(self):
        return reverse("candidacies:exchange", args=[self.object.pk])


class UndoExchangeView(ExchangePage, ScopedActionView):
    """Erase what the import created, while nobody has examined anything."""

    form_class = Form
    template_name = "candidacies/exchange/undo.html"
    refusals = (StepRefused,)
    success_message = "L’import est annulé\u00a0: les dossiers qu’il avait créés sont effacés."

    def perform(self, data):
        return actions.undo(run=self.object, by=self.request.user, at=timezone.now())

    def get_success_url(self):
        return reverse("candidacies:exchange", args=[self.object.pk])
