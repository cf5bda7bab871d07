"""« Mes congés »: days left, request to the employer, certificate of presence."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from portevoix.base.core.french_dates import date_fr
from portevoix.base.documents.engine import render
from portevoix.base.documents.printing import DocumentRefused
from portevoix.base.documents.responses import document_response, large_asked, pdf_response
from portevoix.base.ui.forms import Form
from portevoix.register.access.views import ScopedActionView
from portevoix.register.workflow.engine import StepRefused
from portevoix.work.activity.actions import leave as actions
from portevoix.work.activity.enums import PresenceState
from portevoix.work.activity.forms.leave import HoursForm, LeaveForm, LetterForm
from portevoix.work.activity.models import PresenceCertificate, RepresentationLeave
from portevoix.work.activity.selectors.leave import latest_request, leave_of, leave_rules, leave_year
from portevoix.work.activity.selectors.leave_papers import PRESENCE_TITLE, blank_signatory, leave_letter, presence_data
from portevoix.work.activity.selectors.people import bodies_of, secretariat_of
from portevoix.work.activity.views.own import OwnPage, year_links

LETTER = "Demande de congé de représentation"


class LeavesView(OwnPage, ScopedActionView):
    """The year: what is left, a day to note, the days noted."""

    form_class = LeaveForm
    template_name = "activity/leave/list.html"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"today": self.today, "bodies": bodies_of(self.person, today=self.today)}

    def perform(self, data):
        leave = actions.add_leave(person=self.person, by=self.request.user, today=self.today, **data)
        self.success_message = f"Le {date_fr(leave.day)} est noté. Préparez maintenant la lettre à votre employeur."
        return leave

    def get_success_url(self):
        return reverse("activity:leave", args=[self.result.pk])

    def get_context_data(self, **kwargs):
        year = self.year()
        return super().get_context_data(
            year=year,
            years=year_links("activity:leaves", {year, self.today.year, self.today.year - 1}, year),
            leave_year=leave_year(self.person, year=year, today=self.today),
            leaves=list(leave_of(self.person, year=year)),
            rules=leave_rules(self.today),
            may_note=bool(bodies_of(self.person, today=self.today)),
            **kwargs,
        )


class LeavePage(OwnPage):
    """A page about one of my days of leave."""

    abstract = True
    model = RepresentationLeave
    context_object_name = "leave"

    def get_rows(self):
        reading = ("person__home", "body__body_type", "body__facility", "body__region")
        return super().get_rows().filter(person=self.person).select_related(*reading)

    def sheet_url(self) -> str:
        return reverse("activity:leave", args=[self.object.pk])

    def presence(self) -> PresenceCertificate | None:
        return PresenceCertificate.objects.visible_to(self.request.user).filter(leave=self.object).select_related("document").first()


class LeaveView(LeavePage):
    """One day: is it asked in time, the letter, the certificate."""

    template_name = "activity/leave/leave.html"

    def get_context_data(self, **kwargs):
        leave, rules = self.object, leave_rules(self.today)
        limit = latest_request(leave.day, rules)
        presence = self.presence()
        asked = presence is not None and presence.state != PresenceState.REFUSED
        return super().get_context_data(
            rules=rules,
            limit=limit,
            late=self.today > limit and leave.day > self.today,
            passed=leave.day <= self.today,
            days_before=(leave.day - self.today) // timedelta(days=1),
            presence=presence,
            may_ask=leave.day <= self.today and not asked and secretariat_of(leave.body, self.today),
            **kwargs,
        )


class LetterView(LeavePage, ScopedActionView):
    """The letter to the employer, drawn from what is typed here and kept nowhere."""

    form_class = LetterForm
    template_name = "activity/leave/letter.html"

    def get_initial(self):
        return {"place": self.person.home.name if self.person.home else ""}

    def form_valid(self, form):
        data, rules = form.cleaned_data, leave_rules(self.today)
        letter = leave_letter(self.object, employer=data["employer"], place=data["place"], rules=rules, today=self.today)
        try:
            content = render("letter", letter, title=LETTER, timestamp=timezone.now(), large=data["large"], author=str(self.person))
        except DocumentRefused as refusal:
            return self.refused(form, refusal)
        return pdf_response(content, f"conge-de-representation-{self.object.day.isoformat()}.pdf")


class AskPresenceView(LeavePage, ScopedActionView):
    """Ask the facility for the certificate of presence."""

    form_class = HoursForm
    template_name = "activity/leave/ask_presence.html"
    refusals = (ValidationError, StepRefused)
    success_message = "L’attestation est demandée\u00a0; vous recevrez un courriel quand elle est prête."

    def perform(self, data):
        return actions.ask_presence(leave=self.object, by=self.request.user, today=self.today, **data)

    def get_success_url(self):
        return self.sheet_url()


class BlankPresenceView(LeavePage):
    """The certificate of presence, to be signed on paper by the president or the secretary of the body."""

    def get(self, request, *args, **kwargs):
        data = presence_data(self.object, starts=None, ends=None, signatory=blank_signatory(), today=None)
        content = render("certificate", data, title=PRESENCE_TITLE, timestamp=timezone.now(), large=large_asked(request))
        return pdf_response(content, f"attestation-a-signer-{self.object.day.isoformat()}.pdf")


class IssuedPresenceView(LeavePage):
    """The certificate of presence that the facility issued."""

    def get(self, request, *args, **kwargs):
        presence = self.presence()
        if presence is None or presence.document is None:
            raise Http404
        return document_response(request, presence.document)


class DeleteLeaveView(LeavePage, ScopedActionView):
    """Delete a day that was not taken, after a question."""

    form_class = Form
    template_name = "activity/leave/delete.html"
    success_message = "Le congé est supprimé."

    def perform(self, data):
        actions.delete_leave(leave=self.object, by=self.request.user)

    def get_success_url(self):
        return reverse("activity:leaves")
