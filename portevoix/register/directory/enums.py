"""Closed lists of the directory; open lists (facility categories, federations, body types) are rows."""

from django.db.models import IntegerChoices, TextChoices


class TerritoryKind(TextChoices):
    REGION = "region", "région"
    DEPARTMENT = "department", "département"
    HEALTH_TERRITORY = "health_territory", "territoire de démocratie sanitaire"


class LegalStatus(TextChoices):
    PUBLIC = "public", "public"
    NON_PROFIT = "non_profit", "privé non lucratif"
    FOR_PROFIT = "for_profit", "privé lucratif"
    UNKNOWN = "unknown", "non précisé"


class FacilityChangeKind(TextChoices):
    RENAMED = "renamed", "changement de nom"
    MOVED = "moved", "changement d’entité juridique"
    CLOSED = "closed", "fermeture"
    REOPENED = "reopened", "réouverture"
    MERGED = "merged", "réunion avec un autre établissement"


class AccreditationLevel(TextChoices):
    NATIONAL = "national", "national"
    REGIONAL = "regional", "régional"


class AccreditationStatus(TextChoices):
    GRANTED = "granted", "accordé"
    RENEWAL_IN_PROGRESS = "renewal", "renouvellement en cours"
    WITHDRAWN = "withdrawn", "retiré"


class AliasKind(TextChoices):
    ACRONYM = "acronym", "sigle"
    FORMER_NAME = "former", "ancien nom"
    OTHER = "other", "autre écriture"


class FederationKind(TextChoices):
    HOSPITAL = "hospital", "fédération d’établissements"
    ASSOCIATION = "association", "fédération d’associations"


class Civility(TextChoices):
    MRS = "Mme", "Madame"
    MR = "M.", "Monsieur"
    NONE = "", "non précisée"


class Authority(TextChoices):
    """Who designates (dossier §1.3)."""

    AGENCY = "DG_ARS", "la direction générale de l’agence régionale de santé"
    PREFECT = "PREFET", "le préfet"
    PREFECT_AND_AGENCY = "PREFET_DG_ARS", "le préfet et la direction générale de l’agence régionale de santé"
    NATIONAL_BODY = "ORGANISME_NATIONAL", "un organisme national"
    MINISTER = "MINISTRE", "le ministre"
    ELECTION = "ELECTION", "une élection"
    INTERNAL = "INTERNE", "l’instance elle-même"
    STRUCTURE = "STRUCTURE", "la structure"
    DEPARTMENT_COUNCIL = "CONSEIL_DEPARTEMENTAL", "la présidence du conseil départemental"


class AccreditationRequirement(TextChoices):
    YES = "yes", "oui"
    NO = "no", "non"
    PARTIAL = "partial", "pour une partie des sièges"


class BodyLevel(TextChoices):
    """What a body of this type belongs to."""

    FACILITY = "facility", "établissement"
    DEPARTMENT = "department", "département"
    HEALTH_TERRITORY = "health_territory", "territoire de démocratie sanitaire"
    REGION = "region", "région"
    NATION = "nation", "pays"


class SeatQuality(TextChoices):
    TITULAR = "titular", "titulaire"
    SUBSTITUTE = "substitute", "suppléant"
    MEMBER = "member", "membre"


class QualityOrder(IntegerChoices):
    """Order of the qualities in every list."""

    TITULAR = 1
    SUBSTITUTE = 2
    MEMBER = 3


class ReplacementRule(TextChoices):
    """How long somebody designated in the course of a term sits (dossier §3.6)."""

    REMAINDER = "REMAINDER", "pour la durée qui reste"
    FULL_TERM = "FULL_TERM", "pour une durée entière"
    RESET_AT_RENEWAL = "RESET_AT_RENEWAL", "jusqu’au prochain renouvellement général"


class ConsentPurpose(TextChoices):
    """What somebody may agree to about their data, one answer each, taken back at any time."""

    NAME = "name", "publier mon nom"
    ASSOCIATION = "association", "publier le nom de mon association"
    EMAIL_PEERS = "email_peers", "donner mon adresse électronique aux membres de mes instances"
    PHONE_FAS = "phone_fas", "donner mon téléphone à France Assos Santé"
    GROUPS = "groups", "donner mon adresse électronique et mon téléphone aux membres de mes groupes d’échange"
    MONDAY_MAIL = "monday_mail", "m’écrire un courriel le lundi"


class ConsentChannel(TextChoices):
    """How the answer reached us."""

    SELF = "self", "par la personne, dans son espace"
    FILE = "file", "dans le dossier de candidature"
    PAPER = "paper", "par courrier ou sur un formulaire"
    REGISTER = "register", "repris du registre"


class DataRequestKind(TextChoices):
    """What somebody asks about their data beyond what they change by themselves (standards §3.3)."""

    CORRECTION = "correction", "corriger ce que dit un arrêté ou le registre"
    OBJECTION = "objection", "m’opposer à un usage de mes données"
    ERASURE = "erasure", "effacer mes données"


class DataRequestOutcome(TextChoices):
    """How a request was answered; a refusal says why."""

    DONE = "done", "faite"
    PARTLY = "partly", "faite en partie"
    REFUSED = "refused", "refusée, avec le motif"
