"""Forms of the signed link and of the managers of an association."""

from django import forms

from portevoix.base.ui.forms import EmailField, Form
from portevoix.register.directory.models import Association


class LinkForm(Form):
    """To which address the link is sent."""

    email = EmailField(label="Votre adresse électronique", max_length=254, help_text="Celle du compte, ou celle de l’association.")


class AssociationChoiceForm(Form):
    """In whose name somebody is proposed."""

    association = forms.ModelChoiceField(
        label="Association", queryset=Association.objects.none(), empty_label=None, widget=forms.RadioSelect
    )

    def __init__(self, *args, associations, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["association"].queryset = associations
        if len(associations) == 1:
            self.fields["association"].initial = associations[0].pk


class InviteForm(Form):
    """Somebody more who proposes people."""

    association = forms.ModelChoiceField(label="Pour", queryset=Association.objects.none(), empty_label=None)
    email = EmailField(label="Son adresse électronique", max_length=254)
    first_name = forms.CharField(label="Son prénom", max_length=80, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    last_name = forms.CharField(label="Son nom", max_length=80, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"}))

    def __init__(self, *args, associations, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["association"].queryset = associations


class AssociationSearchForm(Form):
    """Find one's association."""

    q = forms.CharField(
        label="Nom ou sigle de l’association",
        required=False,
        max_length=80,
        help_text="Par exemple\u00a0: diabète, ou UNAFAM",
        widget=forms.TextInput(attrs={"type": "search"}),
    )


class AccessForm(Form):
    """Who asks to propose people."""

    name = forms.CharField(label="Vos prénom et nom", max_length=160, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    function = forms.CharField(
        label="Votre fonction dans l’association",
        max_length=120,
        help_text="Par exemple\u00a0: secrétaire, référente des représentants des usagers.",
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    email = EmailField(label="Votre adresse électronique", max_length=254)
