"""« Imports » : lay down a workbook, check it, apply it, follow it, undo it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from portevoix.base.core.table_files import TableFormat
from portevoix.base.ui.downloads import file_response
from portevoix.base.ui.errors import BadInput
from portevoix.base.ui.forms import Form
from portevoix.base.ui.refresh import refreshed
from portevoix.base.ui.tables import Table
from portevoix.front.workspace.import_tables import DOUBT_LINES, PROBLEMS, RUNS
from portevoix.register.access.permissions import Permission, scope_for
from portevoix.register.access.views import ScopedActionView, ScopedListView, ScopedView
from portevoix.register.imports import actions, exports, selectors, tasks
from portevoix.register.imports.checking import reading_of
from portevoix.register.imports.enums import Work
from portevoix.register.imports.forms import ColumnsForm, ProblemFilterForm, UploadForm
from portevoix.register.imports.models import ImportRun
from portevoix.register.imports.reading.errors import MappingError, UnreadableFile
from portevoix.register.imports.workflow import IMPORT_RUN
from portevoix.register.workflow.engine import StepRefused

PAGE_SIZE = 50
SHOWN = 10  # errors and doubts on the page of the run
REFRESH_SECONDS = 3


class RunPage(ScopedView):
    """What the pages of one run share."""

    abstract = True
    permission = Permission.IMPORT_RUN
    model = ImportRun
    context_object_name = "run"

    def get_rows(self):
        return super().get_rows().select_related("region", "body_type", "progress", "uploaded_by", "applied_by", "undone_by", "file")


class ImportsView(ScopedListView):
    """The runs of the region, the latest first, each with its state and who laid it down."""

    permission = Permission.IMPORT_RUN
    template_name = "workspace/imports/list.html"
    paginate_by = PAGE_SIZE

    def get_queryset(self):
        return selectors.runs(self.scope())

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context["table"] = Table(caption="Classeurs importés", columns=RUNS, rows=context["page_obj"])
        context["doubts"] = selectors.waiting_doubts(self.scope()).count()
        return context


class UploadView(ScopedActionView):
    """Step 1: the file."""

    permission = Permission.IMPORT_RUN
    form_class = UploadForm
    template_name = "workspace/imports/upload.html"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"scope": scope_for(self.request.user, self.permission)}

    def perform(self, data):
        return actions.upload(
            upload=data["workbook"], region=data["region"], body_type=data["body_type"], by=self.request.user, today=timezone.localdate()
        )

    def get_success_url(self):
        return reverse("workspace:import_columns", args=[self.result.pk])


class ColumnsView(RunPage, ScopedActionView):
    """Step 2: the columns recognised, that can be corrected; then the check begins."""

    form_class = ColumnsForm
    template_name = "workspace/imports/columns.html"
    refusals = (StepRefused,)

    @cached_property
    def reading(self):
        try:
            return reading_of(self.object)
        except (UnreadableFile, MappingError) as refusal:
            raise BadInput(str(refusal), hint="Déposez le classeur à nouveau.") from refusal

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"mapping": self.reading.mapping}

    def get_context_data(self, **kwargs):
        return super().get_context_data(reading=self.reading, **kwargs)

    def perform(self, data):
        IMPORT_RUN.ensure(self.object, "check", by=self.request.user)
        actions.correct_columns(run=self.object, mapping=data["mapping"], by=self.request.user, at=timezone.now())
        tasks.start(run=self.object, work=Work.CHECK, by=self.request.user)

    def get_success_url(self):
        return reverse("workspace:import_run", args=[self.object.pk])


class RunView(RunPage):
    """Where a run stands: the progress of the work, then the preview, then the result."""

    template_name = "workspace/imports/run.html"

    def get(self, request, *args, **kwargs):
        standing = selectors.standing(self.object, at=timezone.now())
        report = self.object.report
        context = self.get_context_data(
            standing=standing,
            report=report,
            key_figures=selectors.key_figures(self.object),
            kinds=selectors.problem_kinds(self.object),
            problems=Table(caption="Premières erreurs", columns=PROBLEMS, rows=report.get("errors", [])[:SHOWN]),
            doubts=Table(caption="Doutes", columns=DOUBT_LINES, rows=report.get("doubts", [])[:SHOWN]),
            steps={step.name for step in IMPORT_RUN.available(self.object, by=request.user)},
            refresh_seconds=REFRESH_SECONDS,
        )
        response = self.render_to_response(context)
        return refreshed(response, request, seconds=REFRESH_SECONDS) if standing.busy else response


class StartView(RunPage):
    """POST only: ask for a work on the run, then follow it on the page of the run."""

    abstract = True
    http_method_names = ["post"]
    work: Work

    def post(self, request, *args, **kwargs):
        try:
            tasks.start(run=self.object, work=self.work, by=request.user)
        except StepRefused as refusal:
            messages.warning(request, str(refusal))
        return redirect("workspace:import_run", self.object.pk)


class CheckView(StartView):
    """Check, or check again."""

    work = Work.CHECK


class ApplyView(StartView):
    """Write what the preview announces."""

    work = Work.APPLY


class UndoView(RunPage, ScopedActionView):
    """Undo a run, after a confirmation that says what disappears."""

    form_class = Form
    template_name = "workspace/imports/undo.html"
    refusals = (StepRefused,)

    def get_context_data(self, **kwargs):
        return super().get_context_data(counts=selectors.written_counts(self.object), **kwargs)

    def perform(self, data):
        return tasks.start(run=self.object, work=Work.UNDO, by=self.request.user)

    def get_success_url(self):
        return reverse("workspace:import_run", args=[self.object.pk])


class ProblemsView(RunPage):
    """All the errors of a run, by kind and by sheet."""

    template_name = "workspace/imports/problems.html"

    def get_context_data(self, **kwargs):
        form = ProblemFilterForm(self.request.GET, run=self.object)
        rows = selectors.problems(self.object, **form.criteria())
        page = Paginator(rows, PAGE_SIZE).get_page(self.request.GET.get("page"))
        table = Table(caption="Erreurs du classeur", columns=PROBLEMS, rows=page.object_list)
        return super().get_context_data(filters=form, page=page, table=table, total=len(rows), **kwargs)


class ProblemsFileView(RunPage):
    """The rows to correct, as a table with a column « Problème » more."""

    def get(self, request, *args, **kwargs):
        form = TableFormat(self.kwargs["format"])
        criteria = ProblemFilterForm(request.GET, run=self.object).criteria()
        try:
            pieces = exports.problem_file(self.object, selectors.problems(self.object, **criteria), form)
        except (UnreadableFile, MappingError) as refusal:
            raise BadInput(str(refusal), hint="Déposez le classeur à nouveau.") from refusal
        return file_response(pieces, form=form, name=f"a-corriger-{self.object.pk}")


class ReportView(RunPage):
    """The report of the run, as the command writes it."""

    def get(self, request, *args, **kwargs):
        return JsonResponse(self.object.report | {"run_id": self.object.pk}, json_dumps_params={"ensure_ascii": False, "indent": 1})
