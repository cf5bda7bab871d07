"""Closed lists of the training."""

from django.db.models import TextChoices


class SessionFormat(TextChoices):
    ONSITE = "onsite", "sur place"
    REMOTE = "remote", "à distance"
    HYBRID = "hybrid", "sur place ou à distance"


class SessionState(TextChoices):
    """A full session is not a state: it is a query on its enrolments."""

    DRAFT = "draft", "en préparation"
    OPEN = "open", "inscriptions ouvertes"
    CONFIRMED = "confirmed", "confirmée"
    CANCELLED = "cancelled", "annulée"
    DONE = "done", "terminée, présences closes"


class CancellationReason(TextChoices):
    """Why a session does not take place: a code, told to those enrolled."""

    TOO_FEW = "too_few", "pas assez d’inscrits"
    TRAINER = "trainer", "la personne qui anime est empêchée"
    PLACE = "place", "la salle n’est plus disponible"
    OTHER = "other", "autre empêchement"


class EnrolmentState(TextChoices):
    """From the wish to come to what the closed sheet says (dossier §4.3)."""

    WAITING = "waiting", "sur liste d’attente"
    OFFERED = "offered", "place proposée, à confirmer"
    REGISTERED = "registered", "inscription confirmée"
    CANCELLED = "cancelled", "inscription annulée"
    EXPIRED = "expired", "place non confirmée à temps"
    ATTENDED = "attended", "formation suivie en entier"
    PARTIAL = "partial", "formation suivie en partie"
    ABSENT = "absent", "absence"


class EnrolmentChannel(TextChoices):
    """Who asked for the place."""

    PERSON = "person", "la personne"
    ASSOCIATION = "association", "son association"
    DELEGATION = "delegation", "France Assos Santé"


class Presence(TextChoices):
    PRESENT = "present", "présence"
    PARTIAL = "partial", "présence en partie"
    ABSENT = "absent", "absence"


class AccessNeedKind(TextChoices):
    """What a place must offer; never an illness (standards §3.2)."""

    WHEELCHAIR = "wheelchair", "accès en fauteuil roulant"
    HEARING = "hearing", "boucle magnétique ou bonne sonorisation"
    SIGN_LANGUAGE = "sign_language", "langue des signes"
    LARGE_PRINT = "large_print", "documents en gros caractères"
    SEAT_NEAR = "seat_near", "place près de l’écran"
    BREAKS = "breaks", "pauses plus fréquentes"
    COMPANION = "companion", "une personne m’accompagne"


class RevocationReason(TextChoices):
    """Why a certificate is revoked: a code, so that nobody is named on the public check page."""

    PRESENCE = "presence", "une présence avait été notée par erreur"
    IDENTITY = "identity", "le nom de la personne était faux"
    WORDING = "wording", "le texte de l’attestation était faux"
    SHEET = "sheet", "la feuille de présence a été rouverte"


class EquivalenceState(TextChoices):
    ASKED = "asked", "à décider"
    GRANTED = "granted", "équivalence accordée"
    REFUSED = "refused", "équivalence refusée"


class DutyState(TextChoices):
    """Where somebody stands with the basic training: computed at a date, never stored."""

    TO_PLAN = "to_plan", "à prévoir"
    REGISTERED = "registered", "avec une place réservée"
    OVERDUE = "overdue", "en retard"
    DONE = "done", "suivie"


class ReminderKind(TextChoices):
    """The kind letters about the duty, in the order in which they leave."""

    WELCOME = "welcome", "premières dates proposées"
    HALFWAY = "halfway", "à mi-chemin du délai"
    SOON = "soon", "un mois avant la fin du délai"
    LATE = "late", "après la fin du délai"
