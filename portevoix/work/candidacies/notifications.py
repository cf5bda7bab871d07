"""The messages about one candidacy: texts delivered with the program, that the administrator may replace."""

from portevoix.base.notifications.enums import Channel
from portevoix.base.notifications.registry import register_text
from portevoix.work.candidacies import (
    call_texts,  # noqa: F401 (declares the texts of the calls)
    letter_texts,  # noqa: F401 (declares the texts of the letters)
)

ACKNOWLEDGEMENT = "candidacies.acknowledgement"
PIECES_ASKED = "candidacies.pieces_asked"
OPINION_ASKED = "candidacies.opinion_asked"
WITHDRAWN = "candidacies.withdrawn"
TAKEN_BACK = "candidacies.taken_back"
DESIGNATED_PERSON = "candidacies.designated_person"
DESIGNATED_ASSOCIATION = "candidacies.designated_association"
DESIGNATED_FACILITY = "candidacies.designated_facility"
NOT_SELECTED = "candidacies.not_selected"
WAITING_LIST = "candidacies.waiting_list"
OFFER = "candidacies.offer"

OF_A_FILE = {
    "numero": "C-2026-00042",
    "personne": "Odile WERNERT",
    "association": "Association des diabétiques du Bas-Rhin",
    "appel": "Sièges vacants du Bas-Rhin et de la Moselle",
    "service": "Agence régionale de santé Grand Est",
    "questions": "ars-usagers@exemple.fr",
    "lien": "https://exemple.fr/espace/nos-candidatures/42/",
}
OF_A_MANDATE = OF_A_FILE | {
    "instance": "commission des usagers, centre hospitalier de Saverne",
    "siege": "titulaire",
    "arrete": "arrêté n° 2026-0412 du 1er décembre 2026",
    "debut": "1er décembre 2026",
    "fin": "30 novembre 2029",
}
SEATS = "- commission des usagers, clinique du Ried, Haguenau\u00a0: suppléant (12\u00a0km)"
APPEAL = (
    "Cette décision peut être contestée dans les deux mois qui suivent sa réception\u00a0: par un recours gracieux auprès de l’agence, "
    "ou devant le tribunal administratif de Strasbourg, y compris par Télérecours citoyens."
)
QUESTIONS = "\n\n[questions]Pour toute question\u00a0: {questions}\n\n{service}"


def _email(code: str, label: str, blanks: dict[str, str], subject: str, body: str, may_be_empty: tuple[str, ...] = ()) -> None:
    register_text(
        code,
        label=f"Candidature\u00a0: {label}",
        channel=Channel.EMAIL,
        blanks=blanks,
        may_be_empty={"questions", *may_be_empty},
        subject=subject,
        body=f"Bonjour {{destinataire}},\n\n{body}{QUESTIONS}",
    )


_email(
    ACKNOWLEDGEMENT,
    "accusé de réception",
    OF_A_FILE | {"recu_le": "22 novembre 2026", "reponse_le": "22 mars 2027", "voeux": "- vœu 1\u00a0: centre hospitalier de Saverne"},
    "Candidature {numero} bien reçue",
    "Nous avons reçu le {recu_le} la candidature {numero}\u00a0: {personne}, proposée par {association}, pour l’appel "
    "«\u00a0{appel}\u00a0».\n\n{voeux}\n\nLe dossier est suivi par {service}. La réponse est attendue au plus tard le {reponse_le}. "
    "S’il manque une pièce, nous vous la demanderons\u00a0; ce délai est alors suspendu.\n\nSuivre ou retirer ce dossier\u00a0: {lien}\n\n"
    "Ce message vaut accusé de réception (code des relations entre le public et l’administration, articles L. 112-3 et R. 112-5).",
)
_email(
    PIECES_ASKED,
    "pièces demandées",
    OF_A_FILE | {"pieces": "lettre de l’association", "avant_le": "7 décembre 2026"},
    "Candidature {numero}\u00a0: il manque une pièce",
    "Le dossier {numero} ({personne}) n’est pas complet. Il manque\u00a0:\n\n{pieces}\n\n"
    "Ajoutez-les avant le {avant_le}\u00a0: {lien}\n\nLe reste du dossier est conservé\u00a0; rien n’est à recommencer.",
)
_email(
    OPINION_ASKED,
    "avis demandé à la délégation",
    OF_A_FILE | {"voeux": "- vœu 1\u00a0: centre hospitalier de Saverne", "avant_le": "7 décembre 2026"},
    "Avis demandé\u00a0: candidature {numero}",
    "Le dossier {numero} est complet\u00a0: {personne}, proposée par {association}.\n\n{voeux}\n\n"
    "Donnez l’avis de la délégation avant le {avant_le}\u00a0: {lien}",
)
_email(
    WITHDRAWN,
    "retrait enregistré",
    OF_A_FILE,
    "Candidature {numero} retirée",
    "La candidature {numero} ({personne}) est retirée. Elle ne sera plus examinée, et aucune raison n’est demandée.\n\n"
    "Vous pouvez proposer une autre personne tant que l’appel «\u00a0{appel}\u00a0» est ouvert.",
)
_email(
    TAKEN_BACK,
    "dossier repris par l’association",
    OF_A_FILE | {"cloture": "31 décembre 2026"},
    "Candidature {numero}\u00a0: dossier repris pour être corrigé",
    "{association} a repris le dossier {numero} ({personne}), envoyé pour l’appel «\u00a0{appel}\u00a0»\u00a0: il est de nouveau un "
    "brouillon. L’agence ne le lit plus et ne l’examine pas tant qu’il n’est pas renvoyé.\n\n"
    "[cloture]Il peut être renvoyé jusqu’au {cloture} inclus.\n\n"
    "Il garde son numéro. L’accusé de réception qui a été envoyé ne compte plus\u00a0: un autre partira avec le nouvel envoi.",
    may_be_empty=("cloture",),
)
_email(
    DESIGNATED_PERSON,
    "désignation, à la personne",
    OF_A_MANDATE,
    "Votre désignation\u00a0: {instance}",
    "Vous êtes désignée ou désigné pour représenter les usagers\u00a0: {instance}, siège de {siege} ({arrete}). "
    "Votre candidature était proposée par {association}. Merci de votre engagement.\n\n"
    "Votre mandat commence le {debut}.\n\n[fin]Il se termine le {fin}.\n\n"
    "Ensuite\u00a0: l’établissement vous invite à la prochaine réunion, rembourse vos frais de déplacement, et vous donne accès à "
    "ce dont vous avez besoin. La formation de base «\u00a0RU en avant\u00a0!\u00a0» est obligatoire lors d’un premier mandat\u00a0; "
    "si vous avez un emploi salarié, un congé de représentation existe.\n\n"
    "Votre espace, avec votre prochaine étape\u00a0: {lien}\n\n"
    "Pour y entrer, écrivez l’adresse qui reçoit ce message\u00a0: un code vous est envoyé. Il n’y a pas de mot de passe.",
    may_be_empty=("fin",),
)
_email(
    DESIGNATED_ASSOCIATION,
    "désignation, à l’association",
    OF_A_MANDATE,
    "{personne}\u00a0: désignation, {instance}",
    "La personne que {association} a proposée est désignée\u00a0: {personne}, {instance}, siège de {siege} "
    "({arrete}, dossier {numero}).\n\n"
    "Le mandat commence le {debut}.\n\n[fin]Il se termine le {fin}.\n\nLe dossier\u00a0: {lien}",
    may_be_empty=("fin",),
)
_email(
    DESIGNATED_FACILITY,
    "désignation, à l’établissement",
    OF_A_MANDATE,
    "Représentation des usagers\u00a0: {instance}",
    "{personne}, que propose {association}, représente les usagers\u00a0: {instance}, siège de {siege} ({arrete}), à compter "
    "du {debut}.\n\n[fin]Le mandat se termine le {fin}.\n\nMettez à jour la liste nominative, affichez-la et joignez-la au livret "
    "d’accueil (article R. 1112-84 du code de la santé publique)\u00a0; invitez la personne à la prochaine réunion.\n\n"
    "La composition\u00a0: {lien}",
    may_be_empty=("fin",),
)
_email(
    NOT_SELECTED,
    "candidature non retenue",
    OF_A_FILE
    | {"raisons": "- vœu 1\u00a0: siège attribué à une autre candidature. Une seule place était vacante.", "sieges": SEATS}
    | {"recours": APPEAL},
    "Candidature {numero}\u00a0: décision",
    "La candidature {numero} ({personne}, proposée par {association}) n’est pas retenue pour l’appel "
    "«\u00a0{appel}\u00a0».\n\n{raisons}\n\n"
    "[sieges]Des sièges restent à pourvoir près du domicile\u00a0:\n\n[sieges]{sieges}\n\n"
    "[sieges]Acceptez l’un d’eux en une fois, sans nouveau dossier\u00a0: {lien}\n\n{recours}",
    may_be_empty=("sieges",),
)
_email(
    WAITING_LIST,
    "liste d’attente",
    OF_A_FILE | {"raisons": "- vœu 1\u00a0: liste d’attente. Siège promis si une personne renonce.", "sieges": SEATS},
    "Candidature {numero}\u00a0: liste d’attente",
    "La candidature {numero} ({personne}) est sur liste d’attente pour l’appel «\u00a0{appel}\u00a0»\u00a0: elle sera reprise si un siège "
    "se libère.\n\n{raisons}\n\n[sieges]Des sièges restent à pourvoir près du domicile\u00a0:\n\n[sieges]{sieges}\n\n"
    "[sieges]Acceptez l’un d’eux en une fois, sans nouveau dossier\u00a0: {lien}",
    may_be_empty=("sieges",),
)
_email(
    OFFER,
    "autre siège proposé",
    OF_A_FILE | {"sieges": SEATS},
    "Candidature {numero}\u00a0: un autre siège est possible",
    "{personne} n’a pas pu être retenue ou retenu sur les sièges demandés. Il reste, près du domicile\u00a0:\n\n{sieges}\n\n"
    "Acceptez l’un d’eux en une fois, sans nouveau dossier\u00a0: {lien}",
)
