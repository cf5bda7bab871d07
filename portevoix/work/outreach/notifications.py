"""The messages of a hand-over. To the recipients they say nothing of the person: the page does, behind its gate."""

from portevoix.base.notifications.enums import Channel
from portevoix.base.notifications.registry import register_text

RECEIPT = "outreach.receipt"
ARRIVED = "outreach.arrived"
REMINDER = "outreach.reminder"
UNANSWERED = "outreach.unanswered"
OFFERED = "outreach.offered"

LINK = "https://exemple.fr/espace/demandes-recues/12/"
OF_A_PERSON = {"destinataire_choisi": "UNAFAM, section du Bas-Rhin", "lien": "https://exemple.fr/devenir-representant/ma-demande/abc/"}
OF_A_RECIPIENT = {"numero": "12", "departement": "Bas-Rhin", "delai": "2 décembre 2026", "lien": LINK}


def _email(code: str, label: str, blanks: dict[str, str], subject: str, body: str) -> None:
    register_text(
        code,
        label=f"Devenir représentant\u00a0: {label}",
        channel=Channel.EMAIL,
        blanks=blanks,
        subject=subject,
        body=f"Bonjour {{destinataire}},\n\n{body}",
    )


_email(
    RECEIPT,
    "demande transmise",
    OF_A_PERSON | {"delai": "2 décembre 2026"},
    "Votre demande est transmise",
    "Merci de votre intérêt. Votre demande est transmise à {destinataire_choisi}, qui vous répond avant le {delai}.\n\n"
    "Vous changez d’avis\u00a0? Retirez votre demande ici, sans donner de raison\u00a0: {lien}\n\n"
    "Tout ce que vous avez écrit est alors effacé.",
)
_email(
    ARRIVED,
    "une personne attend une réponse",
    OF_A_RECIPIENT,
    "Une personne veut représenter les usagers ({departement})",
    "Une personne du département {departement} veut représenter les usagers, et vous a choisis (demande {numero}).\n\n"
    "Répondez-lui avant le {delai}\u00a0: {lien}",
)
_email(
    REMINDER,
    "rappel, sans réponse",
    OF_A_RECIPIENT,
    "Une personne attend toujours votre réponse",
    "La demande {numero} ({departement}) attendait une réponse avant le {delai}. Appelez la personne, puis notez-le\u00a0: {lien}\n\n"
    "Si vous ne pouvez pas, proposez-lui une autre association depuis la même page.",
)
_email(
    UNANSWERED,
    "demande sans réponse, à la délégation",
    OF_A_RECIPIENT | {"association": "UNAFAM, section du Bas-Rhin"},
    "Demande sans réponse depuis le {delai}",
    "{association} n’a pas répondu à la demande {numero} ({departement}), attendue avant le {delai}.\n\n"
    "Appelez l’association, ou la personne, pour qu’aucune voix ne reste sans réponse\u00a0: {lien}",
)
_email(
    OFFERED,
    "autre destinataire proposé",
    OF_A_PERSON | {"ancien": "Association des familles"},
    "Une autre association pour vous\u00a0?",
    "{ancien} pense que {destinataire_choisi} vous conviendrait mieux. Rien n’est transmis sans votre accord.\n\n"
    "Dites oui ou non ici\u00a0: {lien}",
)
