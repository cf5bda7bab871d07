"""« Mes données » : who sees what, my consents and their history, how to reach me, what I ask, everything in one file."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from portevoix.base.core.screening import ensure_screened
from portevoix.base.ui.forms import Form
from portevoix.base.ui.screened import ConfirmsText
from portevoix.front.workspace.actions_own import ask_about_data, give_or_withdraw, read_new_email, send_email_link
from portevoix.front.workspace.everything import pack
from portevoix.front.workspace.forms.my_data import AskForm, ConsentForm, HomeForm, NewEmailForm, PhoneForm
from portevoix.front.workspace.own_space import YES
from portevoix.front.workspace.selectors_own import own_person, own_standings, who_sees_what
from portevoix.register.access.permissions import Permission
from portevoix.register.access.views import ScopedActionView, ScopedView
from portevoix.register.directory.actions.consents import change_email, change_home, change_phone
from portevoix.register.directory.selectors.consents import requests_of


class OwnView:
    """Before a page of one's own data: `self.person`, or 404 for an account that is nobody."""

    permission = Permission.OWN_MANDATES

    @property
    def person(self):
        if not hasattr(self, "_person"):
            self._person = own_person(self.request.user)
        if self._person is None:
            raise Http404
        return self._person

    def get_success_url(self):
        return reverse("workspace:my_data")


class MyDataView(ScopedView):
    """Everything about one's data, on one page."""

    permission = Permission.OWN_MANDATES
    template_name = "workspace/my_data/home.html"

    def get_context_data(self, **kwargs):
        today, person = timezone.localdate(), own_person(self.request.user)
        if person is None:
            return super().get_context_data(person=None, **kwargs)
        return super().get_context_data(
            today=today,
            person=person,
            standings=own_standings(person),
            seen=who_sees_what(person, today=today),
            requests=requests_of(person),
            **kwargs,
        )


class ConsentView(OwnView, ScopedActionView):
    """Gives or withdraws one consent: the button of its line."""

    permission = Permission.OWN_MANDATES
    form_class = ConsentForm
    template_name = "workspace/my_data/form.html"

    def get(self, request, *args, **kwargs):
        return redirect(self.get_success_url())

    def perform(self, data):
        granted = data["granted"] == YES
        give_or_withdraw(person=self.person, purpose=data["purpose"], granted=granted, by=self.request.user)
        messages.success(self.request, "Votre accord est noté." if granted else "Votre accord est retiré, dès maintenant.")

    def form_invalid(self, form):
        messages.error(self.request, "Votre réponse n’a pas été comprise. Choisissez de nouveau.")
        return redirect(self.get_success_url())


class CorrectView(OwnView, ScopedActionView):
    """One thing that the person corrects by themselves."""

    abstract = True
    template_name = "workspace/my_data/form.html"
    title = ""
    lead = ""
    button = "Enregistrer"

    def get_context_data(self, **kwargs):
        return super().get_context_data(person=self.person, title=self.title, lead=self.lead, button=self.button, **kwargs)


class HomeView(CorrectView):
    permission = Permission.OWN_MANDATES
    form_class = HomeForm
    template_name = "workspace/my_data/home_form.html"
    title = "Ma commune"
    lead = "Elle sert à vous montrer les formations et les sièges près de chez vous. Elle n’est jamais publiée."
    success_message = "Votre commune est enregistrée."

    def get_initial(self):
        return {"home": self.person.home.name if self.person.home else ""}

    def perform(self, data):
        change_home(person=self.person, home=self.form.commune, by=self.request.user)

    def get_form(self, form_class=None):
        self.form = super().get_form(form_class)
        return self.form


class PhoneView(CorrectView):
    permission = Permission.OWN_MANDATES
    form_class = PhoneForm
    title = "Mon téléphone"
    success_message = "Votre téléphone est enregistré."

    def get_initial(self):
        return {"phone": self.person.phone}

    def perform(self, data):
        change_phone(person=self.person, phone=data["phone"], by=self.request.user)


class EmailView(CorrectView):
    permission = Permission.OWN_MANDATES
    form_class = NewEmailForm
    title = "Mon adresse électronique"
    lead = "C’est à cette adresse que nous vous écrivons. Votre adresse de connexion ne change pas."
    button = "Recevoir le lien"
    success_message = "Un lien est parti vers votre nouvelle adresse. Ouvrez-le dans les trois jours pour la confirmer."

    def perform(self, data):
        send_email_link(person=self.person, email=data["email"], by=self.request.user)


class ConfirmEmailView(OwnView, ScopedActionView):
    """Opened from the message sent to the new address: one button, and the address changes."""

    permission = Permission.OWN_MANDATES
    form_class = Form
    template_name = "workspace/my_data/confirm_email.html"
    success_message = "Votre nouvelle adresse est enregistrée."

    def get_context_data(self, **kwargs):
        return super().get_context_data(email=read_new_email(self.kwargs["token"], person=self.person), **kwargs)

    def perform(self, data):
        email = read_new_email(self.kwargs["token"], person=self.person)
        if not email:
            raise ValidationError("Ce lien ne sert plus. Demandez-en un autre depuis «\u00a0Mes données\u00a0».", code="expired")
        change_email(person=self.person, email=email, by=self.request.user)


class AskView(OwnView, ConfirmsText, ScopedActionView):
    """Ask for a correction, object, ask to be erased."""

    permission = Permission.OWN_MANDATES
    form_class = AskForm
    template_name = "workspace/my_data/ask.html"
    success_message = "Votre demande est enregistrée. Vous en suivez la réponse ici."

    def get_initial(self):
        return {"kind": self.request.GET.get("quoi", "")}

    def get_context_data(self, **kwargs):
        return super().get_context_data(person=self.person, **kwargs)

    def perform(self, data):
        ensure_screened(data["words"], confirmed=self.confirmed, known=[self.person.last_name, self.person.first_name])
        ask_about_data(person=self.person, kind=data["kind"], words=data["words"], by=self.request.user, at=timezone.now())


class DownloadView(OwnView, ScopedActionView):
    """Everything about the person in one ZIP file. Asked by a button: reading writes in the journal."""

    permission = Permission.OWN_MANDATES
    form_class = Form
    template_name = "workspace/my_data/form.html"

    def get(self, request, *args, **kwargs):
        return redirect(self.get_success_url())

    def form_valid(self, form):
        now = timezone.now()
        package = pack(person=self.person, by=self.request.user, at=now)
        response = FileResponse(package, as_attachment=True, filename=f"mes-donnees-{timezone.localdate(now).isoformat()}.zip")
        response["Content-Type"] = "application/zip"
        response["Cache-Control"] = "private, no-store"
        return response
