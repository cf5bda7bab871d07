"""Closed lists of the calls and candidacies."""

from django.db.models import TextChoices


class CallMode(TextChoices):
    CAMPAIGN = "campaign", "campagne"
    COMPLEMENTARY = "complementary", "appel complémentaire"
    PERMANENT = "permanent", "appel permanent"


class CallState(TextChoices):
    DRAFT = "draft", "en préparation"
    OPEN = "open", "ouvert"
    CLOSED = "closed", "clos, en examen"
    DECIDED = "decided", "décidé"
    PUBLISHED = "published", "publié"
    CANCELLED = "cancelled", "annulé"


class SeatOrigin(TextChoices):
    """Why a seat is in a call (dossier §3.1)."""

    VACANT = "vacant", "vacant"
    FALLING_VACANT = "falling", "se termine avant la date fixée"
    MID_CYCLE = "mid_cycle", "occupé, remis en jeu"


class Channel(TextChoices):
    ONLINE = "online", "en ligne"
    PAPER = "paper", "papier, saisi par l’agence"
    EXCHANGE = "exchange", "importé de Démarche Numérique"


class CandidacyState(TextChoices):
    DRAFT = "draft", "brouillon"
    SUBMITTED = "submitted", "déposée, à vérifier"
    INCOMPLETE = "incomplete", "pièces demandées"
    UNDER_REVIEW = "under_review", "avis demandé à la délégation"
    TO_DECIDE = "to_decide", "à décider"
    AWAITING_ORDER = "awaiting_order", "retenue, arrêté en préparation"
    WAITING_LIST = "waiting_list", "sur liste d’attente"
    NOT_SELECTED = "not_selected", "non retenue"
    DESIGNATED = "designated", "personne désignée"
    WITHDRAWN = "withdrawn", "retirée"
    LAPSED = "lapsed", "brouillon non envoyé à la clôture"


class WishState(TextChoices):
    PENDING = "pending", "en attente de décision"
    RETAINED = "retained", "retenu"
    NOT_RETAINED = "not_retained", "non retenu"
    WAITING_LIST = "waiting_list", "liste d’attente"
    DESIGNATED = "designated", "désignée sur ce siège"
    WITHDRAWN = "withdrawn", "retiré"


class RefusalReason(TextChoices):
    """Why a wish is not retained; published by category only (dossier §3.4)."""

    SEAT_GIVEN = "seat_given", "siège attribué à une autre candidature"
    OTHER_WISH = "other_wish", "un autre vœu de la personne est retenu"
    NOT_ADMISSIBLE = "not_admissible", "candidature non recevable"
    PLURALITY = "plurality", "pluralité des associations dans l’instance"
    INCOMPATIBLE = "incompatible", "incompatibilité ou conflit d’intérêts"
    LOAD = "load", "nombre de mandats déjà tenus"
    SEAT_CLOSED = "seat_closed", "siège qui n’est plus à pourvoir"
    OTHER = "other", "autre motif"


class AttachmentKind(TextChoices):
    ASSOCIATION_LETTER = "letter", "lettre de l’association"
    CURRICULUM = "cv", "curriculum vitæ"
    MEMBERSHIP = "membership", "attestation d’adhésion"
    COURSE = "course", "attestation de formation"
    INTERESTS = "interests", "déclaration d’intérêts"
    PAPER_FORM = "paper", "formulaire papier numérisé"
    OTHER = "other", "autre pièce"


class AssessmentSide(TextChoices):
    DELEGATION = "delegation", "délégation départementale"


class AssessmentValue(TextChoices):
    FAVOURABLE = "favourable", "favorable"
    RESERVED = "reserved", "réservé"
    UNFAVOURABLE = "unfavourable", "défavorable"


class ProposalStatus(TextChoices):
    OPTIMAL = "optimal", "optimale, prouvée"
    BOUNDED = "bounded", "meilleure trouvée, optimalité non prouvée"
