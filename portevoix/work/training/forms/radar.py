"""The filters of the radar."""

from django import forms
from django.http import QueryDict

from portevoix.base.ui.errors import BadInput
from portevoix.base.ui.forms import Form
from portevoix.work.training.enums import DutyState
from portevoix.work.training.selectors.radar import Figures, RadarCriteria

ASSOCIATIONS_SHOWN = 12
OPEN = frozenset({DutyState.TO_PLAN, DutyState.OVERDUE})
STATES = {
    "": ("Sans place ni formation", OPEN),
    **{state.value: (state.label.capitalize(), frozenset({state})) for state in DutyState},
    "tous": ("Tout le monde", frozenset()),
}


class RadarFilterForm(Form):
    """The filters of the list; every field may be left empty. found: the counts, which give departments and associations.

    Of the associations, those with the most people late are offered, and the one on screen: the others are found by their name.
    """

    q = forms.CharField(label="Nom, ou association", required=False, max_length=80, widget=forms.TextInput(attrs={"type": "search"}))
    e = forms.ChoiceField(label="Formation", required=False, choices=[(code, label) for code, (label, _) in STATES.items()])
    d = forms.ChoiceField(label="Département", required=False)
    a = forms.ChoiceField(label="Association", required=False)
    j = forms.BooleanField(label="À joindre cette semaine", required=False)

    def __init__(self, query: QueryDict, *, found: Figures):
        super().__init__(query)
        departments = sorted((row for row in found.departments if row.key), key=lambda row: row.key)
        asked = query.get("a", "")
        most = [row for rank, row in enumerate(found.associations) if row.key and (rank < ASSOCIATIONS_SHOWN or str(row.key) == asked)]
        associations = sorted(most, key=lambda row: row.name)
        self.fields["d"].choices = [("", "Tous"), *((row.key, row.name) for row in departments)]
        self.fields["a"].choices = [("", "Toutes"), *((str(row.key), row.name) for row in associations)]

    def criteria(self) -> RadarCriteria:
        """Return what the address asks for; raise `BadInput` when a value is not in its list."""
        if not self.is_valid():
            label = str(self.fields[next(iter(self.errors))].label)
            raise BadInput(f"Le filtre «\u00a0{label}\u00a0» n’est pas compris.", hint="Choisissez une valeur dans la liste.")
        asked = self.cleaned_data
        return RadarCriteria(
            states=STATES[asked["e"]][1],
            department=asked["d"],
            association=int(asked["a"]) if asked["a"] else None,
            text=asked["q"],
            reach=asked["j"],
        )

    @property
    def narrowed(self) -> bool:
        """Whether any filter but the state is set."""
        return any(value for name, value in self.cleaned_data.items() if name != "e")

    @property
    def title(self) -> str:
        """What the list holds."""
        return "À joindre cette semaine" if self.cleaned_data["j"] else STATES[self.cleaned_data["e"]][0]
