"""Forms of the examination."""

from django import forms

from portevoix.base.ui.forms import Form, FrenchDateField
from portevoix.base.ui.screened import TextForm
from portevoix.work.candidacies.enums import AssessmentValue, CandidacyState, RefusalReason, WishState
from portevoix.work.candidacies.models import Call

OUTCOMES = (
    (WishState.RETAINED, "Retenir, sur le siège choisi"),
    (WishState.WAITING_LIST, "Mettre sur liste d’attente"),
    (WishState.NOT_RETAINED, "Ne pas retenir"),
)


def _text(label: str, *, rows: int = 4, **kwargs) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


class PiecesForm(TextForm):
    items = _text("Ce qui manque", max_length=1500, help_text="Une pièce par ligne, par exemple\u00a0: attestation d’adhésion de l’année.")
    due_on = FrenchDateField(label="À fournir avant le")


class AssessmentForm(TextForm):
    value = forms.ChoiceField(label="Avis", choices=AssessmentValue.choices, widget=forms.RadioSelect)
    comment = _text("Commentaire", required=False, max_length=1000, help_text="Obligatoire quand l’avis n’est pas favorable.")


class ReasonForm(TextForm):
    reason = _text("Pourquoi", rows=2, max_length=500, help_text="Une phrase. Elle est gardée dans le dossier.")


class DecisionForm(TextForm):
    """What is decided of one wish. seats: those that may be given, as (seat, words). proposed: a proposal was made for the call."""

    outcome = forms.ChoiceField(label="Décision", choices=OUTCOMES, widget=forms.RadioSelect)
    seat = forms.ChoiceField(label="Siège attribué", required=False, help_text="Seulement si vous retenez ce vœu.")
    refusal_reason = forms.ChoiceField(
        label="Motif",
        required=False,
        choices=[("", "Choisissez un motif"), *((code, label.capitalize()) for code, label in RefusalReason.choices)],
        help_text="Seulement si vous ne retenez pas ce vœu. Publié en nombre, sans nom.",
    )
    reason = _text("Motivation", max_length=1000, help_text="L’association et la personne la lisent.")
    deviation = _text(
        "Pourquoi vous écarter de la proposition", rows=2, required=False, max_length=1000, help_text="Gardé dans le dossier."
    )

    def __init__(self, *args, seats, proposed: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.seats = {str(seat.pk): seat for seat, _ in seats}
        self.fields["seat"].choices = [("", "Choisissez un siège"), *((str(seat.pk), words) for seat, words in seats)]
        if not proposed:
            del self.fields["deviation"]
        if not seats:
            del self.fields["seat"]
            self.fields["outcome"].choices = [choice for choice in OUTCOMES if choice[0] != WishState.RETAINED]

    def clean(self):
        data = super().clean()
        data["seat"] = self.seats.get(data.get("seat") or "")
        return data


class PersonForm(Form):
    """Which record the person of the file is. records: the records that look alike, as (record, words)."""

    NEW = "nouvelle"
    person = forms.ChoiceField(label="La personne de ce dossier", widget=forms.RadioSelect)

    def __init__(self, *args, records, **kwargs):
        super().__init__(*args, **kwargs)
        self.records = {str(record.pk): record for record, _ in records}
        choices = [(str(record.pk), words) for record, words in records]
        self.fields["person"].choices = [*choices, (self.NEW, "Aucune de ces fiches\u00a0: créer la fiche de cette personne")]

    def clean_person(self):
        """Return the record, None to create it."""
        return self.records.get(self.cleaned_data["person"])


class CandidacyFilterForm(Form):
    """The filters of the list; every field may be left empty."""

    q = forms.CharField(label="Nom ou numéro", required=False, max_length=80, widget=forms.TextInput(attrs={"type": "search"}))
    e = forms.ChoiceField(label="État", required=False)
    a = forms.ChoiceField(label="Appel", required=False)
    d = forms.ChoiceField(label="Département", required=False)

    OPEN = "ouverts"

    def __init__(self, *args, calls: list[Call], departments: list[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        states = [choice for choice in CandidacyState.choices if choice[0] not in {CandidacyState.DRAFT, CandidacyState.LAPSED}]
        self.fields["e"].choices = [
            (self.OPEN, "Dossiers ouverts"),
            ("tous", "Tous les états"),
            *((code, label.capitalize()) for code, label in states),
        ]
        self.fields["a"].choices = [("", "Tous"), *((str(call.pk), f"{call.number}, {call.title}") for call in calls)]
        self.fields["d"].choices = [("", "Tous"), *departments]


class QueueFilterForm(Form):
    """The filters of « Ce qui m’attend »."""

    q = forms.CharField(label="Nom ou numéro", required=False, max_length=80, widget=forms.TextInput(attrs={"type": "search"}))
    e = forms.ChoiceField(label="Ce qui est attendu", required=False, choices=[("", "Tout"), *CandidacyState.choices])
    r = forms.BooleanField(label="En retard seulement", required=False)

    def limit_to(self, states: dict[str, int]) -> None:
        """Offer only the states that wait, with how many files each."""
        labels = dict(CandidacyState.choices)
        found = [(code, f"{labels[code].capitalize()} ({count})") for code, count in sorted(states.items())]
        self.fields["e"].choices = [("", "Tout"), *found]
