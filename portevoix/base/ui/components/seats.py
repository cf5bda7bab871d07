"""The sign of the seat: solid when occupied, dashed when vacant; and the tags that name a state."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from portevoix.base.ui.components.actions import icon as draw
from portevoix.base.ui.components.rendering import one_of, render

register = template.Library()

SEATS = {"occupied": ("seat", "seat"), "vacant": ("vide", "seat v")}
TAGS = {
    "": ("tag", ""),
    "vacant": ("tag v", "vide"),
    "soon": ("tag w", "clock"),
    "done": ("tag o", "check"),
    "progress": ("tag a", "clock"),
    "error": ("tag e", "err"),
}


@register.simple_tag
def tag(label: str, *, kind: str = "") -> SafeString:
    """State in a word, with its sign. `kind`: vacant, soon, done, progress, error; none for a neutral state."""
    one_of(TAGS, kind, what="kind of tag")
    css, name = TAGS[kind]
    return format_html('<span class="{}">{}{}</span>', css, draw(name, css="") if name else "", label)


@register.simple_tag
def seat(*, state: str) -> SafeString:
    """Draw one seat. `state`: occupied, vacant. Always beside the words: it is hidden from screen readers."""
    one_of(SEATS, state, what="state of a seat")
    name, css = SEATS[state]
    return draw(name, css=css)


@register.simple_tag
def seat_rank(*groups: Iterable[bool]) -> SafeString:
    """Draw seats side by side, true where occupied, a gap between the groups (titulars, then substitutes). Words stand beside."""
    drawn = [format_html_join("", "{}", ((seat(state="occupied" if held else "vacant"),) for held in group)) for group in groups]
    gap = format_html('<span class="{}"></span>', "gap")
    return format_html('<div class="rank" aria-hidden="true">{}</div>', format_html_join(gap, "{}", ((group,) for group in drawn)))


@register.simple_block_tag
def seat_cards(content: str) -> SafeString:
    """The seats of a body, as cards: put `seat_card`s inside."""
    return render("seat_cards", content=content)


@register.simple_block_tag
def seat_card(content: str, *, state: str, quality: str, holder: str) -> SafeString:
    """One seat: its quality (« Titulaire »), who holds it or « Siège à pourvoir »; the slot gives association and dates."""
    one_of(SEATS, state, what="state of a seat")
    return render("seat_card", content=content, state=state, quality=quality, holder=holder)


@register.inclusion_tag("ui/components/seat_key.html")
def seat_key(*, vacant: str = "siège à pourvoir", note: str = "") -> dict:
    """Key of the two signs; agents say « siège vacant »."""
    return {"vacant": vacant, "note": note}
