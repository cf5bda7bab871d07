"""Forms of the exchange: the table, its columns."""

from django import forms

from portevoix.base.ui.forms import Form
from portevoix.work.candidacies.exchange.table import ExchangeTable
from portevoix.work.candidacies.exchange.targets import choices, label_of

NBSP = "\u00a0"


class TableForm(Form):
    """The table exported by Démarche Numérique."""

    table = forms.FileField(label="Tableau exporté de Démarche Numérique", help_text=f"CSV, XLSX ou ODS, 10{NBSP}Mo au plus")


class ColumnsForm(Form):
    """One choice a column: what it holds."""

    def __init__(self, *args, table: ExchangeTable, mapping: dict[int, str], **kwargs):
        super().__init__(*args, **kwargs)
        self.table, offered = table, choices()
        for column, title in enumerate(table.titles):
            samples = table.samples(column)
            if not title and not samples:
                continue
            self.fields[f"c{column}"] = forms.ChoiceField(
                label=title or f"Colonne {column + 1}, sans titre",
                choices=offered,
                initial=mapping.get(column, ""),
                required=False,
                help_text=f"Par exemple{NBSP}: {' · '.join(samples)}" if samples else "",
            )

    def clean(self):
        data = super().clean()
        held: dict[str, str] = {}
        for name in self.fields:
            code = data.get(name)
            if code and code in held:
                self.add_error(name, f"«{NBSP}{label_of(code)}{NBSP}» est déjà choisi pour la colonne «{NBSP}{held[code]}{NBSP}».")
            elif code:
                held[code] = str(self.fields[name].label)
        return data

    def mapping(self) -> dict[int, str]:
        """Return column → code, from a valid form."""
        return {int(name[1:]): code for name, code in self.cleaned_data.items() if code}
