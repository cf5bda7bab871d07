"""Panels that speak to the reader: notice, error summary, confirmation, empty state, details."""

from collections.abc import Iterable

from django import template
from django.contrib.messages.storage.base import Message
from django.forms import BaseForm, BaseFormSet
from django.utils.safestring import SafeString

from portevoix.base.ui.components.rendering import one_of, render
from portevoix.base.ui.errors_in_forms import failed, listed_errors

register = template.Library()

NOTICES = {"info": ("", "info"), "done": ("o", "check"), "warning": ("w", "clock"), "error": ("e", "err")}
MESSAGE_KINDS = {"debug": "info", "info": "info", "success": "done", "warning": "warning", "error": "error"}


@register.simple_block_tag
def notice(content: str, *, kind: str = "info", icon: str = "", title: str = "", on_paper: bool = True) -> SafeString:
    """Notice in the page. `kind`: info, done, warning, error; `icon`: another sign; `on_paper` false: not printed."""
    one_of(NOTICES, kind, what="kind of notice")
    css, default_icon = NOTICES[kind]
    return render("notice", content=content, css=css, icon=icon or default_icon, title=title, on_paper=on_paper)


@register.inclusion_tag("ui/components/notice.html")
def message_notice(*, message: Message) -> dict:
    """One message of `django.contrib.messages`, as a notice."""
    css, icon = NOTICES[MESSAGE_KINDS[message.level_tag]]
    return {"content": message.message, "css": css, "icon": icon, "title": "", "on_paper": False, "paragraph": True}


@register.inclusion_tag("ui/components/error_summary.html")
def error_summary(*forms: BaseForm | BaseFormSet) -> dict:
    """Before the title of a page whose form failed: what to correct, each line a link to its field. Nothing without error."""
    return {"errors": listed_errors(*forms)}


@register.simple_tag(takes_context=True)
def title_prefix(context: template.Context) -> str:
    """Words that start the page title after a failed form (`form`, `formset` or `forms` in the context)."""
    candidates = [context.get("form"), context.get("formset")]
    several = context.get("forms")
    if isinstance(several, Iterable):
        candidates.extend(several)
    return "Erreur\u00a0: " if any(failed(candidate) for candidate in candidates) else ""


@register.simple_block_tag
def confirmation(content: str, *, title: str, reference_label: str = "", reference: str = "") -> SafeString:
    """Top of a confirmation page, with its `<h1>`: what was done, and the number to keep."""
    return render("confirmation", content=content, title=title, reference_label=reference_label, reference=reference)


@register.simple_block_tag
def empty_state(content: str, *, title: str, icon: str = "vide") -> SafeString:
    """What stands where a list is empty: what will come here, and what to do next."""
    return render("empty_state", content=content, title=title, icon=icon)


@register.simple_block_tag
def details(content: str, *, summary: str, open: bool = False) -> SafeString:
    """Text that opens on demand, without script."""
    return render("details", content=content, summary=summary, open=open)
