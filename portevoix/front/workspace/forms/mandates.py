"""Forms of the acts on a mandate."""

from django import forms
from django.db.models import TextChoices

from portevoix.base.ui.forms import Form, FrenchDateField
from portevoix.register.directory.models import Association, Seat
from portevoix.register.mandates.actions.endings import CONSEQUENCES
from portevoix.register.mandates.enums import EndReason
from portevoix.register.mandates.models import Mandate
from portevoix.register.mandates.selectors.mandates import MandateRow

NEWCOMER = "nouvelle"
DEPARTURES = (EndReason.TERM, EndReason.DATA_ERROR)  # a departure is announced for another reason
NAME = {"autocomplete": "off", "spellcheck": "false"}


def _reasons(*, without: tuple[TextChoices, ...] = ()):
    return [(reason.value, reason.label.capitalize()) for reason in EndReason if reason not in CONSEQUENCES and reason not in without]


def _truths():
    return [("", "court jusqu’à sa fin prévue"), *((value, f"s’est terminé\u00a0: {label.lower()}") for value, label in _reasons())]


def explanation(label: str) -> forms.CharField:
    """Return the field in which a person writes why something is undone."""
    help_text = "Une phrase, sans nom de personne. Elle est gardée dans le journal."
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": 2}), max_length=500, help_text=help_text)


class DesignationForm(Form):
    """Who is designated on which seat, for which association, from when to when, by which order."""

    seat = forms.ModelChoiceField(label="Siège", queryset=Seat.objects.none(), empty_label="Choisissez un siège")
    person = forms.ChoiceField(label="Personne", widget=forms.RadioSelect)
    last_name = forms.CharField(label="Nom de la nouvelle personne", max_length=100, required=False, widget=forms.TextInput(attrs=NAME))
    first_name = forms.CharField(label="Prénom de la nouvelle personne", max_length=100, required=False, widget=forms.TextInput(attrs=NAME))
    association = forms.ModelChoiceField(
        label="Association qui la propose", queryset=Association.objects.none(), required=False, empty_label="Aucune"
    )
    first = FrenchDateField(label="Premier jour du mandat")
    last = FrenchDateField(
        label="Dernier jour",
        required=False,
        help_text="Laissez vide\u00a0: la règle et la pratique de la région proposent la fin, à confirmer à la page suivante.",
    )
    order_reference = forms.CharField(label="Référence de l’arrêté", max_length=80, required=False, help_text="Par exemple 2026-1234.")

    def __init__(self, *args, seats, people: list[tuple[str, str]], associations, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seat"].queryset = seats
        self.fields["person"].choices = [*people, (NEWCOMER, "Une personne qui n’a pas encore de fiche")]
        self.fields["association"].queryset = associations

    def clean(self):
        data = super().clean()
        if data.get("person") == NEWCOMER and not data.get("last_name"):
            self.add_error("last_name", "Écrivez le nom de la nouvelle personne.")
        return data


class EndForm(Form):
    """Why a mandate ends and on which day."""

    reason = forms.ChoiceField(label="Motif", choices=_reasons, widget=forms.RadioSelect)
    on = FrenchDateField(
        label="Dernier jour du mandat",
        required=False,
        help_text="Dernier jour où la personne siège. Laissez vide si le mandat se termine à son terme.",
    )


class CorrectEndForm(Form):
    """Why the recorded end was wrong, and the right one when there is one."""

    explanation = explanation("Pourquoi cette correction")
    reason = forms.ChoiceField(label="En réalité, le mandat", choices=_truths, required=False)
    on = FrenchDateField(
        label="Dernier jour corrigé", required=False, help_text="Laissez vide si le mandat court toujours, ou s’est terminé à son terme."
    )


class ExtendForm(Form):
    """The new last day and the act that gives it."""

    until = FrenchDateField(label="Nouvelle fin prévue")
    order_reference = forms.CharField(label="Référence de l’arrêté", max_length=80, required=False)


class DepartureForm(Form):
    """The day and the reason of a departure that was announced."""

    on = FrenchDateField(label="Dernier jour annoncé")
    reason = forms.ChoiceField(label="Motif", choices=lambda: _reasons(without=DEPARTURES), widget=forms.RadioSelect)


class SwitchSeatForm(Form):
    """The other seat of the same body, and from when."""

    seat = forms.ModelChoiceField(label="Nouveau siège", queryset=Seat.objects.none(), widget=forms.RadioSelect, empty_label=None)
    on = FrenchDateField(label="À partir du", help_text="Premier jour sur le nouveau siège. Le mandat actuel s’arrête la veille.")
    order_reference = forms.CharField(label="Référence de l’arrêté", max_length=80, required=False)

    def __init__(self, *args, seats, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seat"].queryset = seats


class ExplanationForm(Form):
    """Why something is taken back."""

    explanation = explanation("Pourquoi")


class LostMandatesForm(Form):
    """Which of the mandates that rest on a lost accreditation end, and on which day. rows: those mandates, as rows of a list."""

    on = FrenchDateField(label="Dernier jour des mandats")
    mandates = forms.MultipleChoiceField(
        label="Mandats à terminer", widget=forms.CheckboxSelectMultiple, help_text="Décochez ceux qui continuent."
    )

    def __init__(self, *args, rows: list[MandateRow], **kwargs):
        super().__init__(*args, **kwargs)
        self.found = {str(row.mandate.pk): row.mandate for row in rows}
        self.fields["mandates"].choices = [(pk, _seated(mandate)) for pk, mandate in self.found.items()]
        self.fields["mandates"].initial = list(self.found)

    def clean_mandates(self):
        return [self.found[pk] for pk in self.cleaned_data["mandates"]]


def _seated(mandate: Mandate) -> str:
    return f"{mandate.person}, {mandate.body.readable_name}, {mandate.seat.label}"
