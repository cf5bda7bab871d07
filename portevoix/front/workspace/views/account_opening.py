"""« Ouvrir les comptes des représentants »: those who sit and have no account, whom this page leaves aside, and one button."""

from functools import cached_property

from django.contrib import messages
from django.urls import reverse
from django.utils import timezone

from portevoix.base.core import jobs
from portevoix.base.ui.components.words import number_fr
from portevoix.front.workspace.forms.administration import OpenAccountsForm
from portevoix.register.access.permissions import Permission
from portevoix.register.access.views import ScopedActionView
from portevoix.register.mandates import tasks
from portevoix.register.mandates.selectors.own_accounts import by_refusal, waiting_for_account

MOST_NAMED = 100  # names under each reason; the command gives them all
BACKGROUND = "Les comptes s’ouvrent. Vous pouvez quitter cette page\u00a0: rechargez-la pour voir combien il en reste."


class OpenAccountsView(ScopedActionView):
    """Counts, names whom it leaves aside, then opens: at once when they are few, by the worker when they are many."""

    permission = Permission.ROLE_MANAGE
    form_class = OpenAccountsForm
    template_name = "workspace/administration/open_accounts.html"

    @cached_property
    def waiting(self):
        return waiting_for_account(today=timezone.localdate())

    @property
    def count(self):
        return sum(row.refusal is None for row in self.waiting)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            count=self.count,
            refused=by_refusal(self.waiting, most=MOST_NAMED),
            under_way=jobs.is_waiting(tasks.OPEN),
            **kwargs,
        )

    def perform(self, data):
        opened = tasks.start_opening(count=self.count, by=self.request.user)
        if opened is None:
            messages.success(self.request, BACKGROUND)
            return
        if opened.failed:
            names = ", ".join(str(person) for person in opened.failed)
            messages.error(self.request, f"Ces comptes n’ont pas pu être ouverts\u00a0: {names}. Prévenez qui tient le serveur.")
        words = "1 compte est ouvert" if opened.done == 1 else f"{number_fr(opened.done)} comptes sont ouverts"
        messages.success(self.request, f"{words}.")

    def get_success_url(self):
        return reverse("workspace:open_accounts")
