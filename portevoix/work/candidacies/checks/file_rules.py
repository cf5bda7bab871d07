"""The checks of a file: the association, the person, the pieces."""

from functools import partial

from portevoix.base.core.french_dates import date_fr
from portevoix.base.core.periods import last_day
from portevoix.register.directory.enums import AccreditationRequirement
from portevoix.work.candidacies.checks.facts import Dossier
from portevoix.work.candidacies.checks.results import FILE_CHECKS, Finding, Level, failed, passed, register, without_object
from portevoix.work.candidacies.enums import AttachmentKind, Channel

check = partial(register, FILE_CHECKS)

# dated setting that requires it → the piece
PIECES = {
    "piece-lettre": AttachmentKind.ASSOCIATION_LETTER,
    "piece-cv": AttachmentKind.CURRICULUM,
    "piece-adhesion": AttachmentKind.MEMBERSHIP,
    "piece-formation": AttachmentKind.COURSE,
}
LOAD_NOTICE = "candidature-mandats-alerte"
FORMS = "formulaires d’appel des agences régionales de santé"


@check(
    code="accreditation",
    label="Agrément de l’association",
    source="L. 1114-1 et R. 1114-1 à R. 1114-17 du code de la santé publique",
    level=Level.BLOCKS,
)
def accreditation(dossier: Dossier) -> Finding:
    """The accreditation of the association, or of its federation, runs on the day; a renewal filed in time may be tolerated."""
    required = {rule.requires_accreditation for rule in _rules(dossier)}
    if required and required <= {AccreditationRequirement.NO}:
        return without_object("Les instances demandées n’exigent pas une association agréée.")
    association, holder = dossier.candidacy.association, dossier.candidacy.association.accredited
    through = "" if holder.pk == association.pk else f", fédération de {association}"
    found = dossier.accreditation
    if found is None:
        level = Level.WARNS if required and AccreditationRequirement.YES not in required else None
        return failed(f"Aucun agrément en cours le {date_fr(dossier.day)} pour {holder}{through}.", level=level)
    number = f" {found.accreditation.number}" if found.accreditation.number else ""
    end = last_day(found.accreditation.period)
    if found.tolerated:
        filed = date_fr(found.accreditation.renewal_filed_on)
        return passed(
            f"{holder}{through} : agrément{number} terminé le {date_fr(end)}, renouvellement en cours, déposé le {filed} ; "
            "toléré par réglage (à vérifier)."
        )
    until = f"jusqu’au {date_fr(end)}" if end else "sans fin connue"
    return passed(f"{holder}{through} : agrément {found.accreditation.get_level_display()}{number}, {until}.")


@check(code="membership", label="Adhésion de la personne", source=f"{FORMS} : la personne proposée est adhérente", level=Level.BLOCKS)
def membership(dossier: Dossier) -> Finding:
    """The person belongs to the association on the day."""
    since = dossier.candidacy.member_since
    if since is None:
        return failed("La date d’adhésion n’est pas indiquée.")
    if since > dossier.day:
        return failed(f"L’adhésion commence le {date_fr(since)}, après aujourd’hui.")
    return passed(f"Adhérente ou adhérent depuis le {date_fr(since)}.")


@check(
    code="no_tie",
    label="Absence de lien déclarée",
    source=f"déclaration sur l’honneur, {FORMS} ; L. 1114-1 (indépendance)",
    level=Level.BLOCKS,
)
def no_tie(dossier: Dossier) -> Finding:
    """The person declares no tie with the establishment: employee, practitioner, supplier, administrator."""
    if dossier.candidacy.no_tie_declared:
        return passed("La personne déclare n’avoir aucun lien avec l’établissement.")
    return failed("La déclaration d’absence de lien avec l’établissement n’est pas faite.")


@check(
    code="complete",
    label="Dossier complet",
    source=f"{FORMS} ; pièces exigées par réglage daté",
    level=Level.BLOCKS,
    to_verify=True,
)
def complete(dossier: Dossier) -> Finding:
    """The answers and the pieces that the call requires are there; a scanned paper form stands for the letter."""
    missing = missing_pieces(dossier)
    if missing:
        return failed(f"Il manque : {', '.join(missing)}.")
    return passed("Toutes les réponses et toutes les pièces exigées sont là.")


def missing_pieces(dossier: Dossier) -> list[str]:
    """Return what a file lacks, in French, to ask for it."""
    candidacy = dossier.candidacy
    given = dossier.pieces | ({AttachmentKind.ASSOCIATION_LETTER} if _on_paper(dossier) else set())
    return [
        *(kind.label for code, kind in PIECES.items() if dossier.setting(code) == 1 and kind not in given),
        *(words for words, there in _answers(candidacy, dossier) if not there),
    ]


def _answers(candidacy, dossier):
    return (
        ("un vœu", dossier.wishes),
        ("une adresse électronique ou un téléphone de la personne", candidacy.email or candidacy.phone),
        ("l’engagement à suivre la formation de base", candidacy.course_promised or candidacy.course_done_on),
        ("l’acceptation de la charte", candidacy.charter_accepted),
        ("l’information de la personne sur l’usage de ses données", candidacy.person_informed),
        ("le nom et la qualité du signataire pour l’association", candidacy.signed_by_name and candidacy.signed_by_function),
    )


def _on_paper(dossier: Dossier) -> bool:
    return dossier.candidacy.channel == Channel.PAPER and AttachmentKind.PAPER_FORM in dossier.pieces


@check(
    code="record",
    label="Fiche de la personne",
    source="un arrêté désigne une personne inscrite au registre",
    level=Level.BLOCKS,
    waivable=False,
)
def record(dossier: Dossier) -> Finding:
    """An agent has said which record of the register this person is; records that look alike are shown, never chosen."""
    person = dossier.candidacy.person
    if person is not None:
        return passed(f"Fiche choisie : {person.sorted_name}.")
    likely = tuple(dossier.likely_people)
    if not likely:
        return failed("Aucune fiche n’est choisie, et aucune fiche du registre ne ressemble : créez-la.")
    names = ", ".join(one.person.sorted_name for one in likely[:3])
    many = "une fiche du registre ressemble" if len(likely) == 1 else f"{len(likely)} fiches du registre ressemblent"
    return failed(f"Aucune fiche n’est choisie ; {many} : {names}.", evidence=likely)


@check(
    code="duplicate", label="Proposée une seule fois", source="une personne, un dossier par appel (pratique des agences)", level=Level.WARNS
)
def duplicate(dossier: Dossier) -> Finding:
    """No other file of the call is about the same person; those that look alike are shown, never guessed."""
    likely = tuple(dossier.likely_files)
    if not likely:
        return passed("Aucun autre dossier de cet appel ne ressemble à celui-ci.")
    named = ", ".join(f"{one.candidacy.number} ({one.candidacy.association.short_name})" for one in likely[:3])
    return failed(f"Peut-être la même personne dans un autre dossier de cet appel : {named}.", evidence=likely)


@check(
    code="load",
    label="Mandats déjà tenus",
    source="charge et proximité, critère d’examen usuel ; seuil par réglage",
    level=Level.WARNS,
    to_verify=True,
)
def load(dossier: Dossier) -> Finding:
    """How many mandates the person holds already; from a dated number on, the agent is warned."""
    if dossier.candidacy.person_id is None:
        return without_object("La fiche de la personne n’est pas encore choisie.")
    running = tuple(dossier.running(dossier.day))
    if not running:
        return passed("Aucun mandat en cours.")
    bodies = ", ".join(mandate.body.name for mandate in running[:3])
    count = "1 mandat en cours" if len(running) == 1 else f"{len(running)} mandats en cours"
    sentence = f"{count} : {bodies}{'…' if len(running) > 3 else ''}."
    notice = dossier.setting(LOAD_NOTICE)
    return failed(sentence, evidence=running) if notice and len(running) >= notice else passed(sentence, evidence=running)


def _rules(dossier: Dossier):
    bodies = (body for wish in dossier.wishes for body in dossier.wished_bodies(wish))
    return [rule for body in bodies if (rule := dossier.rule_of(body))]
