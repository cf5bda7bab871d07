"""Shows a plain text on a page as the HTML version of an e-mail shows it."""

from django import template
from django.utils.safestring import SafeString

from portevoix.base.notifications.readable import html_of

register = template.Library()


@register.simple_tag
def plain_text(text: str) -> SafeString:
    """Paragraphs, lists and links of `text`, escaped."""
    return html_of(text)
