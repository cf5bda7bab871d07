"""How many places, among which towns."""

from django import forms
from django.http import QueryDict

from portevoix.base.ui.errors import BadInput
from portevoix.base.ui.forms import Form
from portevoix.register.directory.models import Commune
from portevoix.work.training.selectors.places import DEFAULT_PLACES

MOST_PLACES = 12


class PlacementForm(Form):
    """The question, in the address: nothing is written."""

    k = forms.IntegerField(label="Combien de lieux", min_value=1, max_value=MOST_PLACES)
    v = forms.MultipleChoiceField(label="Villes possibles", widget=forms.CheckboxSelectMultiple)

    def __init__(self, query: QueryDict, *, towns: list[Commune], proposed: list[str]):
        data = query.copy()
        data.setdefault("k", str(DEFAULT_PLACES))
        if "v" not in data:
            data.setlist("v", proposed)
        super().__init__(data)
        self.towns = {town.code: town for town in towns}
        self.fields["v"].choices = [(town.code, f"{town.name} ({town.department.code})") for town in towns]

    def asked(self) -> tuple[int, list[Commune]]:
        """Return the number of places and the towns; raise `BadInput` when the address cannot be understood."""
        if not self.is_valid():
            raise BadInput(
                "Ces choix ne sont pas compris.", hint=f"Demandez de 1 à {MOST_PLACES}\u00a0lieux, parmi au moins une ville de la liste."
            )
        return self.cleaned_data["k"], [self.towns[code] for code in self.cleaned_data["v"]]
