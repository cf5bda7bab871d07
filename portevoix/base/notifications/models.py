"""Texts as the administration rewrote them, the ledger of messages, and who no longer wants some of them."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from portevoix.base.core.constraints import dated_act
from portevoix.base.core.fields import actor_field
from portevoix.base.core.french_dates import date_fr
from portevoix.base.core.privacy import Privacy
from portevoix.base.files.models import StoredFile
from portevoix.base.notifications.enums import WAITING, MessageState


class TextTemplate(models.Model):
    """A text as it reads from a day on, instead of the one delivered with the program (`registry.TEXTS`).

    Never changed nor deleted: the version in force on a day is the latest written among those that begin the latest before it.
    `delivered` says « from that day, the text delivered with the program again »; the words are then empty.
    """

    code = models.CharField("texte", max_length=80)
    starts_on = models.DateField("à partir du")
    subject = models.CharField("objet", max_length=200, blank=True)
    body = models.TextField("contenu", blank=True, max_length=20_000)
    delivered = models.BooleanField("texte livré avec le programme", default=False)
    source = models.CharField("origine du changement", max_length=300, help_text="qui l’a demandé, ou le document qui le fonde")
    written_at = models.DateTimeField("écrit le", db_default=Now(), editable=False)
    written_by = actor_field("écrit par")

    privacy = Privacy(
        owner="administration de la plateforme", personal=False, retention="sans limite\u00a0: dit ce qui a été écrit, et quand"
    )

    class Meta:
        verbose_name = "version d’un texte"
        verbose_name_plural = "versions des textes"
        indexes = [models.Index(fields=["code", "-starts_on", "-id"], name="text_in_force")]
        constraints = [
            models.CheckConstraint(
                condition=Q(delivered=True, subject="", body="") | (Q(delivered=False) & ~Q(subject="") & ~Q(body="")),
                name="text_written_or_delivered",
                violation_error_message="Un texte a un objet et un contenu.",
            )
        ]
        triggers = [
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="no_rewrite",
                operation=pgtrigger.UpdateOf("code", "starts_on", "subject", "body", "delivered", "source", "written_at"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}, version {self.pk}"

    @property
    def summary(self) -> str:
        """The line of the history: « Version à partir du 1er décembre 2026 »."""
        return f"Version à partir du {date_fr(self.starts_on)}"


class MessageQuerySet(models.QuerySet):
    def visible_to(self, scope) -> "MessageQuerySet":
        """Messages of the regions of `scope` (an object with `everything` and `regions`: the scopes are above this package)."""
        return self if scope.everything else self.filter(region__in=scope.regions)

    def due(self, *, at) -> "MessageQuerySet":
        """Messages that wait and may leave at the moment `at`."""
        return self.filter(state__in=WAITING, due_at__lte=at)


class Message(models.Model):
    """One message to one recipient: what it says, where it stands.

    message_id: the same at each attempt. claim: number of the worker's run that sends it, which is also the number of the lock that this
    worker holds while it lives. failures: temporary refusals since it was asked; attempts: dialogues begun in all.
    resent_after_crash: once, nobody could tell whether it had left (worker killed, connection cut); it was sent again.
    """

    code = models.CharField("texte", max_length=80)
    template = models.ForeignKey(  # few indexes: each message is written three times
        TextTemplate, verbose_name="version du texte", on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    recipient_email = models.CharField("adresse électronique", max_length=254)
    recipient_name = models.CharField("destinataire", max_length=160, blank=True)
    reply_to = models.CharField("adresse de réponse", max_length=254, blank=True)
    subject = models.CharField("objet", max_length=300)
    body = models.TextField("texte")
    attachments = models.ManyToManyField(StoredFile, verbose_name="pièces jointes", related_name="+", blank=True)
    attachment_count = models.PositiveSmallIntegerField("nombre de pièces jointes", default=0)
    family = models.CharField("famille", max_length=40, blank=True, help_text="remplie quand le destinataire peut s’en désinscrire")
    about_label = models.CharField("à propos de", max_length=200, blank=True)
    about_kind = models.CharField("objet concerné", max_length=60, blank=True)
    about_number = models.BigIntegerField("numéro de l’objet", null=True, blank=True)
    region = models.CharField("région", max_length=3, blank=True, help_text="vide\u00a0: toute la plateforme")
    state = models.CharField("état", max_length=10, choices=MessageState.choices, default=MessageState.QUEUED)
    message_id = models.CharField("identifiant du message", max_length=120)
    attempts = models.PositiveSmallIntegerField("envois tentés", default=0)
    failures = models.PositiveSmallIntegerField("échecs passagers de suite", default=0)
    reason = models.CharField("raison", max_length=400, blank=True)
    resent_after_crash = models.BooleanField("renvoyé après une coupure", default=False)
    claim = models.BigIntegerField("exécutant", null=True, blank=True)
    queued_at = models.DateTimeField("écrit le", db_default=Now(), editable=False)
    queued_by = actor_field("écrit par", indexed=False)
    due_at = models.DateTimeField("à envoyer à partir de", db_default=Now())
    claimed_at = models.DateTimeField("dernier envoi commencé le", null=True, blank=True)
    sent_at = models.DateTimeField("envoyé le", null=True, blank=True)

    objects = MessageQuerySet.as_manager()
    privacy = Privacy(
        owner="agence régionale de santé",
        personal=True,
        retention="12 mois après l’envoi (à valider avec le DPO)",
        anonymise="adresse, nom, texte et pièces jointes sont effacés\u00a0; il reste le code, les dates et l’état",
    )

    class Meta:
        verbose_name = "message"
        verbose_name_plural = "messages"
        indexes = [
            models.Index(fields=["due_at", "id"], condition=Q(state__in=WAITING), name="message_due"),
            models.Index(fields=["claim"], condition=Q(state=MessageState.SENDING), name="message_sending"),
            models.Index(fields=["region", "-id"], name="message_region"),
            models.Index(fields=["about_kind", "about_number"], name="message_about"),
        ]
        constraints = [
            models.UniqueConstraint(
                "message_id", name="message_identified", violation_error_message="Cet identifiant de message est déjà pris."
            ),
            dated_act("queued", name="message_queued_act"),
            models.CheckConstraint(
                condition=~Q(state__in=[MessageState.SENT, MessageState.DELIVERED]) | Q(sent_at__isnull=False),
                name="message_sent_dated",
                violation_error_message="Un message envoyé a la date de son envoi.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[MessageState.FAILED, MessageState.RETRY]) | ~Q(reason=""),
                name="message_failure_explained",
                violation_error_message="Un échec a une raison.",
            ),
            models.CheckConstraint(
                condition=~Q(state=MessageState.SENDING) | Q(claim__isnull=False, claimed_at__isnull=False),
                name="message_sending_claimed",
                violation_error_message="Un message en cours d’envoi a un exécutant.",
            ),
        ]

    def __str__(self) -> str:
        return f"message {self.pk}"


class Suppression(models.Model):
    """An address that no longer wants a family of messages. Kept as long as the wish: it is what makes it respected."""

    email = models.CharField("adresse électronique", max_length=254, help_text="en minuscules")
    family = models.CharField("famille", max_length=40)
    since = models.DateTimeField("depuis", db_default=Now(), editable=False)

    privacy = Privacy(
        owner="agence régionale de santé",
        personal=True,
        retention="tant que la personne ne demande pas à recevoir de nouveau ces messages",
        anonymise="la ligne est supprimée à la demande de la personne",
    )

    class Meta:
        verbose_name = "désinscription"
        verbose_name_plural = "désinscriptions"
        constraints = [
            models.UniqueConstraint(
                "email", "family", name="suppression_once", violation_error_message="Cette adresse est déjà désinscrite."
            )
        ]

    def __str__(self) -> str:
        return f"désinscription {self.pk}"
