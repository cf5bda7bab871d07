"""Forms about the duty of the basic training."""

from django import forms

from portevoix.base.ui.forms import Form, FrenchDateField
from portevoix.base.ui.screened import TextForm


class EquivalenceForm(Form):
    """The basic training followed elsewhere, said by the person."""

    done_on = FrenchDateField(label="Formation suivie le", help_text="Le dernier jour. Par exemple\u00a0: 14 mars 2025")
    organiser = forms.CharField(label="Organisme", max_length=160, help_text="Par exemple\u00a0: France Assos Santé Bretagne")
    proof = forms.FileField(
        label="Attestation",
        help_text="Une photo ou un document\u00a0: PDF, JPEG ou PNG, 10\u00a0Mo au plus.",
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )


class RefusalForm(TextForm):
    """Why an equivalence is refused."""

    reason = forms.CharField(
        label="Pourquoi", max_length=300, widget=forms.Textarea(attrs={"rows": 3}), help_text="La personne le lit. Une ou deux phrases."
    )


class PeopleForm(Form):
    """The people of a list, ticked one by one. choices: (primary key, words)."""

    people = forms.MultipleChoiceField(
        label="Personnes", widget=forms.CheckboxSelectMultiple, error_messages={"required": "Cochez au moins une personne."}
    )

    def __init__(self, *args, choices: list[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["people"].choices = choices
