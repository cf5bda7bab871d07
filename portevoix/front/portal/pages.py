"""Public pages remembered until the register changes: the same answer for every anonymous visitor."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from portevoix.register.mandates.selectors.revision import current_generation, remembered

PAGE_SIZE_IN_NUMBERS = 4000  # about 32 kB


def remembered_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Keep the 200 answers to visitors who are not signed in, for one state of the register, one day and one address.

    Such pages carry neither a form that writes nor a message, so everybody may read the same bytes.
    """

    @wraps(view)
    def wrapper(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.method != "GET" or request.COOKIES:
            return view(request, *args, **kwargs)
        key = ("page", request.get_full_path(), timezone.localdate())
        generation = current_generation()
        content = generation.get(key) if generation else None
        if content is not None:
            return HttpResponse(content)
        response = view(request, *args, **kwargs)
        if hasattr(response, "render") and not response.is_rendered:
            response = response.render()
        if response.status_code == 200 and generation:
            remembered(generation, key, lambda: bytes(response.content), size=PAGE_SIZE_IN_NUMBERS)
        return response

    return wrapper
