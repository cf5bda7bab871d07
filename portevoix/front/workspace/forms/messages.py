"""Forms of the messages and of their texts."""

from django import forms
from django.http import QueryDict

from portevoix.base.core.text_templates import TemplateFault
from portevoix.base.notifications.enums import MessageState
from portevoix.base.notifications.registry import TEXTS, Text, check_body, check_subject
from portevoix.base.notifications.selectors import Criteria
from portevoix.base.ui.errors import BadInput
from portevoix.base.ui.forms import EmailField, Form, FrenchDateField

STATES = [("", "tous"), *((state.value, state.label) for state in MessageState)]


class MessageFilter(Form):
    """Which messages the ledger shows."""

    q = forms.CharField(label="Nom ou adresse", required=False, max_length=80, widget=forms.TextInput(attrs={"type": "search"}))
    a_propos = forms.CharField(label="À propos de", required=False, max_length=80, widget=forms.TextInput(attrs={"type": "search"}))
    texte = forms.ChoiceField(label="Texte", required=False)
    etat = forms.ChoiceField(label="État", required=False, choices=STATES)

    def __init__(self, query: QueryDict):
        super().__init__(query)
        self.fields["texte"].choices = [("", "tous"), *sorted(((t.code, t.label) for t in TEXTS.values()), key=lambda pair: pair[1])]

    def criteria(self) -> Criteria:
        """Return what the address asks for; raise `BadInput` when a value is not in its list."""
        if not self.is_valid():
            raise BadInput("Ce filtre n’existe pas.", hint="Choisissez un texte et un état dans les listes.")
        data = self.cleaned_data
        return Criteria(state=data["etat"], code=data["texte"], recipient=data["q"].strip(), about=data["a_propos"].strip())


class MailboxFilter(Form):
    """Which e-mails of the demonstration are shown."""

    q = forms.CharField(label="Destinataire", required=False, max_length=80, widget=forms.TextInput(attrs={"type": "search"}))


class ElsewhereForm(Form):
    """The other address of somebody who could not be reached."""

    email = EmailField(label="Autre adresse électronique", max_length=254)


class VersionForm(Form):
    """From when on, and why."""

    starts_on = FrenchDateField(label="À partir du")
    source = forms.CharField(label="Origine du changement", max_length=300, help_text="Qui l’a demandé, ou le document qui le fonde.")


class RewriteForm(VersionForm):
    """A new version of a text; what could not be filled is refused with the reason."""

    subject = forms.CharField(label="Objet", max_length=200)
    body = forms.CharField(label="Texte", max_length=20_000, widget=forms.Textarea(attrs={"rows": 18}))
    field_order = ("subject", "body", "starts_on", "source")

    def __init__(self, *args, text: Text, **kwargs):
        super().__init__(*args, **kwargs)
        self.text = text

    def clean_subject(self):
        return _checked(check_subject, self.text, self.cleaned_data["subject"].strip())

    def clean_body(self):
        return _checked(check_body, self.text, self.cleaned_data["body"].replace("\r\n", "\n").strip())


def _checked(check, text, words):
    try:
        check(text, words)
    except TemplateFault as fault:
        raise forms.ValidationError(str(fault), code="template") from fault
    return words
