"""The public pages of the calls: the list, one call with its seats and its documents, the feed."""

from functools import wraps

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from portevoix.base.accounts.limits import client_key, enforce
from portevoix.base.files.responses import download
from portevoix.base.ui.errors import BadInput
from portevoix.register.access.views import page
from portevoix.register.directory.selectors.places import find_place
from portevoix.work.candidacies.forms.public_calls import CallSearchForm
from portevoix.work.candidacies.selectors.calls import by_department, last_day, seats_of_call
from portevoix.work.candidacies.selectors.public_calls import bodies_of, countdown, public_calls, public_document
from portevoix.work.candidacies.selectors.transparency import transparency

PAGE_SIZE, CALLS_SIZE = 20, 20
TOO_MANY = "Vous avez fait beaucoup de recherches en peu de temps."


def counted_search(view):
    """Count the searches of a visitor, as on the other public pages; above `page`, where counting may write."""

    @wraps(view)
    def wrapper(request, *args, **kwargs):
        if request.GET:
            enforce("public_search", client_key(request), at=timezone.now(), message=TOO_MANY)
        return view(request, *args, **kwargs)

    return wrapper


@page(public=True)
def calls(request):
    """The calls: the open ones first."""
    now = timezone.now()
    shown = Paginator(public_calls(), CALLS_SIZE).get_page(request.GET.get("page"))
    rows = [(call, countdown(call, at=now), call.receives(now)) for call in shown]
    return render(request, "candidacies/public/calls.html", {"page": shown, "rows": rows})


@counted_search
@page(public=True)
def call(request, number: str):
    """One call: what it is, until when, its seats around a place, how to propose somebody."""
    shown, now = get_object_or_404(public_calls(), number=number), timezone.now()
    seats = seats_of_call(shown, today=timezone.localdate(now))
    form = CallSearchForm(request.GET, rows=seats)
    if not form.is_valid():
        raise BadInput("Ce choix n’est pas compris.", hint="Choisissez un département et un siège dans les listes.")
    wanted = form.cleaned_data
    search = find_place(wanted["q"], code=wanted["commune"]) if wanted["q"] or wanted["commune"] else None
    department = "" if wanted["d"] == "region" else wanted["d"]
    kept = [
        seat
        for seat in seats
        if (not wanted["d"] or seat.department_code == department) and (not wanted["s"] or seat.quality == wanted["s"])
    ]
    bodies = bodies_of(kept, around=search.found if search else None)
    context = {
        "call": shown,
        "countdown": countdown(shown, at=now),
        "receives": shown.receives(now),
        "last_on": last_day(shown),
        "results": transparency(shown, today=timezone.localdate(now)),
        "opens_on": timezone.localdate(shown.opens_at),
        "seats": len(seats),
        "remaining": sum(seat.remaining for seat in seats),
        "departments": by_department(seats),
        "documents": shown.documents.select_related("file").order_by("pk"),
        "form": form,
        "search": search,
        "text": wanted["q"],
        "narrowed": any(wanted.values()),
        "listed": len(kept),
        "page": Paginator(bodies, PAGE_SIZE).get_page(request.GET.get("page")),
    }
    return render(request, "candidacies/public/call.html", context)


@page(public=True)
def document(request, pk: int):
    """A file of a public call."""
    found = public_document(pk)
    if found is None:
        raise Http404
    return download(found.file)
