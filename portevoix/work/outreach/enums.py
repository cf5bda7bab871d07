"""Closed lists of the package."""

from django.db.models import TextChoices


class ItemKind(TextChoices):
    """The parts of « Devenir représentant » that France Assos Santé writes, in the order of the page."""

    REASON = "reason", "raison de s’engager"
    STEP = "step", "étape"
    CONDITION = "condition", "ce qui est demandé ou donné"
    QUESTION = "question", "question fréquente"


class Theme(TextChoices):
    """What somebody cares about: subjects of associations, never an illness that one has."""

    RIGHTS = "rights", "les droits de tous les malades"
    CONSUMERS = "consumers", "les prix, les remboursements, l’accès aux soins"
    FAMILIES = "families", "les familles et les enfants"
    AGEING = "ageing", "les personnes âgées et leurs proches"
    DISABILITY = "disability", "le handicap"
    MENTAL_HEALTH = "mental_health", "la santé mentale"
    CANCER = "cancer", "le cancer"
    CHRONIC = "chronic", "les maladies de longue durée"
    RARE = "rare", "les maladies rares"
    ADDICTIONS = "addictions", "les addictions"
    ACCIDENTS = "accidents", "les accidents médicaux et les infections à l’hôpital"


class TimeGiven(TextChoices):
    FEW = "few", "quelques jours par an"
    SOME = "some", "une dizaine de jours par an"
    MORE = "more", "15 à 20 jours par an, ou plus"
    UNKNOWN = "unknown", "je ne sais pas encore"


class Membership(TextChoices):
    YES = "yes", "oui, d’une association de malades ou d’usagers"
    NO = "no", "non"
    UNSURE = "unsure", "oui, mais je ne sais pas si elle est agréée"


class Moment(TextChoices):
    DAYS = "days", "en journée, dans la semaine"
    EVENINGS = "evenings", "plutôt en soirée"
    REMOTE = "remote", "à distance, par téléphone ou par écran"
    EMPLOYED = "employed", "je suis salarié ou salariée\u00a0: j’ai besoin d’un congé"


class HandOverState(TextChoices):
    """Where somebody's wish to sit stands, from the day it is handed over."""

    RECEIVED = "received", "reçue, sans réponse"
    CONTACTED = "contacted", "personne jointe"
    MEMBER = "member", "membre de l’association"
    PROPOSED = "proposed", "proposée pour un siège"
    DESIGNATED = "designated", "désignée"
    CLOSED = "closed", "close"


class ClosingReason(TextChoices):
    """Why a hand-over ends without a designation: a code, never a text."""

    WITHDRAWN = "withdrawn", "la personne a retiré sa demande"
    CHANGED_MIND = "changed_mind", "la personne ne souhaite plus s’engager"
    UNREACHABLE = "unreachable", "personne injoignable"
    NO_SEAT = "no_seat", "aucun siège ne convient"
    OTHER_WAY = "other_way", "engagement sous une autre forme"
    TWICE = "twice", "demande déjà reçue"
    LAPSED = "lapsed", "sans nouvelle depuis trop longtemps"


class NoteKind(TextChoices):
    """What was done for somebody: a code, never a text."""

    CALLED = "called", "appel téléphonique"
    NO_ANSWER = "no_answer", "appel sans réponse"
    WRITTEN = "written", "courriel ou courrier envoyé"
    MET = "met", "rencontre"
    INVITED = "invited", "invitation à une réunion de l’association"
    TRAINING = "training", "formation proposée"


class FunnelStep(TextChoices):
    """What is counted, a number a day, without knowing who."""

    PAGE = "page", "page « Devenir représentant » ouverte"
    BEGUN = "begun", "orientation commencée"
    HOME = "home", "question 1, la commune"
    TIME = "time", "question 2, le temps"
    THEMES = "themes", "question 3, les sujets"
    MEMBERSHIP = "membership", "question 4, l’association"
    KINDS = "kinds", "question 5, l’instance"
    MOMENTS = "moments", "question 6, les moments"
    RESULT = "result", "résultat affiché"
    HANDED_OVER = "handed_over", "mise en relation demandée"
    CONTACTED = "contacted", "personne jointe"
    MEMBER = "member", "membre d’une association"
    PROPOSED = "proposed", "personne proposée"
    DESIGNATED = "designated", "personne désignée"
    CLOSED = "closed", "close sans désignation"
