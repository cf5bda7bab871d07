"""The candidacies of an association, and those of a person: lists and sheets."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from portevoix.base.core.text import search_key
from portevoix.register.access.permissions import Permission, scope_for
from portevoix.work.candidacies.enums import CandidacyState, Channel
from portevoix.work.candidacies.models import Call, Candidacy, Passage, PieceRequest
from portevoix.work.candidacies.models.candidacies import UNSENT
from portevoix.work.candidacies.selectors.words import holder, state_kind

# What the list can be cut into: code, French label, states.
GROUPS = (
    ("a-completer", "à compléter par nous", (CandidacyState.DRAFT, CandidacyState.INCOMPLETE)),
    ("en-examen", "en examen", (CandidacyState.SUBMITTED, CandidacyState.UNDER_REVIEW, CandidacyState.TO_DECIDE)),
    (
        "decidees",
        "décidées",
        (CandidacyState.AWAITING_ORDER, CandidacyState.WAITING_LIST, CandidacyState.NOT_SELECTED, CandidacyState.DESIGNATED),
    ),
    ("terminees", "retirées ou non envoyées", (CandidacyState.WITHDRAWN, CandidacyState.LAPSED)),
)


def our_candidacies(user: Any, *, group: str = "", call: str = "", text: str = "") -> QuerySet[Candidacy]:
    """Return the candidacies of the associations of `user`: those that wait for them first, then the latest moved.

    group: a code of `GROUPS`. call: number of a call. text: words of the person's name or of the number of the file.
    """
    rows = Candidacy.objects.visible_to(scope_for(user, Permission.CANDIDACY_FILE))
    rows = rows.exclude(channel=Channel.PAPER, state=CandidacyState.DRAFT)  # the agency is typing it
    states = next((states for code, _, states in GROUPS if code == group), None)
    if states is not None:
        rows = rows.filter(state__in=states)
    if call:
        rows = rows.filter(call__number=call)
    for word in search_key(text).split():
        rows = rows.filter(Q(sort_key__contains=word) | Q(number__icontains=word))
    waiting = PieceRequest.objects.filter(answered_at__isnull=True).order_by("due_on", "pk")
    rows = rows.select_related("call", "association").prefetch_related(Prefetch("piece_requests", waiting, to_attr="asked"))
    ours = Q(state__in=GROUPS[0][2])
    return rows.alias(ours=ours).order_by("-ours", "-state_changed_at", "-pk")


def calls_of(user: Any) -> list[tuple[str, str]]:
    """Return (number, title) of the calls that the associations of `user` have answered, the latest opened first."""
    rows = Candidacy.objects.visible_to(scope_for(user, Permission.CANDIDACY_FILE)).values("call")
    return list(Call.objects.filter(pk__in=rows).order_by("-opens_at", "-pk").values_list("number", "title"))


def own_candidacies(user: Any) -> QuerySet[Candidacy]:
    """Return the candidacies sent about the person whose account this is, the latest moved first."""
    rows = Candidacy.objects.visible_to(scope_for(user, Permission.CANDIDACY_OWN)).exclude(state__in=UNSENT)
    return rows.filter(submitted_at__isnull=False).select_related("call", "association").order_by("-state_changed_at", "-pk")


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where a file stands: state, who holds it, since when, what is asked and until when."""

    state: str
    label: str
    kind: str
    holder: str
    since: datetime
    due_on: date | None = None
    late: bool = False


def standing(candidacy: Candidacy, *, today: date) -> Standing:
    """Return where a file stands on `today`; reads `asked` when the list has prefetched it."""
    asked = getattr(candidacy, "asked", None)
    if asked is None:
        asked = list(waiting_requests_of(candidacy))
    due = asked[0].due_on if asked and candidacy.state == CandidacyState.INCOMPLETE else None
    return Standing(
        state=candidacy.state,
        label=candidacy.get_state_display(),
        kind=state_kind(candidacy.state),
        holder=holder(candidacy.state),
        since=candidacy.state_changed_at,
        due_on=due,
        late=due is not None and due < today,
    )


@dataclass(frozen=True, kw_only=True)
class FileRow:
    """A line of the list: a candidacy and where it stands."""

    candidacy: Candidacy
    standing: Standing


def waiting_requests_of(candidacy: Candidacy) -> QuerySet[PieceRequest]:
    """Return what the agency asked for and has not received, the first due first."""
    return candidacy.piece_requests.filter(answered_at__isnull=True).order_by("due_on", "pk")


def timeline(candidacy: Candidacy) -> QuerySet[Passage]:
    """Return the passages of a file, the latest first."""
    return candidacy.passages.select_related("entered_by").order_by("-entered_at", "-pk")
