"""Forms of the enrolments: how to follow, whom to enrol, what is needed on the spot, where home is."""

from django import forms

from portevoix.base.ui.forms import Form
from portevoix.base.ui.screened import TextForm
from portevoix.register.directory.models import Person
from portevoix.work.training.enums import AccessNeedKind, SessionFormat

ONSITE, REMOTE = "sur-place", "a-distance"
HOW = ((ONSITE, "Sur place"), (REMOTE, "À distance, par visioconférence"))


class EnrolForm(Form):
    """Confirm an enrolment; a hybrid session asks how it will be followed."""

    how = forms.ChoiceField(label="Comment suivre la session", choices=HOW, widget=forms.RadioSelect, initial=ONSITE)

    def __init__(self, *args, session, **kwargs):
        super().__init__(*args, **kwargs)
        if session.format != SessionFormat.HYBRID:
            del self.fields["how"]

    @property
    def remote(self) -> bool:
        """Whether a hybrid session is followed remotely; the form is valid."""
        return self.cleaned_data.get("how") == REMOTE


class EnrolPeopleForm(EnrolForm):
    """Enrol several people of a list. people: those that may be ticked."""

    people = forms.ModelMultipleChoiceField(
        label="Personnes à inscrire",
        queryset=Person.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Cochez au moins une personne."},
    )

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["people"].queryset = people
        self.order_fields(["people", "how"])


class NeedForm(TextForm):
    """What the place must offer; never an illness."""

    kinds = forms.MultipleChoiceField(
        label="Ce qui facilite la venue",
        required=False,
        choices=[(code, label[:1].upper() + label[1:]) for code, label in AccessNeedKind.choices],
        widget=forms.CheckboxSelectMultiple,
    )
    remark = forms.CharField(
        label="Une précision", required=False, max_length=200, help_text="Dites ce qu’il faut prévoir. N’écrivez rien sur votre santé."
    )


class AroundForm(Form):
    """Around which commune; its own home when nothing is typed."""

    q = forms.CharField(
        label="Près de", required=False, max_length=80, help_text="Commune ou code postal", widget=forms.TextInput(attrs={"type": "search"})
    )


class FindPersonForm(Form):
    q = forms.CharField(label="Nom de la personne", max_length=80, widget=forms.TextInput(attrs={"type": "search"}))
