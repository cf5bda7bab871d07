"""Claims of expenses, their lines, their receipts."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from portevoix.base.audit.history import track
from portevoix.base.core.constraints import dated_act
from portevoix.base.core.fields import actor_field
from portevoix.base.files.models import StoredFile
from portevoix.register.directory.models import Body, Commune, Person
from portevoix.register.directory.scope import ScopeKeys, scope_of
from portevoix.work.activity.enums import ClaimChannel, ClaimState, Means, PayerKind, Zone
from portevoix.work.activity.models.base import ACTIVITY_PRIVACY, RECEIPT_PRIVACY
from portevoix.work.activity.models.journal import JournalEntry

WITH_THE_PAYER = (ClaimState.SENT, ClaimState.RETURNED, ClaimState.SETTLED)


class ClaimQuerySet(models.QuerySet):
    def visible_to(self, viewer) -> "ClaimQuerySet":
        """One's own claims, and those that were sent online to a facility of the scope."""
        scope = scope_of(viewer)
        received = Q(body__facility__in=scope.facilities, channel=ClaimChannel.ONLINE, state__in=WITH_THE_PAYER)
        return self.filter(Q(person__in=scope.persons) | received)

    def received_by(self, scope) -> "ClaimQuerySet":
        """Claims that were sent online to a facility of `scope`."""
        return self.filter(body__facility__in=scope.facilities, channel=ClaimChannel.ONLINE, state__in=WITH_THE_PAYER)


@track()
class ExpenseClaim(models.Model):
    """What somebody asks back from one payer. `state` changes by `workflow.CLAIM` only.

    body: for which they travelled; empty when a course or an event made them come (payer: its organiser, `payer_name`).
    total: in euros, frozen when it is sent. reason: why the payer sent it back.
    """

    state = models.CharField("état", max_length=8, choices=ClaimState.choices, default=ClaimState.DRAFT, editable=False)
    state_changed_at = models.DateTimeField("état depuis", db_default=Now(), editable=False)
    number = models.CharField("numéro", max_length=20, blank=True, editable=False)
    person = models.ForeignKey(Person, verbose_name="personne", on_delete=models.PROTECT, related_name="expense_claims")
    body = models.ForeignKey(Body, verbose_name="instance", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    payer = models.CharField("qui paie", max_length=10, choices=PayerKind.choices)
    payer_name = models.CharField("nom de l’organisme", max_length=160, blank=True)
    channel = models.CharField("envoi", max_length=6, choices=ClaimChannel.choices, default=ClaimChannel.NONE, blank=True)
    total = models.DecimalField("total, en euros", max_digits=9, decimal_places=2, null=True, blank=True, editable=False)
    reason = models.CharField("motif du renvoi", max_length=300, blank=True)
    sent_at = models.DateTimeField("envoyé le", null=True, blank=True, editable=False)
    sent_by = actor_field("envoyé par")
    created_at = models.DateTimeField("préparé le", db_default=Now(), editable=False)
    created_by = actor_field("préparé par")

    objects = ClaimQuerySet.as_manager()
    person_merge = {"person": "move"}
    privacy = ACTIVITY_PRIVACY

    class Meta:
        verbose_name = "état de frais"
        verbose_name_plural = "états de frais"
        indexes = [models.Index(fields=["person", "state"], name="expense_claim_person")]
        constraints = [
            dated_act("sent", name="expense_claim_sent_act"),
            models.UniqueConstraint(
                "number", condition=~Q(number=""), name="expense_claim_number", violation_error_message="Ce numéro est déjà pris."
            ),
            models.CheckConstraint(
                condition=~Q(payer=PayerKind.FACILITY) | Q(body__isnull=False),
                name="expense_claim_facility_of_a_body",
                violation_error_message="Un établissement paie pour une de ses instances\u00a0: choisissez-la.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[ClaimState.DRAFT, ClaimState.RETURNED])
                | Q(total__isnull=False, sent_at__isnull=False) & ~Q(channel="") & ~Q(number=""),
                name="expense_claim_sent_whole",
                violation_error_message="Un état envoyé a un numéro, un total et une date d’envoi.",
            ),
            models.CheckConstraint(
                condition=~Q(state=ClaimState.RETURNED) | ~Q(reason=""),
                name="expense_claim_returned_for_a_reason",
                violation_error_message="Dites pourquoi l’état de frais est renvoyé.",
            ),
        ]

    def __str__(self) -> str:
        return self.number or f"état de frais {self.pk}"

    @property
    def scope_keys(self) -> ScopeKeys:
        """Lies with its person; and with the facility once it was sent there online."""
        shown = self.channel == ClaimChannel.ONLINE and self.state in WITH_THE_PAYER and self.body_id
        return ScopeKeys(person=self.person_id, facility=self.body.facility_id if shown else None)


class ExpenseLine(models.Model):
    """One journey of a claim, for one line of the journal: without it there is nothing to pay back.

    day, person: those of the journal line and of the claim, repeated for the constraint against duplicates. No history is kept.
    kilometres: there and back. fiscal_power: of the car, in CV. tickets: tickets, parking, tolls, in euros.
    kilometre_amount, meal_amount, night_amount: in euros, frozen when the claim is sent.
    """

    claim = models.ForeignKey(ExpenseClaim, verbose_name="état de frais", on_delete=models.CASCADE, related_name="lines")
    entry = models.ForeignKey(JournalEntry, verbose_name="ligne du journal", on_delete=models.PROTECT, related_name="expense_lines")
    person = models.ForeignKey(Person, verbose_name="personne", on_delete=models.PROTECT, related_name="+")
    day = models.DateField("jour")
    origin = models.ForeignKey(Commune, verbose_name="commune de départ", on_delete=models.PROTECT, related_name="+")
    destination = models.ForeignKey(Commune, verbose_name="commune d’arrivée", on_delete=models.PROTECT, related_name="+")
    leaves = models.TimeField("heure de départ")
    returns = models.TimeField("heure de retour")
    means = models.CharField("moyen de transport", max_length=10, choices=Means.choices, default=Means.CAR)
    fiscal_power = models.PositiveSmallIntegerField("puissance fiscale (CV)", null=True, blank=True)
    kilometres = models.PositiveSmallIntegerField("kilomètres, aller et retour", default=0)
    tickets = models.DecimalField("billets, péages et stationnement, en euros", max_digits=7, decimal_places=2, default=0)
    meals = models.PositiveSmallIntegerField("repas pris dehors", default=0)
    nights = models.PositiveSmallIntegerField("nuits d’hôtel", default=0)
    night_cost = models.DecimalField("prix payé pour l’hôtel, en euros", max_digits=7, decimal_places=2, default=0)
    zone = models.CharField("lieu du repas et de l’hôtel", max_length=12, choices=Zone.choices, default=Zone.BASE, blank=True)
    kilometre_amount = models.DecimalField("indemnité kilométrique", max_digits=8, decimal_places=2, null=True, blank=True, editable=False)
    meal_amount = models.DecimalField("indemnité de repas", max_digits=8, decimal_places=2, null=True, blank=True, editable=False)
    night_amount = models.DecimalField("indemnité de nuitée", max_digits=8, decimal_places=2, null=True, blank=True, editable=False)

    person_merge = {"person": "move"}
    privacy = ACTIVITY_PRIVACY

    class Meta:
        verbose_name = "ligne d’un état de frais"
        verbose_name_plural = "lignes d’états de frais"
        indexes = [models.Index(fields=["claim", "day", "id"], name="expense_line_list")]
        constraints = [
            models.UniqueConstraint(
                "person",
                "day",
                "origin",
                "destination",
                name="expense_line_once",
                violation_error_message="Vous avez déjà demandé ce trajet ce jour-là\u00a0: le même trajet ne se paie qu’une fois.",
            ),
            models.UniqueConstraint(
                "entry",
                name="expense_line_once_an_entry",
                violation_error_message="Cette ligne du journal est déjà dans un état de frais.",
            ),
            models.CheckConstraint(
                condition=~Q(means=Means.CAR) | Q(fiscal_power__isnull=False),
                name="expense_line_power_of_the_car",
                violation_error_message="Indiquez la puissance fiscale de la voiture\u00a0: elle est sur la carte grise, rubrique P.6.",
            ),
            models.CheckConstraint(
                condition=Q(fiscal_power__isnull=True) | Q(fiscal_power__gte=1, fiscal_power__lte=99),
                name="expense_line_power",
                violation_error_message="La puissance fiscale est un nombre de chevaux, de 1 à 99.",
            ),
            models.CheckConstraint(
                condition=Q(tickets__gte=0, night_cost__gte=0, meals__lte=20, nights__lte=10, kilometres__lte=2000),
                name="expense_line_amounts",
                violation_error_message="Vérifiez les nombres\u00a0: au plus 2\u00a0000\u00a0km, 20\u00a0repas et 10\u00a0nuits.",
            ),
        ]

    def __str__(self) -> str:
        return f"ligne {self.pk}"


class Receipt(models.Model):
    """A ticket or an invoice, seen by the person and by who pays; deleted some days after the payment."""

    claim = models.ForeignKey(ExpenseClaim, verbose_name="état de frais", on_delete=models.CASCADE, related_name="receipts")
    file = models.OneToOneField(StoredFile, verbose_name="fichier", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField("joint le", db_default=Now(), editable=False)
    added_by = actor_field("joint par")

    privacy = RECEIPT_PRIVACY

    class Meta:
        verbose_name = "justificatif"
        verbose_name_plural = "justificatifs"

    def __str__(self) -> str:
        return f"justificatif {self.pk}"
