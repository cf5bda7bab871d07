"""What the components share: their templates, and the refusal of a word that is not in the list."""

from collections.abc import Collection

from django.template.loader import get_template
from django.utils.safestring import SafeString


class ComponentError(ValueError):
    """A component was called with a value that it does not know."""


def render(name: str, **context) -> SafeString:
    """Render the template of a component that has a slot."""
    return get_template(f"ui/components/{name}.html").render(context)


def one_of(allowed: Collection[str], value: str, *, what: str) -> str:
    """Return `value`, or raise `ComponentError` when it is not one of the allowed words."""
    if value not in allowed:
        raise ComponentError(f"{what}: {value!r} is not one of {sorted(allowed)}")
    return value
