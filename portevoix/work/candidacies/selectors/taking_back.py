"""May a file that was sent be taken back by its association? Until somebody has begun to examine it, while its call is open."""

from datetime import datetime

from portevoix.base.audit.models import Entry
from portevoix.base.core.french_dates import date_fr
from portevoix.base.core.periods import day_of
from portevoix.work.candidacies.enums import CandidacyState, Channel
from portevoix.work.candidacies.models import Call, Candidacy
from portevoix.work.candidacies.workflow import CANDIDACY, SENT

UNTOUCHED = (CandidacyState.DRAFT, CandidacyState.SUBMITTED, CandidacyState.LAPSED)
REFUSED = "Reprendre le dossier\u00a0: impossible, {why}."
OTHERWISE = " Vous pouvez retirer la candidature, ou demander à l’agence de vous renvoyer le dossier pour le corriger."


def why_kept(candidacy: Candidacy, *, call: Call, at: datetime) -> str:
    """Return why `candidacy` cannot be taken back at `at`, in one or two sentences; empty when it can. call: that of the file."""
    if candidacy.state not in SENT:
        return REFUSED.format(why=f"l’état est maintenant «\u00a0{CANDIDACY.states[candidacy.state]}\u00a0»")
    if candidacy.channel != Channel.ONLINE:
        return REFUSED.format(why="il n’a pas été envoyé d’ici") + OTHERWISE
    if candidacy.state != CandidacyState.SUBMITTED or examination_began(candidacy):
        return REFUSED.format(why="l’examen a commencé") + OTHERWISE
    if not call.receives(at):
        day = f" depuis le {date_fr(day_of(call.closes_at))}" if call.closes_at and call.closes_at <= at else ""
        return REFUSED.format(why=f"l’appel est clos{day}") + OTHERWISE
    return ""


def examination_began(candidacy: Candidacy) -> bool:
    """Tell whether somebody has begun to examine the file: pieces asked, opinion, check set aside, record chosen, or a later state."""
    if candidacy.passages.exclude(state__in=UNTOUCHED).exists():
        return True
    if candidacy.piece_requests.exists() or candidacy.assessments.exists() or candidacy.waivers.exists():
        return True
    chosen = Entry.objects.filter(target_type=Candidacy._meta.label_lower, target_id=candidacy.pk, action="candidacy.link_person")
    return chosen.exists()
