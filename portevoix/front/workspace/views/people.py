"""A person of the directory: who they are, where they sit and sat."""

from django.utils import timezone

from portevoix.base.ui.situation import day_asked
from portevoix.base.ui.tables import Table
from portevoix.front.workspace import selectors
from portevoix.front.workspace.tables import PERSON_MANDATES
from portevoix.register.access.permissions import Permission, can, scope_for
from portevoix.register.access.views import ScopedView
from portevoix.register.directory.enums import ConsentPurpose
from portevoix.register.directory.models import Person
from portevoix.register.directory.selectors.consents import agrees
from portevoix.register.mandates.selectors.mandates import mandates_of_person


class PersonView(ScopedView):
    """The page of one person, with the mandates that the viewer may see."""

    permission = Permission.PERSON_VIEW
    model = Person
    template_name = "workspace/people/person.html"

    def get_context_data(self, **kwargs):
        user, today = self.request.user, timezone.localdate()
        at = day_asked(self.request.GET, today=today)
        may_contact = can(user, Permission.PERSON_CONTACT_VIEW, self.object)
        rows = mandates_of_person(self.object, scope_for(user, Permission.MANDATE_VIEW), at=at)
        return super().get_context_data(
            at=at,
            today=today,
            table=Table(caption="Mandats, ceux en cours d’abord", columns=PERSON_MANDATES, rows=rows),
            sitting=sum(row.sits for row in rows),
            total=len(rows),
            may_contact=may_contact,
            may_phone=may_contact
            and (can(user, Permission.PERSON_PHONE_VIEW, self.object) or agrees(self.object, ConsentPurpose.PHONE_FAS)),
            may_merge=can(user, Permission.PERSON_MERGE, self.object),
            merges=selectors.merges_into(self.object),
            **kwargs,
        )
