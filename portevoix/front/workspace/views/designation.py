"""« Enregistrer un mandat » : a seat, a person found by name or new, an association, the dates."""

from django.urls import reverse
from django.utils import timezone

from portevoix.base.core.french_dates import date_fr
from portevoix.front.workspace import actions, selectors
from portevoix.front.workspace.forms.mandates import NEWCOMER, DesignationForm
from portevoix.front.workspace.forms.people import PersonSearch
from portevoix.front.workspace.views.mandates import day_or
from portevoix.register.access.acts import ConfirmedActView
from portevoix.register.access.permissions import Permission, scope_for
from portevoix.register.directory.models import Body
from portevoix.register.directory.selectors.accreditations import accreditation_at
from portevoix.register.mandates.actions import BY_RULE


class DesignateView(ConfirmedActView):
    """Designate somebody on a seat of a body."""

    permission = Permission.MANDATE_MANAGE
    model = Body
    form_class = DesignationForm
    template_name = "workspace/mandates/designate.html"
    title = "Enregistrer un mandat"
    question = "Enregistrer ce mandat\u00a0?"
    button = "Enregistrer le mandat"
    success_message = "Le mandat est enregistré."

    def get_rows(self):
        return super().get_rows().select_related("body_type", "department", "region")

    def back(self):
        return reverse("workspace:body", args=[self.object.pk])

    def trail(self):
        return [("Sièges", reverse("workspace:seats")), (self.object.name, self.back())]

    def people(self):
        """Return the people to choose from: those found by name; after a post, the one chosen."""
        scope = scope_for(self.request.user, Permission.PERSON_VIEW)
        if self.request.method == "POST":
            chosen = self.request.POST.get("person", "")
            return selectors.people_to_choose(scope, pk=int(chosen) if chosen.isdecimal() and len(chosen) < 15 else 0)
        return selectors.people_to_choose(scope, text=self.request.GET.get("cherche", "")[:80])

    def get_form_kwargs(self):
        self.found = self.people()
        seat = self.request.GET.get("siege", "")
        return super().get_form_kwargs() | {
            "seats": selectors.open_seats(self.object, at=timezone.localdate()),
            "people": [(str(choice.person.pk), choice.words) for choice in self.found],
            "associations": selectors.associations_for(self.object),
            "initial": {"seat": seat if seat.isdecimal() else None, "person": "" if self.found else NEWCOMER},
        }

    def get_context_data(self, **kwargs):
        asked = self.request.GET.get("cherche", "")[:80]
        search = PersonSearch(initial={"cherche": asked, "siege": self.request.GET.get("siege", "")})
        context = super().get_context_data(search=search, asked=asked, **kwargs)
        return context | {"found": self.found}

    def act(self, data):
        new = data["person"] == NEWCOMER
        return actions.designate(
            seat=data["seat"],
            person=None if new else next(choice.person for choice in self.found if str(choice.person.pk) == data["person"]),
            newcomer={"last_name": data["last_name"], "first_name": data["first_name"]},
            association=data["association"],
            first=data["first"],
            last=data["last"] or BY_RULE,
            order_reference=data["order_reference"],
            today=timezone.localdate(),
            by=self.request.user,
        )

    def consequences(self, result, data):
        proposed = "" if data["last"] else ", d’après la règle et la pratique de la région"
        return [
            ("Personne", f"{result.person}, nouvelle fiche" if data["person"] == NEWCOMER else str(result.person)),
            ("Siège", f"{result.seat.label}, {result.body.readable_name}"),
            ("Association", result.association.name if result.association else "aucune"),
            ("Premier jour", date_fr(result.period.lower)),
            ("Dernier jour", day_or(result.term_end, "non fixé") + proposed),
            ("Arrêté", result.order_reference or "non indiqué"),
        ]

    def cautions(self, result, data):
        association = result.association
        if association is None or accreditation_at(association, data["first"], region=self.object.region):
            return []
        return [f"Aucun agrément connu de {association.accredited.name} le {date_fr(data['first'])}\u00a0: vérifiez avant de confirmer."]

    def get_success_url(self):
        return reverse("workspace:mandate", args=[self.result.pk])
