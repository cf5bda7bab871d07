"""« Qui voit mes données »: the roles that reach a representative's rows, computed from the policy that opens the pages."""

from django.utils import timezone

from portevoix.front.workspace.selectors import own_people
from portevoix.register.access.permissions import Permission, scope_for
from portevoix.register.access.selectors import who_can_see
from portevoix.register.access.views import ScopedView


class MyDataView(ScopedView):
    permission = Permission.OWN_MANDATES
    template_name = "workspace/own/my_data.html"

    def get_context_data(self, **kwargs):
        today = timezone.localdate()
        people = own_people(scope_for(self.request.user, self.permission))
        lines = [{"person": person, "viewers": who_can_see(person, today=today)} for person in people]
        return super().get_context_data(people=lines, today=today, **kwargs)
