"""What is written about an accreditation that ends and the mandates that rest on it (dossier §2.2, Annex C scenario 2)."""

from portevoix.base.notifications.enums import Channel
from portevoix.base.notifications.registry import register_text

ENDS = register_text(
    "mandates.accreditation_ends",
    label="Agrément qui se termine, mandats concernés",
    channel=Channel.EMAIL,
    blanks={
        "association": "Alliance des usagers de Moselle",
        "echeance": "30 juin 2027",
        "mandats": "14 mandats",
        "depot": "Aucun dossier de renouvellement n’est enregistré.",
        "lien": "https://porte-voix.example/espace/associations/12/",
    },
    subject="L’agrément de {association} se termine le {echeance}",
    body=(
        "Bonjour {destinataire},\n\n"
        "L’agrément de {association} se termine le {echeance}. {mandats} en dépendent.\n\n"
        "{depot}\n\n"
        "Sans renouvellement, l’agence décidera de la suite de ces mandats. Aucun ne se termine tout seul.\n\n"
        "La liste des mandats : {lien}"
    ),
)

LOST = register_text(
    "mandates.ended_accreditation_lost",
    label="Fin de mandat, l’association n’est plus agréée",
    channel=Channel.EMAIL,
    blanks={
        "association": "Alliance des usagers de Moselle",
        "instance": "Commission des usagers du Centre hospitalier de Sarreguemines",
        "siege": "Titulaire 1",
        "fin": "30 juin 2027",
        "agence": "agence régionale de santé Grand Est",
    },
    subject="Fin de votre mandat : {instance}",
    body=(
        "Bonjour {destinataire},\n\n"
        "Vous siégiez au nom de {association} : {instance}, siège {siege}. Cette association n’est plus agréée.\n\n"
        "L’{agence} a mis fin à votre mandat. Son dernier jour est le {fin}.\n\n"
        "Une autre association agréée dont vous êtes membre peut vous proposer. {aide} peut vous aider.\n\n"
        "Merci pour le temps donné aux usagers."
    ),
)

LOST_LIST = register_text(
    "mandates.closed_accreditation_lost",
    label="Mandats terminés, à l’association qui n’est plus agréée",
    channel=Channel.EMAIL,
    blanks={
        "association": "Alliance des usagers de Moselle",
        "mandats": "14 mandats",
        "fin": "30 juin 2027",
        "liste": "Centre hospitalier de Sarreguemines, titulaire 1",
        "agence": "agence régionale de santé Grand Est",
    },
    subject="Fin des mandats tenus au nom de {association}",
    body=(
        "Bonjour {destinataire},\n\n"
        "L’agrément de {association} a pris fin. L’{agence} a mis fin à {mandats}, le {fin} :\n\n"
        "{liste}\n\n"
        "Les personnes concernées sont prévenues. Un nouvel agrément permettra de proposer de nouveau des représentants."
    ),
)

WISH = register_text(
    "mandates.renewal_wish",
    label="Souhait d’une personne dont le mandat se termine, à son association",
    channel=Channel.EMAIL,
    blanks={
        "personne": "Odile WERNERT",
        "souhait": "souhaite continuer",
        "instance": "Commission des usagers de l’hôpital de Hautepierre",
        "siege": "Titulaire 1",
        "fin": "14 mars 2027",
        "lien": "https://porte-voix.example/espace/nos-mandats/",
    },
    subject="{personne} {souhait} : {instance}",
    body=(
        "Bonjour {destinataire},\n\n"
        "Le mandat de {personne} se termine le {fin} : {instance}, siège {siege}.\n\n"
        "{personne} {souhait}. C’est un souhait : la décision de proposer quelqu’un reste la vôtre.\n\n"
        "Vos mandats : {lien}"
    ),
)

OWN_ACCOUNT = register_text(
    "mandates.own_account",
    label="Ouverture du compte de qui siège déjà",
    channel=Channel.EMAIL,
    blanks={
        "agence": "agence régionale de santé Grand Est",
        "lien": "https://porte-voix.example/espace/mon-espace/",
    },
    subject="Votre espace de représentant des usagers est ouvert",
    body=(
        "Bonjour {destinataire},\n\n"
        "Vous représentez les usagers\u00a0: le registre de l’{agence} vous connaît un mandat en cours. "
        "Votre espace personnel est ouvert.\n\n"
        "Vous y lisez vos mandats, vous y choisissez vos formations, et vous décidez qui voit vos coordonnées. "
        "Rien ne vous oblige à y venir\u00a0: votre mandat continue de la même façon.\n\n"
        "Votre espace\u00a0: {lien}\n\n"
        "Pour y entrer, écrivez l’adresse qui reçoit ce message\u00a0: un code vous est envoyé. Il n’y a pas de mot de passe. "
        "Ne donnez ce code à personne.\n\n"
        "Une question, une erreur, ou vous ne siégez plus\u00a0? {aide}"
    ),
)
