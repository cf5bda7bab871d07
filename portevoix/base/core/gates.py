"""Deny by default: a view that does not say who may enter answers to nobody.

A view says it through its attribute `gate`: the decorators `public` and `signed_in` here (for the views of `base`), or the views
and the decorator of `register.access.views` (permission, any account, everybody). The middleware refuses the others; the system
check names them when the program starts.
"""

from collections.abc import Callable, Iterator

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.checks import Error
from django.core.exceptions import PermissionDenied
from django.urls import URLPattern, URLResolver, get_resolver

PUBLIC = "public"
SIGNED_IN = "signed_in"


def public(view: Callable) -> Callable:
    """Decorate a view (function, or the result of `as_view()`) that everybody may open."""
    view.gate = PUBLIC
    return view


def signed_in(view: Callable) -> Callable:
    """Decorate a view that any account may open; somebody else is led to the sign-in, then back."""
    guarded = login_required(view)
    guarded.gate = SIGNED_IN
    return guarded


def gate_of(view: Callable) -> str | None:
    """Return who may enter `view`: `public`, `signed_in`, the code of a permission, or None when it does not say.

    The views of the libraries that keep their own door (`settings.GATES_ELSEWHERE`, module prefixes) are `elsewhere`.
    """
    gate = getattr(view, "gate", None)
    if gate is None and view_module(view).startswith(tuple(settings.GATES_ELSEWHERE)):
        return "elsewhere"
    return gate


def view_module(view: Callable) -> str:
    """Return the module in which the class or the function of `view` is written."""
    return getattr(getattr(view, "view_class", view), "__module__", "")


def patterns(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Yield every URL of the table, with its whole path."""
    for entry in (resolver or get_resolver()).url_patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from patterns(entry, path)
        else:
            yield path, entry


class GateMiddleware:
    """Answers 403 when the view found by the URL table does not say who may enter."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view_func, view_args, view_kwargs):
        if gate_of(view_func) is None:
            raise PermissionDenied(f"{view_module(view_func)}: view without a gate")


def every_view_says_who_may_enter(app_configs, **kwargs) -> list[Error]:
    """System check: name the URLs whose view has no gate."""
    return [
        Error(f"/{path} does not say who may enter", hint="give the view a permission or public = True", id="portevoix.E001")
        for path, entry in patterns()
        if gate_of(entry.callback) is None
    ]
