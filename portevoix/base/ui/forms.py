"""Forms of the look: every message says what to do; dates are read as people write them."""

import re
from datetime import date, time

from django import forms

from portevoix.base.core.french_dates import DateError, date_fr, hour_fr, parse_date
from portevoix.base.core.text import squeeze

DATE_HELP = "Par exemple\u00a0: 1er septembre 2027"
HOUR_HELP = "Par exemple\u00a0: 14\u00a0h\u00a030"
HOUR_MESSAGE = "Écrivez une heure, par exemple 14\u00a0h\u00a030."
_HOUR = re.compile(r"(\d{1,2})\s*(?:(?:h|heures?|[:.])\s*(\d{2})?)?\s*(?:min|mn)?")
LIMITS = {
    "max_length": "Raccourcissez «\u00a0{label}\u00a0»\u00a0: %(limit_value)s\u00a0caractères au plus, vous en avez écrit %(show_value)s.",
    "min_length": "Complétez «\u00a0{label}\u00a0»\u00a0: au moins %(limit_value)s\u00a0caractères.",
    "min_value": "Écrivez pour «\u00a0{label}\u00a0» un nombre d’au moins %(limit_value)s.",
    "max_value": "Écrivez pour «\u00a0{label}\u00a0» un nombre de %(limit_value)s au plus.",
}
EMAIL_MESSAGE = "Indiquez une adresse électronique, par exemple marie@exemple.fr."


class FrenchDateField(forms.Field):
    """A date in a text field, in any French way; `today` (set by the form) gives a meaning to « demain », « dans 9 mois »."""

    widget = forms.TextInput
    default_error_messages = {"invalid": "Écrivez une date, par exemple 1er septembre 2027."}

    def __init__(self, *, today: date | None = None, earliest: date | None = None, latest: date | None = None, **kwargs):
        kwargs.setdefault("help_text", DATE_HELP)
        super().__init__(**kwargs)
        self.today = today
        self.bounds = {name: day for name, day in (("earliest", earliest), ("latest", latest)) if day}

    def widget_attrs(self, widget):
        return {"autocomplete": "off"}

    def prepare_value(self, value):
        return date_fr(value) if isinstance(value, date) else value

    def to_python(self, value):
        if value in self.empty_values or (isinstance(value, str) and not value.strip()):
            return None
        try:
            return parse_date(value, today=self.today, **self.bounds)
        except DateError as error:
            suggestion = f" Vouliez-vous dire {date_fr(error.suggestion)}\u00a0?" if error.suggestion else ""
            raise forms.ValidationError(error.message + suggestion, code=error.reason) from error

    def has_changed(self, initial, data):
        try:
            return self.to_python(data) != initial
        except forms.ValidationError:
            return True


class HourField(forms.Field):
    """A time of the day in a text field: « 14 h 30 », « 9h », « 08:15 », « 14.30 », « 14 »."""

    widget = forms.TextInput
    default_error_messages = {"invalid": HOUR_MESSAGE, "required": HOUR_MESSAGE}

    def __init__(self, **kwargs):
        kwargs.setdefault("help_text", HOUR_HELP)
        super().__init__(**kwargs)

    def widget_attrs(self, widget):
        return {"autocomplete": "off", "size": "7"}

    def prepare_value(self, value):
        return hour_fr(value) if isinstance(value, time) else value

    def to_python(self, value):
        text = squeeze(str(value or "").lower())
        if not text:
            return None
        match = _HOUR.fullmatch(text)
        if not match or int(match[1]) > 23 or int(match[2] or 0) > 59:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return time(int(match[1]), int(match[2] or 0))


class EmailField(forms.EmailField):
    """An e-mail address, with its `autocomplete` token."""

    default_error_messages = {"invalid": EMAIL_MESSAGE}

    def widget_attrs(self, widget):
        return {**super().widget_attrs(widget), "autocomplete": "email", "inputmode": "email", "spellcheck": "false"}


class PhoneField(forms.CharField):
    """A French telephone number, kept as ten digits; a +33 number is accepted."""

    default_error_messages = {"invalid": "Écrivez dix chiffres, par exemple 03 88 12 34 56."}

    def widget_attrs(self, widget):
        return {**super().widget_attrs(widget), "autocomplete": "tel", "inputmode": "tel"}

    def to_python(self, value):
        text = super().to_python(value)
        if not text:
            return text
        bare = "".join(char for char in text if char.isdigit() or char == "+")
        digits = "0" + bare[3:] if bare.startswith("+33") else bare
        if len(digits) != 10 or not digits.isdigit() or digits[0] != "0":
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return digits


class _Sentences:
    """Replaces Django's messages with sentences that name the field and say what to do; gives `today` to the date fields."""

    def __init__(self, *args, today: date | None = None, **kwargs):
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            label = str(field.label or forms.utils.pretty_name(name))
            _speak(field, label)
            if isinstance(field, FrenchDateField):
                field.today = field.today or today


class Form(_Sentences, forms.Form):
    """Base of every form: `Form(data, today=…)`."""


class ModelForm(_Sentences, forms.ModelForm):
    """Base of every form that fills a row; messages written on the model's constraints are kept."""


def _speak(field, label):
    """Change only the messages that are still Django's own."""
    defaults = _django_messages(type(field))
    for code, sentence in _sentences(field, label).items():
        if field.error_messages.get(code) == defaults.get(code):
            field.error_messages[code] = sentence
    if isinstance(field, forms.FileField):
        return
    for validator in field.validators:
        sentence = LIMITS.get(getattr(validator, "code", None))
        if sentence:
            validator.message = sentence.format(label=label)


def _sentences(field, label):
    if isinstance(field, forms.BooleanField):
        return {"required": f"Cochez «\u00a0{label}\u00a0» pour continuer."}
    if isinstance(field, forms.FileField):
        return {
            "required": f"Choisissez un fichier pour «\u00a0{label}\u00a0».",
            "empty": "Ce fichier est vide. Choisissez-en un autre.",
            "missing": f"Choisissez un fichier pour «\u00a0{label}\u00a0».",
        }
    if isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        choose = f"Choisissez une réponse pour «\u00a0{label}\u00a0»."
        return {"required": choose, "invalid_choice": choose, "invalid_pk_value": choose}
    if isinstance(field, FrenchDateField):
        return {"required": f"Indiquez une date pour «\u00a0{label}\u00a0», par exemple 1er septembre 2027."}
    if isinstance(field, forms.EmailField):
        return {"required": EMAIL_MESSAGE}
    if isinstance(field, forms.IntegerField):
        number = f"Écrivez un nombre pour «\u00a0{label}\u00a0», par exemple 30."
        return {"required": number, "invalid": number}
    return {"required": f"Remplissez «\u00a0{label}\u00a0»."}


def _django_messages(kind):
    messages = {}
    for parent in reversed(kind.__mro__):
        if parent.__module__.startswith("django."):
            messages.update(getattr(parent, "default_error_messages", {}))
    return messages
