"""Public pages remembered until the register changes: the same answer for every anonymous visitor."""

from collections.abc import Callable
from functools import wraps
from hashlib import blake2b

from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers

from portevoix.base.accounts.limits import client_key, enforce
from portevoix.register.mandates.selectors.revision import Generation, current_generation, remembered

PAGE_SIZE_IN_NUMBERS = 4000  # about 32 kB
LIMIT = "public_search"
TOO_MANY = "Vous avez fait beaucoup de recherches en peu de temps."


def remembered_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Keep the 200 answers to visitors without cookies, for one state of the register, one day and one address.

    Such pages carry neither a form that writes nor a message, so everybody may read the same bytes. Browsers ask each time whether
    the page has changed (304 when it has not). A search that is not remembered counts towards `settings.RATE_LIMITS["public_search"]`.
    Put it above `page`: a remembered page opens neither the session nor the gates.
    """

    @wraps(view)
    def wrapper(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.method != "GET" or request.COOKIES:
            _count(request)
            return view(request, *args, **kwargs)
        key = ("page", request.get_full_path(), timezone.localdate())
        generation = _generation()
        content = generation.get(key) if generation else None
        if content is not None:
            return _answer(request, HttpResponse(content))
        _count(request)
        response = view(request, *args, **kwargs)
        if response.status_code != 200:
            return response
        if generation:
            remembered(generation, key, lambda: bytes(response.content), size=PAGE_SIZE_IN_NUMBERS)
        return _answer(request, response)

    return wrapper


def _generation() -> Generation | None:
    """Return where the answers of now are kept. The check of the register shows by itself whether the kept connection still lives,
    so the connection is not tested before it: one exchange with the database instead of two."""
    if connection.connection is not None and not connection.in_atomic_block:
        connection.health_check_done = True
        try:
            return current_generation()
        except (OperationalError, InterfaceError):
            connection.close()
    return current_generation()


def _answer(request, response):
    response["Cache-Control"] = "no-cache"
    response["ETag"] = f'"{blake2b(response.content, digest_size=12).hexdigest()}"'
    patch_vary_headers(response, ["Cookie"])
    return get_conditional_response(request, etag=response["ETag"], response=response)


def _count(request):
    if request.GET:
        enforce(LIMIT, client_key(request), at=timezone.now(), message=TOO_MANY)
