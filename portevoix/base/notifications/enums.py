"""How a text leaves, and where a message stands."""

from django.db import models


class Channel(models.TextChoices):
    """What a text is for."""

    EMAIL = "email", "courriel"
    LETTER = "letter", "lettre"


class MessageState(models.TextChoices):
    """Where a message stands. `SENDING` outlives its worker when that worker is killed: the fate of the message is then unknown."""

    QUEUED = "queued", "en attente"
    SENDING = "sending", "en cours d’envoi"
    RETRY = "retry", "nouvel essai prévu"
    SENT = "sent", "envoyé"
    DELIVERED = "delivered", "remis"
    FAILED = "failed", "échec"
    REPLACED = "replaced", "renvoyé à une autre adresse"
    SUPPRESSED = "suppressed", "non envoyé, désinscrit"


WAITING = (MessageState.QUEUED, MessageState.RETRY)
