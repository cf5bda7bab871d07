"""What the solver is given for a call, and what its stored proposal says: lines, costs, whether it is still true."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date

from django.core.exceptions import ValidationError

from portevoix.base.core.periods import contains
from portevoix.register.directory.models import Parameter, Seat
from portevoix.register.mandates.models import Mandate
from portevoix.work.candidacies.assignment import instance as solver
from portevoix.work.candidacies.assignment.explanation import Explanation, WishAnswer, explain, why_not
from portevoix.work.candidacies.assignment.proposal import Line, Proposal
from portevoix.work.candidacies.assignment.questions import Questions
from portevoix.work.candidacies.assignment.weights import Weights
from portevoix.work.candidacies.checks.facts import Dossier, OfferedSeat, dossiers
from portevoix.work.candidacies.checks.reading import blocking, results_of
from portevoix.work.candidacies.enums import AttachmentKind, CandidacyState, RefusalReason, WishState
from portevoix.work.candidacies.models import AssignmentProposal, Call, Candidacy, ProposalLine, Wish

WEIGHTS = {
    "titular": "poids-titulaire",
    "member": "poids-membre",
    "substitute": "poids-suppleant",
    "renewal": "poids-renouvellement",
    "rank": "poids-rang",
    "plurality_titular": "poids-pluralite-titulaire",
    "plurality_substitute": "poids-pluralite-suppleant",
    "load": "poids-charge",
    "distance": "poids-distance",
    "distance_max": "poids-distance-max",
    "distance_unknown": "poids-distance-inconnue",
    "adequacy": "poids-adequation",
}
TO_ASSIGN = (CandidacyState.TO_DECIDE, CandidacyState.WAITING_LIST)
OPEN_WISHES = (WishState.PENDING, WishState.WAITING_LIST)


@dataclass(frozen=True, kw_only=True)
class LeftOut:
    """A file to decide that the solver does not look at, and why."""

    candidacy: Candidacy
    sentences: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Material:
    """What the solver is given, the digest of it without the weights, and the files left out."""

    instance: solver.Instance
    digest: str
    left_out: tuple[LeftOut, ...]


def weights_at(day: date, *, changed: Mapping[str, int] | None = None) -> Weights:
    """Return the weights of the dated settings on `day`, some of them changed for one proposal (keys: fields of `Weights`).

    Raises `ValidationError` (French) when one is unknown or out of its range.
    """
    known = dict(Parameter.objects.filter(code__in=WEIGHTS.values(), period__contains=day).values_list("code", "value"))
    values = {name: known[code] for name, code in WEIGHTS.items() if code in known} | dict(changed or {})
    unknown = sorted(set(values) - {field.name for field in fields(Weights)})
    if unknown:
        raise ValidationError(f"Ce poids n’existe pas\u00a0: {unknown[0]}.")
    try:
        return Weights(**values)
    except ValueError as refusal:
        raise ValidationError(str(refusal)) from refusal


def material_of(call: Call, *, today: date, weights: Weights) -> Material:
    """Return what the solver is given: the seats still to give, the admissible files to decide and their open wishes."""
    rows = Candidacy.objects.filter(call=call, state__in=TO_ASSIGN).order_by("pk")
    read = dossiers(rows, day=today, likeness=False)
    if not read:
        return Material(instance=solver.Instance(bodies=(), seats=(), candidates=(), wishes=(), weights=weights), digest="", left_out=())
    seats = [one for one in read[0].call.seats if one.open_to(None)]
    kept, left_out = [], []
    for dossier in read:
        stops = blocking(results_of(dossier))
        if stops:
            left_out.append(LeftOut(candidacy=dossier.candidacy, sentences=tuple(stop.sentence for stop in stops)))
        else:
            kept.append(dossier)
    builder = _Builder(seats, kept)
    instance = builder.instance(weights)
    return Material(instance=instance, digest=digest_of(instance), left_out=tuple(left_out))


class _Builder:
    """Turns dossiers into the rows of the solver."""

    def __init__(self, seats: list[OfferedSeat], kept: list[Dossier]):
        self.seats, self.kept = seats, kept
        self.offered = {one.seat.pk for one in seats}
        self.bodies = {one.seat.body_id: one.seat.body for one in seats}

    def instance(self, weights: Weights) -> solver.Instance:
        wishes = [row for dossier in self.kept for row in self._wishes(dossier)]
        sitting = self._sitting()
        return solver.Instance(
            bodies=tuple(
                solver.Body(id=str(pk), place=_place(body.facility), department=str(body.department_id or ""), sitting=tuple(sitting[pk]))
                for pk, body in sorted(self.bodies.items())
            ),
            seats=tuple(solver.Seat(id=str(one.seat.pk), body=str(one.seat.body_id), quality=one.seat.quality) for one in self.seats),
            candidates=tuple(self._candidate(dossier) for dossier in self.kept),
            wishes=tuple(wishes),
            weights=weights,
        )

    def _sitting(self) -> dict[int, list[tuple[str, str]]]:
        """The associations that sit already in each body: mandates that go on, and wishes already retained there."""
        found: dict[int, list[tuple[str, str]]] = defaultdict(list)
        if not self.kept:
            return found
        planned = self.kept[0].call.planned
        running = Mandate.objects.filter(body__in=self.bodies, period__contains=planned, association__isnull=False)
        for row in running.exclude(seat__in=self.offered).select_related("association", "seat").order_by("pk"):
            found[row.body_id].append((_delegation(row.association), row.seat.quality))
        given = Wish.objects.filter(state=WishState.RETAINED, seat__body__in=self.bodies)
        for wish in given.select_related("candidacy__association", "seat").order_by("pk"):
            found[wish.seat.body_id].append((_delegation(wish.candidacy.association), wish.seat.quality))
        return found

    def _candidate(self, dossier: Dossier) -> solver.Candidate:
        candidacy = dossier.candidacy
        renewed = {wish.body_id for wish in dossier.wishes if wish.renewal}
        running = [mandate for mandate in dossier.running(dossier.call.planned) if mandate.body_id not in renewed]
        leaves = {
            str(one.seat.pk)
            for one in self.seats
            if one.seat.body_id in renewed and one.occupancy and one.occupancy.person_id == candidacy.person_id
        }
        retained = sum(wish.state == WishState.RETAINED for wish in dossier.wishes)
        return solver.Candidate(
            id=str(candidacy.pk),
            association=_delegation(candidacy.association),
            submitted=candidacy.submitted_at.isoformat(),
            person=str(candidacy.person_id or ""),
            place=_place(candidacy.home),
            mandates_held=len(running) + retained,
            trained_active=candidacy.course_done_on is not None,
            renews=frozenset(leaves),
        )

    def _wishes(self, dossier: Dossier) -> Iterable[solver.Wish]:
        taken = {wish.seat.body_id for wish in dossier.wishes if wish.state == WishState.RETAINED and wish.seat}
        results = results_of(dossier)
        for wish in dossier.wishes:
            if wish.state not in OPEN_WISHES or blocking(results, wish=wish):
                continue
            seats = [one for one in dossier.wished_seats(wish) if one.seat.pk in self.offered and one.seat.body_id not in taken]
            admitted = tuple(str(one.seat.pk) for one in seats if _admitted(one, wish, dossier))
            if admitted:
                yield solver.Wish(id=str(wish.pk), candidate=str(dossier.candidacy.pk), rank=wish.rank, seats=admitted)


def _admitted(offered: OfferedSeat, wish: Wish, dossier: Dossier) -> bool:
    """A wish by distance reaches many bodies: each is judged by itself, as the checks judge a named one."""
    if wish.body_id:
        return True
    body, rule = offered.seat.body, dossier.rule_of(offered.seat.body)
    if rule and rule.requires_interest_declaration and AttachmentKind.INTERESTS not in dossier.pieces:
        return False
    sits = any(mandate.body_id == body.pk and contains(mandate.period, dossier.call.planned) for mandate in dossier.mandates)
    return body.body_type.in_designation_circuit and not sits


def _delegation(association) -> str:
    """A section counts for its federation."""
    return str(association.parent_id or association.pk)


def _place(row) -> solver.Place | None:
    return None if row is None or row.latitude is None or row.longitude is None else (row.latitude, row.longitude)


def digest_of(instance: solver.Instance) -> str:
    """Return the digest of what a proposal depends on, the weights apart."""
    data = asdict(instance) | {
        "weights": None,
        "adequacy": sorted(instance.adequacy.items()),
        "distances": sorted(instance.distances.items()),
    }
    return hashlib.sha256(json.dumps(data, sort_keys=True, default=sorted).encode()).hexdigest()


# what is stored


def latest_proposal(call: Call) -> AssignmentProposal | None:
    """Return the last proposal of `call`."""
    return AssignmentProposal.objects.filter(call=call).select_related("computed_by").order_by("-computed_at", "-pk").first()


def lines_of(proposal: AssignmentProposal) -> list[ProposalLine]:
    """Return the lines of a proposal by body, quality and rank of the seat, with the file and the seat."""
    related = ("wish__candidacy__association", "seat__body__body_type", "seat__body__department")
    rows = ProposalLine.objects.filter(proposal=proposal).select_related(*related)
    return list(rows.order_by("seat__body__sort_key", "seat__body", "seat__quality", "seat__rank", "pk"))


def is_stale(proposal: AssignmentProposal, *, today: date) -> bool:
    """Tell whether what it depends on changed since: a file, a decision, a seat, a mandate. Costs the reading of the whole call.

    Decisions that follow the proposal change it too: `decided_since` counts them.
    """
    return material_of(proposal.call, today=today, weights=Weights(**proposal.weights)).digest != proposal.data_digest


def decided_since(proposal: AssignmentProposal) -> int:
    """Return how many wishes of the call were decided since the proposal was computed."""
    return Wish.objects.filter(candidacy__call=proposal.call_id, decided_at__gt=proposal.computed_at).count()


def questions_of(proposal: AssignmentProposal, *, today: date) -> Questions | None:
    """Return the proposal ready to be questioned; None when it is out of date."""
    material = material_of(proposal.call, today=today, weights=Weights(**proposal.weights))
    if material.digest != proposal.data_digest:
        return None
    rows = ProposalLine.objects.filter(proposal=proposal).select_related("wish__candidacy__association", "seat")
    found = tuple(_line(row) for row in rows.order_by("seat__body", "seat__quality", "seat"))
    stored = Proposal(lines=found, objective=proposal.objective, bound=proposal.bound, prices=proposal.prices)
    return Questions(material.instance, stored)


def _line(row: ProposalLine) -> Line:
    return Line(
        seat=str(row.seat_id),
        body=str(row.seat.body_id),
        quality=row.seat.quality,
        candidate=str(row.wish.candidacy_id),
        association=_delegation(row.wish.candidacy.association),
        wish=str(row.wish_id),
        rank=row.wish.rank,
        points=row.points,
    )


def explanation_of(proposal: AssignmentProposal, seat: Seat, *, today: date) -> Explanation | None:
    """Return why this person is proposed for `seat`, and what the others would cost; None when the proposal is out of date.

    Identifiers inside are primary keys written as text: files, wishes, seats. Raises `KeyError` for a seat that is not to be given.
    """
    questions = questions_of(proposal, today=today)
    return explain(questions, str(seat.pk)) if questions else None


def answers_for(proposal: AssignmentProposal, candidacy: Candidacy, *, today: date) -> tuple[WishAnswer, ...] | None:
    """Return why the wishes of a file are not proposed; None when the proposal is out of date."""
    questions = questions_of(proposal, today=today)
    return why_not(questions, str(candidacy.pk)) if questions else None


def proposed_lines(calls: Iterable[int]) -> dict[int, dict[int, ProposalLine]]:
    """Return the lines of the last proposal of each of `calls` that has one, by wish."""
    latest = AssignmentProposal.objects.filter(call__in=calls).order_by("call", "-computed_at", "-pk").distinct("call")
    found: dict[int, dict[int, ProposalLine]] = {proposal.call_id: {} for proposal in latest}
    rows = ProposalLine.objects.filter(proposal__in=[proposal.pk for proposal in latest]).select_related("proposal", "seat__body")
    for row in rows:
        found[row.proposal.call_id][row.wish_id] = row
    return found


def gap_with(lines: Mapping[int, ProposalLine] | None, wish: Wish, outcome: str, seat: Seat | None) -> str:
    """Return in what a decision differs from a proposal (its lines by wish), in one sentence; empty when it does not.

    Seats of one body and quality are the same to everybody. A refusal of a wish that was not proposed follows the proposal.
    lines: None when the call has no proposal.
    """
    if lines is None:
        return ""
    line = lines.get(wish.pk)
    if line is None:
        return "La proposition ne retenait pas ce vœu." if outcome == WishState.RETAINED else ""
    if outcome != WishState.RETAINED:
        return f"La proposition retenait ce vœu ({line.seat.label}, {line.seat.body.readable_name})."
    if seat and (line.seat.body_id, line.seat.quality) != (seat.body_id, seat.quality):
        return f"La proposition donnait un autre siège ({line.seat.label}, {line.seat.body.readable_name})."
    return ""


def suggested_refusals(call: Call, *, today: date) -> list[tuple[Wish, RefusalReason]]:
    """Return the open wishes that no seat awaits any more, with the reason to offer: a person confirms, nothing is automatic.

    The person is retained in the same body by another wish, or every seat that the wish reached is given.
    """
    rows = Candidacy.objects.filter(call=call, state__in=TO_ASSIGN).order_by("pk")
    held = Wish.objects.filter(candidacy__call=call, state=WishState.RETAINED, candidacy__person__isnull=False)
    retained = set(held.values_list("candidacy__person", "seat__body"))
    found = []
    for dossier in dossiers(rows, day=today, likeness=False):
        for wish in dossier.wishes:
            if wish.state != WishState.PENDING:
                continue
            wished = dossier.wished_seats(wish)
            if wish.body_id and (dossier.candidacy.person_id, wish.body_id) in retained:
                found.append((wish, RefusalReason.OTHER_WISH))
            elif wished and all(one.given_to is not None for one in wished):
                found.append((wish, RefusalReason.SEAT_GIVEN))
    return found
