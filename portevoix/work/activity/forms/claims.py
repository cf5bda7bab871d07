"""Forms of the claims of expenses."""

from django import forms

from portevoix.base.ui.forms import Form, HourField
from portevoix.base.ui.screened import TextForm
from portevoix.register.directory.forms.places import CommuneField
from portevoix.work.activity.enums import Means, Zone
from portevoix.work.activity.forms.fields import EurosField
from portevoix.work.activity.models.journal import FARTHEST

ONLINE, PAPER = "en_ligne", "papier"


def _choices(choices) -> list[tuple[str, str]]:
    return [(code, label[:1].upper() + label[1:]) for code, label in choices]


class WayForm(Form):
    """When and how somebody travelled."""

    leaves = HourField(label="Heure de départ")
    returns = HourField(label="Heure de retour")
    means = forms.ChoiceField(label="Moyen de transport", choices=_choices(Means.choices))
    fiscal_power = forms.IntegerField(
        label="Puissance fiscale de la voiture",
        required=False,
        min_value=1,
        max_value=99,
        help_text="Seulement si vous avez pris votre voiture. Carte grise, rubrique P.6.",
    )

    def clean(self):
        data = super().clean()
        if data.get("means") != Means.CAR:
            data["fiscal_power"] = None
        elif not data.get("fiscal_power") and "fiscal_power" not in self.errors:
            self.add_error("fiscal_power", "Indiquez la puissance fiscale\u00a0: elle est sur la carte grise, rubrique P.6.")
        return data


class StartForm(WayForm):
    """Where and how the journeys begin; who pays, when no body says it."""

    origin = CommuneField(label="Votre commune de départ")
    payer_name = forms.CharField(
        label="Qui vous a fait venir", max_length=160, help_text="Le nom de l’organisme, par exemple\u00a0: France Assos Santé Grand Est"
    )
    field_order = ("payer_name", "origin")

    def __init__(self, *args, of_a_body: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if of_a_body:
            del self.fields["payer_name"]


class LineForm(WayForm):
    """One journey of a claim."""

    origin = CommuneField(label="Commune de départ")
    destination = CommuneField(label="Commune d’arrivée")
    kilometres = forms.IntegerField(
        label="Kilomètres", required=False, min_value=0, max_value=FARTHEST, help_text="Aller et retour. Corrigez si le compte est autre."
    )
    tickets = EurosField(label="Billets, péages et stationnement")
    meals = forms.IntegerField(label="Repas pris dehors", required=False, min_value=0, max_value=20, help_text="Nombre de repas")
    nights = forms.IntegerField(label="Nuits d’hôtel", required=False, min_value=0, max_value=10, help_text="Nombre de nuits")
    night_cost = EurosField(label="Prix payé pour l’hôtel")
    zone = forms.ChoiceField(label="Lieu du repas et de l’hôtel", required=False, choices=_choices(Zone.choices))
    field_order = ("origin", "destination")

    def clean(self):
        data = super().clean()
        for name in ("kilometres", "meals", "nights"):
            data[name] = data.get(name) or 0
        return data


class SendForm(Form):
    """How the claim leaves, and the sworn statement (standards §7.4). online: somebody reads claims at the facility."""

    way = forms.ChoiceField(label="Comment l’envoyer", widget=forms.RadioSelect)
    sworn = forms.BooleanField(label="Je certifie sur l’honneur que ces trajets sont exacts, et que personne d’autre ne les paie")

    def __init__(self, *args, online: bool, **kwargs):
        super().__init__(*args, **kwargs)
        ways = [(ONLINE, "Envoyer à l’établissement")] if online else []
        self.fields["way"].choices = [*ways, (PAPER, "Imprimer et remettre moi-même")]
        self.fields["way"].initial = ONLINE if online else PAPER


class ReceiptForm(Form):
    file = forms.FileField(
        label="Billet, ticket ou facture",
        help_text="Photo (JPEG, PNG) ou PDF, 8\u00a0Mo au plus.",
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )


class ReturnForm(TextForm):
    reason = forms.CharField(
        label="Pourquoi",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Une phrase. La personne la reçoit par courriel.",
    )
