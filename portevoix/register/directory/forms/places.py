"""A commune that somebody types: its name, its postcode, or both."""

from django import forms

from portevoix.register.directory.models import Commune
from portevoix.register.directory.selectors.places import PlaceSearch, commune_words, find_place

SUGGESTED = 3
SEVERAL = "Plusieurs communes ont ce nom ou ce code postal. Choisissez la bonne dans la liste."
NAME_IT = "Écrivez une commune, avec son code postal\u00a0: par exemple 67000 Strasbourg."


def unknown_sentence(search: PlaceSearch) -> str:
    """Return what to say when nothing answers: the names that are near, or to try with the postcode."""
    names = ", ".join(commune_words(commune) for commune in search.suggestions[:SUGGESTED])
    hint = f" Vouliez-vous dire\u00a0: {names}\u00a0?" if names else " Essayez avec le code postal."
    return f"Cette commune n’est pas connue.{hint}"


class CommuneField(forms.Field):
    """A commune in one text field; a name that several have is refused with what to write instead."""

    widget = forms.TextInput
    default_error_messages = {"required": NAME_IT}

    def __init__(self, **kwargs):
        kwargs.setdefault("help_text", "Par exemple\u00a0: 67000 Strasbourg")
        super().__init__(**kwargs)

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
        if search.choices:
            names = ", ".join(commune_words(commune) for commune in search.choices[:SUGGESTED])
            raise forms.ValidationError(f"Plusieurs communes s’écrivent ainsi. Écrivez aussi le code postal, par exemple {names}.")
        raise forms.ValidationError(unknown_sentence(search))


class AsksHome(forms.Form):
    """Part of a form that asks where somebody lives in `home`, a text, then in `home_code` which one when several answer."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.is_bound and self.data.get(self.add_prefix("home_code")):
            self._offer(find_place(self.data.get(self.add_prefix("home"), "")).choices)

    @property
    def choosing_home(self) -> bool:
        """Several communes answer to what was typed: the page asks which."""
        return bool(self.fields["home_code"].choices)

    def commune_of(self, text: str, *, code: str) -> Commune | None:
        """Return the commune that `text` means, or that `code` chose; None, with the fault on `home`, when it is not one."""
        search = find_place(text, code=code)
        if search.found is None and search.choices:
            self._offer(search.choices)
            self.add_error("home", SEVERAL)
        elif search.found is None:
            self.add_error("home", unknown_sentence(search))
        return search.found

    def _offer(self, communes) -> None:
        self.fields["home_code"].choices = [(commune.code, f"{commune.name} ({commune.department.label})") for commune in communes]
