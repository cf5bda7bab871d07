"""The texts of the letters on paper; the first paragraphs stand before the closing one, which takes leave."""

from portevoix.base.notifications.enums import Channel
from portevoix.base.notifications.registry import register_text

DESIGNATION = "candidacies.letter_designation"
REFUSAL = "candidacies.letter_not_selected"
RECEIPT = "candidacies.letter_acknowledgement"

OF_A_FILE = {
    "numero": "C-2026-00042",
    "personne": "Odile WERNERT",
    "association": "Association des diabétiques du Bas-Rhin",
    "appel": "Sièges vacants du Bas-Rhin et de la Moselle",
    "service": "Agence régionale de santé Grand Est",
    "politesse": "Madame",
}
LEAVE = "\n\nJe vous prie d’agréer, {politesse}, l’expression de ma considération distinguée."


def _letter(code: str, label: str, blanks: dict[str, str], subject: str, body: str, may_be_empty: tuple[str, ...] = ()) -> None:
    register_text(
        code,
        label=f"Candidature\u00a0: {label}",
        channel=Channel.LETTER,
        blanks=OF_A_FILE | blanks,
        may_be_empty=may_be_empty,
        subject=subject,
        body=f"{body}{LEAVE}",
    )


_letter(
    DESIGNATION,
    "lettre de désignation",
    {
        "instance": "Commission des usagers, centre hospitalier de Saverne, Saverne",
        "qualite": "titulaire",
        "arrete": "arrêté n° 2026-0412 du 1er décembre 2026",
        "debut": "1er décembre 2026",
        "fin": "30 novembre 2029",
        "contact": "cdu@ch-saverne.exemple.fr",
    },
    "Votre désignation pour représenter les usagers",
    "J’ai le plaisir de vous informer de votre désignation pour représenter les usagers\u00a0: {instance}, {qualite} "
    "({arrete}). Votre candidature était proposée par {association}.\n\n"
    "Votre mandat commence le {debut}.\n\n[fin]Il se termine le {fin}.\n\n"
    "Le secrétariat de l’instance vous invite à la prochaine réunion et vous donne accès aux documents utiles.\n\n"
    "[contact]Vous pouvez lui écrire\u00a0: {contact}\n\n"
    "La formation de base «\u00a0RU en avant\u00a0!\u00a0», gratuite, est obligatoire pour un premier mandat\u00a0: votre association vous "
    "y inscrit. Vos frais de déplacement sont remboursés. Si vous avez un emploi salarié, un congé de représentation existe.\n\n"
    "Je vous remercie de donner votre temps aux usagers.",
    may_be_empty=("fin", "contact"),
)
_letter(
    REFUSAL,
    "lettre de décision, candidature non retenue",
    {
        "raisons": "- vœu 1, centre hospitalier de Saverne\u00a0: siège attribué à une autre candidature.",
        "sieges": "- commission des usagers, clinique du Ried, Haguenau\u00a0: suppléant (12\u00a0km)",
        "recours": "Cette décision peut être contestée dans les deux mois devant le tribunal administratif de Nancy.",
    },
    "Candidature {numero}\u00a0: décision",
    "La candidature de {personne}, proposée par {association} pour l’appel «\u00a0{appel}\u00a0», n’est pas retenue.\n\n{raisons}\n\n"
    "[sieges]Des sièges restent à pourvoir près du domicile\u00a0:\n\n[sieges]{sieges}\n\n"
    "[sieges]L’un d’eux peut être accepté sans nouveau dossier.\n\n{recours}",
    may_be_empty=("sieges",),
)
_letter(
    RECEIPT,
    "accusé de réception, sur papier",
    {"recu_le": "22 novembre 2026", "reponse_le": "22 mars 2027", "voeux": "- vœu 1\u00a0: centre hospitalier de Saverne"},
    "Candidature {numero}\u00a0: accusé de réception",
    "La candidature de {personne}, proposée par {association} pour l’appel «\u00a0{appel}\u00a0», a été reçue le {recu_le} sous le numéro "
    "{numero}.\n\n{voeux}\n\nLe dossier est suivi par {service}. La réponse est attendue au plus tard le {reponse_le}. "
    "Si une pièce manque, elle sera demandée, et ce délai sera suspendu.\n\n"
    "Cette lettre vaut accusé de réception (code des relations entre le public et l’administration, articles L. 112-3 et R. 112-5).",
)
