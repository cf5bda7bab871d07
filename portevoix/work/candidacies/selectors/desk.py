"""What an agent reads to examine: the list of the files, the sheet of one."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Prefetch, Q, QuerySet

from portevoix.base.core.text import search_key
from portevoix.register.directory.enums import TerritoryKind
from portevoix.register.directory.models import Territory
from portevoix.register.directory.scope import Scope
from portevoix.work.candidacies.checks.reading import checks_of
from portevoix.work.candidacies.checks.results import CheckResult
from portevoix.work.candidacies.enums import CandidacyState, WishState
from portevoix.work.candidacies.models import Assessment, Attachment, Call, Candidacy, Passage, PieceRequest, Wish

SETTLED = frozenset({CandidacyState.DESIGNATED, CandidacyState.NOT_SELECTED, CandidacyState.WITHDRAWN, CandidacyState.LAPSED})
WISHES = Prefetch("wishes", Wish.objects.select_related("body", "seat__body").order_by("rank"))


def listed_candidacies(
    scope: Scope,
    *,
    text: str = "",
    states: Collection[str] = (),
    call: int | None = None,
    department: str = "",
    order_by: Collection[str] = ("-state_changed_at", "pk"),
) -> QuerySet[Candidacy]:
    """Return the files of `scope` with their call, association and wishes; text: words of the name or the number."""
    rows = Candidacy.objects.visible_to(scope)
    for word in search_key(text).split():
        rows = rows.filter(sort_key__contains=word)
    if states:
        rows = rows.filter(state__in=states)
    if call is not None:
        rows = rows.filter(call=call)
    if department:
        rows = rows.filter(departments__contains=[department])
    return rows.select_related("call", "association").prefetch_related(WISHES).order_by(*order_by)


def calls_with_files(scope: Scope) -> QuerySet[Call]:
    """Return the calls of `scope`, the latest first: the choices of a filter."""
    return Call.objects.visible_to(scope).filter(candidacies__isnull=False).distinct().order_by("-opens_at", "pk")


def departments_of(scope: Scope) -> list[tuple[str, str]]:
    """Return the departments of `scope` as the choices of a filter: code, then name."""
    rows = Territory.objects.filter(kind=TerritoryKind.DEPARTMENT).order_by("code")
    if not scope.everything:
        rows = rows.filter(Q(parent__code__in=scope.regions) | Q(code__in=scope.departments))
    return [(row.code, f"{row.code} {row.name}") for row in rows]


@dataclass(frozen=True, kw_only=True)
class Stay:
    """A state that the file went through: since when, until when (None: now), by whom, how many days."""

    passage: Passage
    until: datetime | None
    days: int


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """All that the page of one file shows. checks: of the file; wish_checks: of each wish that may still be given, by its number."""

    wishes: list[Wish]
    checks: list[CheckResult]
    wish_checks: dict[int, list[CheckResult]]
    assessment: Assessment | None
    stays: list[Stay]
    pieces: list[PieceRequest]
    attachments: list[Attachment]

    @property
    def blocking(self) -> int:
        """How many checks stop the whole file; those that stop one wish are read with it."""
        return sum(check.blocking for check in self.checks)


def sheet_of(candidacy: Candidacy, *, day: date, now: datetime) -> Sheet:
    """Return what the page of `candidacy` shows on `day`; a file or a wish that is settled is no longer checked."""
    results = [] if candidacy.state in SETTLED else checks_of(candidacy, day=day)
    wishes = list(candidacy.wishes.select_related("body__body_type", "seat__body", "decided_by", "order_line__order").order_by("rank"))
    return Sheet(
        wishes=wishes,
        checks=[result for result in results if result.wish is None],
        wish_checks={
            wish.pk: [result for result in results if result.wish and result.wish.pk == wish.pk] for wish in wishes if _open(wish)
        },
        assessment=candidacy.assessments.select_related("given_by").first(),
        stays=stays_of(candidacy, now=now),
        pieces=list(candidacy.piece_requests.select_related("asked_by").order_by("-asked_at", "-pk")),
        attachments=list(candidacy.attachments.select_related("file").order_by("kind", "pk")),
    )


def _open(wish: Wish) -> bool:
    return wish.state in (WishState.PENDING, WishState.WAITING_LIST, WishState.RETAINED)


def stays_of(candidacy: Candidacy, *, now: datetime) -> list[Stay]:
    """Return the states that the file went through, the present one first."""
    passages = list(candidacy.passages.select_related("entered_by").order_by("entered_at", "pk"))
    ends = [*(passage.entered_at for passage in passages[1:]), None][: len(passages)]
    found = [
        Stay(passage=one, until=end, days=((end or now) - one.entered_at) // timedelta(days=1))
        for one, end in zip(passages, ends, strict=True)
    ]
    return found[::-1]


OPEN_STATES = tuple(state for state in CandidacyState.values if state not in {"draft", "lapsed", "withdrawn", "designated", "not_selected"})
