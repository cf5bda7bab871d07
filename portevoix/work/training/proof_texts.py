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
