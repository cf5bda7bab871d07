"""Closed lists of the imports."""

from django.db.models import TextChoices


class RunState(TextChoices):
    """Where an import stands; changed by `workflow.IMPORT_RUN` only."""

    UPLOADED = "uploaded", "déposé"
    CHECKED = "checked", "vérifié"
    APPLIED = "applied", "appliqué"
    UNDONE = "undone", "annulé"
    FAILED = "failed", "refusé"


class Work(TextChoices):
    """The work that is asked of the background job."""

    CHECK = "check", "vérification"
    APPLY = "apply", "application"
    UNDO = "undo", "annulation"


class Phase(TextChoices):
    """What the background job is doing, shown beside the progress bar."""

    WAITING = "waiting", "en attente"
    READING = "reading", "lecture du classeur"
    COMPARING = "comparing", "comparaison avec le registre"
    WRITING = "writing", "écriture dans le registre"
    UNDOING = "undoing", "retour à l’état précédent"
    DONE = "done", "terminé"


class ChangeKind(TextChoices):
    CREATED = "created", "créé"
    UPDATED = "updated", "complété"


class DoubtKind(TextChoices):
    """What a human must settle."""

    PEOPLE = "people", "une ou deux personnes\u00a0?"
    VACANCY = "vacancy", "siège vacant ou occupé\u00a0?"


class Decision(TextChoices):
    """Answer to a doubt; `LATER` leaves it in the queue."""

    OPEN = "", "à décider"
    SAME = "same", "c’est la même personne"
    DIFFERENT = "different", "deux personnes différentes"
    KEPT = "kept", "le mandat est maintenu"
    ENDED = "ended", "le mandat est terminé"
    LATER = "later", "plus tard"
