"""Icons, buttons, links that look like buttons, and the row that holds them."""

from functools import cache

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from portevoix.base.ui.components.rendering import one_of, render

register = template.Library()

# The symbols of static/ui/icons.svg.
ICONS = frozenset(
    {"check", "clock", "down", "err", "hand", "info", "lock", "logo", "people"}
    | {"print", "reply", "rights", "search", "seat", "sheet", "up", "vide"}
)
BUTTON_KINDS = {"primary": "btn", "alt": "btn alt", "bare": "btn bare"}


@register.simple_tag
def icon(name: str, *, css: str = "i") -> SafeString:
    """Draw a sign of the sprite in the colour of the text. Always beside a word: it is hidden from screen readers."""
    one_of(ICONS, name, what="icon")
    return _drawn(name, css)


@cache
def _drawn(name, css):
    """The names of the static files do not change while the program runs; a list draws the same sign hundreds of times."""
    css_class = format_html(' class="{}"', css) if css else ""
    return format_html('<svg{} aria-hidden="true" focusable="false"><use href="{}#i-{}"/></svg>', css_class, static("ui/icons.svg"), name)


@register.inclusion_tag("ui/components/button.html")
def button(
    label: str,
    *,
    kind: str = "primary",
    big: bool = False,
    small: bool = False,
    name: str = "",
    value: str = "",
    hidden: str = "",
    icon: str = "",
    form: str = "",
    action: str = "",
) -> dict:
    """Submit button: verb first. `kind`: primary (one a page), alt, bare.

    `hidden`: words for screen readers after the label, where several buttons say the same. `form`: id of a form elsewhere
    in the page; `action`: other address for this button.
    """
    return {
        "label": label,
        "css": _css(kind, big, small),
        "name": name,
        "value": value,
        "hidden": hidden,
        "icon": icon,
        "form": form,
        "action": action,
    }


@register.inclusion_tag("ui/components/link_button.html")
def link_button(
    label: str, *, url: str, kind: str = "primary", big: bool = False, small: bool = False, hidden: str = "", icon: str = ""
) -> dict:
    """Link that looks like a button: goes somewhere, writes nothing. Same `kind`s as `button`."""
    return {"label": label, "url": url, "css": _css(kind, big, small), "hidden": hidden, "icon": icon}


@register.simple_block_tag
def actions(content: str, *, closing: bool = False) -> SafeString:
    """Row of buttons; `closing`: the row that ends a form, under a line."""
    return render("actions", content=content, closing=closing)


def _css(kind, big, small):
    one_of(BUTTON_KINDS, kind, what="kind of button")
    return BUTTON_KINDS[kind] + (" big" if big else "") + (" s" if small else "")
