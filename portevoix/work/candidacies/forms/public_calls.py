"""Search forms of the public pages of the calls: GET, every field may be left empty."""

from django import forms
from django.http import QueryDict

from portevoix.base.ui.forms import Form
from portevoix.register.directory.enums import SeatQuality


class CallSearchForm(Form):
    """Around which commune, and which seats."""

    q = forms.CharField(
        label="Votre commune",
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "postal-code"}),
    )
    d = forms.ChoiceField(label="Département", required=False)
    s = forms.ChoiceField(label="Siège", required=False)
    commune = forms.RegexField(r"^\d[0-9AB]\d{3}$", required=False, widget=forms.HiddenInput)

    def __init__(self, query: QueryDict, *, rows):
        super().__init__(query)
        departments = sorted({(row.department_code, row.department_name or "Toute la région") for row in rows})
        self.fields["d"].choices = [("", "Tous"), *((code or "region", f"{code} {name}".strip()) for code, name in departments)]
        present = {row.quality for row in rows}
        self.fields["s"].choices = [("", "Tous"), *((q.value, q.label.capitalize()) for q in SeatQuality if q in present)]
