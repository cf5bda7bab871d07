"""Write an order: choose a template, its text, its details, its lines; correct a signed one by another."""

from django.urls import reverse
from django.utils import timezone

from portevoix.base.core.french_dates import date_fr
from portevoix.register.access.acts import ActView
from portevoix.register.access.permissions import Permission, scope_for
from portevoix.register.access.views import ScopedActionView
from portevoix.register.orders import actions, tables
from portevoix.register.orders.blanks import BLANKS
from portevoix.register.orders.enums import OrderKind
from portevoix.register.orders.forms import DetailsForm, LineForm, ModifyingForm, NewOrderForm, PersonSearch, TextForm
from portevoix.register.orders.models import DesignationOrder, OrderLine
from portevoix.register.orders.selectors import orders as selectors
from portevoix.register.orders.selectors.lines import lines_of
from portevoix.register.orders.selectors.values import cites_prefect, signatories_of, templates_at, values
from portevoix.register.orders.selectors.words import person_words
from portevoix.register.workflow.engine import StepRefused

FREE = (OrderKind.COLLECTIVE, OrderKind.INDIVIDUAL)  # the others are written from a signed order


class NewOrderView(ScopedActionView):
    """Choose the template of a new order; its lines come after."""

    permission = Permission.ORDER_PREPARE
    form_class = NewOrderForm
    template_name = "orders/new.html"

    def get_form_kwargs(self):
        regions = selectors.regions_of(scope_for(self.request.user, self.permission))
        today = timezone.localdate()
        templates = {template.pk: template for region in regions for template in templates_at(region, today, kinds=FREE)}
        return super().get_form_kwargs() | {"regions": regions, "templates": list(templates.values()), "today": today}

    def perform(self, data):
        return actions.draft_order(
            region=data["region"],
            kind=OrderKind(data["template"].kind),
            template=data["template"],
            lines=[],
            effective_on=data["effective_on"],
            by=self.request.user,
            today=timezone.localdate(),
        )

    def get_success_url(self):
        return tables.order_url(self.result)


class OrderActView(ActView):
    """An act on one order; leads back to its page."""

    abstract = True
    permission = Permission.ORDER_PREPARE
    model = DesignationOrder
    context_object_name = "order"
    refusals = (*ActView.refusals, StepRefused)

    def get_rows(self):
        return selectors.with_all(super().get_rows())

    def back(self):
        return tables.order_url(self.object)

    def trail(self):
        return [("Arrêtés", reverse("orders:orders")), (tables.order_name(self.object), self.back())]

    def facts(self):
        return order_lines(self.object)


def order_lines(order: DesignationOrder) -> list[tuple[str, str]]:
    """Return what identifies an order, as label and value."""
    begun, ended = selectors.begins(order)
    day = order.effective_on or order.signed_on
    lines = [
        ("Arrêté", tables.order_name(order)),
        ("Modèle", order.template.name),
        ("Désignations", str(begun)),
        ("Fins de mandat", str(ended)),
        ("Prise d’effet", date_fr(day) if day else "à la date de la signature"),
        ("Signataire", f"{order.signatory}, {order.signatory.function}" if order.signatory else "pas encore choisi"),
    ]
    return lines if ended else [line for line in lines if line[0] != "Fins de mandat"]


class EditTextView(OrderActView):
    """The text of a draft, with the blanks that it may use and what they hold today."""

    form_class = TextForm
    template_name = "orders/edit_text.html"
    title = "Modifier le texte"
    button = "Enregistrer le texte"
    success_message = "Le texte est enregistré."

    def facts(self):
        return []

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"order": self.object}

    def act(self, data):
        return actions.edit_text(order=self.object, texts=self.texts, by=self.request.user)

    def form_valid(self, form):
        self.texts = form.texts()
        return super().form_valid(form)

    def get_context_data(self, **kwargs):
        order, today = self.object, timezone.localdate()
        lines = lines_of(order, effective=order.effective_on or today)
        plain, repeated = values(order, lines, today=today)
        held = {name: plain[name] or " ; ".join(repeated.get(name, [])[:2]) for name in BLANKS}
        blanks = [(f"{{{name}}}", words, held[name] or "vide dans cet arrêté") for name, words in BLANKS.items()]
        return super().get_context_data(blanks=blanks, **kwargs)


class EditDetailsView(OrderActView):
    """Where, by whom, from which day."""

    form_class = DetailsForm
    title = "Modifier le lieu, le signataire ou la date"
    button = "Enregistrer"
    success_message = "L’arrêté est modifié."

    def get_initial(self):
        names = ("place", "signatory_id", "effective_on", "prefect_number", "prefect_on")
        return {name.removesuffix("_id"): getattr(self.object, name) for name in names}

    def get_form_kwargs(self):
        prefect = cites_prefect(self.object)
        return super().get_form_kwargs() | {"signatories": signatories_of(self.object, timezone.localdate()), "prefect": prefect}

    def act(self, data):
        cited = (data.pop("prefect_number"), data.pop("prefect_on")) if "prefect_on" in data else None
        return actions.edit_details(order=self.object, by=self.request.user, prefect_order=cited, **data)


class AddLineView(OrderActView):
    """Add a designation: search the body and the person, then choose."""

    form_class = LineForm
    template_name = "orders/add_line.html"
    title = "Ajouter une désignation"
    button = "Ajouter la désignation"
    success_message = "La désignation est ajoutée."

    def get_form_kwargs(self):
        today, user, asked = timezone.localdate(), self.request.user, self.request.GET
        self.seats = selectors.seats_named(self.object, asked.get("instance", "")[:80], today=today)
        self.people = selectors.people_named(scope_for(user, Permission.PERSON_VIEW), asked.get("cherche", "")[:80])
        last = selectors.last_seats(self.people)
        words = [(str(row.pk), f"{person_words(row)}, {last.get(row.pk, 'sans mandat connu')}") for row in self.people]
        return super().get_form_kwargs() | {"seats": self.seats, "people": words, "associations": selectors.known_associations()}

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        asked = {name: self.request.GET.get(name, "")[:80] for name in ("instance", "cherche")}
        found = bool(self.people) and self.seats.exists()
        return context | {"search": PersonSearch(initial=asked), "asked": any(asked.values()), "found": found}

    def act(self, data):
        person = next(person for person in self.people if str(person.pk) == data["person"])
        line = actions.LineRequest(
            seat=data["seat"],
            person=person,
            association=data["association"],
            proposed_on=data["proposed_on"],
            last_day=data["last_day"],
        )
        return actions.add_lines(order=self.object, lines=[line], by=self.request.user)


class RemoveLineView(OrderActView):
    """Take a line out of a draft, after a confirmation."""

    model = OrderLine
    context_object_name = "line"
    title = "Retirer une ligne"
    button = "Retirer la ligne"
    success_message = "La ligne est retirée de l’arrêté."

    def get_rows(self):
        return OrderLine.objects.visible_to(self.request.user).select_related("order__region", "seat__body", "person", "association")

    def back(self):
        return tables.order_url(self.object.order)

    def trail(self):
        return [("Arrêtés", reverse("orders:orders")), (tables.order_name(self.object.order), self.back())]

    def facts(self):
        row = self.object
        return [
            ("Arrêté", tables.order_name(row.order)),
            ("Personne", row.person.sorted_name),
            ("Siège", f"{row.seat.label}, {row.seat.body.readable_name}"),
            ("Association", row.association.name if row.association else "aucune"),
        ]

    def act(self, data):
        return actions.remove_line(line=self.object, by=self.request.user)


class CorrectView(OrderActView):
    """What the two ways of correcting a signed order share."""

    abstract = True
    kind: OrderKind

    def template_of(self):
        found = templates_at(self.object.region, timezone.localdate(), kinds=[self.kind])
        return found[0]

    def get_success_url(self):
        return tables.order_url(self.result)


class ModifyView(CorrectView):
    """Write the order that modifies this one."""

    kind = OrderKind.MODIFYING
    form_class = ModifyingForm
    title = "Rédiger un arrêté modificatif"
    button = "Rédiger l’arrêté modificatif"
    success_message = "L’arrêté modificatif est en rédaction. Ajoutez les désignations, puis complétez la raison dans le texte."

    def warnings(self):
        return ["L’arrêté signé ne change pas. Le nouvel arrêté met fin aux mandats cochés et peut en désigner d’autres."]

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"lines": actions.running_lines(self.object)}

    def form_valid(self, form):
        self.chosen = form.chosen()
        return super().form_valid(form)

    def act(self, data):
        return actions.draft_modifying(
            order=self.object,
            template=self.template_of(),
            end=self.chosen,
            reason=data["reason"],
            by=self.request.user,
            today=timezone.localdate(),
        )


class RepealView(CorrectView):
    """Write the order that repeals this one."""

    kind = OrderKind.REPEAL
    title = "Rédiger un arrêté d’abrogation"
    button = "Rédiger l’arrêté d’abrogation"
    success_message = "L’arrêté d’abrogation est en rédaction. Complétez la raison dans le texte."

    def warnings(self):
        count = len(actions.running_lines(self.object))
        return [f"À sa signature, le nouvel arrêté met fin aux mandats de celui-ci qui courent encore\u00a0: {count}."]

    def act(self, data):
        return actions.draft_repeal(order=self.object, template=self.template_of(), by=self.request.user, today=timezone.localdate())
