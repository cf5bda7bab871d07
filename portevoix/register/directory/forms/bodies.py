"""Forms of bodies, seats and facilities."""

from django import forms

from portevoix.base.ui.forms import Form, FrenchDateField
from portevoix.register.directory.enums import BodyLevel, SeatQuality, TerritoryKind
from portevoix.register.directory.models import BodyType, Facility, FacilityCategory, Territory


class ManyBodiesForm(Form):
    """« Une instance par site de ces catégories »; `region` bounds the departments and the categories that can be chosen."""

    body_type = forms.ModelChoiceField(
        label="Type d’instance",
        queryset=BodyType.objects.filter(level=BodyLevel.FACILITY, parent__isnull=True).order_by("sort_key"),
        to_field_name="code",
    )
    categories = forms.ModelMultipleChoiceField(
        label="Catégories d’établissement",
        queryset=FacilityCategory.objects.order_by("code"),
        to_field_name="code",
        widget=forms.CheckboxSelectMultiple,
    )
    departments = forms.ModelMultipleChoiceField(
        label="Départements",
        queryset=Territory.objects.none(),
        to_field_name="code",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Laissez tout décoché pour toute la région.",
    )
    opened_on = FrenchDateField(label="Créées le", required=False, help_text="Laissez vide si la date n’est pas connue.")
    source = forms.CharField(label="Source", max_length=200, help_text="Là où l’existence de ces instances est connue.")

    def __init__(self, *args, region: Territory, **kwargs):
        super().__init__(*args, **kwargs)
        departments = Territory.objects.filter(kind=TerritoryKind.DEPARTMENT, parent=region)
        self.fields["departments"].queryset = departments.order_by("code")
        present = Facility.objects.filter(department__parent=region).values("category")
        self.fields["categories"].queryset = FacilityCategory.objects.filter(pk__in=present).order_by("code")

    def choices_made(self) -> dict:
        """Return the arguments of `plan_bodies` and `create_bodies`, from a valid form."""
        departments = [territory.code for territory in self.cleaned_data["departments"]]
        return {
            "body_type": self.cleaned_data["body_type"],
            "categories": [category.code for category in self.cleaned_data["categories"]],
            "departments": departments or None,
        }


class BodyForm(Form):
    """One body. The place is a FINESS number or a territory, as the type asks.

    facilities, territories: those among which the person may create a body.
    """

    body_type = forms.ModelChoiceField(label="Type d’instance", queryset=BodyType.objects.order_by("sort_key"), to_field_name="code")
    facility = forms.ModelChoiceField(
        label="Établissement",
        queryset=Facility.objects.none(),
        to_field_name="finess_et",
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text="Numéro FINESS du site, pour une instance d’établissement.",
        error_messages={"invalid_choice": "Aucun établissement de votre territoire n’a ce numéro FINESS."},
    )
    territory = forms.ModelChoiceField(
        label="Territoire",
        queryset=Territory.objects.none(),
        required=False,
        empty_label="Aucun",
        help_text="Pour une instance de département, de territoire ou de région.",
    )
    name = forms.CharField(
        label="Nom",
        max_length=250,
        required=False,
        help_text="Laissez vide pour le nom de l’établissement, ou celui du type et du territoire.",
    )
    opened_on = FrenchDateField(label="Créée le", required=False, help_text="Laissez vide si la date n’est pas connue.")
    source = forms.CharField(label="Source", max_length=200, help_text="Là où l’existence de cette instance est connue.")

    def __init__(self, *args, facilities, territories, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["facility"].queryset = facilities
        self.fields["territory"].queryset = territories
        self.fields["territory"].label_from_instance = lambda place: f"{place.label} ({place.get_kind_display()})"


class SeatForm(Form):
    """One more seat in a body."""

    quality = forms.ChoiceField(label="Qualité", choices=SeatQuality.choices)
    constituency = forms.CharField(label="Collège", max_length=120, required=False)
    opened_on = FrenchDateField(label="Ouvert à partir du")


class ClosingForm(Form):
    """The day from which a seat, a body or a facility is closed."""

    on = FrenchDateField(label="Fermé à partir du", help_text="Premier jour où il n’existe plus.")


class ReopeningForm(Form):
    """Why something closed is opened again."""

    explanation = forms.CharField(label="Pourquoi rouvrir", widget=forms.Textarea(attrs={"rows": 2}), max_length=500)


class MergerForm(Form):
    """Facilities to merge. `facilities`: those that the person may manage."""

    merged = forms.ModelMultipleChoiceField(label="Établissements à réunir", queryset=Facility.objects.none(), to_field_name="finess_et")
    into = forms.ModelChoiceField(
        label="Établissement qui reste", queryset=Facility.objects.none(), to_field_name="finess_et", help_text="Il reçoit les instances."
    )
    on = FrenchDateField(label="Réunis à partir du")
    source = forms.CharField(label="Source", max_length=200, help_text="Par exemple l’arrêté de fusion.")

    def __init__(self, *args, facilities, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["merged"].queryset = facilities
        self.fields["into"].queryset = facilities


class EstablishmentsFileForm(Form):
    """The file of establishments to compare with the register."""

    file = forms.FileField(label="Fichier", help_text="CSV de la SAE ou du produit, flux XML de FINESS, compressé ou non.")
