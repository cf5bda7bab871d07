"""Fields that the forms of the training share: a clock time as people write it, a commune by its name or its postcode."""

import re
from datetime import time

from django import forms

from portevoix.register.directory.models import Commune
from portevoix.register.directory.selectors.places import find_place

_CLOCK = re.compile(r"(\d{1,2})\s*(?:[hH:.]\s*(\d{2})?)?(?:\s*(?:min|mn))?")
SUGGESTED = 3


class ClockField(forms.Field):
    """A time of the day in a text field: « 9 h 30 », « 9h30 », « 9:30 », « 14 »."""

    widget = forms.TextInput
    default_error_messages = {"invalid": "Écrivez une heure, par exemple 9\u00a0h\u00a030."}

    def widget_attrs(self, widget):
        return {"autocomplete": "off", "size": "7"}

    def prepare_value(self, value):
        return f"{value.hour} h {value.minute:02}" if isinstance(value, time) else value

    def to_python(self, value):
        if value in self.empty_values or not str(value).strip():
            return None
        match = _CLOCK.fullmatch(str(value).replace("\u00a0", " ").strip())
        if not match or int(match[1]) > 23 or int(match[2] or 0) > 59:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return time(int(match[1]), int(match[2] or 0))


class CommuneField(forms.Field):
    """A commune in a text field: its name, its postcode, or both."""

    widget = forms.TextInput

    def widget_attrs(self, widget):
        return {"autocomplete": "off"}

    def prepare_value(self, value):
        return commune_words(value) if isinstance(value, Commune) else value

    def to_python(self, value):
        text = str(value or "").strip()
        if not text:
            return None
        search = find_place(text)
        if search.found is not None:
            return search.found
        names = ", ".join(commune_words(commune) for commune in (search.choices or search.suggestions)[:SUGGESTED])
        if search.choices:
            raise forms.ValidationError(f"Plusieurs communes s’écrivent ainsi. Écrivez aussi le code postal, par exemple {names}.")
        hint = f" Vouliez-vous dire {names}\u00a0?" if names else " Essayez avec le code postal."
        raise forms.ValidationError(f"Cette commune n’est pas connue.{hint}")


def commune_words(commune: Commune | None) -> str:
    """Return « 67000 Strasbourg », empty for none."""
    if commune is None:
        return ""
    return f"{commune.postcodes[0]} {commune.name}" if commune.postcodes else commune.name
