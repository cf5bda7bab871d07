"""Forms about people: search, and two records that are one person."""

from django import forms

from portevoix.base.ui.forms import Form

SEARCH = {"type": "search", "autocomplete": "off", "spellcheck": "false"}


class PersonSearch(Form):
    """Looks for somebody by name."""

    siege = forms.CharField(required=False, widget=forms.HiddenInput)
    cherche = forms.CharField(
        label="Nom de la personne",
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs=SEARCH),
        help_text="Une partie du nom suffit. Les accents et les fautes de frappe sont pardonnés.",
    )


class TwinForm(Form):
    """The other record of the same person."""

    other = forms.ChoiceField(label="Autre fiche de la même personne", widget=forms.RadioSelect)

    def __init__(self, *args, people: list[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["other"].choices = people
