"""Fields and forms: one field, the date of the situation, the filters panel, the progress bar."""

from datetime import date

from django import template
from django.forms import BoundField
from django.http import QueryDict
from django.utils.safestring import SafeString

from portevoix.base.core.periods import add_months
from portevoix.base.ui.components.rendering import render
from portevoix.base.ui.fields import field_view
from portevoix.base.ui.query import hidden_pairs, with_params

register = template.Library()


@register.inclusion_tag("ui/components/field.html")
def field(
    bound: BoundField,
    *,
    label: str = "",
    hint: str | None = None,
    required: bool | None = None,
    autocomplete: str = "",
    inputmode: str = "",
    code: bool = False,
    narrow: bool = False,
) -> dict:
    """One field of a form: label, help, error, control, tied by ids that exist.

    `hint`: else the field's `help_text`. `required`: else the field's own. `code`: wide digits for a received code.
    `narrow`: a number. Check boxes and radios are grouped under a legend by themselves.
    """
    view = field_view(
        bound,
        label=label,
        hint=str(bound.field.help_text) if hint is None else hint,
        required=required,
        attrs={"autocomplete": autocomplete, "inputmode": inputmode, "class": "n" if narrow else ""},
        css="code" if code else "",
    )
    return {"field": view}


@register.inclusion_tag("ui/components/situation.html", takes_context=True)
def situation_form(
    context: template.Context, *, at: date, today: date, name: str = "au", known: date | None = None, value: str | None = None
) -> dict:
    """« Situation au »: the date of a work page, kept beside its title.

    `known`: also asks « Telle que connue le ». `value`: what the reader typed, when it could not be understood. The other
    parameters of the address are kept, except the page of the list.
    """
    query = _query(context)
    return {
        "at": at,
        "name": name,
        "known": known,
        "value": value,
        "kept": hidden_pairs(query, without=(name, "connu", "page")),
        "shortcuts": [
            ("aujourd’hui", with_params(query, **{name: None})),
            ("dans 9\u00a0mois", with_params(query, **{name: add_months(today, 9).isoformat()})),
            (f"fin\u00a0{today.year + 2}", with_params(query, **{name: date(today.year + 2, 12, 31).isoformat()})),
        ],
    }


@register.simple_block_tag(takes_context=True)
def filters_panel(
    context: template.Context, content: str, *, summary: str, label: str, keep: str = "au tri", button: str = "Filtrer", side: bool = False
) -> SafeString:
    """Panel of filters: a GET form with the fields of the slot, folded on phones.

    `summary`: what can be filtered, read on phones. `label`: name of the form. `keep`: parameters of the address that the
    form keeps. `side`: stands in a side column, without background.
    """
    kept = hidden_pairs(_query(context), only=keep.split())
    return render("filters", content=content, summary=summary, label=label, kept=kept, button=button, side=side)


@register.inclusion_tag("ui/components/progress.html")
def progress(*, label: str, value: int, maximum: int, detail: str = "", id: str = "avancement") -> dict:
    """How far a task is. `maximum` 0: not known yet. The page renews itself with `ui.refresh.refreshed`."""
    share = value * 100 // maximum if maximum else None
    return {"id": id, "label": label, "value": value, "maximum": maximum, "share": share, "detail": detail}


@register.inclusion_tag("ui/components/auto_refresh.html", takes_context=True)
def auto_refresh(context: template.Context, *, seconds: int) -> dict:
    """Say that the page renews itself, with the link that stops it (WCAG 2.2.2); goes with `ui.refresh.refreshed`."""
    query = _query(context)
    stopped = query.get("arret") == "1"
    return {"seconds": seconds, "stopped": stopped, "toggle": with_params(query, arret=None if stopped else "1"), "now": with_params(query)}


def _query(context) -> QueryDict:
    request = context.get("request")
    return request.GET if request else QueryDict()
