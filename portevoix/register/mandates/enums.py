"""Closed lists of the mandates."""

from django.db.models import TextChoices


class EndReason(TextChoices):
    """Why a mandate ended (dossier §3.6)."""

    TERM = "TERM", "terme du mandat"
    RESIGNATION = "RESIGNATION", "démission"
    DEATH = "DEATH", "décès"
    ACCREDITATION_LOST = "APPROVAL_LOST", "l’association n’est plus agréée"
    ASSOCIATION_WITHDRAWAL = "ASSOCIATION_WITHDRAWAL", "retrait par l’association ou fin d’adhésion"
    INCOMPATIBILITY = "INCOMPATIBILITY", "incompatibilité"
    ABSENCE = "ABSENCE", "absences répétées"
    BODY_CLOSED = "INSTANCE_CLOSED", "instance close"
    SEAT_SWITCH = "SEAT_SWITCH", "changement de siège"
    REVOKED = "REVOKED", "arrêté retiré ou annulé"
    TRAINING_NOT_DONE = "TRAINING_NOT_DONE", "formation non suivie"
    PARENT_ENDED = "PARENT_ENDED", "fin du mandat dont celui-ci dérive"
    DATA_ERROR = "DATA_ERROR", "erreur de saisie"


class MandateState(TextChoices):
    """Derived from facts and a date, never stored."""

    PENDING = "pending", "à venir"
    ACTIVE = "active", "en cours"
    PAST_TERM = "past_term", "échu, siège encore"
    ENDED = "ended", "terminé"


class SeatState(TextChoices):
    """State of a seat at a date, never stored."""

    FILLED = "pourvu", "occupé"
    VACANT = "vacant", "vacant"
    PAST_TERM = "echu", "échu, siège encore"


class OpeningRefusal(TextChoices):
    """Why the account of somebody who sits is not opened by itself: an administrator settles these one by one."""

    NO_ADDRESS = "no_address", "aucune adresse électronique"
    BAD_ADDRESS = "bad_address", "adresse électronique à corriger"
    SHARED = "shared", "adresse partagée par plusieurs personnes"
    DESK = "desk", "adresse d’une association ou d’un établissement"
    SOMEBODY_ELSE = "somebody_else", "adresse du compte d’une autre personne"
    OTHER_ACCOUNT = "other_account", "fiche liée à un compte d’une autre adresse"
    CLOSED = "closed", "compte fermé par l’administration"
    WITHDRAWN = "withdrawn", "droit retiré, ou qui commence plus tard"
