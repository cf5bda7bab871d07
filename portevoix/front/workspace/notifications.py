"""What is written to people about their space and their data."""

from portevoix.base.notifications.enums import Channel
from portevoix.base.notifications.registry import register_family, register_text

FAMILY = "monday"
register_family(FAMILY, "le courriel du lundi")

MONDAY = register_text(
    "workspace.monday",
    label="Le courriel du lundi, aux représentants",
    channel=Channel.EMAIL,
    family=FAMILY,
    blanks={
        "rendez_vous": "mardi 1er décembre 2026, de 14 h 30 à 16 h 30 : groupe d’échange du Bas-Rhin, Strasbourg.",
        "etape": "Votre mandat de titulaire se termine le 14 mars 2027. Voulez-vous continuer ?",
        "mandats": "- Hôpital de Hautepierre, Strasbourg : titulaire, jusqu’au 14 mars 2027",
        "formation": "- « RU en avant ! » : suivie en octobre 2021",
        "lien": "https://porte-voix.example/espace/mon-espace/",
    },
    may_be_empty={"rendez_vous", "etape", "mandats", "formation"},
    subject="Votre semaine de représentant des usagers",
    body=(
        "Bonjour {destinataire},\n\n"
        "[rendez_vous] Votre prochain rendez-vous : {rendez_vous}\n\n"
        "[etape] Votre prochaine étape : {etape}\n\n"
        "Tout est dans votre espace : {lien}\n\n"
        "[mandats] Vos mandats :\n{mandats}\n\n"
        "[formation] Votre formation :\n{formation}\n\n"
        "Vos propositions, votre journal et vos frais sont dans votre espace : vous seul lisez votre journal.\n\n"
        "Bonne semaine. Une question ? {aide}"
    ),
)

CONFIRM_EMAIL = register_text(
    "workspace.confirm_email",
    label="Confirmer sa nouvelle adresse électronique",
    channel=Channel.EMAIL,
    blanks={"lien": "https://porte-voix.example/espace/mes-donnees/adresse/…/"},
    subject="Confirmez votre nouvelle adresse",
    body=(
        "Bonjour {destinataire},\n\n"
        "Vous avez demandé à recevoir nos messages à cette adresse. Ouvrez ce lien dans les trois jours, puis confirmez : {lien}\n\n"
        "Si vous n’avez rien demandé, ne faites rien : rien ne changera."
    ),
)

REQUEST_RECEIVED = register_text(
    "workspace.data_request",
    label="Demande d’une personne sur ses données, à qui y répond",
    channel=Channel.EMAIL,
    blanks={
        "demande": "corriger ce que dit un arrêté ou le registre",
        "avant": "22 décembre 2026",
        "lien": "https://porte-voix.example/espace/demandes-donnees/12/",
    },
    subject="Demande sur des données : {demande}",
    body=(
        "Bonjour {destinataire},\n\nUne personne demande : {demande}. La loi donne jusqu’au {avant} pour répondre.\n\nLa demande : {lien}"
    ),
)
