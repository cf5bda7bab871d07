"""The messages about the duty of the basic training: texts delivered with the program, that the administrator may replace.

They are of a procedure: nobody unsubscribes from them, and they are few.
"""

from portevoix.base.notifications.enums import Channel
from portevoix.base.notifications.registry import register_text
from portevoix.work.training.enums import ReminderKind

GRANTED = "training.equivalence_granted"
REFUSED = "training.equivalence_refused"
TAKEN_BACK = "training.equivalence_taken_back"
REMINDERS = {kind: f"training.duty_{kind.value}" for kind in ReminderKind}

OF_AN_EQUIVALENCE = {
    "suivie_le": "14 mars 2025",
    "organisme": "France Assos Santé Bretagne",
    "lien": "https://exemple.fr/espace/ma-formation/equivalence/",
}
OF_A_REMINDER = {
    "instance": "commission des usagers, centre hospitalier de Saverne",
    "debut": "1er juillet 2026",
    "avant_le": "1er janvier 2027",
    "dates": "- du 8 au 9 décembre 2026, Strasbourg (67), environ 35\u00a0minutes de route, estimé d’après la distance\n"
    "- du 12 au 13 janvier 2027, à distance",
    "lien": "https://exemple.fr/espace/ma-formation/",
    "equivalence": "https://exemple.fr/espace/ma-formation/equivalence/",
}
SIGNED = "\n\n{aide}"
DATES = "[dates]Des dates possibles\u00a0:\n\n[dates]{dates}\n\n[dates]Réserver une place, en deux clics\u00a0: {lien}\n\n"
ELSEWHERE = "Vous l’avez déjà suivie ailleurs\u00a0? Dites-le ici, avec votre attestation\u00a0: {equivalence}"


def _text(code: str, label: str, blanks: dict[str, str], subject: str, body: str, may_be_empty: tuple[str, ...]) -> None:
    register_text(
        code,
        label=f"Formation de base\u00a0: {label}",
        channel=Channel.EMAIL,
        blanks=blanks,
        may_be_empty=may_be_empty,
        subject=subject,
        body=f"Bonjour {{destinataire}},\n\n{body}{SIGNED}",
    )


_text(
    GRANTED,
    "équivalence accordée",
    OF_AN_EQUIVALENCE,
    "Votre formation est reconnue",
    "La formation que vous avez suivie le {suivie_le} est reconnue comme formation de base. Vous n’avez rien d’autre à faire.\n\n"
    "Les autres formations vous restent ouvertes, gratuitement.\n\nVotre demande\u00a0: {lien}",
    ("organisme",),
)
_text(
    REFUSED,
    "équivalence refusée",
    OF_AN_EQUIVALENCE | {"motif": "L’attestation ne porte que sur une demi-journée."},
    "Votre formation n’a pas pu être reconnue",
    "La formation que vous avez suivie le {suivie_le} n’a pas pu être reconnue comme formation de base. {motif}\n\n"
    "Vous pouvez faire une autre demande avec une autre attestation, ou suivre la formation de base\u00a0: elle est gratuite.\n\n"
    "Votre demande\u00a0: {lien}",
    ("organisme",),
)
_text(
    TAKEN_BACK,
    "équivalence, décision reprise",
    OF_AN_EQUIVALENCE,
    "Votre demande d’équivalence est de nouveau étudiée",
    "La décision sur la formation suivie le {suivie_le} était une erreur. Nous l’étudions de nouveau et vous écrirons.\n\n"
    "Votre demande\u00a0: {lien}",
    ("organisme",),
)
_text(
    REMINDERS[ReminderKind.WELCOME],
    "rappel, premières dates",
    OF_A_REMINDER,
    "Bienvenue\u00a0: vos premières dates de formation",
    "Vous représentez les usagers depuis le {debut}\u00a0: {instance}. Merci.\n\n"
    "La formation de base dure deux jours. Elle est gratuite, et vous y rencontrerez d’autres représentants. Pour un premier mandat, "
    "elle est obligatoire.\n\n[avant_le]Vous avez jusqu’au {avant_le}.\n\n" + DATES + ELSEWHERE,
    ("dates", "avant_le"),
)
_text(
    REMINDERS[ReminderKind.HALFWAY],
    "rappel, à mi-chemin",
    OF_A_REMINDER,
    "Des dates pour votre formation de base",
    "Vous n’avez pas encore choisi de date pour la formation de base.\n\n[avant_le]Il reste du temps\u00a0: jusqu’au {avant_le}.\n\n"
    + DATES
    + "Une date ne convient jamais\u00a0? Dites-le nous, nous chercherons avec vous.\n\n"
    + ELSEWHERE,
    ("dates", "avant_le"),
)
_text(
    REMINDERS[ReminderKind.SOON],
    "rappel, un mois avant la fin du délai",
    OF_A_REMINDER,
    "Il reste un mois pour votre formation de base",
    "La formation de base est à suivre avant le {avant_le}. Aucune place n’est encore réservée pour vous.\n\n"
    + DATES
    + "Si un empêchement vous retient, appelez-nous\u00a0: nous trouverons une solution.\n\n"
    + ELSEWHERE,
    ("dates",),
)
_text(
    REMINDERS[ReminderKind.LATE],
    "rappel, après la fin du délai",
    OF_A_REMINDER,
    "Votre formation de base\u00a0: il n’est pas trop tard",
    "Le délai de la formation de base est passé le {avant_le}. Votre mandat continue\u00a0; la formation reste à suivre.\n\n"
    + DATES
    + "Nous ne vous enverrons plus d’autre rappel. Répondez-nous ou appelez-nous quand vous voulez.\n\n"
    + ELSEWHERE,
    ("dates",),
)
