"""Draws the lists of choices of the forms in Python: Django's templates take a template per choice, and a nation has 101 departments."""

from functools import lru_cache

from django.forms.renderers import DjangoTemplates
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

SELECT = "django/forms/widgets/select.html"
TICKS = {"django/forms/widgets/checkbox_option.html", "django/forms/widgets/radio_option.html"}


class FormRenderer(DjangoTemplates):
    """Django's own renderer, but for `<select>` and the boxes of a list, which give the same HTML much faster."""

    def render(self, template_name, context, request=None):
        if template_name == SELECT:
            return select(context["widget"])
        if template_name in TICKS and not context["widget"]["wrap_label"]:
            return tick(context["widget"])
        return super().render(template_name, context, request)


def select(widget: dict) -> SafeString:
    """Return `<select>` with its choices, grouped or not, from the context of Django's widget."""
    groups = [_group(name, options) for name, options, _ in widget["optgroups"]]
    return format_html('<select name="{}"{}>{}</select>', widget["name"], attributes(widget["attrs"]), join(groups))


def tick(widget: dict) -> SafeString:
    """Return one box of a list, without its label, from the context of Django's widget."""
    value = widget["value"]
    valued = "" if value is None else format_html(' value="{}"', str(value))
    return format_html('<input type="{}" name="{}"{}{}>', widget["type"], widget["name"], valued, attributes(widget["attrs"]))


def _group(name, options):
    drawn = ((str(option["value"]), attributes(option["attrs"]), str(option["label"])) for option in options)
    choices = format_html_join("", '<option value="{}"{}>{}</option>', drawn)
    return format_html('<optgroup label="{}">{}</optgroup>', name, choices) if name else choices


def attributes(attrs: dict) -> SafeString:
    """Return the attributes of a tag, each after a space; True is an attribute without a value, False is left out."""
    return _attributes(tuple((name, value if isinstance(value, bool) else str(value)) for name, value in attrs.items()))


@lru_cache(maxsize=5_000)  # the lists of the filters are the same on every page
def _attributes(attrs: tuple[tuple[str, str | bool], ...]) -> SafeString:
    bare = [(format_html(" {}", name),) for name, value in attrs if value is True]
    valued = [(format_html(' {}="{}"', name, value),) for name, value in attrs if not isinstance(value, bool)]
    return format_html_join("", "{}", valued + bare)


def join(parts: list[SafeString]) -> SafeString:
    """Return safe pieces of HTML one after the other."""
    return format_html_join("", "{}", ((part,) for part in parts))
