"""What France Assos Santé keeps about engagement, in one page."""

from django.utils import timezone

from portevoix.register.access.permissions import Permission, scope_for
from portevoix.register.access.views import ScopedView
from portevoix.work.outreach.selectors.hand_overs import waiting_in


class HomeView(ScopedView):
    """The doors to the texts, the testimonies, the resources, the subjects, the people to answer and the figures."""

    permission = Permission.OUTREACH_MANAGE
    template_name = "outreach/manage/home.html"

    def get_context_data(self, **kwargs):
        waiting = waiting_in(scope_for(self.request.user, self.permission), at=timezone.localtime())
        words = {"late_words": f"{waiting.late} en retard", "active_words": f"{waiting.active} ouverte{'s' if waiting.active > 1 else ''}"}
        return super().get_context_data(waiting=waiting, **words, **kwargs)
