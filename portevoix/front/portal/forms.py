"""Search forms of the public pages: GET, every field may be left empty."""

from django import forms

from portevoix.base.ui.errors import BadInput
from portevoix.base.ui.forms import Form
from portevoix.register.directory.enums import SeatQuality
from portevoix.register.mandates.selectors.nearby import DEFAULT_RADIUS, RADII, STATUSES, NearbyFilter

PLACE_HINT = "Commune ou code postal, par exemple 67000"


class PlaceForm(Form):
    """« Un siège près de chez vous »."""

    q = forms.CharField(
        label="Votre commune ou votre code postal",
        required=False,
        max_length=80,
        help_text=PLACE_HINT,
        widget=forms.TextInput(attrs={"autocomplete": "postal-code"}),
    )


class NearbyForm(PlaceForm):
    """The place, how far, and what is kept."""

    rayon = forms.TypedChoiceField(
        label="Distance", required=False, coerce=int, empty_value=DEFAULT_RADIUS, choices=[(km, f"{km}\u00a0km") for km in RADII]
    )
    siege = forms.MultipleChoiceField(
        label="Siège",
        required=False,
        choices=[(quality.value, quality.label.capitalize()) for quality in SeatQuality],
        widget=forms.CheckboxSelectMultiple,
    )
    statut = forms.MultipleChoiceField(
        label="Établissement", required=False, choices=[("public", "Public"), ("prive", "Privé")], widget=forms.CheckboxSelectMultiple
    )
    instance = forms.MultipleChoiceField(label="Instance", required=False, widget=forms.CheckboxSelectMultiple)
    commune = forms.RegexField(r"^\d[0-9AB]\d{3}$", required=False, widget=forms.HiddenInput)

    def __init__(self, query, *, types: list[tuple[str, str]]):
        data = query.copy()
        data.setdefault("rayon", str(DEFAULT_RADIUS))
        super().__init__(data)
        self.fields["instance"].choices = types

    def offer(self, codes: set[str]) -> None:
        """Show only the types of bodies that have results here, and those already chosen."""
        field = self.fields["instance"]
        field.choices = [choice for choice in field.choices if choice[0] in codes or choice[0] in self.cleaned_data["instance"]]

    def wanted(self) -> NearbyFilter:
        """Return the filter that the address asks for; raise `BadInput` when a value is not in its list."""
        if not self.is_valid():
            label = str(self.fields[next(iter(self.errors))].label or "Commune")
            raise BadInput(f"Le choix «\u00a0{label}\u00a0» n’est pas compris.", hint="Revenez à la recherche et choisissez dans la liste.")
        data = self.cleaned_data
        return NearbyFilter(
            radius=data["rayon"],
            qualities=frozenset(data["siege"]),
            statuses=frozenset(status for code in data["statut"] for status in STATUSES[code]),
            types=frozenset(data["instance"]),
        )


class BodySearchForm(Form):
    """« Qui me représente » : the name of a hospital, a town, a postcode."""

    q = forms.CharField(
        label="Nom de l’établissement, ville ou code postal",
        required=False,
        max_length=80,
        help_text="Par exemple\u00a0: Hautepierre",
    )


class AssociationSearchForm(Form):
    """Search among the accredited associations."""

    q = forms.CharField(label="Nom ou sigle", required=False, max_length=80, help_text="Par exemple\u00a0: diabète, ou UNAFAM")


class DepartmentForm(Form):
    """What is shown of a department, and in which order."""

    instance = forms.ChoiceField(label="Instance", required=False)
    tri = forms.ChoiceField(label="Ordre", required=False, choices=[("", "Sièges à pourvoir d’abord"), ("nom", "Par nom")])

    def __init__(self, query, *, types: list[tuple[str, str]]):
        super().__init__(query)
        self.fields["instance"].choices = [("", "Toutes les instances"), *types]

    def kept(self, bodies: list, counts: dict) -> list:
        """Return the bodies of the type asked for, in the order asked for; raise `BadInput` when a value is not in its list.

        bodies: by name. counts: `vacancies_by_body`.
        """
        if not self.is_valid():
            raise BadInput("Ce choix n’existe pas dans ce département.", hint="Choisissez une instance et un ordre dans les listes.")
        kind, order = self.cleaned_data["instance"], self.cleaned_data["tri"]
        rows = [body for body in bodies if not kind or body.body_type.code == kind]
        return rows if order else sorted(rows, key=lambda body: -counts[body.pk].vacant if body.pk in counts else 0)
