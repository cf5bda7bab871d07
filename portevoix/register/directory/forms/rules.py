"""Forms of the rules of body types."""

from django import forms

from portevoix.base.ui.forms import Form, FrenchDateField
from portevoix.register.directory.actions.body_rules import RuleFacts, SeatSpec
from portevoix.register.directory.enums import AccreditationRequirement, Authority, ReplacementRule, SeatQuality
from portevoix.register.directory.models import BodyTypeRule, FacilityCategory


def _text(name: str, length: int, **kwargs) -> forms.CharField:
    label = BodyTypeRule._meta.get_field(name).verbose_name
    label = label[0].upper() + label[1:]
    return forms.CharField(label=label, max_length=length, required=kwargs.pop("required", False), **kwargs)


class RuleForm(Form):
    """A rule of a body type, without its seats. `facts(seats=…)` gives what the actions take; `initial_of(rule)` fills the form."""

    first = FrenchDateField(label="S’applique à partir du")
    last = FrenchDateField(label="Jusqu’au", required=False, help_text="Laissez vide tant qu’aucune fin n’est connue.")
    legal_basis = _text("legal_basis", 300, required=True, help_text="Articles et décret, par exemple R. 1112-79 à R. 1112-94 CSP.")
    designating_authority = forms.ChoiceField(label="Qui désigne", choices=Authority.choices)
    proposed_by = _text("proposed_by", 200)
    requires_accreditation = forms.ChoiceField(label="Association agréée exigée", choices=AccreditationRequirement.choices)
    requires_interest_declaration = forms.BooleanField(label="Déclaration d’intérêts exigée", required=False)
    term_years = forms.IntegerField(label="Durée du mandat, en années", min_value=1, max_value=12, required=False)
    max_renewals = forms.IntegerField(
        label="Renouvellements au plus", min_value=0, max_value=9, required=False, help_text="Laissez vide s’il n’y a pas de limite."
    )
    replacement_rule = forms.ChoiceField(
        label="Une personne désignée en cours de mandat siège", choices=[("", "non précisé"), *ReplacementRule.choices], required=False
    )
    continuity_past_term = forms.BooleanField(label="Siège encore après le terme, jusqu’au remplacement", required=False, initial=True)
    presidency = _text("presidency", 300)
    meetings = _text("meetings", 200)
    incompatibilities = forms.CharField(label="Incompatibilités", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    absence_rule = _text("absence_rule", 200)
    seats_note = _text("seats_note", 300)
    categories = forms.ModelMultipleChoiceField(
        label="Catégories d’établissement concernées",
        queryset=FacilityCategory.objects.order_by("code"),
        to_field_name="code",
        required=False,
        help_text="Celles dont chaque site a sa propre instance.",
    )
    source = forms.CharField(label="Source", max_length=200, help_text="Là où la règle a été lue.")
    source_date = FrenchDateField(label="Date de la source")
    to_verify = forms.BooleanField(label="À vérifier", required=False, help_text="La source est de seconde main.")

    def facts(self, *, seats: tuple[SeatSpec, ...]) -> RuleFacts:
        """Return what the actions take, from a valid form and its seats."""
        left_out = ("first", "last", "categories", "explanation")
        values = {name: value for name, value in self.cleaned_data.items() if name not in left_out}
        return RuleFacts(**values, seats=seats, categories=tuple(category.code for category in self.cleaned_data["categories"]))

    @staticmethod
    def initial_of(rule: BodyTypeRule) -> dict:
        """Return the initial values that write `rule` again; the period is left to the caller."""
        names = [name for name in RuleForm.base_fields if name not in ("first", "last", "categories")]
        codes = list(rule.facility_categories.values_list("code", flat=True))
        return {**{name: getattr(rule, name) for name in names}, "categories": codes}


class SeatSpecForm(Form):
    """One line of the seats of a rule: « 2 titulaires ». A line left as it was says nothing, so no quality is chosen beforehand."""

    quality = forms.ChoiceField(label="Qualité", choices=[("", "Choisissez"), *SeatQuality.choices])
    count = forms.IntegerField(label="Nombre", min_value=1, max_value=60)
    constituency = forms.CharField(label="Collège", max_length=120, required=False)


class BaseSeatSpecFormSet(forms.BaseFormSet):
    """The seats of a rule; an empty line says nothing."""

    def specs(self) -> tuple[SeatSpec, ...]:
        """Return the seats typed, from a valid set."""
        rows = [form.cleaned_data for form in self.forms if form.cleaned_data and not form.cleaned_data.get("DELETE")]
        return tuple(SeatSpec(quality=row["quality"], count=row["count"], constituency=row["constituency"]) for row in rows)


SeatSpecFormSet = forms.formset_factory(SeatSpecForm, formset=BaseSeatSpecFormSet, extra=2, max_num=20, validate_max=True, can_delete=True)


class RuleCorrectionForm(RuleForm):
    """The same for a rule that was written with a mistake: its period stays, and a sentence says why it is corrected."""

    first = None
    last = None
    explanation = forms.CharField(label="Pourquoi cette correction", widget=forms.Textarea(attrs={"rows": 2}), max_length=500)
