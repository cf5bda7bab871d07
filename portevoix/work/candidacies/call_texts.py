"""The messages about calls: announcement, reminders, drafts closed at the closing."""

from portevoix.base.notifications.enums import Channel
from portevoix.base.notifications.registry import register_family, register_text

OPENED, REMINDER, DRAFT_REMINDER = "calls.opened", "calls.reminder", "calls.reminder_draft"
LAPSED, REVIVED = "calls.draft_lapsed", "calls.draft_revived"
FAMILY = "calls"
OF_A_CALL = {
    "numero": "AC-2026-004",
    "titre": "Sièges vacants du Bas-Rhin et de la Moselle",
    "sieges": "42 sièges",
    "cloture": "31 décembre 2026",
    "lien": "https://exemple.fr/appels/AC-2026-004/",
}

register_family(FAMILY, "les annonces d’appels à candidatures")
register_text(
    OPENED,
    label="Appel à candidatures\u00a0: annonce aux associations concernées",
    channel=Channel.EMAIL,
    family=FAMILY,
    blanks=OF_A_CALL,
    may_be_empty={"cloture"},
    subject="Appel à candidatures {numero}\u00a0: {titre}",
    body="Bonjour {destinataire},\n\nUn appel à candidatures est ouvert\u00a0: {titre}. Il offre {sieges}.\n\n"
    "[cloture]Vous pouvez proposer une personne jusqu’au {cloture} inclus.\n\n"
    "Les sièges, les documents et la façon de proposer\u00a0: {lien}\n\nUne question\u00a0? {aide}",
)
register_text(
    REMINDER,
    label="Appel à candidatures\u00a0: rappel aux associations concernées",
    channel=Channel.EMAIL,
    family=FAMILY,
    blanks=OF_A_CALL | {"delai": "15 jours"},
    subject="Il reste {delai} pour proposer une personne\u00a0: {titre}",
    body="Bonjour {destinataire},\n\nL’appel {numero}, «\u00a0{titre}\u00a0», se termine le {cloture} inclus\u00a0: il reste {delai}. "
    "Nous n’avons encore rien reçu de votre association.\n\nRestent à pourvoir\u00a0: {sieges}. "
    "Les voir et proposer une personne\u00a0: {lien}\n\n"
    "Une question\u00a0? {aide}",
)
register_text(
    DRAFT_REMINDER,
    label="Appel à candidatures\u00a0: rappel d’un brouillon à envoyer",
    channel=Channel.EMAIL,
    blanks=OF_A_CALL | {"delai": "5 jours"},
    subject="Votre candidature n’est pas encore envoyée\u00a0: il reste {delai}",
    body="Bonjour {destinataire},\n\nVous avez commencé une candidature pour l’appel {numero}, «\u00a0{titre}\u00a0». "
    "Elle n’est pas encore envoyée.\n\n"
    "L’appel se termine le {cloture} inclus\u00a0: il reste {delai}. Reprenez votre brouillon par le lien que vous avez reçu, "
    "ou depuis la page de l’appel\u00a0: {lien}\n\nUne question\u00a0? {aide}",
)
register_text(
    LAPSED,
    label="Appel à candidatures\u00a0: brouillon non envoyé à la clôture",
    channel=Channel.EMAIL,
    blanks={**OF_A_CALL, "questions": "appels@exemple.fr"},
    may_be_empty={"questions"},
    subject="L’appel {numero} est clos\u00a0: votre brouillon n’a pas été envoyé",
    body="Bonjour {destinataire},\n\nL’appel {numero}, «\u00a0{titre}\u00a0», est clos. "
    "Le brouillon que vous aviez commencé n’a pas été envoyé\u00a0: "
    "il n’est pas examiné, et l’agence ne le lit pas.\n\n"
    "D’autres appels suivront pour les sièges qui restent à pourvoir. Les appels ouverts sont annoncés ici\u00a0: {lien}\n\n"
    "[questions]Si vous pensiez l’avoir envoyé, écrivez-nous\u00a0: {questions}\n\nUne question\u00a0? {aide}",
)
register_text(
    REVIVED,
    label="Appel à candidatures\u00a0: brouillon rouvert avec l’appel",
    channel=Channel.EMAIL,
    blanks=OF_A_CALL,
    may_be_empty={"cloture"},
    subject="L’appel {numero} est rouvert\u00a0: votre brouillon aussi",
    body="Bonjour {destinataire},\n\nL’appel {numero}, «\u00a0{titre}\u00a0», est rouvert. "
    "Le brouillon que vous aviez commencé est de nouveau ouvert, avec toutes ses réponses. Il n’est pas encore envoyé.\n\n"
    "[cloture]Vous pouvez le compléter et l’envoyer jusqu’au {cloture} inclus.\n\n"
    "Reprenez-le par le lien que vous avez reçu, ou depuis la page de l’appel\u00a0: {lien}\n\nUne question\u00a0? {aide}",
)
