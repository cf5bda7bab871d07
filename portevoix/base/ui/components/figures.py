"""Charts and maps, each with its key and its table. The dataclasses come from `portevoix.base.ui.charts`."""

from django import template

from portevoix.base.ui.charts.bars import BarChart, ShareBar
from portevoix.base.ui.charts.common import DataTable, Mark
from portevoix.base.ui.charts.maps import Choropleth, Plan
from portevoix.base.ui.charts.timeline import Timeline
from portevoix.base.ui.components.rendering import one_of

register = template.Library()

PLACES = ("below", "details", "elsewhere")


@register.inclusion_tag("ui/components/bar_chart.html")
def bar_chart(chart: BarChart, *, table: str = "details") -> dict:
    """Stacked bars. `table`: below, details (folded under the drawing), elsewhere (the page prints `data_table` itself)."""
    return {"chart": chart, "place": one_of(PLACES, table, what="place of the table")}


@register.inclusion_tag("ui/components/share_bar.html")
def share_bar(bar: ShareBar) -> dict:
    """Occupied and vacant on one bar, for the eye only: the sentence beside it gives the numbers."""
    return {"bar": bar}


@register.inclusion_tag("ui/components/choropleth.html")
def choropleth(chart: Choropleth, *, table: str = "details") -> dict:
    """Map in five steps, the value written in each area. `table`: as for `bar_chart`."""
    return {"chart": chart, "place": one_of(PLACES, table, what="place of the table")}


@register.inclusion_tag("ui/components/timeline.html")
def timeline(chart: Timeline) -> dict:
    """The seats of a body in time, in a region that scrolls by itself; the page prints the table of mandates under it."""
    return {"chart": chart}


@register.inclusion_tag("ui/components/plan.html")
def plan(chart: Plan, *, caption: str = "") -> dict:
    """Numbered places around a point; the numbered list of results is its table."""
    return {"chart": chart, "caption": caption}


@register.inclusion_tag("ui/components/data_table.html")
def data_table(table: DataTable) -> dict:
    """The table of a figure."""
    return {"table": table}


@register.inclusion_tag("ui/components/chart_key.html")
def chart_key(marks: list[Mark]) -> dict:
    """Key of a figure."""
    return {"marks": marks}
