"""The questionnaire after a session: four answers and a remark."""

from django import forms

from portevoix.base.ui.screened import TextForm
from portevoix.work.training.selectors.satisfaction import GRADES, SCALE

CHOICES = [(grade, label) for grade, label in SCALE.items()]


class OpinionForm(TextForm):
    """Four grades, in words; nobody is asked who they are."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, label in GRADES.items():
            self.fields[name] = forms.TypedChoiceField(
                label=label,
                choices=CHOICES,
                coerce=int,
                widget=forms.RadioSelect,
                error_messages={
                    "required": f"Choisissez une réponse pour «\u00a0{label}\u00a0».",
                    "invalid_choice": f"Choisissez une réponse pour «\u00a0{label}\u00a0».",
                },
            )
        self.fields["remark"] = forms.CharField(
            label="Une remarque, si vous voulez",
            required=False,
            max_length=300,
            help_text="Ne nommez personne.",
            widget=forms.Textarea(attrs={"rows": 3}),
        )

    @property
    def grades(self) -> dict[str, int]:
        """The answers, by question; the form is valid."""
        return {name: self.cleaned_data[name] for name in GRADES}
