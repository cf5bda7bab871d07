"""The messages about the sessions: texts delivered with the program, that the administrator may replace."""

from portevoix.base.notifications.enums import Channel
from portevoix.base.notifications.registry import register_text
from portevoix.work.training import (
    duty_texts,  # noqa: F401 (declares the texts of the duty)
    proof_texts,  # noqa: F401  declares its texts
)

REGISTERED = "training.registered"
WAITING = "training.waiting"
PLACE_OFFERED = "training.place_offered"
PLACE_LOST = "training.place_lost"
ENROLMENT_CANCELLED = "training.enrolment_cancelled"
SESSION_CONFIRMED = "training.session_confirmed"
SESSION_CHANGED = "training.session_changed"
SESSION_CANCELLED = "training.session_cancelled"
REMINDER = "training.reminder"

OF_A_SESSION = {
    "formation": "RU en avant\u00a0! Formation de base",
    "dates": "du 8 au 9 décembre 2026",
    "horaires": "- mardi 8 décembre 2026, de 9\u00a0h 30 à 12\u00a0h 30\n- mardi 8 décembre 2026, de 13\u00a0h 30 à 17\u00a0h",
    "lieu": "Maison des associations, 1 place des Orphelins, Strasbourg (67)",
    "venir": "Tramway\u00a0A, arrêt Étoile Bourse. Entrée de plain-pied.",
    "visio": "https://visio.exemple.fr/ru-en-avant",
    "questions": "formation@exemple.fr",
    "lien": "https://exemple.fr/espace/ma-formation/",
}
MAY_BE_EMPTY = ("venir", "visio", "questions")
WHERE_AND_WHEN = "{horaires}\n\nLieu\u00a0: {lieu}\n\n[venir]Venir\u00a0: {venir}\n\n[visio]Suivre à distance\u00a0: {visio}"
DATES = "- 12 janvier 2027, Metz (57), environ 50\u00a0minutes de route, estimé d’après la distance"
QUESTIONS = "\n\n[questions]Pour toute question\u00a0: {questions}\n\nFrance Assos Santé"


def _email(code: str, label: str, blanks: dict[str, str], subject: str, body: str, may_be_empty: tuple[str, ...] = ()) -> None:
    register_text(
        code,
        label=f"Formation\u00a0: {label}",
        channel=Channel.EMAIL,
        blanks=OF_A_SESSION | blanks,
        may_be_empty={*MAY_BE_EMPTY, *may_be_empty},
        subject=subject,
        body=f"Bonjour {{destinataire}},\n\n{body}{QUESTIONS}",
    )


_email(
    REGISTERED,
    "inscription confirmée (convocation)",
    {},
    "Votre place\u00a0: {formation}, {dates}",
    f"Votre place est réservée\u00a0: «\u00a0{{formation}}\u00a0».\n\n{WHERE_AND_WHEN}\n\n"
    "La formation est gratuite. Dites-nous ce qui facilite votre venue, ou annulez si vous ne pouvez plus venir\u00a0: {lien}",
)
_email(
    WAITING,
    "liste d’attente",
    {"rang": "3"},
    "Liste d’attente\u00a0: {formation}, {dates}",
    "La session est complète. Vous êtes sur la liste d’attente, au rang {rang}\u00a0: «\u00a0{formation}\u00a0», {dates}, {lieu}.\n\n"
    "Si une place se libère, nous vous écrivons et nous vous la gardons quelques jours. D’autres dates sont peut-être libres\u00a0: {lien}",
)
_email(
    PLACE_OFFERED,
    "place libérée, à confirmer",
    {"avant_le": "27 novembre 2026", "confirmer": "https://exemple.fr/formations/place/abc/"},
    "Une place pour vous\u00a0: {formation}, à confirmer avant le {avant_le}",
    "Une place s’est libérée, et vous êtes la première personne de la liste\u00a0: «\u00a0{formation}\u00a0».\n\n"
    f"{WHERE_AND_WHEN}\n\nNous vous la gardons jusqu’au {{avant_le}} inclus. Confirmez en un clic, ou laissez-la à la personne "
    "suivante\u00a0: {confirmer}",
)
_email(
    PLACE_LOST,
    "place non confirmée à temps",
    {"autres": DATES},
    "Place proposée à la personne suivante\u00a0: {formation}, {dates}",
    "Nous n’avons pas eu votre réponse\u00a0: la place est proposée à la personne suivante («\u00a0{formation}\u00a0», {dates}).\n\n"
    "[autres]D’autres dates ont des places\u00a0:\n\n[autres]{autres}\n\nVoir les dates et vous inscrire\u00a0: {lien}",
    may_be_empty=("autres",),
)
_email(
    ENROLMENT_CANCELLED,
    "inscription annulée",
    {"autres": DATES},
    "Inscription annulée\u00a0: {formation}, {dates}",
    "Votre inscription est annulée\u00a0: «\u00a0{formation}\u00a0», {dates}, {lieu}. Rien d’autre n’est à faire.\n\n"
    "[autres]D’autres dates ont des places\u00a0:\n\n[autres]{autres}\n\nVoir les dates et vous inscrire\u00a0: {lien}",
    may_be_empty=("autres",),
)
_email(
    SESSION_CONFIRMED,
    "session confirmée",
    {},
    "La session a bien lieu\u00a0: {formation}, {dates}",
    f"La session est confirmée\u00a0: «\u00a0{{formation}}\u00a0».\n\n{WHERE_AND_WHEN}\n\n"
    "Vous ne pouvez plus venir\u00a0? Annulez\u00a0: votre place servira à une autre personne. {lien}",
)
_email(
    REMINDER,
    "rappel avant la session",
    {},
    "Bientôt\u00a0: {formation}, {dates}",
    f"Nous vous attendons\u00a0: «\u00a0{{formation}}\u00a0».\n\n{WHERE_AND_WHEN}\n\n"
    "Vous ne pouvez plus venir\u00a0? Annulez\u00a0: votre place servira à une autre personne. {lien}",
)
_email(
    SESSION_CHANGED,
    "session modifiée",
    {},
    "Changement\u00a0: {formation}, {dates}",
    f"La date ou le lieu a changé\u00a0: «\u00a0{{formation}}\u00a0». Voici ce qui vaut maintenant.\n\n{WHERE_AND_WHEN}\n\n"
    "Votre inscription est gardée. Si cela ne vous convient plus, annulez-la ici\u00a0: {lien}",
)
_email(
    SESSION_CANCELLED,
    "session annulée",
    {"motif": "pas assez d’inscrits", "autres": DATES},
    "Session annulée\u00a0: {formation}, {dates}",
    "La session n’aura pas lieu\u00a0: «\u00a0{formation}\u00a0», {dates}, {lieu} ({motif}). Nous le regrettons.\n\n"
    "[autres]D’autres dates ont des places. Vous pouvez en choisir une en deux clics\u00a0:\n\n[autres]{autres}\n\n"
    "Voir les dates et vous inscrire\u00a0: {lien}",
    may_be_empty=("autres",),
)
