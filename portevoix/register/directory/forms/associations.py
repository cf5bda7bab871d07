"""Forms of associations and accreditations."""

from django import forms

from portevoix.base.ui.forms import EmailField, Form, FrenchDateField, PhoneField
from portevoix.register.directory.enums import AccreditationLevel, AliasKind, TerritoryKind
from portevoix.register.directory.models import Federation, Territory


def _regions():
    return Territory.objects.filter(kind=TerritoryKind.REGION).order_by("sort_key")


class AccreditationForm(Form):
    """An accreditation to record."""

    level = forms.ChoiceField(label="Niveau", choices=AccreditationLevel.choices)
    region = forms.ModelChoiceField(
        label="Région", queryset=_regions(), to_field_name="code", required=False, help_text="Pour un agrément régional."
    )
    number = forms.CharField(label="Numéro d’agrément", max_length=40, required=False, help_text="Par exemple N2021RN0123.")
    first = FrenchDateField(label="À partir du")
    last = FrenchDateField(label="Jusqu’au", required=False, help_text="Laissez vide pour cinq ans.")
    source = forms.CharField(label="Source", max_length=200, help_text="Par exemple l’arrêté et sa date.")
    source_date = FrenchDateField(label="Date de la source")


class RenewalFiledForm(Form):
    """The day on which a renewal was asked for."""

    filed_on = FrenchDateField(label="Renouvellement déposé le")


class RenewalForm(Form):
    """A renewal that was granted."""

    number = forms.CharField(label="Numéro d’agrément", max_length=40, required=False, help_text="Laissez vide s’il ne change pas.")
    last = FrenchDateField(label="Jusqu’au", required=False, help_text="Laissez vide pour cinq ans.")
    source = forms.CharField(label="Source", max_length=200)
    source_date = FrenchDateField(label="Date de la source")


class WithdrawalForm(Form):
    """An accreditation that is taken away."""

    on = FrenchDateField(label="Retiré à partir du", help_text="Premier jour sans agrément.")
    reason = forms.CharField(label="Motif", max_length=300)


class AssociationForm(Form):
    """An association that the register does not hold yet, or its contact."""

    name = forms.CharField(label="Nom", max_length=200)
    acronym = forms.CharField(label="Sigle", max_length=40, required=False)
    website = forms.URLField(label="Site", required=False, assume_scheme="https")
    email = EmailField(
        label="Adresse électronique de contact", required=False, help_text="Une adresse de l’association, pas d’une personne."
    )
    phone = PhoneField(label="Téléphone", required=False)
    rna = forms.RegexField(
        label="RNA",
        regex=r"^W[0-9]{9}$",
        required=False,
        help_text="W et neuf chiffres. Souvent absent en Alsace et en Moselle.",
        error_messages={"invalid": "Écrivez W et neuf chiffres, ou laissez vide."},
    )
    court_register = forms.CharField(label="Registre du tribunal", max_length=60, required=False, help_text="En Alsace et en Moselle.")
    source = forms.CharField(label="Source", max_length=200)
    source_date = FrenchDateField(label="Date de la source")


class RenamingForm(Form):
    """The new name of an association."""

    name = forms.CharField(label="Nouveau nom", max_length=200)
    source = forms.CharField(label="Source", max_length=200, help_text="Par exemple l’annonce au Journal officiel.")
    source_date = FrenchDateField(label="Date de la source")


class SectionForm(Form):
    """The section of a federation in a department of `region`."""

    department = forms.ModelChoiceField(label="Département", queryset=Territory.objects.none(), to_field_name="code")

    def __init__(self, *args, region: Territory, **kwargs):
        super().__init__(*args, **kwargs)
        departments = Territory.objects.filter(kind=TerritoryKind.DEPARTMENT, parent=region)
        self.fields["department"].queryset = departments.order_by("code")


class AliasForm(Form):
    """Another way in which an association is written."""

    name = forms.CharField(label="Autre écriture", max_length=200)
    kind = forms.ChoiceField(label="Nature", choices=AliasKind.choices)


class FederationMembershipForm(Form):
    """A membership of a federation; `kind` says which federations can be chosen."""

    federation = forms.ModelChoiceField(label="Fédération", queryset=Federation.objects.none(), to_field_name="code")
    first = FrenchDateField(label="Adhère depuis le")

    def __init__(self, *args, kind: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["federation"].queryset = Federation.objects.filter(kind=kind).order_by("name")
