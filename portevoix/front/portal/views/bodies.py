"""« Qui me représente » : search of a body, its public page, the bodies of a department."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from portevoix.base.ui.errors import BadInput
from portevoix.base.ui.situation import day_asked
from portevoix.front.portal.forms import BodySearchForm, DepartmentForm
from portevoix.front.portal.pages import remembered_page
from portevoix.front.portal.selectors.bodies import (
    bodies_of_department,
    department_of_code,
    public_bodies,
    public_composition,
    rule_in_force,
    who_represents,
)
from portevoix.register.access.views import page
from portevoix.register.directory.scope import EVERYTHING
from portevoix.register.mandates.selectors.bodies import vacancies_by_body
from portevoix.work.candidacies.selectors.public_calls import open_calls_of

PAGE_SIZE = 20
COMPLAINTS_TO = "CDU"  # R. 1112-91 to R. 1112-94 of the Code de la santé publique


@remembered_page
@page(public=True)
def who_represents_me(request):
    """Find one's hospital, then its body."""
    at = day_asked(request.GET, today=timezone.localdate())
    form = BodySearchForm(request.GET)
    if not form.is_valid():
        raise BadInput("La recherche est trop longue.", hint="Écrivez le nom de l’établissement ou de la ville.")
    text = form.cleaned_data["q"]
    found = who_represents(text, at=at) if text else None
    results = _page(request, found.bodies) if found else None
    context = {"at": at, "form": form, "text": text, "results": results, "near": found and found.near, "counts": _counts(at)}
    return render(request, "portal/who.html", context)


@remembered_page
@page(public=True)
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
        "open_call": open_calls_of([shown.pk], at=timezone.now()).get(shown.pk),
        "complaints": shown.facility is not None and shown.body_type.code == COMPLAINTS_TO,
    }
    return render(request, "portal/body.html", context)


@remembered_page
@page(public=True)
def department(request, code: str):
    """The bodies of a department, with their seats to fill."""
    at = day_asked(request.GET, today=timezone.localdate())
    place = department_of_code(code)
    if place is None:
        raise Http404
    counts, bodies = _counts(at), list(bodies_of_department(code, at=at))
    form = DepartmentForm(request.GET, types=sorted({(body.body_type.code, body.body_type.name.capitalize()) for body in bodies}))
    results = _page(request, form.kept(bodies, counts))
    inside = [counts[body.pk] for body in bodies if body.pk in counts]
    context = {
        "at": at,
        "place": place,
        "form": form,
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
