"""« Où tenir les sessions » : the places that leave the fewest people too far, and the days that leave the fewest late."""

from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from portevoix.register.access.permissions import Permission, scope_for
from portevoix.register.access.views import ScopedView
from portevoix.register.directory.models import Commune
from portevoix.register.directory.selectors.places import commune_words
from portevoix.work.training.charts import beyond_map, days_table, placement_table
from portevoix.work.training.forms.placement import PlacementForm
from portevoix.work.training.models import Course
from portevoix.work.training.placement.days import Days
from portevoix.work.training.selectors.places import offered_towns, outlook


class PlacementView(ScopedView):
    """A question in the address, an answer on the page: nothing is decided nor written."""

    permission = Permission.TRAINING_MANAGE
    template_name = "training/duty/placement.html"

    def get_context_data(self, **kwargs):
        today, scope = timezone.localdate(), scope_for(self.request.user, self.permission)
        towns, proposed = offered_towns(scope)
        form = PlacementForm(self.request.GET, towns=towns, proposed=proposed)
        places, chosen = form.asked() if towns else (0, [])
        seen = outlook(scope, chosen, places=places, at=today)
        found, course, calendar = seen.found, seen.course, seen.calendar
        return super().get_context_data(
            filters=form,
            due=seen.due,
            found=found,
            asked=seen.asked,
            calendar=calendar,
            places=[(place, days, _session_url(course, days, town=form.towns[place.town.id])) for place, days in seen.places],
            remote_url=_session_url(course, calendar.remote) if calendar and calendar.remote else "",
            days_table=days_table(found, calendar) if calendar and found.total else None,
            table=placement_table(found),
            map=beyond_map(found, calendar, region=settings.REGION_CODE),
            **kwargs,
        )


def _session_url(course: Course | None, chosen: Days | None, *, town: Commune | None = None) -> str:
    """Return the page that prepares a session: it reads the commune (none: remotely), the course and the half-days from its address."""
    asked = [("forme", "remote")] if town is None else [("commune", commune_words(town))]
    if course:
        asked.append(("formation", course.pk))
        days = chosen.days if chosen else ()
        asked += [("jour", day.isoformat()) for day in days for _ in range(2)][: course.half_days]
    return f"{reverse('training:new_session')}?{urlencode(asked)}"
