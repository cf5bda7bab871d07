"""The forms of the four pages of a candidacy; online and paper files have the same.

A step is saved each time that its form is sent: `answers()` gives every answer that can be understood, whatever is still missing.
What must be answered is asked when the person goes on (`whole=True`), not when the draft is kept for later.
"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from portevoix.base.core.screening import CODE as SCREENED
from portevoix.base.core.screening import ensure_screened
from portevoix.base.core.text import squeeze
from portevoix.base.ui.forms import EmailField, Form, FrenchDateField, PhoneField
from portevoix.register.directory.enums import Civility, SeatQuality
from portevoix.register.directory.forms.places import AsksHome
from portevoix.register.directory.models import Commune
from portevoix.register.directory.selectors.places import commune_words
from portevoix.work.candidacies.enums import AttachmentKind
from portevoix.work.candidacies.models import Call

KEEP = "brouillon"  # the button that keeps the draft for later
NAME = {"autocomplete": "off", "spellcheck": "false"}
CIVILITIES = [(Civility.MRS.value, "Madame"), (Civility.MR.value, "Monsieur"), ("", "Non précisée")]
OTHER_QUALITY = "Sans préférence"


class SinceField(FrenchDateField):
    """A past day whose month or year is enough: « mars 2023 » is its first day."""

    def to_python(self, value):
        try:
            return super().to_python(value)
        except ValidationError as error:
            if getattr(error, "code", "") != "imprecise":
                raise
            return super().to_python(f"début {value}")


class StepForm(Form):
    """A page of the form. whole: ask for every answer that sending needs."""

    def __init__(self, *args, whole: bool = True, **kwargs):
        super().__init__(*args, **kwargs)
        self.whole = whole
        if not whole:
            for field in self.fields.values():
                field.required = False

    def answers(self) -> dict[str, Any]:
        """Return the answers that were understood, by column of the candidacy; a required answer left empty is empty."""
        found = {name: value for name, value in self.cleaned_data.items() if name not in self.errors}
        for name, errors in self.errors.as_data().items():
            if name in self.fields and all(error.code == "required" for error in errors):
                found[name] = self.fields[name].to_python("")
        return found


class PersonForm(AsksHome, StepForm):
    """Step 1: who is proposed."""

    civility = forms.ChoiceField(label="Civilité", choices=CIVILITIES, widget=forms.RadioSelect, required=False)
    last_name = forms.CharField(label="Nom", max_length=100, widget=forms.TextInput(attrs=NAME))
    first_name = forms.CharField(label="Prénom", max_length=100, widget=forms.TextInput(attrs=NAME))
    email = EmailField(
        label="Adresse électronique de la personne",
        required=False,
        max_length=254,
        help_text="Elle reçoit l’accusé de réception et la décision. Sans adresse, donnez un téléphone.",
    )
    phone = PhoneField(label="Téléphone de la personne", required=False, max_length=30, help_text="Par exemple\u00a0: 03 88 12 34 56")
    home = forms.CharField(
        label="Commune du domicile",
        max_length=80,
        help_text="Nom ou code postal, par exemple 67000. Elle sert à calculer les distances, rien d’autre n’est demandé de l’adresse.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    home_code = forms.ChoiceField(label="Laquelle de ces communes", required=False, widget=forms.RadioSelect)
    member_since = SinceField(
        label="Adhérente ou adhérent depuis le",
        help_text="Une date, même approchée\u00a0: «\u00a0mars 2023\u00a0» ou «\u00a02023\u00a0» suffit.",
    )
    occupation = forms.CharField(
        label="Profession actuelle ou ancienne",
        required=False,
        max_length=160,
        help_text="Elle aide à repérer un lien avec l’établissement. Par exemple\u00a0: comptable à la retraite.",
    )
    course_done_on = SinceField(label="Formation de base suivie le", required=False, help_text="Laissez vide si elle reste à suivre.")
    motivation = forms.CharField(
        label="Pourquoi cette personne",
        required=False,
        max_length=1500,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Quelques phrases. N’écrivez rien sur la santé de la personne ni de quelqu’un d’autre.",
    )
    confirmed = forms.BooleanField(label="Je confirme que ce texte peut être lu par l’agence tel qu’il est écrit", required=False)

    def __init__(self, *args, home: Commune | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.kept_home = home
        for name in ("member_since", "course_done_on"):
            self.fields[name].bounds["latest"] = self.fields[name].today

    @property
    def screened(self) -> bool:
        """The motivation seems to say something about people: the page asks to confirm it."""
        return self.is_bound and any(error.code == SCREENED for error in self.errors.as_data().get("motivation", ()))

    def clean(self):
        data = super().clean()
        for name in ("last_name", "first_name", "occupation"):
            if data.get(name):
                data[name] = squeeze(data[name])
        self._screen(data)
        if data.get("home"):
            data["home"] = self._home(data["home"], data.get("home_code", ""))
        elif "home" in data:
            data["home"] = None
        if (
            not data.get("email")
            and not data.get("phone")
            and self.fields["last_name"].required
            and not {"email", "phone"} & set(self.errors)
        ):
            self.add_error("email", "Donnez une adresse électronique ou un téléphone pour joindre la personne.")
        return data

    def answers(self):
        found = {name: value for name, value in super().answers().items() if name not in {"home_code", "confirmed"}}
        return found | ({"home": found["home"] or None} if "home" in found else {})

    def _screen(self, data: dict[str, Any]) -> None:
        """Stop a motivation that seems to identify somebody until the writer confirms it; what is kept already was confirmed."""
        text = data.get("motivation", "")
        if not text or text == self.initial.get("motivation"):
            return
        try:
            ensure_screened(text, confirmed=data.get("confirmed", False), known=[data.get("last_name", ""), data.get("first_name", "")])
        except ValidationError as refusal:
            self.add_error("motivation", refusal)

    def _home(self, text: str, code: str) -> Commune | None:
        if self.kept_home is not None and text.strip() == commune_words(self.kept_home):
            return self.kept_home
        return self.commune_of(text, code=code)


class OtherSeatForm(StepForm):
    """Step 2, after the wishes: another seat, if none of them is retained."""

    accepts_other_seat = forms.BooleanField(
        label="Si aucun vœu n’est retenu, proposer à la personne un autre siège encore vacant", required=False
    )
    max_distance_km = forms.IntegerField(
        label="Distance maximale de cet autre siège, en km",
        required=False,
        min_value=1,
        max_value=100,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 4}),
        help_text="Laissez vide s’il n’y a pas de limite.",
    )


def _box(label: str, **more: Any) -> forms.BooleanField:
    return forms.BooleanField(label=label, **more)


class DeclarationsForm(StepForm):
    """Step 3: what the association and the person declare, and what they accept."""

    no_tie_declared = _box(
        "La personne n’a aucun lien avec les établissements demandés\u00a0: elle n’y est ni salariée, ni praticienne, "
        "ni prestataire, ni administratrice"
    )
    course_promised = _box("La personne s’engage à suivre la formation de base, si elle ne l’a pas déjà suivie")
    charter_accepted = _box("La personne a lu la charte des représentants des usagers et l’accepte")
    person_informed = _box("La personne sait que ses données sont transmises à l’agence régionale de santé pour cette désignation")
    name_publishable = _box(
        "Publier le nom de la personne avec la composition de l’instance", required=False, help_text="Sans cet accord, le nom reste caché."
    )
    email_publishable = _box("Publier son adresse électronique", required=False, help_text="Sans cet accord, l’adresse reste cachée.")
    reading_consent = _box(
        "L’association accepte que France Assos Santé lise ce dossier",
        required=False,
        help_text="Seulement le nom, les vœux, leur état et la motivation\u00a0; ni les pièces, ni les coordonnées. "
        "Cet accord se retire à tout moment.",
    )
    signed_by_name = forms.CharField(label="Prénom et nom de qui signe pour l’association", max_length=160)
    signed_by_function = forms.CharField(
        label="Sa fonction dans l’association", max_length=120, help_text="Par exemple\u00a0: présidente, référent des représentants."
    )
    association_email = EmailField(
        label="Adresse électronique de l’association pour ce dossier",
        max_length=254,
        help_text="De préférence une adresse sans nom de personne. Les messages sur ce dossier y arrivent.",
    )

    def __init__(self, *args, course_done: bool = False, paper: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        if course_done:
            self.fields["course_promised"].required = False
        if paper:  # the association gives it itself, on the sheet of its file
            del self.fields["reading_consent"]

    # How the page groups the fields: title, names.
    GROUPS = (
        ("Déclarations", ("no_tie_declared", "course_promised", "charter_accepted", "person_informed")),
        ("Accords de la personne, facultatifs", ("name_publishable", "email_publishable")),
        ("Accord de l’association, facultatif", ("reading_consent",)),
        ("Signature de l’association", ("signed_by_name", "signed_by_function", "association_email")),
    )

    def groups(self):
        """Return the groups of fields, for the page."""
        groups = [(title, [self[name] for name in names if name in self.fields]) for title, names in self.GROUPS]
        return [(title, fields) for title, fields in groups if fields]


class BodySearchForm(Form):
    """Find a body of the call by its name or its town."""

    q = forms.CharField(
        label="Nom de l’établissement, ville ou code postal",
        required=False,
        max_length=80,
        help_text="Par exemple «\u00a0Colmar\u00a0» ou «\u00a0Pasteur\u00a0»",
        widget=forms.TextInput(attrs={"type": "search"}),
    )


class QualityForm(Form):
    """Which seat of the body that was chosen."""

    quality = forms.ChoiceField(label="Siège", required=False, widget=forms.RadioSelect)

    def __init__(self, *args, qualities: list[SeatQuality], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["quality"].choices = [*((quality.value, quality.label.capitalize()) for quality in qualities), ("", OTHER_QUALITY)]


class DistanceForm(Form):
    """Any seat around the home."""

    within_km = forms.IntegerField(
        label="Distance maximale, en km",
        min_value=1,
        max_value=100,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 4}),
        error_messages={
            "required": "Indiquez une distance entre 1 et 100 km, par exemple 30.",
            "invalid": "Indiquez une distance entre 1 et 100 km, par exemple 30.",
            "min_value": "Indiquez une distance entre 1 et 100 km, par exemple 30.",
            "max_value": "Indiquez une distance entre 1 et 100 km, par exemple 30.",
        },
    )


class PieceForm(Form):
    """One file to join."""

    kind = forms.ChoiceField(
        label="Nature de la pièce",
        choices=[("", "Choisissez la nature de la pièce"), *((kind.value, kind.label.capitalize()) for kind in AttachmentKind)],
        required=False,
    )
    file = forms.FileField(
        label="Fichier",
        required=False,
        help_text="PDF, JPEG ou PNG, 10 Mo au plus.",
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )

    def clean(self):
        data = super().clean()
        if data.get("file") and not data.get("kind") and "kind" not in self.errors:
            self.add_error("kind", "Dites ce qu’est cette pièce.")
        if data.get("kind") and not data.get("file") and "file" not in self.errors:
            self.add_error("file", "Choisissez un fichier PDF, JPEG ou PNG.")
        return data


class ReceivedForm(Form):
    """When the agency got a paper file."""

    received_on = FrenchDateField(
        label="Dossier reçu le", help_text="Le jour de l’arrivée à l’agence\u00a0: il compte comme jour du dépôt."
    )

    def clean_received_on(self):
        day = self.cleaned_data["received_on"]
        today = self.fields["received_on"].today
        if day and today and day > today:
            raise ValidationError("Ce jour n’est pas encore venu. Indiquez le jour de l’arrivée.")
        return day


class PaperForm(Form):
    """Which call a paper file answers."""

    call = forms.ModelChoiceField(label="Appel", queryset=Call.objects.none(), empty_label=None, widget=forms.RadioSelect)

    def __init__(self, *args, calls, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["call"].queryset = calls
