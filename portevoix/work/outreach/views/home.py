"""What France Assos Santé keeps about engagement, in one page."""

from portevoix.register.access.permissions import Permission
from portevoix.register.access.views import ScopedView


class HomeView(ScopedView):
    """The doors to the texts, the testimonies, the resources, the subjects, the people to answer and the figures."""

    permission = Permission.OUTREACH_MANAGE
    template_name = "outreach/manage/home.html"
