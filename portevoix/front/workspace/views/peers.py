"""« Mes collègues » : who sits with me, my pair first, how to reach those who agree; and what helps to sit there."""

from django.utils import timezone

from portevoix.front.workspace.selectors_own import own_person, peers_of
from portevoix.register.access.permissions import Permission
from portevoix.register.access.views import ScopedView
from portevoix.work.outreach.selectors.pages import resources_for


class MyPeersView(ScopedView):
    """The members of each of my bodies, and the resources for its type."""

    permission = Permission.OWN_MANDATES
    template_name = "workspace/space/peers.html"

    def get_context_data(self, **kwargs):
        today, person = timezone.localdate(), own_person(self.request.user)
        bodies = peers_of(person, at=today) if person else []
        resources = resources_for({one.body.body_type_id for one in bodies}, today) if bodies else []
        return super().get_context_data(bodies=bodies, resources=resources, **kwargs)
