"""The designation orders and their lines."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from portevoix.base.audit.history import track
from portevoix.base.core.constraints import dated_act
from portevoix.base.core.fields import actor_field
from portevoix.base.core.privacy import Privacy
from portevoix.base.documents.models import IssuedDocument
from portevoix.base.files.models import StoredFile
from portevoix.register.directory.models import Association, Person, Seat, Territory
from portevoix.register.directory.scope import ScopeKeys, scope_of
from portevoix.register.mandates.enums import EndReason
from portevoix.register.mandates.models import Mandate
from portevoix.register.orders.enums import LineEffect, OrderKind, OrderState
from portevoix.register.orders.models.templates import OrderTemplate, Signatory

ORDER_PRIVACY = Privacy(
    owner="agence régionale de santé",
    personal=True,
    retention="mandat + 1 an, puis 10 ans d’archive (à valider avec les archives départementales)",
    anonymise="l’arrêté est un acte public\u00a0: il est conservé, la fiche de la personne est anonymisée",
)


SIGNED = [OrderState.SIGNED, OrderState.PUBLISHED]
# After the signature: the publication, the scanned copy, and accounts that are deleted. Nothing else, and the state only goes forward.
ORDER_UNCHANGED = """
    IF NEW.state NOT IN ('signed', 'published') OR (OLD.state = 'published' AND NEW.state = 'signed')
       OR to_jsonb(NEW) - ARRAY['state', 'state_changed_at', 'gazette_reference', 'gazette_on', 'signed_copy_id',
                                'drafted_by_id', 'prepared_by_id', 'signed_by_id']
          IS DISTINCT FROM
          to_jsonb(OLD) - ARRAY['state', 'state_changed_at', 'gazette_reference', 'gazette_on', 'signed_copy_id',
                                'drafted_by_id', 'prepared_by_id', 'signed_by_id']
       OR (NEW.drafted_by_id IS NOT NULL AND NEW.drafted_by_id IS DISTINCT FROM OLD.drafted_by_id)
       OR (NEW.prepared_by_id IS NOT NULL AND NEW.prepared_by_id IS DISTINCT FROM OLD.prepared_by_id)
       OR (NEW.signed_by_id IS NOT NULL AND NEW.signed_by_id IS DISTINCT FROM OLD.signed_by_id)
    THEN
        RAISE EXCEPTION 'a signed order does not change: another order modifies it';
    END IF;
    RETURN NEW;
"""
# A line of a signed order: no row more, none less, none changed but the person, when two records of one person become one.
LINE_UNCHANGED = """
    IF (TG_OP <> 'INSERT' AND EXISTS (SELECT 1 FROM orders_designationorder o
                                      WHERE o.id = OLD.order_id AND o.state IN ('signed', 'published')))
       OR (TG_OP <> 'DELETE' AND EXISTS (SELECT 1 FROM orders_designationorder o
                                         WHERE o.id = NEW.order_id AND o.state IN ('signed', 'published')))
    THEN
        IF TG_OP <> 'UPDATE' OR to_jsonb(NEW) - 'person_id' IS DISTINCT FROM to_jsonb(OLD) - 'person_id' THEN
            RAISE EXCEPTION 'the lines of a signed order do not change: another order modifies it';
        END IF;
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
"""


class OrderQuerySet(models.QuerySet):
    def visible_to(self, viewer) -> "OrderQuerySet":
        """Orders of the regions of the scope; in a department, those with a line on one of its bodies."""
        scope = scope_of(viewer)
        if scope.everything:
            return self
        here = OrderLine.objects.filter(seat__body__department__code__in=scope.departments)
        return self.filter(Q(region__code__in=scope.regions) | Q(pk__in=here.values("order")))


@track(exclude=("content",))
class DesignationOrder(models.Model):
    """One order (arrêté): text, lines, signature. `state` changes by `workflow.ORDER` only; once signed, nothing of it changes but
    its publication. A mistake is mended by another order (`modifies`)."""

    state = models.CharField("état", max_length=10, choices=OrderState.choices, default=OrderState.DRAFT, editable=False)
    state_changed_at = models.DateTimeField("état depuis", db_default=Now(), editable=False)
    region = models.ForeignKey(Territory, verbose_name="région", on_delete=models.PROTECT, related_name="orders")
    kind = models.CharField("nature", max_length=12, choices=OrderKind.choices)
    template = models.ForeignKey(OrderTemplate, verbose_name="modèle", on_delete=models.PROTECT, related_name="orders")
    year = models.PositiveSmallIntegerField("année", null=True, blank=True, editable=False)
    rank_in_year = models.PositiveIntegerField("rang dans l’année", null=True, blank=True, editable=False)
    number = models.CharField("numéro", max_length=40, blank=True, editable=False)
    title = models.TextField("titre")
    author_line = models.TextField("auteur de l’acte")
    visas = models.TextField("visas", help_text="un par ligne")
    considerants = models.TextField("considérants", blank=True, help_text="un par ligne")
    articles = models.JSONField("articles", default=list)
    appeal = models.TextField("voies et délais de recours")
    place = models.CharField("fait à", max_length=80)
    signatory = models.ForeignKey(Signatory, verbose_name="signataire", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    signed_on = models.DateField("date de l’arrêté", null=True, blank=True)
    effective_on = models.DateField("prise d’effet", null=True, blank=True, help_text="vide\u00a0: à la date de l’arrêté")
    content = models.JSONField("texte signé", null=True, blank=True, editable=False, help_text="tel qu’imprimé dans le document signé")
    document = models.OneToOneField(
        IssuedDocument, verbose_name="document signé", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    prefect_number = models.CharField("numéro de l’arrêté du préfet", max_length=60, blank=True)
    prefect_on = models.DateField("date de l’arrêté du préfet", null=True, blank=True)
    sent_back_reason = models.CharField("motif du renvoi en rédaction", max_length=500, blank=True)
    modifies = models.ForeignKey(
        "self", verbose_name="modifie ou abroge", on_delete=models.PROTECT, null=True, blank=True, related_name="modified_by_orders"
    )
    signed_copy = models.ForeignKey(
        StoredFile, verbose_name="exemplaire signé numérisé", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    gazette_reference = models.CharField("recueil des actes administratifs", max_length=120, blank=True)
    gazette_on = models.DateField("publié le", null=True, blank=True)
    drafted_at = models.DateTimeField("rédigé le", db_default=Now(), editable=False)
    drafted_by = actor_field("rédigé par")
    prepared_at = models.DateTimeField("soumis à la signature le", null=True, blank=True)
    prepared_by = actor_field("soumis à la signature par")
    signed_at = models.DateTimeField("signature enregistrée le", null=True, blank=True)
    signed_by = actor_field("signé par")

    objects = OrderQuerySet.as_manager()
    privacy = ORDER_PRIVACY

    class Meta:
        verbose_name = "arrêté"
        verbose_name_plural = "arrêtés"
        indexes = [models.Index(fields=["region", "state", "-state_changed_at"], name="order_recent")]
        constraints = [
            dated_act("prepared", name="order_prepared_act"),
            dated_act("signed", name="order_signed_act"),
            models.UniqueConstraint(
                "region",
                "year",
                "rank_in_year",
                name="order_number_once",
                violation_error_message="Ce numéro d’arrêté est déjà pris.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[OrderState.DRAFT, OrderState.PREPARED, OrderState.ABANDONED], number="", signed_at__isnull=True)
                | (
                    Q(state__in=[OrderState.SIGNED, OrderState.PUBLISHED], signed_at__isnull=False, signed_on__isnull=False)
                    & Q(signatory__isnull=False, rank_in_year__isnull=False, document__isnull=False, content__isnull=False)
                    & ~Q(number="")
                ),
                name="order_signed_whole",
                violation_error_message="Un arrêté signé a un numéro, une date, un signataire et son document.",
            ),
            models.CheckConstraint(
                condition=Q(prepared_by__isnull=True) | Q(signed_by__isnull=True) | ~Q(prepared_by=models.F("signed_by")),
                name="order_two_people",
                violation_error_message="La personne qui signe n’est pas celle qui a préparé l’arrêté.",
            ),
            models.CheckConstraint(
                condition=Q(drafted_by__isnull=True) | Q(signed_by__isnull=True) | ~Q(drafted_by=models.F("signed_by")),
                name="order_drafter_does_not_sign",
                violation_error_message="La personne qui signe n’est pas celle qui a rédigé l’arrêté.",
            ),
            models.CheckConstraint(
                condition=Q(state=OrderState.PUBLISHED, gazette_on__isnull=False) & ~Q(gazette_reference="")
                | ~Q(state=OrderState.PUBLISHED),
                name="order_published_with_reference",
                violation_error_message="Indiquez la référence et la date de publication au recueil des actes administratifs.",
            ),
            models.CheckConstraint(
                condition=Q(prefect_number="", prefect_on__isnull=True) | (~Q(prefect_number="") & Q(prefect_on__isnull=False)),
                name="order_prefect_number_and_day",
                violation_error_message="L’arrêté du préfet se cite avec son numéro et sa date.",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="order_kept", operation=pgtrigger.Delete, condition=pgtrigger.Q(old__state__in=SIGNED)),
            pgtrigger.Trigger(
                name="order_unchanged",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state__in=SIGNED),
                func=pgtrigger.Func(ORDER_UNCHANGED),
            ),
        ]

    def __str__(self) -> str:
        return f"arrêté n° {self.number}" if self.number else f"projet d’arrêté {self.pk}"

    @property
    def scope_keys(self) -> ScopeKeys:
        """Lies in its region, and in the departments of its lines."""
        departments = frozenset(code for code in self.lines.values_list("seat__body__department__code", flat=True) if code)
        return ScopeKeys(region=self.region.code, departments=departments)


class OrderLineQuerySet(models.QuerySet):
    def visible_to(self, viewer) -> "OrderLineQuerySet":
        """Lines of the orders of the scope."""
        return self.filter(order__in=DesignationOrder.objects.visible_to(viewer).values("pk"))


@track()
class OrderLine(models.Model):
    """One line of the annex: this person on this seat, or the end of this mandate. `mandate` is given when the order is signed."""

    order = models.ForeignKey(DesignationOrder, verbose_name="arrêté", on_delete=models.CASCADE, related_name="lines")
    rank = models.PositiveIntegerField("rang")
    effect = models.CharField("effet", max_length=10, choices=LineEffect.choices, default=LineEffect.DESIGNATE)
    seat = models.ForeignKey(Seat, verbose_name="siège", on_delete=models.PROTECT, related_name="order_lines")
    person = models.ForeignKey(Person, verbose_name="personne", on_delete=models.PROTECT, related_name="order_lines")
    association = models.ForeignKey(
        Association, verbose_name="association", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    proposed_on = models.DateField("proposée le", null=True, blank=True, help_text="date de la proposition de l’association")
    last_day = models.DateField("fin du mandat", null=True, blank=True, help_text="vide\u00a0: calculée par la règle")
    end_reason = models.CharField("motif de fin", max_length=24, choices=EndReason.choices, blank=True)
    mandate = models.ForeignKey(Mandate, verbose_name="mandat", on_delete=models.PROTECT, null=True, blank=True, related_name="order_lines")

    objects = OrderLineQuerySet.as_manager()
    person_merge = {"person": "move"}
    privacy = ORDER_PRIVACY

    class Meta:
        verbose_name = "ligne d’arrêté"
        verbose_name_plural = "lignes d’arrêté"
        constraints = [
            models.UniqueConstraint("order", "rank", name="order_line_rank_once", violation_error_message="Ce rang est déjà pris."),
            models.UniqueConstraint(
                "order",
                "seat",
                "effect",
                name="order_line_seat_once",
                violation_error_message="Ce siège est déjà dans cet arrêté.",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="order_line_unchanged",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=pgtrigger.Func(LINE_UNCHANGED),
            )
        ]

    def __str__(self) -> str:
        return f"ligne {self.rank}"

    @property
    def scope_keys(self) -> ScopeKeys:
        """Lies where its order lies."""
        return self.order.scope_keys
