"""What associations and representatives see of themselves: « Nos mandats », « Mes mandats »."""

from django.utils import timezone

from portevoix.base.ui.situation import day_asked
from portevoix.base.ui.tables import Table
from portevoix.front.workspace import selectors
from portevoix.front.workspace.tables import OWN_MANDATES, PERSON_IN_OUR_MANDATES, renewal_column, wish_column
from portevoix.front.workspace.views.associations import association_context
from portevoix.register.access.permissions import Permission, scope_for
from portevoix.register.access.views import ScopedView
from portevoix.register.directory.scope import NOTHING
from portevoix.register.mandates.selectors.mandates import mandates_of_person
from portevoix.register.mandates.selectors.renewal_wishes import wishes_seen
from portevoix.work.candidacies.selectors.filing import renewals


class AssociationMandatesView(ScopedView):
    """« Nos mandats » : the mandates of one's association with their end dates, under the banner of the accreditation."""

    permission = Permission.OWN_ASSOCIATION
    template_name = "workspace/own/association_mandates.html"

    def get_context_data(self, **kwargs):
        today = timezone.localdate()
        at = day_asked(self.request.GET, today=today)
        scope, number = scope_for(self.request.user, self.permission), self.request.GET.get("page")
        filing = scope_for(self.request.user, Permission.CANDIDACY_FILE)
        calls = renewals(filing, at=timezone.now()) if at == today and filing != NOTHING else {}
        wishes = wishes_seen(scope) if at == today else {}
        columns = PERSON_IN_OUR_MANDATES + ((wish_column(wishes),) if wishes else ()) + ((renewal_column(calls),) if calls else ())
        owned = [
            {"association": association, **association_context(association, scope, at=at, columns=columns, number=number)}
            for association in selectors.own_associations(scope)
        ]
        return super().get_context_data(at=at, today=today, owned=owned, **kwargs)


class MyMandatesView(ScopedView):
    """« Mes mandats » : where I sit, until when, and who to write to."""

    permission = Permission.OWN_MANDATES
    template_name = "workspace/own/my_mandates.html"

    def get_context_data(self, **kwargs):
        today = timezone.localdate()
        scope = scope_for(self.request.user, self.permission)
        people = selectors.own_people(scope)
        rows = [row for person in people for row in mandates_of_person(person, scope, at=today)]
        return super().get_context_data(
            today=today,
            sitting=[row for row in rows if row.sits],
            coming=[row for row in rows if row.state == "pending"],
            past=Table(caption="Mandats terminés", columns=OWN_MANDATES, rows=[row for row in rows if row.state == "ended"]),
            people=people,
            **kwargs,
        )
