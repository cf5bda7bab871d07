"""Forms of « Mes données » and of « Mon espace »."""

from typing import Any

from django import forms

from portevoix.base.notifications.outbox import clean_address
from portevoix.base.ui.forms import EmailField, Form, PhoneField
from portevoix.base.ui.screened import TextForm
from portevoix.front.workspace.own_space import NO, YES
from portevoix.register.directory.enums import ConsentPurpose, DataRequestKind, DataRequestOutcome
from portevoix.register.directory.forms.places import AsksHome
from portevoix.register.directory.models import Commune

WISHES = ((YES, "Je souhaite continuer"), (NO, "Je préfère arrêter"))
NO_HEALTH = "N’écrivez rien sur votre santé ni sur celle de quelqu’un d’autre."


class WishForm(Form):
    """Go on, or stop."""

    continues = forms.ChoiceField(label="Après la fin de ce mandat", choices=WISHES, widget=forms.RadioSelect)


class ConsentForm(Form):
    """One purpose, one answer: what the button of its line sends."""

    purpose = forms.ChoiceField(label="Accord", choices=ConsentPurpose.choices)
    granted = forms.ChoiceField(label="Réponse", choices=((YES, "Oui"), (NO, "Non")))


class HomeForm(AsksHome, Form):
    """The commune where somebody lives; empty to forget it."""

    home = forms.CharField(
        label="Votre commune, ou son code postal",
        required=False,
        max_length=80,
        help_text="Par exemple\u00a0: 67000, ou Colmar. Laissez vide pour l’effacer.",
    )
    home_code = forms.ChoiceField(label="Laquelle de ces communes", required=False, widget=forms.RadioSelect)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.commune: Commune | None = None

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        text = (data.get("home") or "").strip()
        if text:
            self.commune = self.commune_of(text, code=data.get("home_code", ""))
        return data


class PhoneForm(Form):
    """A telephone; empty to forget it."""

    phone = PhoneField(
        label="Votre téléphone", required=False, max_length=30, help_text="Par exemple\u00a0: 03 88 12 34 56. Laissez vide pour l’effacer."
    )


class NewEmailForm(Form):
    """The new address, to which a link is sent before anything changes."""

    email = EmailField(
        label="Votre nouvelle adresse électronique", help_text="Nous y enverrons un lien. Rien ne change avant que vous l’ouvriez."
    )

    def clean_email(self) -> str:
        return clean_address(self.cleaned_data["email"])


class AskForm(TextForm):
    """What somebody asks about their data."""

    kind = forms.ChoiceField(label="Que demandez-vous\u00a0?", choices=DataRequestKind.choices, widget=forms.RadioSelect)
    words = forms.CharField(
        label="Expliquez en quelques mots",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=f"Ce qui est faux, ou ce que vous ne voulez plus. {NO_HEALTH}",
    )


class AnswerForm(TextForm):
    """The answer of the agency, read by the person."""

    outcome = forms.ChoiceField(label="Suite donnée", choices=DataRequestOutcome.choices, widget=forms.RadioSelect)
    answer = forms.CharField(
        label="Réponse, lue par la personne",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Ce qui a été fait. En cas de refus\u00a0: pourquoi, et le droit de s’adresser à la CNIL.",
    )
