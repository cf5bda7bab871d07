"""What anybody may read of a call once it is closed: counts, delays, reasons; names after the publication only, by consent."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby, pairwise

from django.db.models import Count

from portevoix.base.core.small_cells import Published, percentile, publish
from portevoix.register.directory.selectors.rules import parameter_at
from portevoix.work.candidacies.enums import CallState, CandidacyState, RefusalReason, WishState
from portevoix.work.candidacies.models import Call, Candidacy, Passage, Wish
from portevoix.work.candidacies.models.candidacies import UNSENT

THRESHOLD, USUAL_THRESHOLD = "small-cell", 5
S = CandidacyState
COUNTED = (CallState.CLOSED, CallState.DECIDED, CallState.PUBLISHED)
TOLD = (CallState.DECIDED, CallState.PUBLISHED)
# How a file that was sent ended, apart from a designation, which is public: the register shows it.
OUTCOMES = {
    "not_selected": ("non retenues", (S.NOT_SELECTED,)),
    "waiting_list": ("sur liste d’attente", (S.WAITING_LIST,)),
    "withdrawn": ("retirées", (S.WITHDRAWN,)),
    "under_way": ("en cours d’examen ou d’arrêté", (S.SUBMITTED, S.INCOMPLETE, S.UNDER_REVIEW, S.TO_DECIDE, S.AWAITING_ORDER)),
}
STEPS = {
    S.SUBMITTED: "Vérification du dossier par l’agence",
    S.INCOMPLETE: "Pièces demandées à l’association",
    S.UNDER_REVIEW: "Avis de la délégation départementale",
    S.TO_DECIDE: "Décision",
    S.AWAITING_ORDER: "Préparation et signature de l’arrêté",
}
WHOLE = "Du dépôt à la désignation"
DAY = 86_400


@dataclass(frozen=True, kw_only=True)
class StepTime:
    """How long a step took: half of the files took `median` days or less, nine in ten `ninetieth` or less.

    Both None when too few files went through it to be told.
    """

    label: str
    median: int | None
    ninetieth: int | None


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of a table of counts."""

    label: str
    count: int


@dataclass(frozen=True, kw_only=True)
class Designated:
    """Somebody designated, as it may be published: « représentant désigné » without consent (dossier, Annex C, scenario 11)."""

    body_id: int
    body_name: str
    seat: str
    holder: str
    association: str


@dataclass(frozen=True, kw_only=True)
class Transparency:
    """The public account of a call. received None: too few to be told. threshold: counts under it are not told apart.

    outcomes, refusals: the categories that may be told; the others are put together in `…_together` (0: none; None: too few).
    """

    threshold: int
    seats: int
    designated: int
    received: int | None
    outcomes: list[Line]
    outcomes_together: int | None
    refusals: list[Line]
    refusals_together: int | None
    steps: list[StepTime]
    holders: list[Designated]

    @property
    def designated_percent(self) -> int:
        """Share of the seats on which somebody is designated, rounded down."""
        return self.designated * 100 // self.seats if self.seats else 0


def transparency(call: Call, *, today: date) -> Transparency | None:
    """Return the public account of `call` as it stands on `today`; None while it receives candidacies, or before."""
    if call.state not in COUNTED:
        return None
    least = parameter_at(THRESHOLD, today, default=USUAL_THRESHOLD)
    states = Counter(
        dict(Candidacy.objects.filter(call=call).exclude(state__in=UNSENT).order_by().values_list("state").annotate(Count("pk")))
    )
    outcomes = publish({code: sum(states[state] for state in kinds) for code, (_, kinds) in OUTCOMES.items()}, least=least)
    told = call.state in TOLD
    refusals = _refusals(call, least) if told else Published(shown={}, together=0)
    return Transparency(
        threshold=least,
        seats=call.call_seats.count(),
        designated=Wish.objects.filter(candidacy__call=call, state=WishState.DESIGNATED).count(),
        received=None if outcomes.total is None else outcomes.total + states[S.DESIGNATED],
        outcomes=_lines(outcomes, {code: label for code, (label, _) in OUTCOMES.items()}) if told else [],
        outcomes_together=outcomes.together,
        refusals=_lines(refusals, dict(RefusalReason.choices)),
        refusals_together=refusals.together,
        steps=step_times(_stays(call), least=least) if told else [],
        holders=_holders(call) if call.state == CallState.PUBLISHED else [],
    )


def _refusals(call: Call, least: int) -> Published:
    refused = Wish.objects.filter(candidacy__call=call, state=WishState.NOT_RETAINED).order_by().values_list("refusal_reason")
    counts = Counter(dict(refused.annotate(count=Count("pk"))))
    return publish({reason.value: counts[reason] for reason in RefusalReason}, least=least)


def _lines(published: Published, labels: Mapping[str, str]) -> list[Line]:
    ordered = sorted(published.shown.items(), key=lambda item: -item[1])
    return [Line(label=labels[code], count=count) for code, count in ordered]


@dataclass(frozen=True, kw_only=True)
class Stay:
    """One file: the days that it spent in each state that it left, and from its deposit to the designation (None: not yet)."""

    days: dict[str, float]
    whole: float | None


def _stays(call: Call) -> list[Stay]:
    """Return one stay a file of `call`, from its passages; a state entered several times counts the sum."""
    rows = Passage.objects.filter(candidacy__call=call).order_by("candidacy_id", "entered_at", "pk")
    passages = rows.values_list("candidacy_id", "state", "entered_at")
    return [stay(tuple((state, entered) for _, state, entered in group)) for _, group in groupby(passages, key=lambda row: row[0])]


def stay(passages: tuple[tuple[str, datetime], ...]) -> Stay:
    """Return the days spent by one file in each state; passages: (state, entered at), in order. The last one is not over."""
    days: dict[str, float] = {}
    for (state, entered), (_, left) in pairwise(passages):
        days[state] = days.get(state, 0.0) + (left - entered).total_seconds() / DAY
    sent = next((entered for state, entered in passages if state == S.SUBMITTED), None)
    signed = next((entered for state, entered in passages if state == S.DESIGNATED), None)
    return Stay(days=days, whole=(signed - sent).total_seconds() / DAY if sent and signed else None)


def step_times(stays: Iterable[Stay], *, least: int) -> list[StepTime]:
    """Return the delays of each step that some file went through, then the whole; those of fewer than `least` files are not told."""
    stays = list(stays)
    found = [(label, [one.days[state] for one in stays if state in one.days]) for state, label in STEPS.items()]
    found.append((WHOLE, [one.whole for one in stays if one.whole is not None]))
    return [_time(label, values, least) for label, values in found if values]


def _time(label: str, values: list[float], least: int) -> StepTime:
    if len(values) < least:
        return StepTime(label=label, median=None, ninetieth=None)
    return StepTime(label=label, median=round(percentile(values, 0.5)), ninetieth=round(percentile(values, 0.9)))


def _holders(call: Call) -> list[Designated]:
    wishes = Wish.objects.filter(candidacy__call=call, state=WishState.DESIGNATED, seat__isnull=False)
    rows = wishes.select_related("seat__body__department", "candidacy__person", "candidacy__association__parent")
    return [_designated(wish) for wish in rows.order_by("seat__body__sort_key", "seat__body_id", "-seat__quality", "seat__rank", "pk")]


def _designated(wish: Wish) -> Designated:
    """The consent that counts is the one in force: that of the record, which the person may take back; else that of the file."""
    person, candidacy = wish.candidacy.person, wish.candidacy
    named = person.name_published if person else candidacy.name_publishable
    told = person.association_published if person else False
    return Designated(
        body_id=wish.seat.body_id,
        body_name=wish.seat.body.readable_name,
        seat=wish.seat.label,
        holder=(str(person) if person else candidacy.full_name) if named else "",
        association=candidacy.association.short_name if told else "",
    )
