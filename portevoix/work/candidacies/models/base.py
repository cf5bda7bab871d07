"""What the tables of the candidacies share."""

from portevoix.base.core.privacy import Privacy

CALL_PRIVACY = Privacy(owner="agence régionale de santé", personal=False, retention="sans limite\u00a0: acte public")
CANDIDACY_PRIVACY = Privacy(
    owner="agence régionale de santé",
    personal=True,
    retention="retenue\u00a0: comme le mandat\u00a0; non retenue\u00a0: 1 an après la fin de l’appel (à valider avec le DPO)",
    anonymise="nom, coordonnées, textes et pièces sont effacés\u00a0; il reste l’association, les vœux, les dates et les décisions",
)
