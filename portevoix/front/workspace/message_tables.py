"""Columns of the lists of messages and of texts."""

from django.urls import NoReverseMatch, reverse

from portevoix.base.notifications.models import Message
from portevoix.base.notifications.selectors import TextInForce, label_of
from portevoix.base.ui.tables import Column

# Page of the row that a message is about.
PAGES_ABOUT = {
    "candidacies.call": "candidacies:call",
    "candidacies.candidacy": "candidacies:sheet",
    "orders.designationorder": "orders:order",
    "mandates.mandate": "workspace:mandate",
    "directory.association": "workspace:association",
    "directory.body": "workspace:body",
    "directory.person": "workspace:person",
}


def about_url(message: Message) -> str:
    """Return the address of the row that a message is about, empty when it has no page."""
    try:
        return reverse(PAGES_ABOUT.get(message.about_kind, ""), args=[message.about_number])
    except NoReverseMatch:
        return ""


def _message_url(message: Message) -> str:
    return reverse("workspace:message", args=[message.pk])


MESSAGES = (
    Column(
        key="destinataire",
        label="Destinataire",
        getter=lambda message: message.recipient_name or message.recipient_email or "Destinataire inconnu",
        header=True,
        url=_message_url,
        hidden=lambda message: f"message {message.pk}",
        detail=lambda message: message.recipient_email if message.recipient_name else "",
    ),
    Column(key="objet", label="Objet", getter="subject", detail=lambda message: message.about_label or label_of(message.code)),
    Column(key="etat", label="État", getter="state", template="workspace/messages/_state.html"),
    Column(key="ecrit", label="Écrit", getter="queued_at", nowrap=True),
)


def _since(row: TextInForce):
    return row.version.starts_on if row.version else "texte livré"


TEXTS = (
    Column(
        key="texte",
        label="Texte",
        getter="text.label",
        header=True,
        url=lambda row: reverse("workspace:text", args=[row.text.code]),
        detail="subject",
    ),
    Column(key="nature", label="Nature", getter=lambda row: row.text.channel.label),
    Column(key="depuis", label="En vigueur depuis le", getter=_since, detail=lambda row: row.version and row.version.source),
)
