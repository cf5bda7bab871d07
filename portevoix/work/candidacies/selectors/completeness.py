"""What a candidacy still lacks before it can be sent, step by step."""

from dataclasses import dataclass
from enum import StrEnum

from portevoix.work.candidacies.models import Candidacy


class FormStep(StrEnum):
    """The four pages of the form, in order."""

    PERSON = "personne"
    SEATS = "sieges"
    DECLARATIONS = "declarations"
    REVIEW = "envoi"


TITLES = {
    FormStep.PERSON: "La personne",
    FormStep.SEATS: "Les sièges souhaités",
    FormStep.DECLARATIONS: "Déclarations et accords",
    FormStep.REVIEW: "Relire et envoyer",
}


@dataclass(frozen=True, kw_only=True)
class Missing:
    """An answer that is missing: its page, its field, and what to do."""

    step: FormStep
    field: str
    sentence: str


REQUIRED = (
    (FormStep.PERSON, "last_name", "Écrivez le nom de la personne."),
    (FormStep.PERSON, "first_name", "Écrivez le prénom de la personne."),
    (FormStep.PERSON, "home", "Indiquez la commune où habite la personne."),
    (FormStep.PERSON, "member_since", "Indiquez depuis quand la personne est adhérente."),
    (FormStep.DECLARATIONS, "no_tie_declared", "Cochez la déclaration d’absence de lien avec l’établissement."),
    (FormStep.DECLARATIONS, "course_promised", "Cochez l’engagement à suivre la formation de base."),
    (FormStep.DECLARATIONS, "charter_accepted", "Cochez l’accord sur la charte."),
    (FormStep.DECLARATIONS, "person_informed", "Cochez que la personne est informée de l’usage de ses données."),
    (FormStep.DECLARATIONS, "signed_by_name", "Indiquez qui signe pour l’association."),
    (FormStep.DECLARATIONS, "signed_by_function", "Indiquez la fonction de la personne qui signe."),
    (FormStep.DECLARATIONS, "association_email", "Indiquez l’adresse électronique de l’association pour ce dossier."),
)
NO_WISH = Missing(step=FormStep.SEATS, field="", sentence="Ajoutez au moins un vœu.")
NO_WAY_TO_REACH = Missing(
    step=FormStep.PERSON, field="email", sentence="Donnez une adresse électronique ou un téléphone pour joindre la personne."
)


def missing_answers(candidacy: Candidacy) -> list[Missing]:
    """Return what must be answered before sending, in the order of the pages."""
    found = [
        Missing(step=step, field=field, sentence=sentence)
        for step, field, sentence in REQUIRED
        if not getattr(candidacy, "home_id" if field == "home" else field)
        if not (field == "course_promised" and candidacy.course_done_on)
    ]
    if not candidacy.email and not candidacy.phone:
        found.append(NO_WAY_TO_REACH)
    if not candidacy.wishes.exists():
        found.append(NO_WISH)
    order = list(FormStep)
    return sorted(found, key=lambda line: order.index(line.step))
