"""Draws the lists of choices of the forms in Python: Django's templates take a template per choice, and a nation has 101 departments."""

from django.forms.renderers import DjangoTemplates
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

SELECT = "django/forms/widgets/select.html"
NO_ATTRIBUTES = format_html_join("", "", ())


class FormRenderer(DjangoTemplates):
    """Django's own renderer, but for `<select>`, which gives the same HTML much faster."""

    def render(self, template_name, context, request=None):
        if template_name == SELECT:
            return select(context["widget"])
        return super().render(template_name, context, request)


def select(widget: dict) -> SafeString:
    """Return `<select>` with its choices, grouped or not, from the context of Django's widget."""
    groups = [_group(name, options) for name, options, _ in widget["optgroups"]]
    return format_html('<select name="{}"{}>{}</select>', widget["name"], attributes(widget["attrs"]), join(groups))


def _group(name, options):
    drawn = ((str(option["value"]), attributes(option["attrs"]), str(option["label"])) for option in options)
    choices = format_html_join("", '<option value="{}"{}>{}</option>', drawn)
    return format_html('<optgroup label="{}">{}</optgroup>', name, choices) if name else choices


def attributes(attrs: dict) -> SafeString:
    """Return the attributes of a tag, each after a space; True is an attribute without a value, False is left out."""
    if not attrs:
        return NO_ATTRIBUTES
    bare = [(format_html(" {}", name),) for name, value in attrs.items() if value is True]
    valued = [(format_html(' {}="{}"', name, str(value)),) for name, value in attrs.items() if value is not True and value is not False]
    return format_html_join("", "{}", valued + bare)


def join(parts: list[SafeString]) -> SafeString:
    """Return safe pieces of HTML one after the other."""
    return format_html_join("", "{}", ((part,) for part in parts))
