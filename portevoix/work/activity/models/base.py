"""What the tables of the activity share."""

from portevoix.base.core.privacy import Privacy

SCALE_PRIVACY = Privacy(owner="agence régionale de santé", personal=False, retention="sans limite\u00a0: barèmes publics")
ACTIVITY_PRIVACY = Privacy(
    owner="la personne elle-même, l’agence régionale de santé pour l’hébergement",
    personal=True,
    retention="l’année et 5 ans (à valider avec le DPO)",
    anonymise="la ligne est supprimée",
)
RECEIPT_PRIVACY = Privacy(
    owner="la personne elle-même, puis l’organisme qui paie",
    personal=True,
    retention="jusqu’à 60 jours après le paiement (à valider avec le DPO)",
    anonymise="le fichier et sa ligne sont supprimés",
)
