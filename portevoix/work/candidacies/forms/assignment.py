"""Forms of the assignment proposal and of the order that follows."""

from dataclasses import fields

from django import forms

from portevoix.base.ui.forms import Form, FrenchDateField
from portevoix.base.ui.screened import TextForm
from portevoix.register.orders.models import OrderTemplate
from portevoix.work.candidacies.assignment.sentences import WEIGHTS as LABELS
from portevoix.work.candidacies.assignment.weights import LARGEST_DISTANCE, LARGEST_WEIGHT, Weights
from portevoix.work.candidacies.enums import RefusalReason
from portevoix.work.candidacies.models import ProposalLine, Wish

KILOMETRES = frozenset({"distance_max", "distance_unknown"})


class WeightsForm(Form):
    """What each criterion is worth for one proposal; the settings of the region are written beforehand."""

    def __init__(self, *args, weights: Weights, **kwargs):
        super().__init__(*args, **kwargs)
        for field in fields(Weights):
            in_km = field.name in KILOMETRES
            self.fields[field.name] = forms.IntegerField(
                label=f"{LABELS[field.name]}, en {'kilomètres' if in_km else 'points'}",
                min_value=0,
                max_value=LARGEST_DISTANCE if in_km else LARGEST_WEIGHT,
                initial=getattr(weights, field.name),
                widget=forms.TextInput(attrs={"inputmode": "numeric"}),
            )


class AcceptLinesForm(TextForm):
    """Which lines of the proposal become decisions, and why."""

    lines = forms.ModelMultipleChoiceField(label="Lignes", queryset=ProposalLine.objects.none(), widget=forms.CheckboxSelectMultiple)
    reason = forms.CharField(
        label="Motivation", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}), help_text="La même pour toutes les lignes cochées."
    )

    def __init__(self, *args, lines, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["lines"].queryset = lines
        self.fields["lines"].error_messages["required"] = "Cochez au moins une ligne."


class RefusalsForm(TextForm):
    """Which of the wishes that no seat awaits any more are not retained. suggested: (wish, reason, words)."""

    wishes = forms.MultipleChoiceField(label="Vœux à ne pas retenir", widget=forms.CheckboxSelectMultiple)
    reason = forms.CharField(
        label="Motivation", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}), help_text="La même pour tous les vœux cochés."
    )

    def __init__(self, *args, suggested: list[tuple[Wish, RefusalReason, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.found = {str(wish.pk): (wish, reason) for wish, reason, _ in suggested}
        self.fields["wishes"].choices = [(str(wish.pk), words) for wish, _, words in suggested]
        self.fields["wishes"].initial = list(self.found)
        self.fields["wishes"].error_messages["required"] = "Cochez au moins un vœu."

    def clean_wishes(self):
        """Return the ticked wishes, each with its reason."""
        return [self.found[pk] for pk in self.cleaned_data["wishes"]]


class OrderForm(Form):
    """Which template carries the retained wishes, and from when. templates: (template, number of wishes)."""

    template = forms.ModelChoiceField(
        label="Modèle d’arrêté", queryset=OrderTemplate.objects.none(), empty_label=None, widget=forms.RadioSelect
    )
    effective_on = FrenchDateField(label="Prise d’effet", required=False, help_text="Vide\u00a0: le jour de la signature.")

    def __init__(self, *args, templates: list[tuple[OrderTemplate, int]], **kwargs):
        super().__init__(*args, **kwargs)
        counts = {template.pk: count for template, count in templates}
        field = self.fields["template"]
        field.queryset = OrderTemplate.objects.filter(pk__in=counts)
        field.label_from_instance = lambda row: f"{row.name} ({counts[row.pk]}\u00a0siège{'s' if counts[row.pk] > 1 else ''})"
        if templates:
            field.initial = templates[0][0].pk
