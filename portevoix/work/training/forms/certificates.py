"""Questions asked before certificates are issued, or one is revoked."""

from django import forms

from portevoix.base.documents.printing import validate_printable
from portevoix.base.ui.forms import Form
from portevoix.work.training.enums import RevocationReason

CHOSEN = [(one.value, one.label.capitalize()) for one in RevocationReason if one != RevocationReason.SHEET]


class SignatoryForm(Form):
    """Who signs, as printed on each certificate."""

    name = forms.CharField(
        label="Prénom et nom de la personne qui signe",
        max_length=120,
        validators=[validate_printable],
        widget=forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false"}),
    )
    quality = forms.CharField(
        label="Sa qualité", max_length=200, validators=[validate_printable], help_text="Par exemple\u00a0: Déléguée régionale"
    )
    place = forms.CharField(
        label="Fait à", max_length=120, validators=[validate_printable], widget=forms.TextInput(attrs={"autocomplete": "off"})
    )


class RevokeForm(Form):
    """Why; the public check page repeats it, so it is chosen and never written."""

    reason = forms.ChoiceField(label="Pourquoi l’attestation est annulée", choices=CHOSEN, widget=forms.RadioSelect)
