"""Acts on a body and its seats: create, open, close, open again."""

from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst

from portevoix.base.core.french_dates import date_fr
from portevoix.front.workspace import selectors
from portevoix.front.workspace.forms.mandates import ExplanationForm
from portevoix.register.access.acts import ActView, ConfirmedActView
from portevoix.register.access.permissions import Permission, scope_for
from portevoix.register.directory.actions import bodies as directory_actions
from portevoix.register.directory.forms.bodies import BodyForm, ClosingForm, SeatForm
from portevoix.register.directory.forms.rules import SeatSpecFormSet
from portevoix.register.directory.models import Body, Facility, Seat
from portevoix.register.directory.selectors.bodies import places_of, seats_of
from portevoix.register.mandates import actions


class BodyActView(ActView):
    """An act on one body, or on one of its seats; leads back to the body."""

    abstract = True
    permission = Permission.BODY_MANAGE
    model = Body

    def get_rows(self):
        return super().get_rows().select_related("body_type", "department", "region")

    @property
    def body(self) -> Body:
        return self.object

    def back(self):
        return reverse("workspace:body", args=[self.body.pk])

    def trail(self):
        return [("Sièges", reverse("workspace:seats")), (self.body.readable_name, self.back())]


class SeatActView(BodyActView):
    """An act on one seat."""

    abstract = True
    model = Seat

    def get_rows(self):
        return self.model.objects.visible_to(self.request.user).select_related("body__department", "body__region")

    @property
    def body(self):
        return self.object.body

    def facts(self):
        lines = [("Siège", f"{self.object.label}, {self.body.readable_name}")]
        return [*lines, ("Fermé à partir du", date_fr(self.object.closed_on))] if self.object.closed_on else lines


class CreateBodyView(ConfirmedActView):
    """Create one body with its seats: those of the rule of its type, or those typed."""

    permission = Permission.BODY_MANAGE
    form_class = BodyForm
    template_name = "workspace/bodies/create.html"
    title = "Créer une instance"
    question = "Créer cette instance\u00a0?"
    button = "Créer l’instance"
    success_message = "L’instance est dans le registre, avec ses sièges. Une erreur\u00a0? Utilisez «\u00a0Clore l’instance\u00a0»."

    def back(self):
        return reverse("workspace:seats")

    def trail(self):
        return [("Sièges", self.back())]

    def get_initial(self):
        return {"body_type": self.request.GET.get("type", "")}

    def get_form_kwargs(self):
        scope = scope_for(self.request.user, self.permission)
        facilities = Facility.objects.visible_to(scope).select_related("department__parent")
        return super().get_form_kwargs() | {"facilities": facilities, "territories": places_of(scope).select_related("parent")}

    def seats(self):
        """Return the lines of the seats, empty at first: the rule says them."""
        return SeatSpecFormSet(self.request.POST if self.request.method == "POST" else None, prefix="sieges")

    def get_context_data(self, **kwargs):
        if "kept" in kwargs:
            kwargs["kept"] += [(name, value) for name, value in self.request.POST.items() if name.startswith("sieges-")]
        kwargs.setdefault("seats", self.seats())
        return super().get_context_data(**kwargs)

    def post(self, request, *args, **kwargs):
        form, seats = self.get_form(), self.seats()
        if form.is_valid() & seats.is_valid():
            self.seats_typed = seats.specs() or None
            return self.form_valid(form)
        return self.render_to_response(self.get_context_data(form=form, seats=seats))

    def perform(self, data):
        return directory_actions.create_body(**data, seats=self.seats_typed, today=timezone.localdate(), by=self.request.user)

    def consequences(self, result, data):
        place = f"{result.facility.readable_name}, {result.facility.finess_et}" if result.facility else result.territory.label
        return [
            ("Type", capfirst(result.body_type.name)),
            ("Nom", result.name),
            ("Établissement" if result.facility else "Territoire", place),
            *([("Dérive de", result.parent.name)] if result.parent else []),
            ("Créée le", date_fr(result.opened_on) if result.opened_on else "date inconnue"),
            ("Sièges", seats_of(result)),
        ]

    def get_success_url(self):
        return reverse("workspace:body", args=[self.result.pk])


class AddSeatView(BodyActView):
    """Open one more seat."""

    form_class = SeatForm
    title = "Ajouter un siège"
    button = "Ajouter le siège"
    success_message = "Le siège est ajouté."

    def get_initial(self):
        return {"opened_on": timezone.localdate()}

    def act(self, data):
        return directory_actions.add_seat(body=self.object, by=self.request.user, **data)


class CloseSeatView(ConfirmedActView, SeatActView):
    """Close a seat from a day on."""

    form_class = ClosingForm
    title = "Fermer un siège"
    question = "Fermer ce siège\u00a0?"
    button = "Fermer le siège"
    success_message = "Le siège est fermé. Une erreur\u00a0? Rouvrez-le depuis la liste des sièges fermés."

    def act(self, data):
        return directory_actions.close_seat(seat=self.object, on=data["on"], by=self.request.user)

    def consequences(self, result, data):
        return [*self.facts(), ("N’existe plus à partir du", date_fr(result.closed_on)), ("Mandats passés", "ils restent dans le registre")]


class ReopenSeatView(SeatActView):
    """Undo the closing of a seat."""

    form_class = ExplanationForm
    title = "Rouvrir un siège"
    button = "Rouvrir le siège"
    success_message = "Le siège est rouvert."

    def act(self, data):
        return directory_actions.reopen_seat(seat=self.object, explanation=data["explanation"], by=self.request.user)


class CloseBodyView(ConfirmedActView, BodyActView):
    """Close a body: its mandates end, and the bodies that derive from it close too."""

    form_class = ClosingForm
    title = "Clore l’instance"
    question = "Clore cette instance\u00a0?"
    button = "Clore l’instance"
    success_message = "L’instance est close. Une erreur\u00a0? Utilisez «\u00a0Rouvrir l’instance\u00a0»."

    def warnings(self):
        return ["Les mandats en cours se terminent la veille. Le nombre exact est dit à la page suivante, avant de confirmer."]

    def act(self, data):
        return actions.close_body(body=self.object, on=data["on"], by=self.request.user)

    def consequences(self, result, data):
        cascade = selectors.closing_cascade(result, on=data["on"])
        lines = [("Instance", result.name), ("N’existe plus à partir du", date_fr(result.closed_on))]
        lines += [("Instance dérivée close aussi", body.readable_name) for body in cascade.bodies]
        return [*lines, *((f"Se termine le {date_fr(cascade.last_day)}", words) for words in cascade.mandates or ["aucun mandat"])]

    def cautions(self, result, data):
        count = len(selectors.closing_cascade(result, on=data["on"]).mandates)
        if not count:
            return []
        return ["1 mandat prend fin avec l’instance." if count == 1 else f"{count}\u00a0mandats prennent fin avec l’instance."]


class ReopenBodyView(BodyActView):
    """Undo the closing of a body."""

    form_class = ExplanationForm
    title = "Rouvrir l’instance"
    button = "Rouvrir l’instance"
    success_message = "L’instance est rouverte, et les mandats terminés avec elle courent de nouveau."

    def facts(self):
        return [("Instance", self.object.name), ("Close à partir du", date_fr(self.object.closed_on) if self.object.closed_on else "–")]

    def warnings(self):
        return ["Les instances dérivées se rouvrent une à une, depuis leur page."]

    def act(self, data):
        return actions.reopen_body(body=self.object, explanation=data["explanation"], by=self.request.user)
