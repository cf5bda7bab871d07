"""Forms of the leave and of the certificate of presence."""

from django import forms

from portevoix.base.documents.postal import address_lines
from portevoix.base.documents.printing import DocumentRefused
from portevoix.base.ui.forms import Form, FrenchDateField, HourField
from portevoix.work.activity.enums import LeavePortion, SignatoryFunction
from portevoix.work.activity.words import body_choice


def _choices(choices) -> list[tuple[str, str]]:
    return [(code, label[:1].upper() + label[1:]) for code, label in choices]


class LeaveForm(Form):
    """A day or half a day away from work."""

    body = forms.ChoiceField(label="Pour quelle instance")
    day = FrenchDateField(label="Quel jour")
    portion = forms.ChoiceField(label="Durée", choices=_choices(LeavePortion.choices))

    def __init__(self, *args, bodies, **kwargs):
        super().__init__(*args, **kwargs)
        self.bodies = {str(body.pk): body for body in bodies}
        self.fields["body"].choices = [body_choice(body) for body in bodies]

    def clean_body(self):
        return self.bodies[self.cleaned_data["body"]]


class LetterForm(Form):
    """What the letter to the employer needs; nothing of it is kept."""

    employer = forms.CharField(
        label="Nom et adresse de votre employeur",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Une ligne par partie de l’adresse. Porte-voix ne les garde pas.",
    )
    place = forms.CharField(label="Lettre écrite à", max_length=60, help_text="Par exemple\u00a0: Obernai")
    large = forms.BooleanField(label="En gros caractères", required=False)

    def clean_employer(self):
        try:
            return address_lines([self.cleaned_data["employer"]])
        except DocumentRefused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


class HoursForm(Form):
    """When the meeting began and ended."""

    starts = HourField(label="Début de la réunion")
    ends = HourField(label="Fin de la réunion")

    def clean(self):
        data = super().clean()
        if data.get("starts") and data.get("ends") and data["ends"] <= data["starts"]:
            self.add_error("ends", "La fin suit le début\u00a0: corrigez l’une des deux heures.")
        return data


class IssueForm(HoursForm):
    """Who signs the certificate of presence."""

    function = forms.ChoiceField(label="Qui signe", choices=_choices(SignatoryFunction.choices))
    signatory = forms.CharField(label="Nom de la personne qui signe", max_length=100, help_text="Par exemple\u00a0: Isabelle Perrin")
