"""Closed lists of the activity."""

from django.db.models import TextChoices


class ActivityKind(TextChoices):
    """What somebody did (dossier §5: what the yearly reports of agencies and associations ask for)."""

    MEETING = "meeting", "réunion d’une instance"
    PREPARATION = "preparation", "préparation, lecture"
    USER = "user", "rencontre d’un usager ou d’une famille"
    DUTY_HOURS = "duty_hours", "permanence"
    COMPLAINTS = "complaints", "lecture de plaintes et de réclamations"
    COURSE = "course", "formation"
    EXCHANGE = "exchange", "groupe d’échange de pratiques"
    EVENT = "event", "information du public, évènement"
    OTHER = "other", "autre activité"


class Means(TextChoices):
    """How somebody travelled."""

    CAR = "car", "ma voiture"
    MOTORCYCLE = "motorcycle", "ma moto (plus de 125 cm³)"
    PUBLIC = "public", "train, car, bus ou tram"
    PASSENGER = "passenger", "passager d’une autre voiture"
    WALK = "walk", "à pied ou à vélo"


class RateKind(TextChoices):
    """What an amount of a scale pays for."""

    KILOMETRE = "kilometre", "kilomètre"
    MEAL = "meal", "repas"
    NIGHT = "night", "nuitée, au plus"


class Vehicle(TextChoices):
    """Categories of vehicle of the order of 3 July 2006; CV: fiscal power."""

    NONE = "", "sans objet"
    CAR_5 = "car_5", "voiture de 5 CV et moins"
    CAR_7 = "car_7", "voiture de 6 et 7 CV"
    CAR_8 = "car_8", "voiture de 8 CV et plus"
    MOTORCYCLE = "motorcycle", "moto de plus de 125 cm³"


class Zone(TextChoices):
    """Where a meal or a night is taken (order of 3 July 2006)."""

    BASE = "", "autre commune"
    LARGE_TOWN = "large_town", "ville de 200 000 habitants et plus, métropole du Grand Paris"
    PARIS = "paris", "Paris"


class PayerKind(TextChoices):
    """Who pays the expenses back."""

    FACILITY = "facility", "l’établissement"
    AGENCY = "agency", "l’agence régionale de santé"
    FUND = "fund", "la caisse"
    ORGANISER = "organiser", "l’organisme qui vous a fait venir"


class ClaimState(TextChoices):
    """Where a claim stands."""

    DRAFT = "draft", "en préparation"
    SENT = "sent", "envoyé, à payer"
    RETURNED = "returned", "renvoyé, à corriger"
    SETTLED = "settled", "payé"


class ClaimChannel(TextChoices):
    """How a claim reaches its payer."""

    NONE = "", "pas encore envoyé"
    ONLINE = "online", "en ligne"
    PAPER = "paper", "sur papier"


class LeavePortion(TextChoices):
    """How much of a working day (art. L. 3142-61 C. trav.: half-days are allowed)."""

    DAY = "day", "la journée"
    MORNING = "morning", "le matin"
    AFTERNOON = "afternoon", "l’après-midi"


class PresenceState(TextChoices):
    """Where the certificate of presence stands."""

    ASKED = "asked", "demandée"
    ISSUED = "issued", "délivrée"
    REFUSED = "refused", "refusée"


class SignatoryFunction(TextChoices):
    """Who signs for the body (standards §7.3)."""

    PRESIDENT = "president", "la présidence de l’instance"
    SECRETARY = "secretary", "le secrétariat de l’instance"
