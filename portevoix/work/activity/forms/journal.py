"""The line of the journal."""

import re
from datetime import date

from django import forms

from portevoix.base.core.french_dates import date_fr
from portevoix.base.core.periods import add_years
from portevoix.base.ui.forms import FrenchDateField
from portevoix.base.ui.screened import TextForm
from portevoix.work.activity.durations import DurationError, duration_fr, parse_duration
from portevoix.work.activity.enums import ActivityKind
from portevoix.work.activity.models.journal import FARTHEST
from portevoix.work.activity.words import body_choice

NO_BODY = "Aucune en particulier"


class DurationField(forms.Field):
    """A duration in a text field; its value is in minutes."""

    widget = forms.TextInput
    default_error_messages = {"required": "Écrivez une durée, par exemple 2\u00a0h\u00a030 ou 45\u00a0min."}

    def widget_attrs(self, widget):
        return {"autocomplete": "off"}

    def prepare_value(self, value):
        return duration_fr(value) if isinstance(value, int) else value

    def to_python(self, value):
        if value in self.empty_values or not str(value).strip():
            return None
        try:
            return parse_duration(str(value))
        except DurationError as error:
            raise forms.ValidationError(str(error), code="invalid") from error

    def has_changed(self, initial, data):
        return True


class PastDayField(FrenchDateField):
    """A day that has passed: without a year it is the last one that was."""

    def to_python(self, value):
        try:
            return super().to_python(value)
        except forms.ValidationError:
            if self.today is None or not re.fullmatch(r"\s*\d{1,2}\D+[^\d]*|\s*\d{1,2}\s*[/.]\s*\d{1,2}\s*", str(value)):
                raise
            return self._last_one(str(value))

    def _last_one(self, value: str) -> date:
        day = super().to_python(f"{value.strip()} {self.today.year}".replace("/", "-").replace(".", "-"))
        return add_years(day, -1) if day > self.today else day


class EntryForm(TextForm):
    """One line: three answers are needed, the others may wait. bodies: where the writer sits or has sat."""

    kind = forms.ChoiceField(
        label="Ce que j’ai fait", choices=[(code, label[:1].upper() + label[1:]) for code, label in ActivityKind.choices]
    )
    day = PastDayField(label="Quel jour", help_text="Par exemple\u00a0: hier, ou 18 novembre")
    minutes = DurationField(label="Combien de temps", help_text="Par exemple\u00a0: 2\u00a0h\u00a030, ou 45\u00a0min")
    body = forms.ChoiceField(label="Pour quelle instance", required=False)
    kilometres = forms.IntegerField(
        label="Trajet, en kilomètres", required=False, min_value=0, max_value=FARTHEST, help_text="Aller et retour"
    )
    remarks = forms.CharField(
        label="Remarques",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Personne d’autre que vous ne les lit. N’écrivez ni nom ni information de santé.",
    )

    def __init__(self, *args, bodies, today, initial=None, **kwargs):
        first = bodies[0].pk if len(bodies) == 1 else ""
        super().__init__(*args, today=today, initial={"day": date_fr(today), "body": first} | (initial or {}), **kwargs)
        self.bodies = {str(body.pk): body for body in bodies}
        self.fields["body"].choices = [("", NO_BODY), *map(body_choice, bodies)]

    def clean(self):
        data = super().clean()
        data["body"] = self.bodies.get(data.get("body") or "")
        data["kilometres"] = data.get("kilometres") or 0
        data.pop("confirmed", None)
        return data
