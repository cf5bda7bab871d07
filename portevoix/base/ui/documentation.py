"""The list of components, read from their signatures and docstrings."""

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import ModuleType

from portevoix.base.ui.templatetags.ui import MODULES

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
    lines = [
        "# Components of the look",
        "",
        "Written by `manage.py document_components`; a test compares. `{% load ui %}` gives everything; `/galerie/` shows it.",
        "The first argument may be given without its name, the others by name. `*` marks what must be given.",
        "",
    ]
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
