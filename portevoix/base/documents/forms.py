"""The two questions of the public check page."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from portevoix.base.core.text import NBSP
from portevoix.base.documents.codes import read_code
from portevoix.base.ui.forms import Form

EXAMPLE = "Par exemple\u00a0: PV-7K3M-9QXT"


class CodeForm(Form):
    """The code printed on the document, typed as people type."""

    code = forms.CharField(
        label="Code de vérification",
        max_length=40,
        help_text=f"Il est imprimé au bas de chaque page. {EXAMPLE}",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": f"Recopiez le code imprimé sur le document. {EXAMPLE}"},
    )

    def clean_code(self) -> str:
        code = read_code(self.cleaned_data["code"])
        if not code:
            raise ValidationError(f"Ce code est mal recopié{NBSP}: il commence par PV, puis viennent huit lettres ou chiffres. {EXAMPLE}")
        return code


class FileForm(Form):
    """The file that somebody received, to compare with the document."""

    file = forms.FileField(
        label="Fichier reçu",
        help_text="Le fichier PDF, tel que vous l’avez reçu. Il est comparé, puis oublié.",
        error_messages={"required": "Choisissez le fichier à comparer.", "empty": "Ce fichier est vide. Choisissez un autre fichier."},
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > settings.UPLOAD_MAX_BYTES:  # nothing of it was kept past the limit
            limit = settings.UPLOAD_MAX_BYTES // 1_000_000
            raise ValidationError(f"Ce fichier dépasse {limit}{NBSP}Mo{NBSP}: choisissez le fichier PDF reçu, sans rien y ajouter.")
        return file
