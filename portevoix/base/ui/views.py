"""The gallery: every component in every variant, for whoever builds a page and for the accessibility tests."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portevoix.base.core.gates import public
from portevoix.base.ui import gallery as samples
from portevoix.base.ui.components.actions import ICONS
from portevoix.base.ui.tables import Sort, Table


@public
@require_safe
def gallery(request: HttpRequest, *, layout: str) -> HttpResponse:
    """Show everything, on the public layout or on the work layout."""
    sort = Sort.read(request.GET, samples.COLUMNS, default="-depuis")
    page = Paginator(samples.SEATS, 3).get_page(request.GET.get("page"))
    context = {
        "layout": f"ui/{layout}.html",
        "header": samples.header(layout),
        "sample_messages": samples.MESSAGES,
        "fresh": samples.SampleForm(prefix="vide"),
        "form": samples.refused_form(),
        "icons": sorted(ICONS),
        "today": samples.TODAY,
        "moment": samples.MOMENT,
        "future": samples.FUTURE,
        "page": page,
        "table": Table(caption="Sièges vacants", columns=samples.COLUMNS, rows=page.object_list, sort=sort, query=request.GET),
        "empty_table": Table(caption="Sièges vacants à Mars", columns=samples.COLUMNS, rows=[], caption_shown=True),
        "bars": samples.bars(),
        "share": samples.share(),
        "map": samples.map_of_vacancies(),
        "timeline": samples.seats_in_time(),
        "plan": samples.plan_of_results(),
        "titulars": [True, False],
        "substitutes": [True, True],
    }
    return render(request, "ui/gallery.html", context)


@public
@require_safe
def confirmation(request: HttpRequest) -> HttpResponse:
    """Show what stands alone on its page: a confirmation."""
    return render(request, "ui/gallery_confirmation.html")
