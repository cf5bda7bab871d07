"""The checks of a wish: the seat, the body, the mandates that the person holds."""

from functools import partial

from portevoix.base.core.french_dates import date_fr
from portevoix.base.core.periods import contains, last_day
from portevoix.register.directory.models import Body
from portevoix.register.mandates.models import Mandate
from portevoix.work.candidacies.checks.facts import Dossier
from portevoix.work.candidacies.checks.results import WISH_CHECKS, Finding, Level, Outcome, failed, passed, register, without_object
from portevoix.work.candidacies.enums import AttachmentKind
from portevoix.work.candidacies.models import Wish

check = partial(register, WISH_CHECKS)

CUMULATION = "candidature-cumul-cdu-cs"
COMMISSION = "CDU"
BOARDS = ("CS_EPS", "CA_PRIV")  # conseil de surveillance, or the body that stands for it (R. 1112-83)
NO_RECORD = "La fiche de la personne n’est pas encore choisie."


@check(
    code="seat",
    label="Siège à pourvoir",
    source="liste arrêtée de l’appel ; un siège, un mandat à la fois",
    level=Level.BLOCKS,
    waivable=False,
)
def seat(dossier: Dossier, wish: Wish) -> Finding:
    """A seat that the wish reaches is in the call, open and without holder on the planned day, and not given to somebody else."""
    wished = dossier.wished_seats(wish)
    if not wished:
        return failed("Aucun siège de cet appel ne répond à ce vœu.")
    free = [one for one in wished if one.open_to(wish)]
    if not free:
        given = sum(one.given_to is not None for one in wished)
        why = "déjà attribués" if given == len(wished) else "occupés, fermés ou déjà attribués"
        return failed(f"Les sièges demandés sont {why} (situation prévue le {date_fr(dossier.call.planned)}).")
    if wish.body_id:
        return passed(f"À pourvoir le {date_fr(dossier.call.planned)} : {', '.join(one.seat.label for one in free)}.")
    bodies = {one.seat.body_id for one in free}
    seats = "1 siège" if len(free) == 1 else f"{len(free)} sièges"
    return passed(f"{seats} à pourvoir à moins de {wish.within_km} km, dans {len(bodies)} instance{'s' if len(bodies) > 1 else ''}.")


@check(
    code="circuit",
    label="Instance désignée sur proposition d’une association",
    source="L. 1114-1 du code de la santé publique",
    level=Level.BLOCKS,
)
def circuit(dossier: Dossier, wish: Wish) -> Finding:
    """The type of the body is in the circuit « accredited association, then authority »."""
    outside = [body for body in dossier.wished_bodies(wish) if not body.body_type.in_designation_circuit]
    if outside and wish.body_id:
        return failed(
            f"Les membres d’une instance « {outside[0].body_type} » ne sont pas désignés sur proposition d’une association agréée."
        )
    return passed("L’instance est désignée sur proposition d’une association.")


@check(
    code="same_body",
    label="Un seul siège par instance",
    source="une personne n’occupe qu’un siège d’une instance",
    level=Level.BLOCKS,
    waivable=False,
)
def same_body(dossier: Dossier, wish: Wish) -> Finding:
    """The person does not sit already in the body on the planned day; the holder who asks to go on does not count."""
    if dossier.candidacy.person_id is None:
        return without_object(NO_RECORD)
    if not wish.body_id:
        return passed("Vérifié au moment d’attribuer un siège.")
    held = sitting(dossier, wish.body)
    if held is None:
        return passed("La personne ne siège pas dans cette instance à la date prévue.")
    until = f"jusqu’au {date_fr(last_day(held.period))}" if last_day(held.period) else "sans fin connue"
    if wish.renewal:
        return passed(f"La personne siège dans cette instance {until} et demande à continuer.")
    return failed(f"La personne siège déjà dans cette instance ({held.seat.label}, {until}).", evidence=(held,))


@check(code="renewal", label="Renouvellement demandé par la personne qui siège", source="définition du renouvellement", level=Level.BLOCKS)
def renewal(dossier: Dossier, wish: Wish) -> Finding:
    """Who asks for a renewal sits in the body, or sat there last."""
    if not wish.renewal or not wish.body_id:
        return without_object("Ce vœu n’est pas un renouvellement.")
    if dossier.candidacy.person_id is None:
        return failed("Choisissez d’abord la fiche de la personne : un renouvellement suppose un mandat enregistré.")
    here = [mandate for mandate in dossier.mandates if mandate.body_id == wish.body_id]
    if not here:
        return failed("Aucun mandat de cette personne n’est enregistré dans cette instance.")
    last = max(here, key=lambda mandate: mandate.period.lower)
    end = last_day(last.period)
    return passed(f"Mandat enregistré dans cette instance ({last.seat.label}{f', jusqu’au {date_fr(end)}' if end else ''}).")


@check(code="renewals", label="Nombre de renouvellements", source="règle du type d’instance", level=Level.WARNS, to_verify=True)
def renewals(dossier: Dossier, wish: Wish) -> Finding:
    """The rule of the type may limit how many times one sits again."""
    rule = dossier.rule_of(wish.body) if wish.body_id else None
    if rule is None or rule.max_renewals is None:
        return without_object("La règle ne limite pas les renouvellements.")
    done = sum(mandate.body_id == wish.body_id for mandate in dossier.mandates)
    limit = "1 renouvellement" if rule.max_renewals == 1 else f"{rule.max_renewals} renouvellements"
    held = "1 mandat déjà enregistré" if done == 1 else f"{done} mandats déjà enregistrés"
    sentence = f"{held} dans cette instance ; la règle admet {limit} ({rule.legal_basis})."
    return failed(sentence) if done > rule.max_renewals else passed(sentence)


@check(code="interests", label="Déclaration d’intérêts", source="règle du type d’instance", level=Level.BLOCKS)
def interests(dossier: Dossier, wish: Wish) -> Finding:
    """The type of the body requires a declaration of interests: it is in the file."""
    rules = [rule for body in dossier.wished_bodies(wish) if (rule := dossier.rule_of(body)) and rule.requires_interest_declaration]
    if not rules:
        return without_object("Ce type d’instance n’exige pas de déclaration d’intérêts.")
    if AttachmentKind.INTERESTS in dossier.pieces:
        return passed("La déclaration d’intérêts est jointe : lisez-la.")
    return failed(f"Ce type d’instance exige une déclaration d’intérêts, qui n’est pas jointe ({rules[0].legal_basis}).")


@check(code="incompatibility", label="Incompatibilités", source="règle du type d’instance", level=Level.WARNS)
def incompatibility(dossier: Dossier, wish: Wish) -> Finding:
    """The incompatibilities of the rule are shown to the agent: the register cannot judge a profession or a tie."""
    texts = {rule.incompatibilities for body in dossier.wished_bodies(wish) if (rule := dossier.rule_of(body)) and rule.incompatibilities}
    if not texts:
        return without_object("La règle n’énonce pas d’incompatibilité.")
    occupation = dossier.candidacy.occupation
    told = f" Profession indiquée : {occupation}." if occupation else ""
    return Finding(outcome=Outcome.TO_READ, sentence=f"{' '.join(sorted(texts))}{told}")


@check(
    code="cumulation",
    label="Cumul commission des usagers et conseil de surveillance",
    source="R. 1112-83 du code de la santé publique, lecture discutée",
    level=Level.WARNS,
    to_verify=True,
)
def cumulation(dossier: Dossier, wish: Wish) -> Finding:
    """Sitting in the users' commission and in the supervisory board of one establishment: a warning, by dated setting."""
    if not dossier.setting(CUMULATION) or not wish.body_id or wish.body.facility is None:
        return without_object("Ce vœu n’est pas concerné.")
    others = {COMMISSION: BOARDS}.get(wish.body.body_type.code) or ((COMMISSION,) if wish.body.body_type.code in BOARDS else ())
    if not others:
        return without_object("Ce vœu n’est pas concerné.")
    entity = wish.body.facility.legal_entity_id
    held = [
        mandate
        for mandate in dossier.running(dossier.call.planned)
        if mandate.body.body_type.code in others and mandate.body.facility and mandate.body.facility.legal_entity_id == entity
    ]
    if held:
        return failed(
            f"La personne siège déjà : {held[0].body.body_type}, {held[0].body.name}. Le cumul est fréquent et discuté.",
            evidence=tuple(held),
        )
    return passed("Aucun cumul dans cet établissement.")


def sitting(dossier: Dossier, body: Body) -> Mandate | None:
    """Return the mandate of the person in `body` that runs on the planned day."""
    here = (mandate for mandate in dossier.mandates if mandate.body_id == body.pk and contains(mandate.period, dossier.call.planned))
    return next(here, None)
