"""Forms of the orders."""

from typing import Any

from django import forms

from portevoix.base.accounts.models import User
from portevoix.base.ui.forms import Form, FrenchDateField
from portevoix.register.directory.enums import Civility
from portevoix.register.directory.models import Association, Seat, Territory
from portevoix.register.mandates.actions.endings import CONSEQUENCES
from portevoix.register.mandates.enums import EndReason
from portevoix.register.orders.models import DesignationOrder, OrderTemplate, Signatory

SPARE_ARTICLES = 1  # empty articles offered at the end of the form
REASONS = [(reason.value, reason.label.capitalize()) for reason in EndReason if reason not in CONSEQUENCES and reason != EndReason.TERM]
NAME = {"autocomplete": "off", "spellcheck": "false"}


def _area(label: str, rows: int, help_text: str = "", *, required: bool = True) -> forms.CharField:
    return forms.CharField(label=label, help_text=help_text, required=required, widget=forms.Textarea(attrs={"rows": rows}))


class SearchForm(Form):
    q = forms.CharField(
        label="Numéro, instance ou personne", required=False, max_length=80, widget=forms.TextInput(attrs={"type": "search"})
    )


class NewOrderForm(Form):
    """Which order, for which region, from which day."""

    region = forms.ModelChoiceField(label="Région", queryset=Territory.objects.none(), empty_label=None)
    template = forms.ModelChoiceField(label="Modèle", queryset=OrderTemplate.objects.none(), empty_label=None, widget=forms.RadioSelect)
    effective_on = FrenchDateField(
        label="Prise d’effet", required=False, help_text="Premier jour des mandats. Laissez vide\u00a0: à la date de la signature."
    )

    def __init__(self, *args, regions, templates, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["region"].queryset = regions
        self.fields["template"].queryset = OrderTemplate.objects.filter(pk__in=[template.pk for template in templates]).order_by("name")
        if len(regions) == 1:
            self.fields["region"].widget = forms.HiddenInput()
            self.initial.setdefault("region", regions[0])


class TextForm(Form):
    """The whole text of a draft, with its blanks; the articles are numbered by themselves."""

    title = _area("Titre", 3, "Sans le mot «\u00a0Arrêté\u00a0»\u00a0: «\u00a0portant désignation…\u00a0»")
    author_line = forms.CharField(label="Auteur de l’acte", max_length=300)
    visas = _area("Visas", 8, "Un par ligne, du texte le plus haut au moins haut. Le point-virgule final est ajouté.")
    considerants = _area("Considérants", 4, "Un par ligne.", required=False)
    appeal = _area("Voies et délais de recours", 7, "Une ligne vide entre deux paragraphes.")

    def __init__(self, *args, order: DesignationOrder | OrderTemplate, **kwargs):
        kwargs["initial"] = {**{name: getattr(order, name) for name in TextForm.base_fields}, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.tables = [article.get("table", "") for article in order.articles]
        self.rows = []
        appeal = self.fields.pop("appeal")
        for rank in range(1, len(order.articles) + SPARE_ARTICLES + 1):
            article = order.articles[rank - 1] if rank <= len(order.articles) else {}
            self._add_article(rank, article)
        self.fields["appeal"] = appeal

    def _add_article(self, rank: int, article: dict[str, str]) -> None:
        title = forms.CharField(label=f"Titre de l’article {rank}", max_length=160, required=False, initial=article.get("title", ""))
        text = _area(f"Texte de l’article {rank}", 4, "Videz le texte pour supprimer l’article." if article else "", required=False)
        text.initial = article.get("text", "")
        self.fields |= {f"article_{rank}_title": title, f"article_{rank}_text": text}
        self.rows.append(rank)

    def texts(self) -> dict[str, Any]:
        """Return the texts as `actions.edit_text` takes them; an article without text is taken away."""
        data = self.cleaned_data
        articles = []
        for rank in self.rows:
            title, text = data[f"article_{rank}_title"].strip(), data[f"article_{rank}_text"].replace("\r\n", "\n").strip()
            table = self.tables[rank - 1] if rank <= len(self.tables) else ""
            if text:
                articles.append({"title": title, "text": text} | ({"table": table} if table else {}))
        plain = {name: data[name].replace("\r\n", "\n").strip() for name in ("title", "author_line", "visas", "considerants", "appeal")}
        return plain | {"articles": articles}


class TemplateForm(TextForm):
    """The text of a region, from a day."""

    def __init__(self, *args, regions, **kwargs):
        super().__init__(*args, **kwargs)
        day = FrenchDateField(label="À partir du", today=kwargs.get("today"), help_text="Les projets déjà rédigés gardent leur texte.")
        self.fields["region"] = forms.ModelChoiceField(label="Région", queryset=regions, empty_label=None)
        self.fields["first"] = day
        self.fields["validated"] = forms.BooleanField(label="Le service juridique de l’agence a validé ce texte", required=False)
        if len(regions) == 1:
            self.fields["region"].widget = forms.HiddenInput()
            self.initial.setdefault("region", regions[0])


class DetailsForm(Form):
    """Where, by whom, from which day; and which order of the prefect it cites, when its text does."""

    place = forms.CharField(label="Fait à", max_length=80)
    signatory = forms.ModelChoiceField(label="Signataire", queryset=Signatory.objects.none(), required=False, empty_label="À choisir")
    effective_on = FrenchDateField(
        label="Prise d’effet", required=False, help_text="Premier jour des mandats. Laissez vide\u00a0: à la date de la signature."
    )

    prefect_number = forms.CharField(
        label="Numéro de l’arrêté du préfet", max_length=60, required=False, help_text="L’arrêté qui désigne, par exemple\u00a0: 2026-1187"
    )
    prefect_on = FrenchDateField(label="Date de l’arrêté du préfet", required=False)

    def __init__(self, *args, signatories: list[Signatory], prefect: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not prefect:
            del self.fields["prefect_number"], self.fields["prefect_on"]
        self.fields["signatory"].queryset = Signatory.objects.filter(pk__in=[row.pk for row in signatories]).order_by("last_name")
        self.fields["signatory"].label_from_instance = lambda row: f"{row}, {row.function}"


class PersonSearch(Form):
    """The search before a line is added."""

    instance = forms.CharField(label="Instance", max_length=80, required=False, help_text="Un mot du nom, ou la ville")
    cherche = forms.CharField(label="Personne", max_length=80, required=False, help_text="Son nom")


class LineForm(Form):
    """One designation: who, on which seat, for which association."""

    seat = forms.ModelChoiceField(label="Siège", queryset=Seat.objects.none(), empty_label="Choisissez un siège")
    person = forms.ChoiceField(label="Personne", widget=forms.RadioSelect)
    association = forms.ModelChoiceField(
        label="Association qui la propose", queryset=Association.objects.none(), required=False, empty_label="Aucune"
    )
    proposed_on = FrenchDateField(label="Date de la proposition", required=False)
    last_day = FrenchDateField(
        label="Fin du mandat", required=False, help_text="Laissez vide\u00a0: calculée par la règle et la pratique de la région."
    )

    def __init__(self, *args, seats, people: list[tuple[str, str]], associations, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seat"].queryset = seats
        self.fields["seat"].label_from_instance = lambda seat: f"{seat.body.readable_name}, {seat.body.town}\u00a0: {seat.label}"
        self.fields["person"].choices = people
        self.fields["association"].queryset = associations


class SendBackForm(Form):
    reason = forms.CharField(
        label="Ce qui est à corriger",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Une phrase ou deux. La personne qui rédige la lira.",
    )


class PublicationForm(Form):
    reference = forms.CharField(
        label="Référence du recueil", max_length=120, help_text="Par exemple\u00a0: RAA n°\u00a047, 2 décembre 2026"
    )
    on = FrenchDateField(label="Publié le")


class CopyForm(Form):
    upload = forms.FileField(label="Exemplaire signé", help_text="Un fichier PDF de 10\u00a0Mo au plus")


class ModifyingForm(Form):
    """Which mandates of a signed order end by the new one, and why."""

    end = forms.MultipleChoiceField(label="Mettre fin aux mandats de", required=False, widget=forms.CheckboxSelectMultiple)
    reason = forms.ChoiceField(label="Motif de ces fins", choices=[("", "Aucune fin de mandat"), *REASONS], required=False)

    def __init__(self, *args, lines, **kwargs):
        super().__init__(*args, **kwargs)
        self.lines = {str(line.pk): line for line in lines}
        self.fields["end"].choices = [
            (key, f"{line.mandate.person.sorted_name}, {line.seat.label.lower()}, {line.seat.body.readable_name}")
            for key, line in self.lines.items()
        ]

    def clean(self):
        data = super().clean()
        if data.get("end") and not data.get("reason"):
            self.add_error("reason", "Choisissez le motif de ces fins.")
        return data

    def chosen(self):
        """Return the lines that were checked."""
        return [self.lines[key] for key in self.cleaned_data["end"]]


class SignatoryForm(Form):
    """Somebody who signs, in office or by delegation."""

    region = forms.ModelChoiceField(label="Région", queryset=Territory.objects.none(), empty_label=None)
    civility = forms.ChoiceField(label="Civilité", choices=Civility.choices, required=False, widget=forms.RadioSelect)
    first_name = forms.CharField(label="Prénom", max_length=100, widget=forms.TextInput(attrs=NAME))
    last_name = forms.CharField(label="Nom", max_length=100, widget=forms.TextInput(attrs=NAME))
    function = forms.CharField(
        label="Qualité", max_length=200, help_text="Accordée avec la personne, par exemple\u00a0: La directrice générale"
    )
    delegation_reference = forms.CharField(
        label="Délégation de signature",
        max_length=300,
        required=False,
        help_text="Telle qu’elle est visée\u00a0: «\u00a0la décision du 5 janvier 2026 portant délégation de signature\u00a0». "
        "Laissez vide pour la personne qui dirige l’agence.",
    )
    user = forms.ModelChoiceField(
        label="Compte", queryset=User.objects.none(), required=False, empty_label="Aucun compte\u00a0: signature manuscrite enregistrée"
    )
    first = FrenchDateField(label="Peut signer à partir du")
    last = FrenchDateField(label="Jusqu’au", required=False, help_text="Laissez vide si la fin n’est pas connue.")

    def __init__(self, *args, regions, accounts, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["region"].queryset = regions
        self.fields["user"].queryset = accounts
        if len(regions) == 1:
            self.fields["region"].widget = forms.HiddenInput()
            self.initial.setdefault("region", regions[0])


class CertificateForm(Form):
    """What the certificate says, and how large."""

    association = forms.BooleanField(
        label="Écrire le nom de l’association",
        required=False,
        help_text="Le nom d’une association peut révéler une maladie.",
    )
    large = forms.BooleanField(label="En gros caractères", required=False)


class EndSignatoryForm(Form):
    last = FrenchDateField(label="Dernier jour")
