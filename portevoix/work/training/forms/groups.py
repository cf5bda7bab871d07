"""Forms of the practice exchange groups."""

from django import forms

from portevoix.base.ui.forms import Form, FrenchDateField, HourField
from portevoix.register.directory.forms.places import CommuneField
from portevoix.register.directory.models import Person, Territory
from portevoix.work.training.selectors.groups import FEWEST, MOST

ENDS_FIRST = "La fin de la rencontre suit son début."


class GroupForm(Form):
    """A group: its name, where, who leads it."""

    name = forms.CharField(label="Nom du groupe", max_length=120)
    department = forms.ModelChoiceField(
        label="Département", queryset=Territory.objects.none(), required=False, empty_label="Toute la région"
    )
    facilitator = forms.CharField(label="Animation", max_length=120, help_text="Prénom et nom de la personne qui anime.")
    seats = forms.IntegerField(
        label="Places", min_value=2, max_value=20, initial=MOST, help_text=f"Un groupe marche bien de {FEWEST} à {MOST} personnes."
    )
    rules = forms.CharField(
        label="Règles du groupe",
        required=False,
        max_length=1000,
        help_text="Par exemple\u00a0: ce qui se dit dans le groupe reste dans le groupe.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, departments, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = departments


class AddMemberForm(Form):
    """Whom to add, among those found by name."""

    person = forms.ModelChoiceField(
        label="Personne",
        queryset=Person.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": "Choisissez une personne."},
    )

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people


class LastDayForm(Form):
    """The last day of something."""

    last = FrenchDateField(label="Dernier jour")


class MeetingForm(Form):
    """When and where a group meets."""

    day = FrenchDateField(label="Jour")
    starts = HourField(label="Début", help_text="Par exemple\u00a0: 14\u00a0h")
    ends = HourField(label="Fin", help_text="Par exemple\u00a0: 16\u00a0h\u00a030")
    place = forms.CharField(label="Lieu", required=False, max_length=160, help_text="Par exemple\u00a0: Maison des associations, salle 3")
    commune = CommuneField(label="Commune", required=False, help_text="Nom ou code postal. Vide pour une rencontre à distance.")
    remote_link = forms.URLField(label="Lien de la visioconférence", required=False, max_length=300, assume_scheme="https")

    def clean(self):
        data = super().clean()
        if data.get("starts") and data.get("ends") and data["ends"] <= data["starts"]:
            self.add_error("ends", ENDS_FIRST)
        return data
