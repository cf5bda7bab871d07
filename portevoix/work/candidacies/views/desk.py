"""« Candidatures »: the list of the files, the sheet of one, its attachments."""

from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from portevoix.base.core.table_files import TableFormat
from portevoix.base.files.responses import download
from portevoix.base.ui.downloads import columns_file
from portevoix.base.ui.errors import BadInput
from portevoix.base.ui.tables import Sort, Table
from portevoix.register.access.permissions import Permission, can
from portevoix.register.access.views import ScopedListView, ScopedView
from portevoix.work.candidacies.enums import CandidacyState
from portevoix.work.candidacies.forms.desk import CandidacyFilterForm
from portevoix.work.candidacies.models import Candidacy
from portevoix.work.candidacies.selectors.clock import days_since
from portevoix.work.candidacies.selectors.desk import OPEN_STATES, calls_with_files, departments_of, listed_candidacies, sheet_of
from portevoix.work.candidacies.tables.desk import CANDIDACIES
from portevoix.work.candidacies.views.calls import links_around
from portevoix.work.candidacies.workflow import CANDIDACY

PAGE_SIZE = 25
READING = ("call__region", "association__parent", "person", "home", "submitted_by")


class CandidaciesView(ScopedListView):
    """Every file of the scope; by default those that are open."""

    permission = Permission.CANDIDACY_VIEW
    template_name = "candidacies/desk/list.html"
    paginate_by = PAGE_SIZE

    def get_queryset(self):
        query, scope = self.request.GET, self.scope()
        self.sort = Sort.read(query, CANDIDACIES, default="-depuis")
        self.form = CandidacyFilterForm(query, calls=list(calls_with_files(scope)), departments=departments_of(scope))
        if not self.form.is_valid():
            label = str(self.form.fields[next(iter(self.form.errors))].label)
            raise BadInput(f"Le filtre «\u00a0{label}\u00a0» n’est pas compris.", hint="Choisissez une valeur dans la liste.")
        asked = self.form.cleaned_data
        return listed_candidacies(
            scope,
            text=asked["q"],
            states=_states(asked["e"]),
            call=int(asked["a"]) if asked["a"] else None,
            department=asked["d"],
            order_by=self.sort.order_by(),
        )

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        columns = CANDIDACIES
        return context | {
            "filters": self.form,
            "total": context["paginator"].count,
            "narrowed": any(self.form.cleaned_data.values()),
            "table": Table(caption="Candidatures", columns=columns, rows=context["page_obj"], sort=self.sort, query=self.request.GET),
            "formats": list(TableFormat),
            "around": links_around(self.request.user),
        }


class CandidaciesFileView(CandidaciesView):
    """The same list as a file."""

    def get(self, request, *args, **kwargs):
        name = f"candidatures-{timezone.localdate().isoformat()}"
        return columns_file(kwargs["format"], columns=CANDIDACIES, rows=self.get_queryset(), title="Candidatures", name=name)


class CandidacyView(ScopedView):
    """The sheet of one file: who holds it, what is checked, what was asked, what was decided."""

    permission = Permission.CANDIDACY_VIEW
    model = Candidacy
    template_name = "candidacies/desk/candidacy.html"

    def get_rows(self):
        return super().get_rows().select_related(*READING)

    def get_context_data(self, **kwargs):
        user, file = self.request.user, self.object
        today = timezone.localdate()
        return super().get_context_data(
            days=days_since(file.state_changed_at, today),
            sheet=sheet_of(file, day=today, now=timezone.now()),
            steps={step.name for step in CANDIDACY.available(file, by=user)},
            may_examine=can(user, Permission.CANDIDACY_EXAMINE, file),
            may_assess=can(user, Permission.CANDIDACY_ASSESS, file) and file.state == CandidacyState.TO_DECIDE,
            may_decide=can(user, Permission.CANDIDACY_DECIDE, file) and file.state in DECIDABLE,
            may_contact=can(user, Permission.PERSON_CONTACT_VIEW),
            declarations=_declarations(file),
            **kwargs,
        )


DECIDABLE = frozenset({CandidacyState.TO_DECIDE, CandidacyState.AWAITING_ORDER, CandidacyState.WAITING_LIST, CandidacyState.NOT_SELECTED})


class AttachmentView(ScopedView):
    """An attachment, given back as a download."""

    permission = Permission.CANDIDACY_VIEW
    model = Candidacy

    def get(self, request, *args, **kwargs):
        row = self.object.attachments.select_related("file").filter(pk=kwargs["attachment"]).first()
        if row is None:
            raise Http404
        return download(row.file)


def _states(asked: str) -> tuple[str, ...]:
    if asked in ("", CandidacyFilterForm.OPEN):
        return OPEN_STATES
    return () if asked == "tous" else (asked,)


def _declarations(file: Candidacy) -> list[tuple[str, bool]]:
    return [
        ("Aucun lien avec l’établissement", file.no_tie_declared),
        ("S’engage à suivre la formation de base", file.course_promised),
        ("Accepte la charte", file.charter_accepted),
        ("Informée de l’usage de ses données", file.person_informed),
        ("Accord pour publier le nom", file.name_publishable),
        ("Accord pour publier l’adresse électronique", file.email_publishable),
        ("Accepte un autre siège", file.accepts_other_seat),
    ]


def sheet_url(file: Candidacy) -> str:
    """Return the address of the sheet of a file."""
    return reverse("candidacies:sheet", args=[file.pk])
