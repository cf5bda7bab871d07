"""« Modèles » : the texts from which orders are written; a region may have its own, from a day."""

from django.urls import reverse
from django.utils import timezone

from portevoix.base.ui.tables import Table
from portevoix.register.access.permissions import Permission, can, scope_for
from portevoix.register.access.views import ScopedActionView, ScopedView
from portevoix.register.orders import actions, tables
from portevoix.register.orders.blanks import BLANKS
from portevoix.register.orders.forms import TemplateForm
from portevoix.register.orders.models import OrderTemplate
from portevoix.register.orders.selectors import orders as selectors
from portevoix.register.orders.selectors.values import known_templates


class TemplatesView(ScopedView):
    """The texts of the region and the common ones, with their periods."""

    permission = Permission.ORDER_VIEW
    template_name = "orders/templates.html"

    def get_context_data(self, **kwargs):
        rows = known_templates(list(selectors.regions_of(scope_for(self.request.user, self.permission))))
        table = Table(caption="Modèles d’arrêté", columns=tables.TEMPLATES, rows=rows)
        return super().get_context_data(table=table, some=bool(rows), **kwargs)


class TemplateView(ScopedView):
    """One text, with its blanks as they are written."""

    permission = Permission.ORDER_VIEW
    model = OrderTemplate
    reference = True
    context_object_name = "model"
    template_name = "orders/template.html"

    def get_rows(self):
        return super().get_rows().select_related("region")

    def get_context_data(self, **kwargs):
        return super().get_context_data(may_adopt=can(self.request.user, Permission.ORDER_PREPARE), **kwargs)


class AdoptView(ScopedActionView):
    """Give the region its own text from a day."""

    permission = Permission.ORDER_PREPARE
    model = OrderTemplate
    reference = True
    context_object_name = "model"
    form_class = TemplateForm
    template_name = "orders/adopt.html"
    success_message = "Le texte de votre région est enregistré."

    def get_form_kwargs(self):
        regions = selectors.regions_of(scope_for(self.request.user, self.permission))
        today = timezone.localdate()
        return super().get_form_kwargs() | {"order": self.object, "regions": regions, "today": today, "initial": {"first": today}}

    def get_context_data(self, **kwargs):
        blanks = [(f"{{{name}}}", words, "") for name, words in BLANKS.items()]
        return super().get_context_data(blanks=blanks, **kwargs)

    def form_valid(self, form):
        self.texts = form.texts()
        return super().form_valid(form)

    def perform(self, data):
        return actions.adopt_template(
            template=self.object,
            region=data["region"],
            texts=self.texts,
            first=data["first"],
            validated=data["validated"],
            by=self.request.user,
            today=timezone.localdate(),
        )

    def get_success_url(self):
        return reverse("orders:template", args=[self.result.pk])
