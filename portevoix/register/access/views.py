"""The two gates of every page: what exists for you (`visible_to`, else 404), what you may do (`can`, else 403).

Every page for signed-in people is one of the three classes below, or a function under `@page`. A class or a function that does
not say who may enter (`permission`, `signed_in = True` or `public = True`) is refused when the program loads.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured, PermissionDenied, ValidationError
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.generic import FormView, ListView, View
from django.views.generic.base import ContextMixin, TemplateResponseMixin

from portevoix.base.accounts.selectors import second_factor_missing
from portevoix.base.core.gates import PUBLIC, SIGNED_IN
from portevoix.register.access.permissions import WIDE, Permission, can, permissions_of, scope_for

logger = logging.getLogger("portevoix.security")
READ_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
WRITES = ("INSERT", "UPDATE", "DELETE", "MERGE", "TRUNCATE")
CACHE_TABLE = '"cache_rows"'  # a cache is not a fact of the register


class GetWrites(RuntimeError):
    """A page asked for with GET tried to write."""


@contextmanager
def read_only(request: HttpRequest) -> Iterator[None]:
    """Refuse every writing statement while a page asked for with GET is made (house rule 18)."""
    if request.method not in READ_METHODS:
        yield
        return
    with connection.execute_wrapper(_refuse_writes):
        yield


def _refuse_writes(execute, sql, params, many, context):
    if str(sql).lstrip().upper().startswith(WRITES) and CACHE_TABLE not in str(sql):
        raise GetWrites(str(sql)[:80])
    return execute(sql, params, many, context)


def gate_code(*, permission: Permission | None, signed_in: bool, public: bool, where: str) -> str:
    """Return the gate as the URL table knows it; raise `ImproperlyConfigured` unless exactly one is given."""
    if (permission is not None) + signed_in + public != 1:
        raise ImproperlyConfigured(f"{where}: give a permission, or signed_in = True, or public = True (exactly one)")
    return PUBLIC if public else SIGNED_IN if signed_in else Permission(permission).value


def refuse_entry(request: HttpRequest, permission: Permission | None, public: bool) -> HttpResponse | None:
    """Return the answer for somebody who stays outside whatever the object is, or None.

    Anonymous: to the sign-in, then back here. Wide permission without a second factor: the page that explains how to add one.
    """
    if public:
        return None
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if permission in WIDE and permission in permissions_of(request.user) and second_factor_missing(request):
        return render(request, "access/second_factor.html", {"next": request.get_full_path()}, status=403)
    return None


class ScopedView(TemplateResponseMixin, ContextMixin, View):
    """A page, possibly about one row.

    permission | signed_in | public: who may enter, exactly one.
    model: the row is found by the URL's `lookup` among `model.objects.visible_to(user)`, and given as `self.object` and in
    the context as `context_object_name` (by default the model's name). reference = True: the model is reference data, which
    has no scope; `can` is asked without the row.
    A class that other views extend says `abstract = True` for itself.
    """

    abstract: ClassVar[bool] = True
    permission: ClassVar[Permission | None] = None
    signed_in: ClassVar[bool] = False
    public: ClassVar[bool] = False
    model: ClassVar[Any] = None
    reference: ClassVar[bool] = False
    lookup: ClassVar[str] = "pk"
    context_object_name: str | None = None
    object: Any = None
    gate: ClassVar[str | None] = None

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        if not cls.__dict__.get("abstract", False):
            cls.gate = gate_code(
                permission=cls.permission, signed_in=cls.signed_in, public=cls.public, where=f"{cls.__module__}.{cls.__qualname__}"
            )

    @classmethod
    def as_view(cls, **initkwargs):
        if cls.gate is None:
            raise ImproperlyConfigured(f"{cls.__qualname__} is abstract")
        view = super().as_view(**initkwargs)
        view.gate = cls.gate
        return view

    def dispatch(self, request, *args, **kwargs):
        refusal = refuse_entry(request, self.permission, self.public)
        if refusal is not None:
            return refusal
        with read_only(request):
            self.object = self.get_object()
            self.check_permission()
            return _rendered(super().dispatch(request, *args, **kwargs))

    def check_permission(self) -> None:
        """Raise `PermissionDenied` unless the user may do `permission` on the row."""
        row = None if self.reference else self.object
        if self.permission is not None and not can(self.request.user, self.permission, row):
            raise denied(self.request.user, self.permission)

    def get_rows(self):
        """Return the rows among which the object is looked for; a view may add `select_related` to it."""
        return self.model.objects.all() if self.reference else self.model.objects.visible_to(self.request.user)

    def get_object(self) -> Any:
        """Return the row of the URL, or None when the page is about no row; raise `Http404` outside the scope."""
        if self.model is None or self.lookup not in self.kwargs:
            return None
        try:
            return self.get_rows().get(**{self.lookup: self.kwargs[self.lookup]})
        except (self.model.DoesNotExist, ValueError):
            raise Http404 from None

    def get_context_data(self, **kwargs) -> dict:
        context = super().get_context_data(**kwargs)
        if self.object is not None:
            context[self.context_object_name or self.object._meta.model_name] = self.object
        return context

    def get(self, request, *args, **kwargs):
        return self.render_to_response(self.get_context_data())


class ScopedListView(ScopedView, ListView):
    """A page with a list: `get_queryset()` returns what a selector gives for `self.scope()`; `paginate_by` as in Django.

    The rows of the list are not looked for by the gate: `model` says nothing here.
    """

    abstract = True

    def scope(self):
        """Return where the user has this page's permission: give it to `visible_to` or to a selector."""
        return scope_for(self.request.user, self.permission)

    def get_object(self) -> None:
        return None

    def get(self, request, *args, **kwargs):
        return ListView.get(self, request, *args, **kwargs)

    def get_context_data(self, **kwargs) -> dict:
        return ListView.get_context_data(self, **kwargs)


class ScopedActionView(ScopedView, FormView):
    """A page with a form that does one thing: `perform(data)` calls one action; POST redirects to `get_success_url()`.

    refusals: the exceptions of the action that are shown above the form (their sentence as it is); the values are kept.
    success_message: shown on the next page.
    """

    abstract = True
    refusals: ClassVar[tuple[type[Exception], ...]] = (ValidationError,)
    success_message: ClassVar[str] = ""

    def perform(self, data: dict) -> Any:
        """Do the one thing; the value is kept as `self.result`."""
        raise NotImplementedError

    def form_valid(self, form):
        try:
            self.result = self.perform(form.cleaned_data)
        except self.refusals as refusal:
            return self.refused(form, refusal)
        if self.success_message:
            messages.success(self.request, self.success_message)
        return redirect(self.get_success_url())

    def refused(self, form, refusal: Exception) -> HttpResponse:
        """Show the form again with the sentences of the action; the values are kept."""
        _show_refusal(form, refusal)
        return self.form_invalid(form)


def page(
    *, permission: Permission | None = None, signed_in: bool = False, public: bool = False
) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Decorate a function view: the same gates as `ScopedView`, without a row (use `visible_row` inside for one)."""

    def decorate(function):
        gate = gate_code(permission=permission, signed_in=signed_in, public=public, where=f"{function.__module__}.{function.__name__}")

        @wraps(function)
        def view(request, *args, **kwargs):
            refusal = refuse_entry(request, permission, public)
            if refusal is not None:
                return refusal
            if permission is not None and not can(request.user, permission):
                raise denied(request.user, permission)
            with read_only(request):
                return _rendered(function(request, *args, **kwargs))

        view.gate = gate
        return view

    return decorate


def visible_row(rows: Any, user: Any, permission: Permission, **lookup: Any) -> Any:
    """Return the row of `rows` (a queryset with `visible_to`) that `lookup` finds; 404 outside the scope, 403 without the right."""
    try:
        row = rows.visible_to(user).get(**lookup)
    except (rows.model.DoesNotExist, ValueError):
        raise Http404 from None
    if not can(user, permission, row):
        raise denied(user, permission)
    return row


def denied(user: Any, permission: Permission) -> PermissionDenied:
    """Write the refusal in the security log (who, what; the request's own line says where) and return the exception to raise."""
    logger.warning("denied", extra={"user_id": user.pk, "permission": permission.value})
    return PermissionDenied(permission.value)


def _rendered(response):
    """Render a lazy response now, while writes are refused."""
    return response.render() if hasattr(response, "render") and callable(response.render) else response


def _show_refusal(form, refusal):
    """Put the sentences of `refusal` on the form: on the fields that it names and that the form has, else above the form."""
    if isinstance(refusal, ValidationError) and hasattr(refusal, "error_dict"):
        for field, errors in refusal.error_dict.items():
            form.add_error(field if field in form.fields else None, errors)
    else:
        form.add_error(None, refusal if isinstance(refusal, ValidationError) else str(refusal))
