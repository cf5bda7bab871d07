"""Error pages, and the two exceptions that carry their own sentence."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template
from django.templatetags.static import static

TITLES = {
    HTTPStatus.BAD_REQUEST: "Cette adresse est mal écrite",
    HTTPStatus.FORBIDDEN: "Cette page ne vous est pas ouverte",
    HTTPStatus.NOT_FOUND: "Cette page n’existe pas",
    HTTPStatus.TOO_MANY_REQUESTS: "Trop de demandes à la fois",
}


class BadInput(Exception):
    """An address or a field of a GET form cannot be understood: answered with a 400 page that explains.

    message: what is wrong, a French sentence. hint: what to write instead, with an example.
    """

    def __init__(self, message: str, *, hint: str = ""):
        super().__init__(message)
        self.message = message
        self.hint = hint


class TooManyRequests(Exception):
    """Too many requests from the same place: answered with a 429 page. retry_after: seconds to wait."""

    def __init__(self, message: str = "", *, retry_after: int = 60):
        super().__init__(message)
        self.message = message
        self.retry_after = retry_after


class ExplainedErrors:
    """Middleware: turn the two exceptions above into their page."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, BadInput):
            return bad_request(request, exception)
        if isinstance(exception, TooManyRequests):
            return too_many_requests(request, exception)
        return None


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: say what could not be understood (only the sentence of a `BadInput` is shown)."""
    explained = isinstance(exception, BadInput)
    return _page(
        request,
        HTTPStatus.BAD_REQUEST,
        message=exception.message if explained else "",
        hint=exception.hint if explained else "",
    )


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: signed in, but without the right."""
    return _page(request, HTTPStatus.FORBIDDEN)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: nothing there, or nothing there for this account."""
    return _page(request, HTTPStatus.NOT_FOUND)


def too_many_requests(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """429: wait, then try again."""
    seconds = exception.retry_after if isinstance(exception, TooManyRequests) else 60
    message = exception.message if isinstance(exception, TooManyRequests) else ""
    response = _page(request, HTTPStatus.TOO_MANY_REQUESTS, message=message, minutes=max(1, round(seconds / 60)))
    response["Retry-After"] = str(seconds)
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """500: no database, no session, no context processor; without the static files' list, a page without style."""
    try:
        sheets = [static("ui/tokens.css"), static("ui/app.css")]
    except ValueError:
        sheets = []
    page = get_template("ui/errors/500.html").render({"sheets": sheets})
    return HttpResponse(page, status=HTTPStatus.INTERNAL_SERVER_ERROR)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form that was open too long or came from elsewhere (`CSRF_FAILURE_VIEW`)."""
    page = get_template("ui/errors/csrf.html").render({"code": 403}, request)
    return HttpResponse(page, status=HTTPStatus.FORBIDDEN)


def _page(request, status, **context):
    page = get_template(f"ui/errors/{status}.html").render({"code": int(status), "heading": TITLES[status], **context}, request)
    return HttpResponse(page, status=status)
