"""The page by which a reader stops receiving a family of messages, in one click from the e-mail program or from the page (RFC 8058)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from portevoix.base.core.gates import public
from portevoix.base.notifications import actions
from portevoix.base.notifications.registry import FAMILIES
from portevoix.base.notifications.selectors import is_suppressed
from portevoix.base.notifications.unsubscribing import read_token


@public
@csrf_exempt  # e-mail programs post without any cookie of ours; the token in the address is the proof
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows what is received and the button; POST does it. 404 for an address that is not one of ours."""
    found = read_token(token)
    if found is None:
        raise Http404
    email, family = found
    if request.method != "POST":
        stopped = is_suppressed(email, family)
        return render(
            request, "notifications/unsubscribe.html", {"email": email, "words": FAMILIES.get(family, "ces messages"), "stopped": stopped}
        )
    if request.POST.get("choix") == "recevoir":
        actions.resubscribe(email=email, family=family)
    else:
        actions.unsubscribe(email=email, family=family)
    if request.POST.get("List-Unsubscribe"):  # the e-mail program, which wants no redirection
        return HttpResponse("C’est fait.", content_type="text/plain; charset=utf-8")
    return redirect("unsubscribe", token=token)
