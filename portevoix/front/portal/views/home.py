"""The home page: three doors, the region today, the map."""

from django.conf import settings
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from portevoix.base.ui.charts.bars import share_bar
from portevoix.base.ui.situation import day_asked
from portevoix.front.portal.forms import PlaceForm
from portevoix.front.portal.pages import remembered_page
from portevoix.front.portal.selectors.region import region_map, region_today
from portevoix.register.access.views import page


@remembered_page
@page(public=True)
def home(request):
    """Say what it is about, then the figures, then where voices are missing."""
    today = timezone.localdate()
    at = day_asked(request.GET, today=today)
    region = region_today(settings.REGION_CODE, at=at)
    counts = region.figures
    context = {
        "at": at,
        "today": today,
        "region": region,
        "figures": counts,
        "form": PlaceForm(),
        "bars": [
            _bar("Sièges de titulaire", counts.opened_titular, counts.vacant_titular),
            _bar("Sièges de suppléant", counts.opened_substitute, counts.vacant_substitute),
        ],
        "share": _share(counts),
        "map": region_map(region, code=settings.REGION_CODE, at=at, url_of=lambda code: reverse("portal:department", args=[code])),
    }
    return render(request, "portal/home.html", context)


def _bar(label, opened, vacant):
    return {
        "label": label,
        "opened": opened,
        "occupied": opened - vacant,
        "vacant": vacant,
        "bar": share_bar(occupied=opened - vacant, vacant=vacant),
    }


def _share(counts):
    """Return the share of empty seats in words: « près d’un sur quatre »; empty without any vacancy."""
    if not counts.opened or not counts.vacant:
        return ""
    one_in = round(counts.opened / counts.vacant)
    words = {1: "presque tous sont vides", 2: "un sur deux est vide", 3: "près d’un sur trois est vide", 4: "près d’un sur quatre est vide"}
    return words.get(one_in, f"environ un sur {one_in} est vide")
