"""Forms of the pages about candidacies that were sent."""

from django import forms

from portevoix.base.ui.errors import BadInput
from portevoix.base.ui.forms import Form
from portevoix.work.candidacies.selectors.files import GROUPS

STATES = [("", "Tous"), *((code, label.capitalize()) for code, label, _ in GROUPS)]


class FilesFilterForm(Form):
    """What is kept of the list of our candidacies; every field may be left empty."""

    q = forms.CharField(label="Nom ou numéro de dossier", required=False, max_length=80, widget=forms.TextInput(attrs={"type": "search"}))
    etat = forms.ChoiceField(
        label="État", required=False, choices=[("", "Tous"), *((code, label.capitalize()) for code, label, _ in GROUPS)]
    )
    appel = forms.ChoiceField(label="Appel", required=False)

    def __init__(self, *args, calls: list[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["appel"].choices = [("", "Tous"), *calls]

    def criteria(self) -> dict[str, str]:
        """Return the arguments of `selectors.files.our_candidacies`; raise `BadInput` for a value that is not in its list."""
        if not self.is_valid():
            raise BadInput("Ce choix n’existe pas.", hint="Choisissez un état et un appel dans les listes.")
        data = self.cleaned_data
        return {"group": data["etat"], "call": data["appel"], "text": data["q"]}


class SharedFilterForm(Form):
    """What is kept of the list of the files that are shared."""

    q = forms.CharField(label="Nom ou numéro de dossier", required=False, max_length=80, widget=forms.TextInput(attrs={"type": "search"}))

    def text(self) -> str:
        """Return what is looked for; raise `BadInput` when it is too long."""
        if not self.is_valid():
            raise BadInput("Ce texte est trop long.", hint="Cherchez un nom ou un numéro de dossier.")
        return self.cleaned_data["q"]


class ConsentForm(Form):
    """What the person accepts to see published."""

    name_publishable = forms.BooleanField(
        label="Publier mon nom avec la composition de l’instance", required=False, help_text="Sans cet accord, votre nom reste caché."
    )
    email_publishable = forms.BooleanField(
        label="Publier mon adresse électronique", required=False, help_text="Sans cet accord, votre adresse reste cachée."
    )
