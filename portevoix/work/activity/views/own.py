"""What the pages of somebody's own activity share."""

from collections.abc import Iterable
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from portevoix.base.ui.errors import BadInput
from portevoix.register.access.permissions import Permission
from portevoix.register.access.views import ScopedView
from portevoix.register.directory.models import Person
from portevoix.work.activity.selectors.people import own_person


def year_links(url_name: str, years: Iterable[int], shown: int) -> list[tuple[str, str, bool]]:
    """Return each year, the address of its page and whether it is the one on screen, the latest first."""
    return [(str(year), f"{reverse(url_name)}?annee={year}", year == shown) for year in sorted(years, reverse=True)]


class OwnPage(ScopedView):
    """A page about what the account does for its own mandates."""

    abstract = True
    permission = Permission.ACTIVITY_OWN

    @cached_property
    def person(self) -> Person:
        """Who the account is; 404 for an account that is nobody."""
        person = own_person(self.request.user)
        if person is None:
            raise Http404
        return person

    @cached_property
    def today(self):
        return timezone.localdate()

    def year(self) -> int:
        """Return the year of the address (`?annee=`), this one by default; raise `BadInput` for anything else."""
        text = self.request.GET.get("annee") or str(self.today.year)
        if not text.isdecimal() or not 2000 <= int(text) <= self.today.year:
            raise BadInput("Cette année n’est pas comprise.", hint="Choisissez une année dans la page.")
        return int(text)

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        return super().get_context_data(**{"today": self.today, "person": self.person, **kwargs})
