"""« Sièges » : the board, its exports and its kept views."""

from dataclasses import dataclass

from django import forms
from django.conf import settings
from django.http import Http404, QueryDict
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from portevoix.base.core.table_files import TableFormat
from portevoix.base.ui.forms import Form
from portevoix.base.ui.paging import CutPage, page_number
from portevoix.base.ui.query import with_params
from portevoix.base.ui.situation import day_asked
from portevoix.base.ui.tables import Sort, Table
from portevoix.front.workspace import actions, selectors
from portevoix.front.workspace.filters import SeatFilterForm
from portevoix.front.workspace.models import SavedView
from portevoix.front.workspace.tables import seat_columns, with_open_calls
from portevoix.register.access.permissions import Permission, can, scope_for
from portevoix.register.access.views import ScopedActionView, ScopedView
from portevoix.register.mandates.charts import forecast_chart, vacancy_map
from portevoix.register.mandates.enums import SeatState
from portevoix.register.mandates.selectors.criteria import SeatSort
from portevoix.register.mandates.selectors.forecast import falling_by_quality
from portevoix.register.mandates.selectors.listing import seat_rows
from portevoix.register.mandates.selectors.revision import current_generation, remembered
from portevoix.register.mandates.selectors.territories import by_department
from portevoix.work.candidacies.selectors.public_calls import open_calls_of_seats

PAGE_SIZE = 25
RAIL_MONTHS = 12


@dataclass(frozen=True)
class Preset:
    """A view that everybody has."""

    label: str
    query: str


PRESETS = (
    Preset("Tous les vacants", ""),
    Preset("Titulaires vacants", "s=titular"),
    Preset("Vacants depuis plus de 6\u00a0mois", "depuis=6"),
    Preset("Se terminent dans les 9\u00a0mois", "e=pourvu&fin=9&tri=fin"),
    Preset("Échus, siègent encore", "e=echu"),
)


class SeatsView(ScopedView):
    """The first screen of an agent: four figures, then the list that they count."""

    permission = Permission.REGISTER_VIEW
    template_name = "workspace/seats/board.html"

    def get_context_data(self, **kwargs):
        query, user, today = self.request.GET, self.request.user, timezone.localdate()
        at = day_asked(query, today=today)
        scope = scope_for(user, self.permission)
        form = SeatFilterForm(query, choices=selectors.filter_choices(scope, at=at))
        criteria = form.criteria(at=at)
        columns = seat_columns(criteria.states)
        sort = Sort.read(query, columns, default=_default_sort(columns))
        listed = seat_rows(
            scope,
            at=at,
            criteria=criteria,
            names=scope_for(user, Permission.MANDATE_VIEW),
            sort=SeatSort(sort.column.sort[0]),
            backwards=sort.descending,
            page=page_number(query),
            size=PAGE_SIZE,
        )
        columns = with_open_calls(columns, _call_urls(listed.rows, user) if at == today else {})
        table = Table(caption=f"{_title(form, listed)}, liste", columns=columns, rows=listed.rows, sort=sort, query=query)
        return super().get_context_data(
            at=at,
            today=today,
            filters=form,
            listed=listed,
            figures=listed.figures,
            list_title=_title(form, listed),
            table=table,
            page=CutPage(listed.rows, size=listed.size, total=listed.total, number=listed.number).current(),
            perimeter=selectors.scope_title(scope),
            presets=_chips(query),
            saved=[(view, _is_current(query, view.query)) for view in selectors.saved_views(user)],
            links=_links(query),
            rail=_rail(query, scope, criteria, at),
            call_url=call_url(query) if listed.total and can(user, Permission.CALL_MANAGE) else "",
            call_words=f"Ouvrir un appel sur ces {listed.total:,}\u00a0sièges".replace(",", "\u00a0"),
            may_export=can(user, Permission.REGISTER_EXPORT),
            may_create=can(user, Permission.BODY_MANAGE),
            export_url=reverse("workspace:export_seats") + with_params(query, page=None, tri=None),
            export_formats=list(TableFormat),
            **kwargs,
        )


def _call_urls(rows, user) -> dict[int, str]:
    """Return, by vacant seat, the page of the call open on it: that of the agents for whoever follows calls there, else the public one."""
    followed = scope_for(user, Permission.CALL_VIEW)
    vacant = [row.seat_id for row in rows if row.state != SeatState.FILLED]
    return {
        seat: reverse("candidacies:call", args=[call.pk])
        if followed.covers(call.scope_keys)
        else reverse("candidacies:public_call", args=[call.number])
        for seat, call in open_calls_of_seats(vacant, at=timezone.now()).items()
    }


def call_url(query) -> str:
    """Return the page that prepares a call on the seats on screen: it understands the same filters."""
    return reverse("candidacies:new_call") + with_params(query, page=None, tri=None)


def _rail(query, scope, criteria, at) -> SafeString:
    """Return what stands beside the list, chart and map, drawn again when the register or the filters change.

    They count the perimeter without the text that is searched: their links leave it out, so they lead to what they count.
    """
    links = QueryDict(with_params(query, page=None, q=None).lstrip("?"))

    def draw():
        context = {
            "forecast_query": with_params(links, e=None, depuis=None, fin=None, tri=None),
            "chart": forecast_chart(falling_by_quality(scope, at=at, months=RAIL_MONTHS, criteria=criteria), at=at, months=RAIL_MONTHS),
            "map": _map(scope, criteria, links, at),
        }
        return render_to_string("workspace/seats/_rail.html", context)

    key = ("rail", scope, criteria.on_bodies, criteria.qualities, at, links.urlencode())
    return remembered(current_generation(), key, draw, size=3000)


class SaveViewForm(Form):
    name = forms.CharField(label="Nom de la vue", max_length=60, help_text="Par exemple\u00a0: Moselle, titulaires vacants")
    query = forms.CharField(required=False, max_length=1000, widget=forms.HiddenInput)


class SaveView(ScopedActionView):
    """Keep the filters on screen under a name."""

    permission = Permission.REGISTER_VIEW
    form_class = SaveViewForm
    template_name = "workspace/seats/save_view.html"
    success_message = "Vue enregistrée."

    def get_initial(self):
        return {"query": self.request.GET.urlencode()}

    def perform(self, data):
        return actions.save_view(name=data["name"], query=data["query"], by=self.request.user)

    def get_success_url(self):
        return f"{reverse('workspace:seats')}?{self.result.query}"


class DeleteView(ScopedActionView):
    """Remove a kept view, after a confirmation."""

    permission = Permission.REGISTER_VIEW
    form_class = Form
    template_name = "workspace/seats/delete_view.html"
    success_message = "Vue supprimée. Les sièges ne changent pas."

    def get_object(self):
        try:
            return self.request.user.saved_views.get(pk=self.kwargs["pk"])
        except SavedView.DoesNotExist:
            raise Http404 from None

    def check_permission(self):
        """A view belongs to its account alone: the permission is asked without the row."""
        self.object, view = None, self.object
        super().check_permission()
        self.object = view

    def get_context_data(self, **kwargs):
        return ScopedActionView.get_context_data(self, view_kept=self.object, **kwargs)

    def perform(self, data):
        return actions.delete_view(view=self.object, by=self.request.user)

    def get_success_url(self):
        return reverse("workspace:seats")


def _map(scope, criteria, query, at):
    """Return the map of the departments of the perimeter, None for a single one."""
    departments = by_department(scope, at=at, criteria=criteria)
    if sum(bool(row.code) for row in departments) < 2:
        return None
    return vacancy_map(departments, region=settings.REGION_CODE, at=at, url_of=lambda code: with_params(query, d=code) + "#liste")


def _default_sort(columns) -> str:
    keys = {column.key for column in columns}
    return SeatSort.VACANCY.value if SeatSort.VACANCY.value in keys else SeatSort.END.value


def _title(form, listed) -> str:
    words = {"vacants": "vacants", "pourvu": "occupés", "echu": "échus", "tous": ""}[form.state]
    if listed.total == 1:
        return f"1\u00a0siège {words.rstrip('s')}".strip()
    return f"{listed.total:,}".replace(",", "\u00a0") + f"\u00a0sièges {words}".rstrip()


def _chips(query):
    return [(preset.label, _with_day(query, preset.query), _is_current(query, preset.query)) for preset in PRESETS]


def _with_day(query, wanted: str) -> str:
    day = query.get("au")
    parts = [wanted] if wanted else []
    if day:
        parts.append(with_params(type(query)(""), au=day).lstrip("?"))
    return f"?{'&'.join(parts)}"


def _is_current(query, kept: str) -> bool:
    def plain(asked):
        pairs = ((key, value) for key, values in asked.lists() for value in values)
        return sorted((key, value) for key, value in pairs if value and key not in actions.NOT_KEPT and (key, value) != ("e", "vacants"))

    return plain(query) == plain(type(query)(kept))


def _links(query):
    """The addresses behind the four figures: the day and the perimeter filters are kept."""
    keep = {"depuis": None, "fin": None, "tri": None}
    return {
        "opened": with_params(query, **{**keep, "e": "tous"}) + "#liste",
        "vacant": with_params(query, **{**keep, "e": None}) + "#liste",
        "long": with_params(query, **{**keep, "e": None, "depuis": 6}) + "#liste",
        "soon": with_params(query, **{**keep, "e": "pourvu", "fin": 9, "tri": "fin"}) + "#liste",
        "save": reverse("workspace:save_view") + with_params(query),
    }
