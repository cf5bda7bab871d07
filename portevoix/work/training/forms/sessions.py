"""Forms of the sessions: what a session says of itself, its half-days, why it is cancelled, the filters of the list."""

from datetime import date

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.http import QueryDict

from portevoix.base.ui.forms import EmailField, Form, FrenchDateField, HourField, PhoneField
from portevoix.register.directory.forms.places import CommuneField
from portevoix.work.training.actions.sessions import Slot
from portevoix.work.training.enums import CancellationReason, SessionFormat
from portevoix.work.training.models import Course

MORE = "ajouter"  # the button that asks for more rows
MOST_HALF_DAYS, AT_ONCE = 20, 2
COMING = "a-venir"
VIEWS = ((COMING, "À venir"), ("draft", "En préparation"), ("a-clore", "Présences à clore"), ("done", "Terminées"), ("toutes", "Toutes"))


class SessionForm(Form):
    """A session, but for its half-days. courses: those that may be chosen; none: the course is fixed."""

    course = forms.ChoiceField(label="Formation")
    format = forms.ChoiceField(
        label="Forme", choices=[(code, label.capitalize()) for code, label in SessionFormat.choices], widget=forms.RadioSelect
    )
    commune = CommuneField(
        label="Commune", required=False, help_text="Nom ou code postal, par exemple 67000 Strasbourg. Vide pour une session à distance."
    )
    place = forms.CharField(label="Lieu", required=False, max_length=160, help_text="Par exemple\u00a0: Maison des associations, salle 3")
    street = forms.CharField(label="Adresse", required=False, max_length=200)
    access_words = forms.CharField(
        label="Comment venir",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Transports, stationnement, entrée de plain-pied.",
    )
    remote_link = forms.URLField(
        label="Lien de la visioconférence",
        required=False,
        max_length=300,
        assume_scheme="https",
        help_text="Donné aux seules personnes inscrites qui suivent à distance.",
        error_messages={"invalid": "Écrivez un lien entier, par exemple https://visio.exemple.fr/formation."},
    )
    seats = forms.IntegerField(label="Places", min_value=1, max_value=500, initial=15)
    minimum = forms.IntegerField(label="Minimum pour tenir la session", min_value=1, max_value=500, initial=6)
    closes_on = FrenchDateField(label="Inscriptions jusqu’au", help_text="Inclus. Par exemple\u00a0: 1er septembre 2027")
    trainers = forms.CharField(label="Animation", required=False, max_length=200, help_text="Écrite sur l’attestation.")
    questions_email = EmailField(label="Adresse pour les questions", required=False, max_length=254)
    questions_phone = PhoneField(label="Téléphone pour les questions", required=False, max_length=30)

    def __init__(self, *args, courses: list[Course] | None, **kwargs):
        super().__init__(*args, **kwargs)
        if courses is None:
            del self.fields["course"]
            self.courses = {}
            return
        self.courses = {str(course.pk): course for course in courses}
        self.fields["course"].choices = [("", "Choisissez une formation"), *((key, one.title) for key, one in self.courses.items())]

    def clean_course(self):
        return self.courses[self.cleaned_data["course"]]

    def clean(self):
        data = super().clean()
        if data.get("format") == SessionFormat.REMOTE:
            data |= {"commune": None, "place": "", "street": "", "access_words": ""}
        elif "format" in data and not data.get("commune") and "commune" not in self.errors:
            self.add_error("commune", "Indiquez la commune d’une session sur place.")
        if data.get("seats") and data.get("minimum") and data["minimum"] > data["seats"]:
            self.add_error("minimum", "Le minimum ne dépasse pas le nombre de places.")
        return data


class HalfDayForm(Form):
    """One half-day; three empty fields say nothing."""

    use_required_attribute = False
    day = FrenchDateField(label="Jour", required=False, help_text="")
    starts = HourField(label="Début", required=False)
    ends = HourField(label="Fin", required=False)

    def clean(self):
        data = super().clean()
        if self.errors or not any(data.get(name) for name in ("day", "starts", "ends")):
            return data
        for name, sentence in (("day", "le jour"), ("starts", "l’heure de début"), ("ends", "l’heure de fin")):
            if not data.get(name):
                self.add_error(name, f"Indiquez {sentence} de cette demi-journée, ou videz la ligne.")
        if data.get("starts") and data.get("ends") and data["ends"] <= data["starts"]:
            self.add_error("ends", "La fin d’une demi-journée suit son début.")
        return data


class HalfDays(BaseFormSet):
    """The half-days of a session, as many rows as needed: a row left empty says nothing."""

    def slots(self) -> list[Slot]:
        """Return the half-days that are asked for; the forms are valid."""
        rows = (form.cleaned_data for form in self.forms if form.cleaned_data.get("day"))
        return [Slot(day=row["day"], starts=row["starts"], ends=row["ends"]) for row in rows]


def half_days_form(data=None, *, initial=(), today, extra: int = AT_ONCE) -> HalfDays:
    """Return the rows of half-days: those of `initial`, then `extra` empty ones."""
    kind = formset_factory(HalfDayForm, formset=HalfDays, extra=extra, max_num=MOST_HALF_DAYS, absolute_max=MOST_HALF_DAYS)
    return kind(data, initial=list(initial), prefix="demi", form_kwargs={"today": today, "empty_permitted": False})


def half_days_asked(query: QueryDict) -> list[dict[str, date]]:
    """Return the days of the half-days that an address proposes (`jour`, ISO, one each); what cannot be understood is left out."""
    found = []
    for text in query.getlist("jour")[:MOST_HALF_DAYS]:
        try:
            found.append({"day": date.fromisoformat(text)})
        except ValueError:
            continue
    return found


class CancelForm(Form):
    reason = forms.ChoiceField(
        label="Motif, dit aux personnes inscrites",
        choices=[(code, label.capitalize()) for code, label in CancellationReason.choices],
        widget=forms.RadioSelect,
    )


class SessionFilterForm(Form):
    """The filters of the list of sessions; every field may be left empty."""

    e = forms.ChoiceField(label="Sessions", required=False, choices=[*VIEWS, ("cancelled", "Annulées")])
    c = forms.ChoiceField(label="Formation", required=False)
    d = forms.ChoiceField(label="Département", required=False)
    du = FrenchDateField(label="À partir du", required=False, help_text="")
    au = FrenchDateField(label="Jusqu’au", required=False, help_text="")

    def __init__(self, *args, courses, departments, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["c"].choices = [("", "Toutes"), *((str(pk), title) for pk, title in courses)]
        self.fields["d"].choices = [("", "Tous"), *departments, ("distance", "À distance")]

    @property
    def narrowed(self) -> bool:
        """Whether any filter but the view is set."""
        return any(value for name, value in self.cleaned_data.items() if name != "e")
