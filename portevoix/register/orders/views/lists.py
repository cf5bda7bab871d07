"""« Arrêtés » : the list by state, its export, several signed at once."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator

from portevoix.base.accounts.limits import limited
from portevoix.base.accounts.selectors import last_proof
from portevoix.base.core import health
from portevoix.base.core.table_files import TableFormat
from portevoix.base.ui.downloads import format_asked, rows_file
from portevoix.base.ui.errors import BadInput
from portevoix.base.ui.query import with_params
from portevoix.base.ui.refresh import refreshed
from portevoix.base.ui.tables import Sort, Table, export_columns
from portevoix.register.access.permissions import Permission, permissions_of, scope_for
from portevoix.register.access.views import ScopedView
from portevoix.register.orders import actions, tables, tasks
from portevoix.register.orders.enums import OrderState
from portevoix.register.orders.forms import SearchForm
from portevoix.register.orders.selectors import orders as selectors
from portevoix.register.orders.selectors.orders import Tab
from portevoix.register.orders.selectors.signing import refusals_today, series_of

PAGE_SIZE = 25
SIGNING_PAGE_SIZE = 100  # 300 orders to sign: three confirmations
REFRESH_SECONDS = 3
LABELS = {
    Tab.DRAFTS: "En rédaction",
    Tab.TO_SIGN: "À signer",
    Tab.SIGNED: "Signés",
    Tab.PUBLISHED: "Publiés",
    Tab.ABANDONED: "Abandonnés",
}
TITLES = {
    Tab.DRAFTS: "Arrêtés en rédaction",
    Tab.TO_SIGN: "Décisions prêtes à signer",
    Tab.SIGNED: "Arrêtés signés, à publier",
    Tab.PUBLISHED: "Arrêtés publiés",
    Tab.ABANDONED: "Arrêtés abandonnés",
}
COLUMNS = {
    Tab.DRAFTS: (tables.DRAFTS, "-depuis"),
    Tab.TO_SIGN: (tables.TO_SIGN, "depuis"),
    Tab.SIGNED: (tables.SIGNED_ORDERS, "-arrete"),
    Tab.PUBLISHED: (tables.PUBLISHED, "-arrete"),
    Tab.ABANDONED: (tables.DRAFTS, "-depuis"),
}


def _tab(request) -> Tab:
    asked = request.GET.get("onglet")
    if not asked:
        return selectors.first_tab(request.user)
    if asked not in list(Tab):
        raise BadInput("Cet onglet n’existe pas.", hint=f"Onglets possibles\u00a0: {', '.join(Tab)}.")
    return Tab(asked)


class _Listed(ScopedView):
    """The orders that the address asks for, sorted."""

    abstract = True
    permission = Permission.ORDER_VIEW

    def listed(self):
        query, tab = self.request.GET, _tab(self.request)
        columns, default = COLUMNS[tab]
        sort = Sort.read(query, columns, default=default)
        rows = selectors.orders(scope_for(self.request.user, self.permission), tab=tab, text=query.get("q", "")[:80])
        return tab, columns, sort, rows.order_by(*sort.order_by())


class OrdersView(_Listed):
    """Orders by state; those to sign can be checked and signed together."""

    template_name = "orders/list.html"

    def get_context_data(self, **kwargs):
        query, user = self.request.GET, self.request.user
        tab, columns, sort, rows = self.listed()
        may_sign = tab == Tab.TO_SIGN and Permission.ORDER_SIGN in permissions_of(user)
        columns = columns if may_sign else tuple(column for column in columns if column is not tables.CHOICE)
        page = Paginator(rows, SIGNING_PAGE_SIZE if may_sign else PAGE_SIZE).get_page(query.get("page"))
        checked = "coches" in query
        for order in page.object_list:
            order.checked = checked
        counts = selectors.tab_counts(scope_for(user, self.permission))
        return super().get_context_data(
            tab=tab,
            title=TITLES[tab],
            tabs=[(f"{LABELS[one]} ({counts[one]})", with_params(query, onglet=one, tri=None, q=None), one == tab) for one in Tab],
            table=Table(caption=TITLES[tab], columns=columns, rows=page.object_list, sort=sort, query=query),
            page=page,
            asked=query.get("q", "")[:80],
            search=SearchForm(initial={"q": query.get("q", "")[:80]}),
            may_sign=may_sign,
            check_words="Tout décocher" if checked else "Cocher tous ceux de la page",
            check_url=with_params(query, coches=None if checked else 1, page=query.get("page")),
            may_prepare=Permission.ORDER_PREPARE in permissions_of(user),
            export_url=reverse("orders:export") + with_params(query, page=None),
            export_formats=list(TableFormat),
            **kwargs,
        )


@method_decorator(limited("export"), name="dispatch")
class ExportView(_Listed):
    """The list on screen as CSV, XLSX or ODS. By POST: each export is written in the journal."""

    http_method_names = ("post",)

    def post(self, request, *args, **kwargs):
        form = format_asked(request.POST)
        tab, columns, _, rows = self.listed()
        actions.record_export(form=form, by=request.user, count=rows.count())
        chosen = export_columns(columns)
        lines = ([_plain(column.export_value(row)) for column in chosen] for row in rows.iterator(chunk_size=500))
        header, name = [column.label for column in chosen], f"arretes-{tab}-{timezone.localdate().isoformat()}"
        return rows_file(form, header=header, rows=lines, title=TITLES[tab], name=name)


def _plain(value):
    """A moment becomes its day: spreadsheets know no time zone."""
    return timezone.localdate(value) if hasattr(value, "tzinfo") and hasattr(value, "hour") else value


class SignManyView(ScopedView):
    """The orders that were checked: what signing them would do, then the signature of each."""

    permission = Permission.ORDER_SIGN
    template_name = "orders/sign_many.html"

    def chosen(self, numbers):
        return selectors.signable(scope_for(self.request.user, self.permission), numbers)

    def get_context_data(self, **kwargs):
        today = timezone.localdate()
        found = self.chosen(self.request.GET.getlist("n"))
        user = self.request.user
        rows = [
            (order, selectors.begins(order), refusals_today(order, user, today)) for order in found if order.state == OrderState.PREPARED
        ]
        return super().get_context_data(
            rows=rows,
            today=today,
            ready=sum(not faults for _, _, faults in rows),
            designations=sum(begun for _, (begun, _), faults in rows if not faults),
            **kwargs,
        )

    def post(self, request, *args, **kwargs) -> HttpResponse:
        numbers = request.POST.getlist("n")
        tasks.start_many(orders=self.chosen(numbers), by=request.user, proof=last_proof(request.session))
        return redirect(f"{reverse('orders:signed')}?{'&'.join(f'n={number}' for number in numbers if number.isdecimal())}")


class SignedManyView(ScopedView):
    """One line for each order of the series: its number, that it waits for the worker, or what forbids to sign it."""

    permission = Permission.ORDER_SIGN
    template_name = "orders/signed_many.html"

    def get(self, request, *args, **kwargs):
        found = selectors.signable(scope_for(request.user, self.permission), request.GET.getlist("n"))
        series = series_of(found, request.user, timezone.localdate())
        silent = bool(series.waiting) and not health.living_workers(timezone.now())
        response = self.render_to_response(self.get_context_data(series=series, silent=silent, refresh_seconds=REFRESH_SECONDS))
        return refreshed(response, request, seconds=REFRESH_SECONDS) if series.waiting else response
