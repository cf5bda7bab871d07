"""Filters of the list of seats: from the address to `SeatCriteria`, and the form that shows them."""

from datetime import date

from django import forms
from django.http import QueryDict

from portevoix.base.core.periods import add_months
from portevoix.base.core.text import enumerate_fr
from portevoix.base.ui.errors import BadInput
from portevoix.base.ui.forms import Form
from portevoix.front.workspace.selectors import FilterChoices
from portevoix.register.directory.enums import SeatQuality
from portevoix.register.mandates.enums import SeatState
from portevoix.register.mandates.selectors.criteria import SeatCriteria

ALL = ("", "Tous")
STATES = {
    "vacants": ("Vacants", frozenset({SeatState.VACANT, SeatState.PAST_TERM})),
    "pourvu": ("Occupés", frozenset({SeatState.FILLED})),
    "echu": ("Échus, siègent encore", frozenset({SeatState.PAST_TERM})),
    "tous": ("Tous les sièges", frozenset()),
}
DEFAULT_STATE = "vacants"
LONG_MONTHS = ((6, "plus de 6\u00a0mois"), (12, "plus d’un an"), (24, "plus de 2\u00a0ans"))
SOON_MONTHS = ((3, "dans les 3\u00a0mois"), (9, "dans les 9\u00a0mois"), (24, "dans les 24\u00a0mois"))


class SeatFilterForm(Form):
    """The filters of the board; every field may be left empty."""

    q = forms.CharField(label="Nom ou ville", required=False, max_length=80, widget=forms.TextInput(attrs={"type": "search"}))
    t = forms.ChoiceField(label="Instance", required=False)
    d = forms.MultipleChoiceField(label="Départements", required=False, widget=forms.CheckboxSelectMultiple)
    s = forms.ChoiceField(label="Siège", required=False, choices=[ALL, *((q.value, q.label.capitalize()) for q in SeatQuality)])
    e = forms.ChoiceField(label="État", required=False, choices=[(code, label) for code, (label, _) in STATES.items()])
    depuis = forms.ChoiceField(label="Vacant depuis", required=False, choices=[ALL, *LONG_MONTHS])
    fin = forms.ChoiceField(label="Se termine", required=False, choices=[("", "À tout moment"), *SOON_MONTHS])
    f = forms.ChoiceField(label="Fédération d’établissements", required=False)

    def __init__(self, query: QueryDict, *, choices: FilterChoices):
        data = query.copy()
        data.setdefault("e", DEFAULT_STATE)
        super().__init__(data)
        data.setlist("d", [code for code in data.getlist("d") if code])
        self.fields["d"].choices = choices.departments
        self.fields["t"].choices = [("", "Toutes"), *choices.body_types]
        self.fields["f"].choices = [("", "Toutes"), *choices.federations]

    def criteria(self, *, at: date) -> SeatCriteria:
        """Return the criteria that the address asks for on the day `at`; raise `BadInput` when a value is not in its list."""
        if not self.is_valid():
            label = str(self.fields[next(iter(self.errors))].label)
            raise BadInput(f"Le filtre «\u00a0{label}\u00a0» n’est pas compris.", hint="Choisissez une valeur dans la liste.")
        data = self.cleaned_data
        return SeatCriteria(
            text=data["q"],
            departments=frozenset(data["d"]),
            body_types=frozenset(filter(None, [data["t"]])),
            qualities=frozenset(filter(None, [data["s"]])),
            federation=int(data["f"]) if data["f"] else None,
            states=STATES[data["e"] or DEFAULT_STATE][1],
            vacant_over_months=int(data["depuis"]) if data["depuis"] else None,
            ending_before=add_months(at, int(data["fin"])) if data["fin"] else None,
        )

    @property
    def state(self) -> str:
        """The code of the state on screen."""
        return self.cleaned_data["e"] or DEFAULT_STATE

    @property
    def narrowed(self) -> bool:
        """Whether any filter but the state is set."""
        return any(value for name, value in self.cleaned_data.items() if name != "e")

    @property
    def departments_words(self) -> str:
        """« Départements : tous », or their names: read on the folded list."""
        names = [str(label) for code, label in self.fields["d"].choices if code in self.cleaned_data["d"]]
        return f"Départements\u00a0: {enumerate_fr(names) or 'tous'}"
