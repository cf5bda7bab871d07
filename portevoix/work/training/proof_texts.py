"""The messages about certificates, opinions and groups: texts delivered with the program, that the administrator may replace."""

from portevoix.base.notifications.enums import Channel
from portevoix.base.notifications.registry import register_text

CERTIFICATE = "training.certificate"
CERTIFICATE_REVOKED = "training.certificate_revoked"

OF_A_CERTIFICATE = {
    "formation": "RU en avant\u00a0! Formation de base",
    "dates": "du 8 au 9 décembre 2026",
    "numero": "FOR-2026-0042",
    "lien": "https://exemple.fr/espace/ma-formation/",
}

register_text(
    CERTIFICATE,
    label="Formation\u00a0: attestation délivrée",
    channel=Channel.EMAIL,
    blanks=OF_A_CERTIFICATE | {"code": "PV-7K3M-9QXT", "verifier": "https://exemple.fr/verifier/"},
    subject="Votre attestation\u00a0: {formation}",
    body=(
        "Bonjour {destinataire},\n\n"
        "Vous avez suivi en entier la formation «\u00a0{formation}\u00a0» ({dates}). Merci, et bravo.\n\n"
        "Votre attestation {numero} est jointe à ce message. Gardez-la. Vous la retrouvez aussi ici, en gros caractères si vous "
        "préférez\u00a0: {lien}\n\n"
        "N’importe qui peut la vérifier avec le code {code}\u00a0: {verifier}\n\n"
        "France Assos Santé"
    ),
)
register_text(
    CERTIFICATE_REVOKED,
    label="Formation\u00a0: attestation annulée",
    channel=Channel.EMAIL,
    blanks=OF_A_CERTIFICATE | {"motif": "le nom de la personne était faux"},
    subject="Attestation annulée\u00a0: {formation}",
    body=(
        "Bonjour {destinataire},\n\n"
        "L’attestation {numero} («\u00a0{formation}\u00a0», {dates}) est annulée\u00a0: {motif}. Elle ne vaut plus rien.\n\n"
        "Si une autre attestation vous est due, elle vous sera envoyée. Vos attestations\u00a0: {lien}\n\n"
        "France Assos Santé"
    ),
)

OPINION = "training.opinion"

register_text(
    OPINION,
    label="Formation\u00a0: votre avis",
    channel=Channel.EMAIL,
    blanks={
        "formation": "RU en avant\u00a0! Formation de base",
        "dates": "du 8 au 9 décembre 2026",
        "avant_le": "11 janvier 2027",
        "lien": "https://exemple.fr/formations/avis/abc/",
    },
    subject="Votre avis\u00a0: {formation}",
    body=(
        "Bonjour {destinataire},\n\n"
        "Vous avez suivi «\u00a0{formation}\u00a0» ({dates}). Dites-nous ce que vous en pensez\u00a0: quatre questions, une minute.\n\n"
        "{lien}\n\n"
        "Votre réponse est gardée sans votre nom. Vous pouvez répondre jusqu’au {avant_le} inclus.\n\n"
        "France Assos Santé"
    ),
)

GROUP_MEETING = "training.group_meeting"
GROUP_MEETING_CANCELLED = "training.group_meeting_cancelled"
OF_A_MEETING = {
    "groupe": "Groupe d’échange de Moselle",
    "jour": "mardi 12 janvier 2027",
    "horaires": "de 14\u00a0h à 16\u00a0h 30",
    "lieu": "Maison des associations, Metz",
    "visio": "https://visio.exemple.fr/groupe",
    "animation": "Catherine Ritter",
    "lien": "https://exemple.fr/espace/ma-formation/groupes/",
}

register_text(
    GROUP_MEETING,
    label="Groupe d’échange\u00a0: rencontre",
    channel=Channel.EMAIL,
    blanks=OF_A_MEETING,
    may_be_empty={"visio"},
    subject="Rencontre du {jour}\u00a0: {groupe}",
    body=(
        "Bonjour {destinataire},\n\n"
        "Votre groupe «\u00a0{groupe}\u00a0» se retrouve le {jour}, {horaires}.\n\n"
        "Lieu\u00a0: {lieu}\n\n"
        "[visio]Suivre à distance\u00a0: {visio}\n\n"
        "Animation\u00a0: {animation}. Ce qui se dit dans le groupe reste dans le groupe.\n\n"
        "Vos groupes et leurs dates\u00a0: {lien}\n\n"
        "France Assos Santé"
    ),
)
register_text(
    GROUP_MEETING_CANCELLED,
    label="Groupe d’échange\u00a0: rencontre annulée",
    channel=Channel.EMAIL,
    blanks=OF_A_MEETING,
    may_be_empty={"visio"},
    subject="Rencontre annulée, {jour}\u00a0: {groupe}",
    body=(
        "Bonjour {destinataire},\n\n"
        "La rencontre du groupe «\u00a0{groupe}\u00a0», le {jour}, {horaires}, est annulée. Nous le regrettons.\n\n"
        "Vos groupes et leurs dates\u00a0: {lien}\n\n"
        "France Assos Santé"
    ),
)
