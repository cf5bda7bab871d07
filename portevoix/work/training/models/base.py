"""What the tables of the training share."""

from portevoix.base.core.privacy import Privacy

CATALOGUE_PRIVACY = Privacy(owner="France Assos Santé", personal=False, retention="sans limite\u00a0: catalogue public")
TRAINING_PRIVACY = Privacy(
    owner="France Assos Santé",
    personal=True,
    retention="durée de la représentation + 5 ans (à valider avec le DPO)",
    anonymise="la personne est remplacée par une fiche sans nom\u00a0; il reste le département, la session et la présence",
)
