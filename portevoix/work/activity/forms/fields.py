"""Answers as people write them: an hour, an amount, a commune."""

import re
from datetime import time
from decimal import Decimal, InvalidOperation

from django import forms

from portevoix.register.directory.models import Commune
from portevoix.register.directory.selectors.places import find_place
from portevoix.work.activity.words import commune_words, hour_fr

_HOUR = re.compile(r"(\d{1,2})\s*(?:h|:|heures?)\s*(\d{2})?\s*(?:min|mn)?")
HOUR = "Écrivez une heure, par exemple 14\u00a0h\u00a030."
AMOUNT = "Écrivez un montant en euros, par exemple 12,50."
COMMUNE = "Écrivez une commune, avec son code postal\u00a0: par exemple 67000 Strasbourg."
LARGEST = Decimal("9999.99")


class HourField(forms.Field):
    """An hour of the clock: « 14 h 30 », « 9h », « 08:15 »."""

    widget = forms.TextInput
    default_error_messages = {"required": HOUR}

    def __init__(self, **kwargs):
        kwargs.setdefault("help_text", "Par exemple\u00a0: 14\u00a0h\u00a030")
        super().__init__(**kwargs)

    def widget_attrs(self, widget):
        return {"autocomplete": "off"}

    def prepare_value(self, value):
        return hour_fr(value) if isinstance(value, time) else value

    def to_python(self, value):
        text = " ".join(str(value or "").replace("\u00a0", " ").lower().split())
        if not text:
            return None
        match = _HOUR.fullmatch(text)
        if not match or int(match[1]) > 23 or int(match[2] or 0) > 59:
            raise forms.ValidationError(HOUR, code="invalid")
        return time(int(match[1]), int(match[2] or 0))


class EurosField(forms.Field):
    """An amount in euros, empty for none: « 12,50 », « 12.5 € »."""

    widget = forms.TextInput

    def __init__(self, **kwargs):
        kwargs.setdefault("required", False)
        kwargs.setdefault("help_text", "En euros, par exemple\u00a0: 12,50")
        super().__init__(**kwargs)

    def widget_attrs(self, widget):
        return {"autocomplete": "off", "inputmode": "decimal"}

    def prepare_value(self, value):
        if isinstance(value, Decimal):
            return f"{value:.2f}".replace(".", ",") if value else ""
        return value

    def to_python(self, value):
        text = re.sub(r"[\s\u00a0\u202f€]", "", str(value or "")).replace(",", ".")
        if not text:
            return Decimal(0)
        try:
            amount = Decimal(text)
        except InvalidOperation:
            raise forms.ValidationError(AMOUNT, code="invalid") from None
        if not amount.is_finite() or not 0 <= amount <= LARGEST or amount != round(amount, 2):
            raise forms.ValidationError(AMOUNT, code="invalid")
        return amount


class CommuneField(forms.Field):
    """A commune that somebody types, found in the directory."""

    widget = forms.TextInput
    default_error_messages = {"required": COMMUNE}

    def __init__(self, **kwargs):
        kwargs.setdefault("help_text", "Par exemple\u00a0: 67000 Strasbourg")
        super().__init__(**kwargs)

    def prepare_value(self, value):
        return commune_words(value) if isinstance(value, Commune) else value

    def to_python(self, value):
        text = str(value or "").strip()
        if not text:
            return None
        search = find_place(text)
        if search.found:
            return search.found
        near = ", ".join(commune_words(one) for one in (search.choices or search.suggestions)[:5])
        if near:
            raise forms.ValidationError(f"Précisez la commune\u00a0: {near}.", code="several")
        raise forms.ValidationError(COMMUNE, code="unknown")
