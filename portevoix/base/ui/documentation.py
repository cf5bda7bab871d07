"""The list of components, read from their signatures and docstrings."""

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import ModuleType

from portevoix.base.ui.templatetags.ui import MODULES

PREFACE = """\
# Components of the look

Written by `manage.py document_components`; a test compares. `{% load ui %}` gives everything; `/galerie/` shows it.

## A page

```html
{% extends "ui/work.html" %}{# visitors: ui/public.html #}
{% load ui %}
{% block title %}Objet – Rubrique{% endblock %}
{% block crumb %}{% breadcrumbs %}{% crumb "Sièges" url=seats_url %}{% crumb body.name %}{% endbreadcrumbs %}{% endblock %}
{% block content %}
{% error_summary form %}
<h1>Objet</h1>
<form method="post" novalidate>{% csrf_token %}{% for bound in form %}{% field bound %}{% endfor %}
{% actions closing=True %}{% button "Enregistrer" %}{% endactions %}</form>
{% endblock %}
```

Blocks: `title`, `meta` (more in `<head>`), `crumb`, `head` and `content` (inside the column), `main` instead of both (bands over the
whole width: write `<div class="wrap">` yourself), `messages`. A failed form in the context under `form`, `formset` or `forms` puts
« Erreur » before the page title. Words in templates carry U+00A0: `manage.py space_templates` puts them.

| need | where, in `portevoix.base.ui` |
|---|---|
| links in the header, name of the account | `navigation.registry`: `register(NavItem(…))`, `identify_with(…)`, in `AppConfig.ready` |
| list with sorting, pages, export columns | `tables`: `Column`, `Table`, `Sort`, `export_columns`; addresses: `query.with_params` |
| form with sentences, dates, e-mail, telephone | `forms`: `Form`, `ModelForm`, `FrenchDateField`, `EmailField`, `PhoneField` |
| the day of the page (`?au=`) | `situation.day_asked` |
| refuse an address and say why | raise `errors.BadInput(sentence, hint=…)` (400), `errors.TooManyRequests` (429) |
| figures | `charts.bars.stacked_bars`, `share_bar`; `charts.maps.choropleth`, `contours`, `plan`; `charts.timeline.timeline` |
| a page that renews itself | `refresh.refreshed(response, request, seconds=…)` with `{% auto_refresh %}` |
| state of accessibility | `accessibility.mention`, `accessibility.declaration` |

In browser tests (`tests/e2e`): the fixture `visit`, and `checks.assert_accessible`, `assert_no_overflow`, `assert_keyboard`,
`assert_skip_link`, `assert_text_may_breathe`.

## Arguments

The first argument may be given without its name, the others by name. `=*` marks what must be given.
"""
SLOT = ("context", "content")  # given by the template engine, never written in a template


@dataclass(frozen=True)
class Component:
    """One tag. slot: whether it wraps content up to its end tag."""

    name: str
    module: ModuleType
    function: Callable
    slot: bool

    @property
    def usage(self) -> str:
        """Return the tag as it is written, optional arguments with their default."""
        parameters = [p for p in inspect.signature(self.function).parameters.values() if p.name not in SLOT]
        written = " ".join(["{%", self.name, *map(_argument, parameters), "%}"])
        return f"{written}…{{% end{self.name} %}}" if self.slot else written


def components() -> Iterator[Component]:
    """Yield the tags in the order of the modules, then of the source."""
    for module in MODULES:
        tags = [function for name, function in inspect.getmembers(module, inspect.isfunction) if name in module.register.tags]
        for function in sorted(tags, key=lambda function: function.__code__.co_firstlineno):
            yield Component(function.__name__, module, function, "content" in inspect.signature(function).parameters)


def page() -> str:
    """Return `docs/components.md`."""
    lines = [PREFACE]
    module = None
    for component in components():
        if component.module is not module:
            module = component.module
            lines += [f"## {_summary(module)}", ""]
        lines += [f"`{component.usage}`", "", inspect.cleandoc(component.function.__doc__), ""]
    lines += ["## Filters", ""]
    for module in MODULES:
        for name, function in module.register.filters.items():
            lines += [f"* `{{{{ value|{name} }}}}`: {inspect.cleandoc(function.__doc__)}"]
    return "\n".join(lines) + "\n"


def _argument(parameter):
    if parameter.kind is inspect.Parameter.VAR_POSITIONAL:
        return f"*{parameter.name}"
    if parameter.default is not inspect.Parameter.empty:
        return f"{parameter.name}={parameter.default!r}"
    return parameter.name if parameter.kind is inspect.Parameter.POSITIONAL_OR_KEYWORD else f"{parameter.name}=*"


def _summary(module):
    return inspect.cleandoc(module.__doc__).splitlines()[0].rstrip(".")
