"""Closed lists of the designation orders."""

from django.db.models import TextChoices


class OrderKind(TextChoices):
    """What an order does (standards §7.1)."""

    COLLECTIVE = "collective", "collectif, avec tableau annexé"
    INDIVIDUAL = "individual", "pour une instance"
    MODIFYING = "modifying", "modificatif"
    REPEAL = "repeal", "d’abrogation"


class OrderState(TextChoices):
    DRAFT = "draft", "en rédaction"
    PREPARED = "prepared", "prêt à signer"
    SIGNED = "signed", "signé"
    PUBLISHED = "published", "publié au recueil"
    ABANDONED = "abandoned", "abandonné"


class LineEffect(TextChoices):
    """What a line of the order does to its seat."""

    DESIGNATE = "designate", "désigne"
    END = "end", "met fin"
