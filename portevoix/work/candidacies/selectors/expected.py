"""What will happen to a candidacy that was just sent, and when, by the dated settings and the dates of the call."""

from dataclasses import dataclass
from datetime import date, timedelta

from portevoix.base.core.french_dates import date_fr
from portevoix.register.directory.models import Territory
from portevoix.register.directory.selectors.rules import parameter_at
from portevoix.work.candidacies.models import Candidacy
from portevoix.work.candidacies.selectors.calls import last_day

CHECK, OPINION = "delai-submitted", "delai-under_review"


@dataclass(frozen=True)
class Expected:
    """One thing that follows: when, and what."""

    label: str
    words: str
    state: str = "todo"


def expected_steps(candidacy: Candidacy, *, today: date) -> list[Expected]:
    """Return what follows the sending of `candidacy` on `today`: acknowledgement, check, opinion, decision."""
    check = today + timedelta(days=parameter_at(CHECK, today, default=14))
    opinion = max(check, last_day(candidacy.call) or check) + timedelta(days=parameter_at(OPINION, today, default=15))
    decided = candidacy.call.decision_expected_on
    to = f"à l’association et à {candidacy.full_name}" if candidacy.email else "à l’association"
    return [
        Expected("Aujourd’hui", f"Un accusé de réception part {to}.", "done"),
        Expected(f"Avant le {date_fr(check)}", "L’agence vérifie le dossier et demande ce qui manque."),
        Expected(f"Avant le {date_fr(opinion)}", f"{_delegations(candidacy)} son avis."),
        Expected(f"Vers le {date_fr(decided)}" if decided else "Ensuite", "La décision est prise, motivée, et vous est envoyée."),
    ]


def _delegations(candidacy: Candidacy) -> str:
    """« La délégation du département Bas-Rhin donne », « Les délégations départementales donnent »."""
    if len(candidacy.departments) != 1:
        return "Chaque délégation départementale donne"
    name = Territory.objects.filter(code=candidacy.departments[0]).order_by("kind").values_list("name", flat=True).first()
    return f"La délégation départementale ({name}) donne"
