"""Every sentence that the proposal says, in plain words."""

from portevoix.base.ui.components.words import number_fr

NBSP = "\u00a0"
SEATS = {"titular": "de titulaire", "substitute": "de suppléant", "member": "de membre"}
PEOPLE = {
    "titular": ("titulaire", "titulaires"),
    "substitute": ("suppléant", "suppléants"),
    "member": ("membre", "membres"),
}
WEIGHTS = {
    "titular": "Siège de titulaire pourvu",
    "member": "Siège de membre pourvu",
    "substitute": "Siège de suppléant pourvu",
    "renewal": "Maintien d’une personne formée et active",
    "rank": "Chaque rang après le premier vœu",
    "plurality_titular": "Même association une fois de plus parmi les titulaires",
    "plurality_substitute": "Même association une fois de plus parmi les suppléants",
    "load": "Chaque mandat déjà détenu",
    "distance": "Chaque kilomètre",
    "distance_max": "Distance à partir de laquelle plus rien n’est retiré",
    "distance_unknown": "Distance comptée quand elle n’est pas connue",
    "adequacy": "Instance pleinement dans l’objet de l’association",
}
"""What a form calls each weight; in points, the two distances in kilometres."""
RANKS = ("", "Premier", "Deuxième", "Troisième", "Quatrième", "Cinquième")


def points_fr(points: int) -> str:
    """« 1 point », « 2 500 points »; the sign is left out."""
    return f"{number_fr(abs(points), 0)}{NBSP}{'point' if abs(points) < 2 else 'points'}"


def signed_fr(points: int) -> str:
    """« + 2 500 points », « − 600 points », « 0 point »."""
    return points_fr(0) if points == 0 else f"{'+' if points > 0 else '−'}{NBSP}{points_fr(points)}"


def filled(quality: str) -> str:
    return f"Un siège {SEATS[quality]} est pourvu."


def wish_rank(rank: int) -> str:
    return f"{RANKS[rank]} vœu." if rank < len(RANKS) else f"Vœu de rang {rank}."


def renewal(*, counts: bool, asked: bool) -> str:
    """counts: asks to stay, trained and active; asked: asks to stay."""
    if counts:
        return "Cette personne, formée et active, reste dans l’instance où elle siège."
    return (
        "Cette personne demande à rester, sans être à la fois formée et active."
        if asked
        else "Cette personne serait nouvelle dans l’instance."
    )


def plurality(quality: str, others: int) -> str:
    """others: people of the same association in the same group, those of the proposal counted before this one included."""
    one, several = PEOPLE[quality]
    if not others:
        return f"L’association n’a pas d’autre {one} dans cette instance."
    return f"L’association a déjà {'un' if others == 1 else others} {one if others == 1 else several} dans cette instance."


def load(held: int, proposed: int) -> str:
    """held: mandates that go on; proposed: other seats of this proposal."""
    kept = "Aucun autre mandat en cours" if not held else f"{held}{NBSP}mandat{'s' if held > 1 else ''} en cours"
    if not proposed:
        return f"{kept}."
    return f"{kept}, et {'un autre siège proposé' if proposed == 1 else f'{proposed} autres sièges proposés'} ici."


def distance(kilometres: int, *, known: bool, most: int) -> str:
    if not known:
        return f"La distance n’est pas connue{NBSP}: {kilometres}{NBSP}km sont comptés."
    if kilometres >= most:
        return f"L’instance est à {most}{NBSP}km du domicile, ou plus."
    return f"L’instance est à {kilometres}{NBSP}km du domicile."


def adequacy(score: int) -> str:
    if score == 100:
        return "L’instance entre pleinement dans l’objet de l’association."
    return (
        f"L’instance entre à {score}{NBSP}% dans l’objet de l’association."
        if score
        else "Aucun lien particulier avec l’objet de l’association."
    )


def status(*, proven: bool, gap: int) -> str:
    """Say whether something better can exist."""
    if proven:
        return f"Proposition optimale, c’est prouvé{NBSP}: aucune autre répartition n’apporte plus de points."
    return f"Proposition non prouvée optimale{NBSP}: une autre répartition pourrait gagner jusqu’à {points_fr(gap)}."


def cost(loss: int) -> str:
    """Say what another choice costs; negative: the proposal was not optimal."""
    if loss < 0:
        return f"Ce choix ferait gagner {points_fr(loss)} à l’ensemble{NBSP}: la proposition n’était pas prouvée optimale."
    return "Ce choix ne fait perdre aucun point." if loss == 0 else f"Ce choix ferait perdre {points_fr(loss)} à l’ensemble."


def at_least(loss: int) -> str:
    return f"Ce choix ferait perdre au moins {points_fr(loss)} à l’ensemble." if loss else "Le coût exact de ce choix n’est pas calculé."


def not_proposed(loss: int, *, empty: bool) -> str:
    """Say why a wish is not proposed. empty: nobody is proposed for the seat."""
    if loss == 0:
        return f"Candidature à égalité de points{NBSP}: l’ordre de dépôt a départagé."
    if empty:
        return f"Ce siège reste vide dans la proposition{NBSP}: le pourvoir ainsi ferait perdre {points_fr(loss)} à l’ensemble."
    return f"Siège attribué à une candidature mieux classée, écart de {points_fr(loss)}."


def placed_elsewhere(loss: int) -> str:
    return f"Cette personne est proposée pour un autre siège, écart de {points_fr(loss)}."


def left_out(least: int | None) -> str:
    """Say in one line why somebody has no seat. least: points lost at least with them; None: no seat answers their wishes."""
    if least is None:
        return "Aucun siège de l’appel ne répond à ces vœux."
    if least <= 0:
        return "Candidature au coude à coude avec celles qui sont proposées."
    return f"Sièges attribués à des candidatures mieux classées, écart d’au moins {points_fr(least)}."


def out_of_range(weight: str, most: int) -> str:
    return f"{WEIGHTS[weight]}{NBSP}: indiquez un nombre entier de 0 à {number_fr(most, 0)}."


NO_SEAT = "Aucun siège de l’appel ne répond à ce vœu."
NOBODY = "Personne n’a demandé ce siège."
NOT_ASKED = "Cette personne n’a pas demandé ce siège, ou l’examen l’a écartée de ce siège."
SAME_BODY = "Cette personne aurait deux sièges dans la même instance."
EMPTY = "Ce siège reste vide dans la proposition."


def proposed(points: int) -> str:
    return (
        f"Cette ligne apporte {points_fr(points)} à l’ensemble." if points >= 0 else f"Cette ligne retire {points_fr(points)} à l’ensemble."
    )


def too_many(most: int) -> str:
    return f"Cette personne aurait plus de {most}{NBSP}siège{'s' if most > 1 else ''} dans cet appel."


def together(loss: int | None) -> str:
    """Say what all the deviations cost together; None: they break a rule together."""
    if loss is None:
        return "Ces choix ne peuvent pas être tenus ensemble."
    return "Ensemble, ces choix ne font perdre aucun point." if loss == 0 else f"Ensemble, ces choix font perdre {points_fr(loss)}."
