"""The messages about claims of expenses and certificates of presence."""

from portevoix.base.notifications.enums import Channel
from portevoix.base.notifications.registry import register_text

CLAIM_SENT = "activity.claim_sent"
CLAIM_SETTLED = "activity.claim_settled"
CLAIM_RETURNED = "activity.claim_returned"
PRESENCE_ASKED = "activity.presence_asked"
PRESENCE_ISSUED = "activity.presence_issued"
PRESENCE_REFUSED = "activity.presence_refused"

OF_A_CLAIM = {
    "numero": "F-2026-0012",
    "instance": "commission des usagers, centre hospitalier de Saverne",
    "total": "47,20 €",
    "lien": "https://exemple.fr/espace/mes-frais/12/",
}
OF_A_DAY = {
    "instance": "commission des usagers, centre hospitalier de Saverne",
    "jour": "1er décembre 2026",
    "lien": "https://exemple.fr/espace/mes-conges/",
}


def _email(code: str, label: str, blanks: dict[str, str], subject: str, body: str) -> None:
    register_text(code, label=label, channel=Channel.EMAIL, blanks=blanks, subject=subject, body=f"Bonjour {{destinataire}},\n\n{body}")


_email(
    CLAIM_SENT,
    "Frais\u00a0: état reçu par l’établissement",
    OF_A_CLAIM | {"personne": "Odile WERNERT"},
    "État de frais {numero} à payer",
    "{personne} vous envoie l’état de frais {numero}\u00a0: {total}, pour {instance}.\n\n"
    "Lisez-le, puis notez qu’il est payé ou renvoyez-le avec un motif\u00a0: {lien}",
)
_email(
    CLAIM_SETTLED,
    "Frais\u00a0: état payé",
    OF_A_CLAIM,
    "État de frais {numero} payé",
    "L’établissement a noté le paiement de votre état de frais {numero}\u00a0: {total}, pour {instance}.\n\n"
    "Vos justificatifs seront effacés. Votre état de frais\u00a0: {lien}",
)
_email(
    CLAIM_RETURNED,
    "Frais\u00a0: état renvoyé à la personne",
    OF_A_CLAIM | {"motif": "Il manque le billet du 12 novembre."},
    "État de frais {numero} à corriger",
    "L’établissement vous renvoie l’état de frais {numero} ({instance}). Son motif\u00a0:\n\n{motif}\n\n"
    "Corrigez-le, puis envoyez-le de nouveau\u00a0: {lien}",
)
_email(
    PRESENCE_ASKED,
    "Congé\u00a0: attestation de présence demandée à l’établissement",
    OF_A_DAY | {"personne": "Odile WERNERT"},
    "Attestation de présence à délivrer",
    "{personne} vous demande une attestation de présence pour son employeur\u00a0: {instance}, le {jour}.\n\n"
    "Vérifiez l’heure, puis délivrez-la\u00a0: {lien}",
)
_email(
    PRESENCE_ISSUED,
    "Congé\u00a0: attestation de présence délivrée",
    OF_A_DAY,
    "Votre attestation de présence est prête",
    "Votre attestation de présence du {jour} ({instance}) est prête.\n\nTéléchargez-la et remettez-la à votre employeur\u00a0: {lien}",
)
_email(
    PRESENCE_REFUSED,
    "Congé\u00a0: attestation de présence refusée",
    OF_A_DAY | {"motif": "La réunion a été reportée."},
    "Votre demande d’attestation de présence",
    "L’établissement ne délivre pas l’attestation de présence du {jour} ({instance}). Son motif\u00a0:\n\n{motif}\n\n"
    "Corrigez votre demande ou écrivez à l’établissement\u00a0: {lien}",
)
