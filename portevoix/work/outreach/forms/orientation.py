"""The six questions, one a page. Each form gives the answer that is carried further."""

from typing import Any

from django import forms

from portevoix.base.ui.forms import EmailField, Form, PhoneField
from portevoix.base.ui.screened import TextForm
from portevoix.register.directory.models import Commune
from portevoix.register.directory.selectors.places import find_place
from portevoix.work.outreach.enums import Membership, Moment, Theme, TimeGiven

WHERE = {  # in the words of somebody who has never sat
    "CDU": "À l’hôpital",
    "CPAM": "À l’assurance maladie",
    "CTS": "Pour les habitants de mon territoire",
    "CRSA": "Pour toute la région",
    "CCI": "Pour les victimes d’un accident médical",
}


def _capital(choices) -> list[tuple[str, str]]:
    return [(code, label[0].upper() + label[1:]) for code, label in choices]


class Question(Form):
    """One question. `answer()`: what is carried, as codes."""

    title = ""
    help = ""

    def answer(self) -> Any:
        raise NotImplementedError


class HomeQuestion(Question):
    """Where somebody lives: a name or a postcode; several communes are offered to choose from."""

    title = "Où habitez-vous ?"
    help = "Nous cherchons des sièges et des associations près de chez vous."
    q = forms.CharField(
        label="Votre commune ou votre code postal",
        max_length=80,
        help_text="Par exemple\u00a0: 67000, ou Saverne",
        widget=forms.TextInput(attrs={"autocomplete": "postal-code"}),
    )
    commune = forms.CharField(label="Laquelle\u00a0?", required=False, max_length=5, widget=forms.RadioSelect)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.found: Commune | None = None

    def clean(self):
        data = super().clean()
        text = data.get("q")
        if not text:
            return data
        search = find_place(text)
        choices = {commune.code: commune for commune in search.choices}
        self.found = search.found or choices.get(data.get("commune") or "")
        if choices:
            self.fields["commune"].widget.choices = [(one.code, f"{one.name} ({one.department.name})") for one in search.choices]
        if self.found is None and choices:
            self.add_error("commune", "Plusieurs communes portent ce nom. Choisissez la vôtre.")
        elif self.found is None:
            near = ", ".join(one.name for one in search.suggestions[:3])
            self.add_error("q", "Nous ne trouvons pas cette commune. " + (f"Essayez\u00a0: {near}." if near else "Écrivez le code postal."))
        return data

    def visible_fields(self):
        """The choice is shown only when there is one to make."""
        return [bound for bound in super().visible_fields() if bound.name != "commune" or self.fields["commune"].widget.choices]

    def answer(self) -> str:
        return self.found.code


class _Single(Question):
    value = forms.ChoiceField(label="", widget=forms.RadioSelect)

    def answer(self) -> str:
        return self.cleaned_data["value"]


class _Several(Question):
    value = forms.MultipleChoiceField(label="", required=False, widget=forms.CheckboxSelectMultiple)

    def answer(self) -> list[str]:
        return self.cleaned_data["value"]


class TimeQuestion(_Single):
    title = "Combien de temps avez-vous ?"
    help = "Une personne qui siège y passe 15 à 20 jours par an. Un siège de suppléant en demande moins."
    value = forms.ChoiceField(label="J’ai du temps", choices=_capital(TimeGiven.choices), widget=forms.RadioSelect)


class ThemesQuestion(_Several):
    title = "Qu’est-ce qui vous tient à cœur ?"
    help = "Cochez ce que vous voulez, ou rien. Ces réponses ne sont ni gardées ni transmises."
    value = forms.MultipleChoiceField(label="Sujets", required=False, choices=_capital(Theme.choices), widget=forms.CheckboxSelectMultiple)


class MembershipQuestion(_Single):
    title = "Êtes-vous déjà dans une association ?"
    help = "Il en faut une pour siéger. Sans association, nous vous aidons à choisir."
    value = forms.ChoiceField(label="Je suis membre", choices=_capital(Membership.choices), widget=forms.RadioSelect)


class KindsQuestion(_Several):
    title = "Où aimeriez-vous siéger ?"
    help = "Cochez ce que vous voulez. Vous ne savez pas ? Ne cochez rien."
    value = forms.MultipleChoiceField(label="Instances", required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args, kinds=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["value"].choices = [(kind.code, f"{WHERE[kind.code]} ({kind.name})") for kind in kinds]


class MomentsQuestion(_Several):
    title = "Quand et comment ?"
    help = "Beaucoup de réunions ont lieu en journée. Certaines se font à distance."
    value = forms.MultipleChoiceField(
        label="Je peux venir", required=False, choices=_capital(Moment.choices), widget=forms.CheckboxSelectMultiple
    )


FORMS: dict[str, type[Question]] = {
    "commune": HomeQuestion,
    "temps": TimeQuestion,
    "sujets": ThemesQuestion,
    "association": MembershipQuestion,
    "instances": KindsQuestion,
    "moments": MomentsQuestion,
}


class NameForm(Form):
    """Find one's own association on the page of the result."""

    q = forms.CharField(
        label="Nom ou sigle de mon association", required=False, max_length=80, widget=forms.TextInput(attrs={"type": "search"})
    )


class HandOverForm(TextForm):
    """Who is to be called back; the consent names the recipient."""

    name = forms.CharField(label="Vos prénom et nom", max_length=160, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = EmailField(label="Votre adresse électronique", max_length=254, required=False)
    phone = PhoneField(label="Votre téléphone", max_length=20, required=False)
    message = forms.CharField(
        label="Votre message",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Ne dites rien de votre santé ni de celle d’un proche.",
    )
    consent = forms.BooleanField(label="")

    def __init__(self, *args, consent: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["consent"].label = consent
        self.fields["consent"].error_messages["required"] = "Cochez la case pour que votre demande parte."
        for name in ("email", "phone"):
            self.fields[name].help_text = "L’un des deux suffit."

    def clean(self):
        data = super().clean()
        if not self.errors and not data["email"] and not data["phone"]:
            self.add_error("email", "Donnez une adresse électronique ou un téléphone, pour que l’on puisse vous répondre.")
        return data
