"""Counts a page that was read: outside the gate, as the limits of rate do, since reading itself never writes."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from portevoix.work.outreach.actions.counting import count
from portevoix.work.outreach.enums import FunnelStep


def counted(step: FunnelStep) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Decorate a public view (above `page`): one more of `step` each time that the page is read. Nothing of the visitor is looked at."""

    def decorate(view):
        @wraps(view)
        def wrapper(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            response = view(request, *args, **kwargs)
            if request.method == "GET" and response.status_code == 200:
                count(step=step, today=timezone.localdate())
            return response

        return wrapper

    return decorate
