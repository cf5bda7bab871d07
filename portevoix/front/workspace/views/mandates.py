"""A mandate: what is known of it, and the acts that it allows."""

from datetime import date

from django.urls import reverse
from django.utils import timezone

from portevoix.base.core.french_dates import date_fr
from portevoix.base.core.periods import last_day
from portevoix.base.ui.situation import day_asked
from portevoix.front.workspace import body_history, selectors
from portevoix.front.workspace.forms.mandates import (
    CorrectEndForm,
    DepartureForm,
    EndForm,
    ExplanationForm,
    ExtendForm,
    SwitchSeatForm,
)
from portevoix.register.access.acts import ActView, ConfirmedActView
from portevoix.register.access.permissions import Permission, can
from portevoix.register.access.views import ScopedView
from portevoix.register.mandates import actions
from portevoix.register.mandates.enums import EndReason
from portevoix.register.mandates.models import Mandate
from portevoix.register.orders.permissions import may_certify

ROWS = ("seat", "body__department", "body__region", "body__body_type", "person", "association__parent")


class MandateView(ScopedView):
    """One mandate, its past and what may be done to it."""

    permission = Permission.MANDATE_VIEW
    model = Mandate
    template_name = "workspace/mandates/mandate.html"

    def get_rows(self):
        return super().get_rows().select_related(*ROWS)

    def get_context_data(self, **kwargs):
        mandate, today = self.object, timezone.localdate()
        at = day_asked(self.request.GET, today=today)
        return super().get_context_data(
            at=at,
            row=selectors.mandate_row(mandate, at=at),
            derived=mandate.derived_mandates.select_related("body").order_by("pk"),
            may_manage=can(self.request.user, Permission.MANDATE_MANAGE, mandate),
            may_certify=may_certify(self.request.user, mandate),
            other_seats=selectors.other_seats(mandate).open_at(today).exists(),
            history=body_history.of_mandate(mandate),
            **kwargs,
        )


class MandateActView(ActView):
    """An act on one mandate; leads back to its page."""

    abstract = True
    permission = Permission.MANDATE_MANAGE
    model = Mandate

    def get_rows(self):
        return super().get_rows().select_related(*ROWS)

    def back(self):
        return reverse("workspace:mandate", args=[self.object.pk])

    def trail(self):
        body, mandate = self.object.body, self.object
        return [(body.readable_name, reverse("workspace:body", args=[body.pk])), (f"Mandat de {mandate.person.sorted_name}", self.back())]

    def facts(self):
        return mandate_lines(self.object)


def mandate_lines(mandate: Mandate) -> list[tuple[str, str]]:
    """Return what identifies a mandate, as label and value."""
    lines = [
        ("Personne", str(mandate.person)),
        ("Siège", f"{mandate.seat.label}, {mandate.body.readable_name}"),
        ("Association", mandate.association.name if mandate.association else "aucune"),
        ("Premier jour", date_fr(mandate.period.lower)),
        ("Fin prévue", day_or(mandate.term_end, "non fixée")),
    ]
    if mandate.end_reason:
        lines.append(("Terminé", f"{date_fr(last_day(mandate.period))}, {EndReason(mandate.end_reason).label}"))
    if mandate.departure_on:
        lines.append(("Départ annoncé", f"{date_fr(mandate.departure_on)}, {EndReason(mandate.departure_reason).label}"))
    if mandate.order_reference:
        lines.append(("Arrêté", mandate.order_reference))
    return lines


def day_or(day: date | None, otherwise: str) -> str:
    """Return the day in full, or the words that stand for no day."""
    return date_fr(day) if day else otherwise


class EndMandateView(MandateActView, ConfirmedActView):
    """Record the end of a mandate."""

    form_class = EndForm
    title = "Terminer le mandat"
    question = "Terminer ce mandat\u00a0?"
    button = "Terminer le mandat"
    success_message = "La fin du mandat est enregistrée. Une erreur\u00a0? Utilisez «\u00a0Corriger la fin\u00a0»."

    def act(self, data):
        return actions.end_mandate(mandate=self.object, reason=data["reason"], on=data["on"], by=self.request.user)

    def consequences(self, result, data):
        ended = selectors.derived_ended(result)
        lines = [
            ("Personne", str(result.person)),
            ("Siège", f"{result.seat.label}, {result.body.readable_name}"),
            ("Dernier jour", date_fr(last_day(result.period))),
            ("Motif", EndReason(result.end_reason).label),
            ("Siège à pourvoir", f"à partir du {date_fr(result.period.upper)}"),
        ]
        return [*lines, *(("Se termine aussi", f"{row.seat.label}, {row.body.readable_name}") for row in ended)]


class CorrectEndView(MandateActView):
    """Undo or replace a recorded end, with a written reason."""

    form_class = CorrectEndForm
    title = "Corriger la fin"
    button = "Corriger la fin"
    success_message = "La fin du mandat est corrigée."

    def act(self, data):
        return actions.correct_end(
            mandate=self.object,
            explanation=data["explanation"],
            reason=EndReason(data["reason"]) if data["reason"] else None,
            on=data["on"],
            by=self.request.user,
        )


class ExtendView(MandateActView):
    """Move the end of the term."""

    form_class = ExtendForm
    title = "Prolonger le mandat"
    button = "Prolonger"
    success_message = "Le mandat est prolongé."

    def act(self, data):
        return actions.extend_mandate(
            mandate=self.object, until=data["until"], order_reference=data["order_reference"], by=self.request.user
        )


class AnnounceDepartureView(MandateActView):
    """Record that the holder will leave."""

    form_class = DepartureForm
    title = "Annoncer un départ"
    button = "Annoncer le départ"
    success_message = "Le départ est annoncé. Le mandat court jusqu’à ce que sa fin soit enregistrée."

    def act(self, data):
        return actions.announce_departure(mandate=self.object, on=data["on"], reason=EndReason(data["reason"]), by=self.request.user)


class WithdrawDepartureView(MandateActView):
    """Take an announced departure back."""

    title = "Retirer l’annonce du départ"
    button = "Retirer l’annonce"
    success_message = "L’annonce du départ est retirée."

    def act(self, data):
        return actions.withdraw_departure(mandate=self.object, by=self.request.user)


class SwitchSeatView(MandateActView, ConfirmedActView):
    """Move the holder to another seat of the body: the substitute becomes titular."""

    form_class = SwitchSeatForm
    title = "Changer de siège"
    question = "Changer de siège\u00a0?"
    button = "Changer de siège"
    success_message = "La personne a changé de siège\u00a0: voici son nouveau mandat."

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"seats": selectors.other_seats(self.object)}

    def act(self, data):
        return actions.switch_seat(
            mandate=self.object, seat=data["seat"], on=data["on"], order_reference=data["order_reference"], by=self.request.user
        )

    def consequences(self, result, data):
        return [
            ("Personne", str(self.object.person)),
            ("Siège quitté", f"{self.object.seat.label}, la veille du {date_fr(data['on'])}"),
            ("Nouveau siège", f"{result.seat.label}, à partir du {date_fr(data['on'])}"),
            ("Fin prévue", day_or(result.term_end, "non fixée")),
            ("Arrêté", result.order_reference or "non indiqué"),
        ]

    def get_success_url(self):
        return reverse("workspace:mandate", args=[self.result.pk])


class RemoveMandateView(MandateActView, ConfirmedActView):
    """Take away a mandate recorded by mistake."""

    form_class = ExplanationForm
    title = "Retirer un mandat saisi par erreur"
    question = "Retirer ce mandat\u00a0?"
    button = "Retirer le mandat"
    success_message = "Le mandat est retiré. L’historique le garde\u00a0; pour revenir en arrière, enregistrez-le de nouveau."

    def warnings(self):
        return ["Ce mandat n’apparaîtra plus à aucune date. S’il a vraiment existé, terminez-le plutôt."]

    def act(self, data):
        self.body = self.object.body_id
        return actions.remove_mandate(mandate=self.object, explanation=data["explanation"], by=self.request.user)

    def consequences(self, result, data):
        return [*mandate_lines(self.object), ("Pourquoi", data["explanation"])]

    def get_success_url(self):
        return reverse("workspace:body", args=[self.body])
