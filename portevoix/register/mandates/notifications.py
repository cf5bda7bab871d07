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
