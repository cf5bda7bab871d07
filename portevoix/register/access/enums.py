"""Closed lists of the rights."""

from django.db.models import TextChoices


class RevokeReason(TextChoices):
    """Why a right is taken away: a code for the journal, which keeps no free text."""

    LEFT = "left", "La personne a quitté ses fonctions"
    CHANGED = "changed", "La personne a changé de fonctions"
    MISTAKE = "mistake", "Le droit a été donné par erreur"
    COMPROMISED = "compromised", "Le compte n’est plus sûr"
    OTHER = "other", "Autre raison"
