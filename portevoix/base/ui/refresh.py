"""Pages that renew themselves while something runs, without script and with a way to stop them."""

from django.http import HttpRequest, HttpResponse


def refreshed(response: HttpResponse, request: HttpRequest, *, seconds: int) -> HttpResponse:
    """Ask the browser to load the page again in `seconds`, unless the reader stopped it (`?arret=1`, link of `auto_refresh`)."""
    if request.GET.get("arret") != "1":
        response["Refresh"] = str(seconds)
    return response
