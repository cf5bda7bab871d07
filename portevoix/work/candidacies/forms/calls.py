"""Forms of the calls: the perimeter and the window, the acts, the filters of the list of seats."""

from datetime import date, datetime, time, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone

from portevoix.base.core.french_dates import DateError, date_fr, parse_date
from portevoix.base.core.periods import add_months
from portevoix.base.ui.forms import EmailField, Form, FrenchDateField
from portevoix.register.directory.enums import SeatQuality
from portevoix.register.directory.selectors.rules import parameter_at
from portevoix.work.candidacies.enums import CallMode, CallState
from portevoix.work.candidacies.selectors.perimeter import Perimeter
from portevoix.work.candidacies.selectors.perimeter_words import PerimeterChoices

WINDOW_DAYS, DECISION_DAYS = ("call-window-days", 30), ("call-decision-days", 60)
MODES = {
    CallMode.CAMPAIGN: "Campagne\u00a0: tous les sièges d’une période",
    CallMode.COMPLEMENTARY: "Appel complémentaire\u00a0: les sièges restés vacants",
    CallMode.PERMANENT: "Appel permanent\u00a0: sans date de clôture, la liste s’actualise",
}


def day_start(day: date) -> datetime:
    """Return the first moment of `day` in Paris."""
    return timezone.make_aware(datetime.combine(day, time.min))


def day_end(day: date) -> datetime:
    """Return the first moment at which `day` is over in Paris."""
    return day_start(day + timedelta(days=1))


class WindowForm(Form):
    """What a call says of itself, and its window."""

    title = forms.CharField(label="Titre", max_length=160)
    opens_on = FrenchDateField(label="Premier jour")
    last_on = FrenchDateField(
        label="Dernier jour pour proposer", required=False, help_text="Inclus. Laissez vide pour un appel permanent seulement."
    )
    decision_expected_on = FrenchDateField(label="Décision attendue pour le", required=False)
    introduction = forms.CharField(
        label="Présentation",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Lue par les associations, au-dessus de la liste des sièges. Sautez une ligne entre deux paragraphes.",
    )
    help_email = EmailField(label="Adresse pour les questions", required=False)

    def window(self, mode: str) -> dict:
        """Return the fields of the call; raise nothing: `clean` did."""
        data = self.cleaned_data
        kept = {name: data[name] for name in ("title", "decision_expected_on", "introduction", "help_email")}
        last = None if mode == CallMode.PERMANENT else data["last_on"]
        return kept | {"opens_at": day_start(data["opens_on"]), "closes_at": day_end(last) if last else None}

    def check_window(self, mode: str) -> None:
        """Put on the form what does not hold in the window of a call of this nature."""
        opens, last = self.cleaned_data.get("opens_on"), self.cleaned_data.get("last_on")
        if mode != CallMode.PERMANENT and not last and "last_on" not in self.errors:
            self.add_error("last_on", "Indiquez le dernier jour pour proposer\u00a0; seul un appel permanent n’en a pas.")
        if opens and last and last < opens:
            self.add_error("last_on", f"Choisissez un jour à partir du {date_fr(opens)}, qui est le premier jour.")
        expected = self.cleaned_data.get("decision_expected_on")
        if expected and last and expected <= last:
            self.add_error("decision_expected_on", f"Choisissez un jour après le {date_fr(last)}, dernier jour pour proposer.")


class CallForm(WindowForm):
    """A new call: its perimeter, then what it says. choices: what the register knows in the scope of the agent."""

    mode = forms.ChoiceField(label="Nature", choices=list(MODES.items()), widget=forms.RadioSelect, initial=CallMode.COMPLEMENTARY)
    d = forms.MultipleChoiceField(
        label="Départements", required=False, widget=forms.CheckboxSelectMultiple, help_text="Rien de coché\u00a0: tous."
    )
    t = forms.MultipleChoiceField(
        label="Instances", required=False, widget=forms.CheckboxSelectMultiple, help_text="Rien de coché\u00a0: toutes."
    )
    s = forms.MultipleChoiceField(
        label="Sièges",
        required=False,
        choices=[(quality.value, quality.label.capitalize()) for quality in SeatQuality],
        widget=forms.CheckboxSelectMultiple,
        help_text="Rien de coché\u00a0: tous.",
    )
    vacant = forms.BooleanField(label="Les sièges vacants aujourd’hui, y compris les mandats échus", required=False, initial=True)
    avant = FrenchDateField(label="Les sièges qui se libèrent avant le", required=False, help_text="Laissez vide pour ne pas les offrir.")
    occupes = forms.BooleanField(label="Tous les sièges occupés, remis en jeu avant la fin des mandats", required=False)
    q = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)
    f = forms.IntegerField(required=False, widget=forms.HiddenInput)
    depuis = forms.IntegerField(required=False, widget=forms.HiddenInput)
    echus = forms.BooleanField(required=False, widget=forms.HiddenInput)
    instance = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, choices: PerimeterChoices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["d"].choices = choices.departments
        self.fields["t"].choices = choices.body_types
        self.order_fields(["d", "t", "s", "vacant", "avant", "occupes", "title", "mode"])

    def clean(self):
        data = super().clean()
        self.check_window(data.get("mode", ""))
        if not (data.get("vacant") or data.get("avant") or data.get("occupes")) and "avant" not in self.errors:
            raise ValidationError("Cochez au moins une sorte de sièges\u00a0: vacants, qui se libèrent, ou occupés.", code="origin")
        return data

    def perimeter(self) -> Perimeter:
        """Return the perimeter that a valid form describes."""
        return perimeter_of(self.cleaned_data)


def perimeter_of(data: dict) -> Perimeter:
    """Return the perimeter of clean values named as the fields of `CallForm`."""
    return Perimeter(
        text=data.get("q") or "",
        departments=frozenset(data.get("d") or ()),
        body_types=frozenset(data.get("t") or ()),
        qualities=frozenset(data.get("s") or ()),
        federation=data.get("f"),
        body=data.get("instance"),
        vacant=bool(data.get("vacant")),
        past_term_only=bool(data.get("echus")),
        vacant_over_months=data.get("depuis"),
        falling_before=data.get("avant"),
        mid_cycle=bool(data.get("occupes")),
    )


def asked_by(query: QueryDict, *, today: date) -> dict:
    """Return the values of the perimeter that the filters of the board of seats ask for (same names, same meaning).

    e: vacants, pourvu, echu, tous. fin: months within which a mandate ends. au: the day of the board; seen from a day to come,
    the seats that fall vacant until then are offered too. A value that is not understood limits nothing: the form shows what is kept.
    """
    state, day, within = query.get("e") or "vacants", _day(query.get("au", ""), today), _whole(query, "fin")
    filled = state == "pourvu"
    falling = add_months(today, min(within, 120)) if filled and within else day if day and day > today and state == "vacants" else None
    return {
        "d": list(filter(None, query.getlist("d"))),
        "t": list(filter(None, query.getlist("t"))),
        "s": list(filter(None, query.getlist("s"))),
        "q": query.get("q", "")[:80].strip(),
        "f": _whole(query, "f"),
        "depuis": _whole(query, "depuis"),
        "instance": _whole(query, "instance"),
        "vacant": not filled,
        "echus": state == "echu",
        "avant": falling,
        "occupes": (filled and not falling) or state == "tous",
    }


def usual_window(*, today: date) -> dict:
    """Return the dates proposed for a new call, by the settings of `today`."""
    last = today + timedelta(days=parameter_at(WINDOW_DAYS[0], today, default=WINDOW_DAYS[1]))
    decision = last + timedelta(days=parameter_at(DECISION_DAYS[0], today, default=DECISION_DAYS[1]))
    return {"opens_on": today, "last_on": last, "decision_expected_on": decision}


def _whole(query: QueryDict, name: str) -> int | None:
    text = query.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 10 else None


def _day(text: str, today: date) -> date | None:
    try:
        return parse_date(text, today=today) if text.strip() else None
    except DateError:
        return None


class EditForm(WindowForm):
    """What may be changed; after the opening, the window and the title are fixed."""

    def __init__(self, *args, call, **kwargs):
        super().__init__(*args, **kwargs)
        self.call = call
        if call.state != CallState.DRAFT:
            for name in ("title", "opens_on", "last_on"):
                del self.fields[name]

    def clean(self):
        data = super().clean()
        if "last_on" in self.fields:
            self.check_window(self.call.mode)
        return data

    def changes(self) -> dict:
        """Return the fields of the call that the form changes."""
        if "last_on" in self.fields:
            return self.window(self.call.mode)
        return {name: self.cleaned_data[name] for name in ("decision_expected_on", "introduction", "help_email")}


class ReasonForm(Form):
    """Why."""

    reason = forms.CharField(label="Pourquoi", max_length=300, help_text="Gardé au journal des actions.")


class LaterForm(ReasonForm):
    """A new last day, with the reason."""

    last_on = FrenchDateField(label="Nouveau dernier jour pour proposer", help_text="Inclus. Par exemple\u00a0: 15 janvier 2027")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.order_fields(["last_on", "reason"])


class AddSeatForm(ReasonForm):
    """One seat of a body, with the reason. seats: what can be chosen."""

    seat = forms.ModelChoiceField(label="Siège", queryset=None, widget=forms.RadioSelect, empty_label=None)

    def __init__(self, *args, seats, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seat"].queryset = seats
        self.fields["seat"].label_from_instance = lambda seat: f"{seat.body}\u00a0: {seat.label}"
        self.order_fields(["seat", "reason"])


class FindBodyForm(Form):
    """Looks for the body of a seat to add."""

    cherche = forms.CharField(
        label="Instance, établissement ou ville", required=False, max_length=80, widget=forms.TextInput(attrs={"type": "search"})
    )


class DocumentForm(Form):
    """A file that goes with the call."""

    title = forms.CharField(label="Titre du document", max_length=120, help_text="Par exemple\u00a0: charte du représentant des usagers")
    file = forms.FileField(label="Fichier", help_text="PDF, image, classeur XLSX ou ODS, 10\u00a0Mo au plus")


class SeatFilterForm(Form):
    """Which seats of the call are listed."""

    d = forms.ChoiceField(label="Département", required=False)
    s = forms.ChoiceField(label="Siège", required=False)
    c = forms.ChoiceField(
        label="Candidatures",
        required=False,
        choices=[("", "Toutes"), ("sans", "Sans candidature"), ("une", "Une seule"), ("plusieurs", "Plusieurs")],
    )
    r = forms.ChoiceField(label="Désignation", required=False, choices=[("", "Toutes"), ("reste", "À pourvoir"), ("fait", "Déjà pourvus")])

    def __init__(self, query: QueryDict, *, rows):
        super().__init__(query)
        departments = sorted({(row.department_code, row.department_name or "Toute la région") for row in rows})
        self.fields["d"].choices = [("", "Tous"), *((code or "region", f"{code} {name}".strip()) for code, name in departments)]
        present = {row.quality for row in rows}
        self.fields["s"].choices = [("", "Tous"), *((q.value, q.label.capitalize()) for q in SeatQuality if q in present)]
