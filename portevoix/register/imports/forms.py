"""Forms of the wizard: the file, its columns, the filter of the errors, the answer to a doubt."""

from collections import Counter
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from portevoix.base.core.text import NBSP, typo_fr
from portevoix.base.ui.forms import Form, FrenchDateField
from portevoix.register.directory.enums import BodyLevel, TerritoryKind
from portevoix.register.directory.models import BodyType, Territory
from portevoix.register.directory.scope import Scope
from portevoix.register.imports import selectors
from portevoix.register.imports.checking import read
from portevoix.register.imports.enums import Decision
from portevoix.register.imports.models import ImportRun
from portevoix.register.imports.reading.errors import UnreadableFile
from portevoix.register.imports.reading.limits import MEGABYTE, Limits
from portevoix.register.imports.reading.mapping import ColumnMapping, Mapping, Shape, TableMapping
from portevoix.register.imports.reading.vocabulary import FIELD_LABELS, IDENTITY, Field
from portevoix.register.mandates.actions.endings import CONSEQUENCES
from portevoix.register.mandates.enums import EndReason

USUAL = "CDU"
NOT_USED = "Ne pas lire cette colonne"
SEATS = ("titular 1", "titular 2", "substitute 1", "substitute 2", "member 1", "member 2", "member 3", "member 4")
SEAT_WORDS = {"titular": "titulaire", "substitute": "suppléant", "member": "membre"}


class UploadForm(Form):
    """The workbook, and what it is about. A file that cannot be read is refused here: nothing is kept of it."""

    workbook = forms.FileField(label="Classeur")
    region = forms.ModelChoiceField(Territory.objects.none(), label="Région", empty_label=None)
    body_type = forms.ModelChoiceField(BodyType.objects.none(), label="Type d’instance", empty_label=None)

    def __init__(self, *args, scope: Scope, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["workbook"].help_text = f"XLSX, ODS ou CSV, {largest_upload()}{NBSP}Mo au plus, sans macro ni mot de passe"
        regions = Territory.objects.filter(kind=TerritoryKind.REGION).order_by("sort_key")
        self.fields["region"].queryset = regions if scope.everything else regions.filter(code__in=scope.regions)
        types = BodyType.objects.filter(level=BodyLevel.FACILITY).order_by("sort_key", "pk")
        self.fields["body_type"].queryset = types
        self.fields["body_type"].initial = types.filter(code=USUAL).first()

    def clean_workbook(self):
        workbook = self.cleaned_data["workbook"]
        if workbook.size > largest_upload() * MEGABYTE:  # what came past the limit was not kept: nothing of it can be read
            raise ValidationError(f"Ce fichier dépasse {largest_upload()}{NBSP}Mo. Découpez-le en plusieurs fichiers.", code="too_big")
        try:
            read(workbook.read(), None)
        except UnreadableFile as refusal:
            raise ValidationError(f"{refusal.message} {refusal.suggestion}".strip(), code="unreadable_file") from refusal
        finally:
            workbook.seek(0)
        return workbook


def largest_upload() -> int:
    """Return how many megabytes a workbook may have."""
    return min(Limits().file_bytes, settings.UPLOAD_MAX_BYTES) // MEGABYTE


class ColumnsForm(Form):
    """One choice a column: what it holds. The columns come back, corrected, as `mapping` of the cleaned data."""

    def __init__(self, *args, mapping: Mapping, **kwargs):
        super().__init__(*args, **kwargs)
        self._mapping = mapping
        for number, table in enumerate(mapping.tables):
            choices = _choices(table)
            for column in table.columns:
                self.fields[_name(number, column)] = forms.ChoiceField(
                    label=f"{column.letter}{NBSP}: {column.title or 'sans titre'}",
                    choices=choices,
                    initial=_target(column),
                    required=False,
                    help_text=f"Par exemple{NBSP}: {', '.join(column.samples)}" if column.samples else "",
                )

    def tables(self) -> list[tuple[TableMapping, list[Any]]]:
        """Return the tables with their fields, in the order of the columns."""
        return [(table, [self[_name(number, column)] for column in table.columns]) for number, table in enumerate(self._mapping.tables)]

    def clean(self):
        cleaned = super().clean()
        for number, table in enumerate(self._mapping.tables):
            chosen = {_name(number, column): cleaned.get(_name(number, column), "") for column in table.columns}
            twice = [target for target, count in Counter(filter(None, chosen.values())).items() if count > 1]
            for name in [name for name, target in chosen.items() if target in twice][1:]:
                self.add_error(name, "Une autre colonne a déjà ce contenu. Choisissez-en un autre, ou ne lisez pas celle-ci.")
            for missing in _missing(table, set(chosen.values())):
                self.add_error(None, missing)
        return cleaned if self.errors else cleaned | {"mapping": self._corrected(cleaned)}

    def _corrected(self, cleaned: dict[str, str]) -> Mapping:
        mapping = self._mapping
        for number, table in enumerate(mapping.tables):
            targets = {}
            for column in table.columns:
                seat, _, name = cleaned[_name(number, column)].rpartition(".")
                targets[column.letter] = (Field(name) if name else None, seat)
            mapping = mapping.corrected(table.signature, targets)
        return mapping


def _name(number: int, column: ColumnMapping) -> str:
    return f"t{number}-{column.letter}"


def _target(column: ColumnMapping) -> str:
    if column.field is None:
        return ""
    return f"{column.seat}.{column.field.value}" if column.seat else column.field.value


def _choices(table: TableMapping) -> list:
    """The contents that a column may have; in a table of one row per body, those of each seat apart."""
    whole = [(name.value, FIELD_LABELS[name]) for name in Field]
    if table.shape == Shape.SEAT_ROWS:
        return [("", NOT_USED), *whole]
    seats = list(dict.fromkeys((*table.seats, *SEATS)))
    of_seat = [name for name in Field if name not in IDENTITY and name not in (Field.QUALITY, Field.RANK)]
    groups = [
        (seat_words(seat), [(f"{seat}.{name.value}", f"{seat_words(seat)}{NBSP}: {FIELD_LABELS[name]}") for name in of_seat])
        for seat in seats
    ]
    return [("", NOT_USED), ("Instance", [(name.value, FIELD_LABELS[name]) for name in Field]), *groups]


def seat_words(seat: str) -> str:
    """Return « Titulaire 1 » for « titular 1 »."""
    word, _, rank = seat.partition(" ")
    return f"{SEAT_WORDS.get(word, word)} {rank}".strip().capitalize()


def _missing(table: TableMapping, chosen: set[str]) -> list[str]:
    """Return what a table cannot do without, as sentences."""
    names = {target.rpartition(".")[2] for target in chosen}
    sentences = []
    if not names & {Field.FINESS_ET.value, Field.FACILITY_NAME.value}:
        sentences.append("Indiquez la colonne du numéro FINESS, ou celle du nom de l’établissement.")
    if not names & {Field.LAST_NAME.value, Field.FULL_NAME.value}:
        sentences.append("Indiquez la colonne du nom des personnes.")
    if table.shape == Shape.SEAT_ROWS and Field.QUALITY.value not in names:
        sentences.append("Indiquez la colonne de la qualité (titulaire, suppléant).")
    return sentences


class ProblemFilterForm(Form):
    """Which errors are shown; nonsense shows them all."""

    nature = forms.ChoiceField(label="Nature", required=False)
    feuille = forms.ChoiceField(label="Feuille", required=False)

    def __init__(self, *args, run: ImportRun, **kwargs):
        super().__init__(*args, **kwargs)
        kinds = [(code, f"{label} ({count})") for code, label, count in selectors.problem_kinds(run)]
        self.fields["nature"].choices = [("", "Toutes"), *kinds]
        self.fields["feuille"].choices = [("", "Toutes"), *((sheet, sheet) for sheet in selectors.problem_sheets(run))]

    def criteria(self) -> dict[str, str]:
        """Return the arguments of `selectors.problems`."""
        self.is_valid()
        return {"code": self.cleaned_data.get("nature", ""), "sheet": self.cleaned_data.get("feuille", "")}


class PeopleDoubtForm(Form):
    """Are these two people one? Which record is kept is chosen with the answer."""

    decision = forms.ChoiceField(
        label="Votre réponse",
        choices=[
            (Decision.SAME, "C’est la même personne"),
            (Decision.DIFFERENT, "Deux personnes différentes"),
            (Decision.LATER, "Plus tard"),
        ],
        widget=forms.RadioSelect,
    )


class VacancyDoubtForm(Form):
    """Does the person of the register still sit?"""

    decision = forms.ChoiceField(
        label="Votre réponse",
        choices=[
            (Decision.KEPT, "La personne siège encore, le classeur se trompe"),
            (Decision.ENDED, "La personne est partie, le siège est vacant"),
            (Decision.LATER, "Plus tard"),
        ],
        widget=forms.RadioSelect,
    )
    on = FrenchDateField(label="Dernier jour du mandat", required=False)
    reason = forms.ChoiceField(label="Motif", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = [("", "Choisir"), *agent_reasons()]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("decision") == Decision.ENDED:
            if not cleaned.get("on") and "on" not in self.errors:
                self.add_error("on", "Indiquez le dernier jour du mandat, par exemple 30 septembre 2026.")
            if not cleaned.get("reason"):
                self.add_error("reason", "Choisissez le motif de la fin.")
        return cleaned


def agent_reasons() -> list[tuple[str, str]]:
    """Return the reasons that an agent may give (dossier §3.6), without those that follow from another act."""
    return [(reason.value, typo_fr(str(reason.label).capitalize())) for reason in EndReason if reason not in CONSEQUENCES]
