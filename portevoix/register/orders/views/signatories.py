"""« Signataires » : who may sign, from when to when."""

from django.urls import reverse
from django.utils import timezone

from portevoix.base.core.french_dates import date_fr, period_fr
from portevoix.base.core.periods import first_day, last_day
from portevoix.base.ui.tables import Table
from portevoix.register.access.acts import ActView
from portevoix.register.access.permissions import Permission, permissions_of, scope_for
from portevoix.register.access.views import ScopedActionView, ScopedView
from portevoix.register.orders import actions, tables
from portevoix.register.orders.forms import EndSignatoryForm, SignatoryForm
from portevoix.register.orders.models import Signatory
from portevoix.register.orders.selectors import orders as selectors


class SignatoriesView(ScopedView):
    """Those who sign or have signed in the region."""

    permission = Permission.ORDER_VIEW
    template_name = "orders/signatories.html"

    def get_context_data(self, **kwargs):
        user = self.request.user
        manages = Permission.ORDER_PREPARE in permissions_of(user)
        rows = selectors.signatories(scope_for(user, self.permission))
        columns = tables.MANAGED_SIGNATORIES if manages else tables.SIGNATORIES
        return super().get_context_data(
            manages=manages, table=Table(caption="Signataires", columns=columns, rows=list(rows)), some=rows.exists(), **kwargs
        )


class AddSignatoryView(ScopedActionView):
    """Record somebody who may sign."""

    permission = Permission.ORDER_PREPARE
    form_class = SignatoryForm
    template_name = "orders/add_signatory.html"
    success_message = "Le signataire est ajouté."

    def get_form_kwargs(self):
        scope, today = scope_for(self.request.user, self.permission), timezone.localdate()
        return super().get_form_kwargs() | {
            "regions": selectors.regions_of(scope),
            "accounts": selectors.accounts_that_sign(scope, today=today),
            "today": today,
        }

    def perform(self, data):
        return actions.add_signatory(by=self.request.user, today=timezone.localdate(), **data)

    def get_success_url(self):
        return reverse("orders:signatories")


class EndSignatoryView(ActView):
    """Record the last day of a signatory."""

    permission = Permission.ORDER_PREPARE
    model = Signatory
    form_class = EndSignatoryForm
    title = "Terminer la période d’un signataire"
    button = "Enregistrer la fin"
    success_message = "La fin est enregistrée. Ce qui a été signé reste signé."

    def get_rows(self):
        return super().get_rows().select_related("region", "user")

    def back(self):
        return reverse("orders:signatories")

    def trail(self):
        return [("Arrêtés", reverse("orders:orders")), ("Signataires", self.back())]

    def facts(self):
        row = self.object
        return [
            ("Signataire", f"{row}, {row.function}"),
            ("Période", period_fr(first_day(row.period), last_day(row.period))),
            ("Aujourd’hui", date_fr(timezone.localdate())),
        ]

    def act(self, data):
        return actions.end_signatory(signatory=self.object, last=data["last"], by=self.request.user)
