"""« Appels » : the list of calls, a new one, the sheet of one with its live counts and its seats."""

from functools import cached_property

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils import timezone

from portevoix.base.core.table_files import TableFormat
from portevoix.base.ui.downloads import columns_file
from portevoix.base.ui.errors import BadInput
from portevoix.base.ui.tables import Table
from portevoix.register.access.permissions import Permission, can, scope_for
from portevoix.register.access.rehearsal import mark_of
from portevoix.register.access.views import ScopedActionView, ScopedListView, ScopedView
from portevoix.work.candidacies.actions import calls as actions
from portevoix.work.candidacies.enums import CallMode, CallState
from portevoix.work.candidacies.forms.calls import CallForm, SeatFilterForm, asked_by, perimeter_of, usual_window
from portevoix.work.candidacies.models import Call
from portevoix.work.candidacies.permissions import managed_by, may_manage
from portevoix.work.candidacies.selectors.call_preview import preview
from portevoix.work.candidacies.selectors.calls import call_figures, days_left, last_day, listed_calls, reminder_day, seats_of_call
from portevoix.work.candidacies.selectors.designation import awaiting_order
from portevoix.work.candidacies.selectors.managers import waiting_requests
from portevoix.work.candidacies.selectors.perimeter import Perimeter
from portevoix.work.candidacies.selectors.perimeter_words import in_words, limits_in_words, perimeter_choices, regions_of, title_of
from portevoix.work.candidacies.tables import calls as tables
from portevoix.work.candidacies.workflow import CALL

PAGE_SIZE = 25
EXAMINED = frozenset({CallState.OPEN, CallState.CLOSED})
OF_MANAGERS = frozenset(step.name for step in CALL.steps if step.permission == Permission.CALL_MANAGE)
CHIPS = (
    ("", "Tous"),
    ("draft", "En préparation"),
    ("open", "Ouverts"),
    ("closed", "En examen"),
    ("decided", "Décidés"),
    ("published", "Publiés"),
    ("cancelled", "Annulés"),
)


def links_around(user) -> list[tuple[str, str]]:
    """Return the other work on candidacies that `user` may do: label and address of each list."""
    links = []
    if can(user, Permission.CANDIDACY_EXAMINE):
        links += [("Dossiers papier", reverse("candidacies:paper_files"))]
    if can(user, Permission.ASSOCIATION_MANAGE):
        count = waiting_requests(scope_for(user, Permission.ASSOCIATION_MANAGE)).count()
        links += [(f"Demandes d’accès ({count})" if count else "Demandes d’accès", reverse("candidacies:access_requests"))]
    return links


class CallsView(ScopedListView):
    """The calls, the most recent first, each with its seats and what it received."""

    permission = Permission.CALL_VIEW
    template_name = "candidacies/calls/list.html"
    paginate_by = PAGE_SIZE

    def get_queryset(self):
        state = self.request.GET.get("etat", "")
        if state and state not in CallState.values:
            raise BadInput("Cet état n’existe pas.", hint="Choisissez une vue au-dessus de la liste.")
        return listed_calls(self.scope(), states=frozenset({state} if state else CallState.values))

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        state = self.request.GET.get("etat", "")
        return context | {
            "table": Table(caption="Appels à candidatures", columns=tables.CALLS, rows=context["page_obj"]),
            "chips": [(label, f"?etat={code}" if code else "?", code == state) for code, label in CHIPS],
            "may_manage": can(self.request.user, Permission.CALL_MANAGE),
            "around": links_around(self.request.user),
        }


class NewCallView(ScopedActionView):
    """A call prefilled from the filters of the board of seats: what it would offer is counted before anything is written."""

    permission = Permission.CALL_MANAGE
    form_class = CallForm
    template_name = "candidacies/calls/new.html"
    success_message = "L’appel est préparé. Relisez-le, joignez les documents, puis ouvrez-le."

    @cached_property
    def managed(self):
        return managed_by(self.request.user)

    @cached_property
    def region(self):
        return regions_of(self.managed)[0]

    def get_initial(self):
        today = timezone.localdate()
        asked = asked_by(self.request.GET, today=today)
        return asked | usual_window(today=today) | {"title": title_of(perimeter_of(asked), today=today), "help_email": ""}

    def get_form_kwargs(self):
        today = timezone.localdate()
        return super().get_form_kwargs() | {"today": today, "choices": perimeter_choices(self.managed, at=today)}

    def form_valid(self, form):
        if "recompter" in self.request.POST:
            return self.render_to_response(self.get_context_data(form=form))
        return super().form_valid(form)

    def perform(self, data):
        form = self.get_form()
        form.is_valid()
        return actions.draft_call(
            mode=data["mode"],
            region=self.region,
            perimeter=form.perimeter(),
            by=self.request.user,
            today=timezone.localdate(),
            **form.window(data["mode"]),
        )

    def get_success_url(self):
        return reverse("candidacies:call", args=[self.result.pk])

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        asked = self._asked(context["form"])
        shown = preview(asked, region=self.region, scope=self.managed, at=timezone.localdate()) if asked else None
        members = shown and any(row.members for row in shown.departments)
        columns = tables.PREVIEW_WITH_MEMBERS if members else tables.PREVIEW
        return context | {
            "preview": shown,
            "table": Table(caption="Sièges par département", columns=columns, rows=shown.departments) if shown else None,
            "limits": limits_in_words(asked) if asked else [],
        }

    def _asked(self, form) -> Perimeter | None:
        """Return the perimeter on screen; None while the form does not say one."""
        if not form.is_bound:
            return perimeter_of(form.initial)
        values = getattr(form, "cleaned_data", {})
        return perimeter_of(values) if values and not set(form.errors) & {"d", "t", "s", "avant"} else None


class CallPage(ScopedView):
    """What the pages of one call share."""

    abstract = True
    permission = Permission.CALL_VIEW
    model = Call

    def get_rows(self):
        return super().get_rows().select_related("region", "drafted_by")

    @cached_property
    def today(self):
        return timezone.localdate()

    @cached_property
    def seats(self):
        return seats_of_call(self.object, today=self.today)

    @cached_property
    def filters(self):
        return SeatFilterForm(self.request.GET, rows=self.seats)

    def listed(self):
        """Return the seats that the filters keep, those without any candidacy first while the call runs."""
        if not self.filters.is_valid():
            raise BadInput("Ce filtre n’est pas compris.", hint="Choisissez une valeur dans la liste.")
        kept = [row for row in self.seats if _kept(row, self.filters.cleaned_data)]
        if self.object.state == CallState.DRAFT:
            return kept
        return sorted(kept, key=lambda row: (not row.remaining, row.wanted > 0))


def _kept(row, wanted) -> bool:
    department = "" if wanted["d"] == "region" else wanted["d"]
    count = {"": True, "sans": row.wanted == 0, "une": row.wanted == 1, "plusieurs": row.wanted > 1}[wanted["c"]]
    left = {"": True, "reste": row.remaining, "fait": not row.remaining}[wanted["r"]]
    return (not wanted["d"] or row.department_code == department) and (not wanted["s"] or row.quality == wanted["s"]) and count and left


class CallView(CallPage):
    """The sheet of a call: state, window, counts, seats, documents, and what may be done."""

    template_name = "candidacies/calls/call.html"

    def get_context_data(self, **kwargs):
        call, user = self.object, self.request.user
        figures, listed, manages = call_figures(call, self.seats), self.listed(), may_manage(user, call)
        page = Paginator(listed, PAGE_SIZE).get_page(self.request.GET.get("page"))
        draft, steps = call.state == CallState.DRAFT, {step.name for step in CALL.available(call, by=user)}
        keeps = manages and call.state in (CallState.DRAFT, CallState.OPEN)
        columns = tables.DRAFT_SEATS if draft else tables.SEATS
        may_decide = can(user, Permission.CANDIDACY_DECIDE, call) and call.state in EXAMINED
        awaiting = awaiting_order(call).count() if can(user, Permission.ORDER_PREPARE, call) else 0
        return super().get_context_data(
            may_decide=may_decide,
            mark=mark_of(call),
            awaiting=awaiting,
            primary=_primary(call, steps, figures, may_decide=may_decide, awaiting=awaiting),
            figures=figures,
            page=page,
            listed=len(listed),
            narrowed=any(self.filters.cleaned_data.values()),
            table=Table(caption="Sièges de l’appel", columns=(*columns, tables.REMOVE) if keeps else columns, rows=page.object_list),
            filters=self.filters,
            opens_on=timezone.localdate(call.opens_at),
            last_on=last_day(call),
            days_left=days_left(call, today=self.today),
            perimeter=in_words(Perimeter.from_data(call.perimeter)),
            documents=call.documents.select_related("file").order_by("pk"),
            reminders=[(row, reminder_day(call, row)) for row in call.reminders.order_by("-days_before", "pk")],
            manages=manages,
            types_paper=call.state in {CallState.OPEN, CallState.CLOSED} and can(user, Permission.CANDIDACY_EXAMINE, call),
            keeps=keeps,
            steps=steps if manages else steps - OF_MANAGERS,
            refreshable=manages and (draft or (call.state == CallState.OPEN and call.mode == CallMode.PERMANENT)),
            importable=call.state in (CallState.OPEN, CallState.CLOSED) and can(user, Permission.CANDIDACY_EXAMINE, call),
            files_shown=figures.received > 0 and can(user, Permission.CANDIDACY_VIEW, call),
            formats=list(TableFormat),
            today=self.today,
            **kwargs,
        )


def _primary(call, steps, figures, *, may_decide: bool, awaiting: int) -> str:
    """Return the one act that the page puts first: to decide while files wait for it, to say that it is done, the order, the results."""
    if call.state in (CallState.DECIDED, CallState.PUBLISHED):
        return "order" if awaiting else "publish"
    if call.state == CallState.CLOSED and "decide" in steps and not figures.waiting:
        return "decide"
    return "proposal" if may_decide and figures.waiting else ""


class SeatsFileView(CallPage):
    """The seats of a call as a table, with the filters of the page; it names nobody."""

    def get(self, request, *args, **kwargs):
        number = self.object.number
        return columns_file(kwargs["format"], columns=tables.EXPORTED, rows=self.listed(), title=number, name=f"{number}-sieges")
