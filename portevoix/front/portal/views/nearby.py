"""« Sièges à pourvoir près de chez moi »."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone

from portevoix.base.ui.charts.maps import Place, plan
from portevoix.base.ui.components.words import distance_fr
from portevoix.base.ui.query import with_params
from portevoix.base.ui.situation import day_asked
from portevoix.front.portal.forms import NearbyForm
from portevoix.front.portal.pages import remembered_page
from portevoix.register.access.views import page
from portevoix.register.directory.selectors.places import find_place
from portevoix.register.mandates.selectors.nearby import RADII, nearby, open_bodies
from portevoix.work.candidacies.selectors.public_calls import open_calls_of

PAGE_SIZE = 15


@remembered_page
@page(public=True)
def seats_nearby(request):
    """A commune or a postcode gives the seats to fill around it, by distance."""
    at = day_asked(request.GET, today=timezone.localdate())
    bodies = open_bodies(at)
    types = sorted({(found.body.body_type.code, found.body.body_type.name.capitalize()) for found in bodies})
    form = NearbyForm(request.GET, types=types)
    wanted = form.wanted()
    text, code = form.cleaned_data["q"], form.cleaned_data["commune"]
    search = find_place(text, code=code) if text or code else None
    context = {"at": at, "form": form, "text": text, "search": search}
    if search and search.found:
        found = nearby(search.found, bodies, wanted=wanted)
        form.offer(found.offered)
        results = Paginator(found.results, PAGE_SIZE).get_page(request.GET.get("page"))
        wider = [(f"{km}\u00a0km", with_params(request.GET, rayon=km)) for km in RADII if km > wanted.radius]
        context |= {"wider": wider}
        context |= {"calls": open_calls_of([near.found.body.pk for near in results], at=timezone.now())}
        context |= {"found": found, "results": results, "radius": wanted.radius, "plan": _plan(found, results, wanted.radius)}
    return render(request, "portal/nearby.html", context)


def _plan(found, results, radius):
    """Return the plan of the results of this page, None when there is none."""
    if not results.object_list:
        return None
    nearest = results.object_list[0]
    return plan(
        id="plan",
        title=f"Les établissements autour de {found.commune.name}",
        description=f"Le plus proche de cette page est à {distance_fr(nearest.km)}. Les numéros sont ceux de la liste.",
        places=[Place(number=near.number, east=near.east, north=near.north) for near in results.object_list],
        reach=radius,
    )
