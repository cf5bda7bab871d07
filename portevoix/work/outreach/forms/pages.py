"""Forms of the texts, testimonies, resources and subjects of associations."""

from django import forms

from portevoix.base.ui.forms import Form, FrenchDateField
from portevoix.base.ui.screened import TextForm
from portevoix.register.directory.models import BodyType
from portevoix.work.outreach.enums import Theme


def _text(label: str, *, rows: int = 5, **kwargs) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


class ItemForm(TextForm):
    """A reason, a step, a condition or a question with its answer."""

    title = forms.CharField(label="Titre", max_length=160)
    text = _text("Texte", max_length=2000, help_text="Phrases courtes, mots de tous les jours.")
    source = forms.CharField(label="Source", max_length=200, help_text="Par exemple\u00a0: article L. 1114-1 du code de la santé publique.")
    source_date = FrenchDateField(label="Date de la source")


class TestimonyForm(TextForm):
    """What somebody says, and the consent to publish it."""

    first_name = forms.RegexField(
        r"^\S+$",
        label="Prénom",
        max_length=40,
        help_text="Le prénom seul. Jean-Marie s’écrit avec un trait d’union.",
        error_messages={"invalid": "Écrivez le prénom seul, sans le nom."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    sits = forms.CharField(label="Où cette personne siège", max_length=160, help_text="Par exemple\u00a0: dans un hôpital de Moselle.")
    text = _text("Témoignage", max_length=1200)
    consent_on = FrenchDateField(label="Accord écrit du", required=False, help_text="Sans accord daté, le témoignage reste en préparation.")
    consent_source = forms.CharField(
        label="Où est gardé l’accord", max_length=160, required=False, help_text="Par exemple\u00a0: classeur des accords, n°\u00a012."
    )


class ResourceForm(Form):
    """A page or a file, for some types of bodies or for all."""

    title = forms.CharField(label="Titre", max_length=160)
    summary = forms.CharField(label="En une phrase", max_length=300)
    link = forms.URLField(
        label="Adresse de la page",
        required=False,
        max_length=300,
        assume_scheme="https",
        error_messages={"invalid": "Écrivez une adresse complète, par exemple https://www.has-sante.fr/."},
    )
    upload = forms.FileField(label="Ou un fichier", required=False, help_text="PDF, image, XLSX ou ODS.")
    body_types = forms.ModelMultipleChoiceField(
        label="Instances concernées",
        queryset=BodyType.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Aucune case cochée\u00a0: pour toutes les instances.",
    )
    source = forms.CharField(label="Source", max_length=200)
    source_date = FrenchDateField(label="Date de la source")

    def __init__(self, *args, types, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["body_types"].queryset = types


class PublishForm(Form):
    """From when to when the public reads it."""

    first = FrenchDateField(label="En ligne à partir du")
    last = FrenchDateField(label="Jusqu’au", required=False, help_text="Laissez vide\u00a0: sans date de fin.")


class ThemesForm(Form):
    """What an association cares about."""

    themes = forms.MultipleChoiceField(
        label="Sujets",
        required=False,
        choices=[(code, label.capitalize()) for code, label in Theme.choices],
        widget=forms.CheckboxSelectMultiple,
    )


class ResourceFilterForm(Form):
    """Which resources are shown."""

    t = forms.ChoiceField(label="Instance", required=False)

    def __init__(self, query, *, types):
        super().__init__(query)
        self.fields["t"].choices = [("", "Toutes les instances"), *((kind.code, kind.name.capitalize()) for kind in types)]


class AssociationSearchForm(Form):
    """Find an association."""

    q = forms.CharField(
        label="Nom ou sigle",
        required=False,
        max_length=80,
        help_text="Par exemple\u00a0: diabète",
        widget=forms.TextInput(attrs={"type": "search"}),
    )
