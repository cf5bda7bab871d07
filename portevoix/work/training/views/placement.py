"""« Où tenir les sessions » : the places that leave the fewest people too far."""

from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from portevoix.register.access.permissions import Permission, scope_for
from portevoix.register.access.views import ScopedView
from portevoix.work.training.charts import beyond_map, placement_table
from portevoix.work.training.forms.placement import PlacementForm
from portevoix.work.training.placement.solver import propose
from portevoix.work.training.selectors.places import basic_course, due_people, offered_towns, question


class PlacementView(ScopedView):
    """A question in the address, an answer on the page: nothing is decided nor written."""

    permission = Permission.TRAINING_MANAGE
    template_name = "training/duty/placement.html"

    def get_context_data(self, **kwargs):
        today, scope = timezone.localdate(), scope_for(self.request.user, self.permission)
        towns, proposed = offered_towns(scope)
        form = PlacementForm(self.request.GET, towns=towns, proposed=proposed)
        places, chosen = form.asked() if towns else (0, [])
        due = due_people(scope, at=today)
        asked = question(due.people, chosen, places=places, at=today)
        found = propose(asked)
        course = basic_course(today)
        return super().get_context_data(
            filters=form,
            due=due,
            found=found,
            asked=asked,
            places=[(place, _session_url(form.towns[place.town.id], course)) for place in found.places],
            table=placement_table(found),
            map=beyond_map(found, region=settings.REGION_CODE),
            **kwargs,
        )


def _session_url(town, course) -> str:
    """Return the page that prepares a session there: it reads the commune and the course from its address."""
    where = f"{town.postcodes[0]} {town.name}" if town.postcodes else town.name
    asked = {"commune": where} | ({"formation": course.pk} if course else {})
    return f"{reverse('training:new_session')}?{urlencode(asked)}"
