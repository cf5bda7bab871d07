"""Tables and their pages."""

from django import template
from django.core.paginator import Page
from django.http import QueryDict

from portevoix.base.ui.query import with_params
from portevoix.base.ui.tables import Table

register = template.Library()


@register.inclusion_tag("ui/components/table.html")
def table(table: Table) -> dict:
    """Whole table: sort links, sticky head, cards on phones. Sees to `caption`, `scope`, `aria-sort` and `data-l`."""
    return {"table": table}


@register.inclusion_tag("ui/components/table_head.html")
def table_head(table: Table) -> dict:
    """Caption and headings only, for a page that writes its own rows (each cell then carries `data-l`)."""
    return {"table": table}


@register.inclusion_tag("ui/components/pagination.html", takes_context=True)
def pagination(context: template.Context, page: Page, *, noun: str, detail: str = "") -> dict:
    """« Sièges 1 à 50 sur 398 » and the neighbour pages. `noun`: plural, capitalised; `detail`: said after the count."""
    request = context.get("request")
    query = request.GET if request else QueryDict()
    return {
        "page": page,
        "noun": noun,
        "detail": detail,
        "previous": with_params(query, page=page.previous_page_number()) if page.has_previous() else "",
        "next": with_params(query, page=page.next_page_number()) if page.has_next() else "",
    }
