"""« Qui me représente » : search of a body, its public page, the bodies of a department."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from portevoix.base.ui.errors import BadInput
from portevoix.base.ui.situation import day_asked
from portevoix.front.portal.forms import BodySearchForm
from portevoix.front.portal.pages import remembered_page
from portevoix.front.portal.selectors.bodies import (
    bodies_of_department,
    department_of_code,
    public_bodies,
    public_composition,
    rule_in_force,
    search_bodies,
)
from portevoix.register.access.views import page
from portevoix.register.directory.scope import EVERYTHING
from portevoix.register.mandates.selectors.bodies import vacancies_by_body

PAGE_SIZE = 20


@page(public=True)
@remembered_page
def who_represents_me(request):
    """Find one's hospital, then its body."""
    at = day_asked(request.GET, today=timezone.localdate())
    form = BodySearchForm(request.GET)
    if not form.is_valid():
        raise BadInput("La recherche est trop longue.", hint="Écrivez le nom de l’établissement ou de la ville.")
    text = form.cleaned_data["q"]
    results = _page(request, search_bodies(text, at=at)) if text else None
    return render(request, "portal/who.html", {"at": at, "form": form, "text": text, "results": results, "counts": _counts(at)})


@page(public=True)
@remembered_page
def body(request, pk: int):
    """The public page of a body: who sits, by consent; how to write; printable on one sheet."""
    at = day_asked(request.GET, today=timezone.localdate())
    shown = get_object_or_404(public_bodies(), pk=pk)
    seats = public_composition(shown, at=at)
    context = {
        "at": at,
        "body": shown,
        "seats": seats,
        "filled": sum(not seat.vacant for seat in seats),
        "vacant": sum(seat.vacant for seat in seats),
        "rule": rule_in_force(shown, at=at),
    }
    return render(request, "portal/body.html", context)


@page(public=True)
@remembered_page
def department(request, code: str):
    """The bodies of a department, with their seats to fill."""
    at = day_asked(request.GET, today=timezone.localdate())
    place = department_of_code(code)
    if place is None:
        raise Http404
    counts = _counts(at)
    results = _page(request, bodies_of_department(code, at=at))
    inside = [counts[pk] for pk in bodies_of_department(code, at=at).values_list("pk", flat=True) if pk in counts]
    context = {
        "at": at,
        "place": place,
        "results": results,
        "counts": counts,
        "opened": sum(count.opened for count in inside),
        "vacant": sum(count.vacant for count in inside),
    }
    return render(request, "portal/department.html", context)


def _counts(at):
    return vacancies_by_body(EVERYTHING, at=at)


def _page(request, rows):
    return Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
