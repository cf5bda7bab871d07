"""Amounts as people write them."""

import re
from decimal import Decimal, InvalidOperation

from django import forms

_HOUR = re.compile(r"(\d{1,2})\s*(?:h|:|heures?)\s*(\d{2})?\s*(?:min|mn)?")
HOUR = "Écrivez une heure, par exemple 14\u00a0h\u00a030."
AMOUNT = "Écrivez un montant en euros, par exemple 12,50."
COMMUNE = "Écrivez une commune, avec son code postal\u00a0: par exemple 67000 Strasbourg."
LARGEST = Decimal("9999.99")


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
