"""Forms of the administration: rights and journal."""

from django import forms

from portevoix.base.ui.forms import EmailField, Form, FrenchDateField
from portevoix.register.access.enums import RevokeReason
from portevoix.register.access.permissions import ROLES

EVERY = [("", "tous")]


class RightsFilter(Form):
    """Which rights the list shows."""

    q = forms.CharField(label="Nom ou adresse", required=False, max_length=80, widget=forms.TextInput(attrs={"type": "search"}))
    role = forms.ChoiceField(label="Rôle", required=False, choices=EVERY + [(role.code, role.name) for role in ROLES.values()])
    etat = forms.ChoiceField(label="État", required=False, choices=[("", "en cours ou à venir"), ("termines", "terminés")])


class TargetSearch(Form):
    """Looks for the association, the establishment or the person of a role."""

    role = forms.CharField(widget=forms.HiddenInput)
    cherche = forms.CharField(label="Chercher", required=False, max_length=80, widget=forms.TextInput(attrs={"type": "search"}))


class OpenAccountsForm(Form):
    """Says that whoever opens the accounts knows that the people are written to."""

    sure = forms.BooleanField(
        label="Je le confirme\u00a0: chaque personne reçoit un courriel",
        error_messages={"required": "Cochez la case pour confirmer\u00a0: chaque personne reçoit un courriel."},
    )


class GrantForm(Form):
    """Who receives the role, on what, from when to when."""

    email = EmailField(label="Adresse électronique", max_length=254)
    first_name = forms.CharField(label="Prénom", max_length=80, required=False)
    last_name = forms.CharField(label="Nom", max_length=80, required=False)
    target = forms.ModelChoiceField(label="Sur quoi", queryset=None, required=False, widget=forms.RadioSelect, empty_label=None)
    first = FrenchDateField(label="Premier jour")
    last = FrenchDateField(label="Dernier jour", required=False, help_text="Laissez vide si le droit n’a pas de fin prévue.")

    def __init__(self, *args, targets, target_label: str, **kwargs):
        super().__init__(*args, **kwargs)
        if targets is None:
            del self.fields["target"]
        else:
            self.fields["target"].queryset = targets
            self.fields["target"].label = target_label
            self.fields["target"].required = True


class RevokeForm(Form):
    """Why the right is taken away."""

    reason = forms.ChoiceField(label="Raison", choices=RevokeReason.choices, widget=forms.RadioSelect)


class JournalFilter(Form):
    """Which entries of the journal are shown."""

    compte = forms.CharField(
        label="Adresse du compte", required=False, max_length=254, widget=forms.TextInput(attrs={"type": "search", "spellcheck": "false"})
    )
    action = forms.ChoiceField(label="Sur quoi", required=False)
    du = FrenchDateField(label="Du", required=False)
    jusqu = FrenchDateField(label="Jusqu’au", required=False)

    def __init__(self, *args, actions, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["action"].choices = [("", "tout"), *actions]
