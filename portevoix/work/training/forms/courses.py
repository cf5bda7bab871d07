"""Forms of the catalogue."""

from django import forms

from portevoix.base.ui.forms import Form, FrenchDateField
from portevoix.register.directory.models import BodyType
from portevoix.work.training.models import CourseFamily


def _text(label: str, *, rows: int = 4, **kwargs) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


class CourseForm(Form):
    """What a course of the region says. first: asked of a new course only."""

    title = forms.CharField(label="Titre", max_length=160)
    family = forms.ModelChoiceField(label="Famille", queryset=CourseFamily.objects.none(), empty_label="Choisissez une famille")
    first = FrenchDateField(label="Au catalogue à partir du")
    objectives = _text("Objectifs", max_length=2000, help_text="Un objectif par ligne, qui commence par un verbe.")
    programme = _text("Programme", required=False, max_length=3000)
    audience = forms.CharField(label="Public", max_length=300)
    prerequisites = forms.CharField(label="Prérequis", max_length=300, required=False)
    hours = forms.DecimalField(
        label="Durée, en heures",
        min_value=0.5,
        max_value=200,
        max_digits=4,
        decimal_places=1,
        localize=True,
        error_messages={"invalid": "Écrivez un nombre d’heures, par exemple 7 ou 3,5."},
    )
    half_days = forms.IntegerField(label="Demi-journées", min_value=1, max_value=40)
    provider = forms.CharField(label="Organisme", max_length=160, initial="France Assos Santé")
    provider_number = forms.CharField(label="Numéro de déclaration d’activité", max_length=20, required=False)
    body_types = forms.ModelMultipleChoiceField(
        label="Instances concernées", queryset=BodyType.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, families, body_types, new: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["family"].queryset = families
        self.fields["body_types"].queryset = body_types
        if not new:
            del self.fields["first"]


class WithdrawForm(Form):
    last = FrenchDateField(label="Dernier jour au catalogue", help_text="Les sessions déjà prévues ont lieu.")
