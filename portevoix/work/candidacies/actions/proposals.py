"""Ask the solver for a proposal, keep it, and take its lines as decisions when a person says so."""

from collections.abc import Collection, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from portevoix.base.audit import journal
from portevoix.base.audit.actors import account
from portevoix.register.access.permissions import Permission, can
from portevoix.work.candidacies.actions.decisions import Decision, Refused, decide_many
from portevoix.work.candidacies.assignment.explanation import summarise
from portevoix.work.candidacies.assignment.proposal import solve
from portevoix.work.candidacies.assignment.questions import Questions
from portevoix.work.candidacies.enums import ProposalStatus, WishState
from portevoix.work.candidacies.models import AssignmentProposal, Call, ProposalLine
from portevoix.work.candidacies.selectors.proposals import material_of, weights_at

SECONDS = 30.0


def propose(*, call: Call, by: Any, today: date, weights: Mapping[str, int] | None = None, seconds: float = SECONDS) -> AssignmentProposal:
    """Compute the best assignment of the seats still to give, and keep it with its lines and their reasons. It decides nothing.

    weights: those changed for this proposal, by field of `assignment.weights.Weights`; the others are dated settings.
    seconds: time that the search may take; beyond it the best found is kept, and said to be unproven.
    Raises `ValidationError` (a weight out of its range, nothing to assign) and `PermissionDenied`.
    """
    if not can(by, Permission.CANDIDACY_DECIDE, call):
        raise PermissionDenied
    used = weights_at(today, changed=weights)
    material = material_of(call, today=today, weights=used)
    if not material.instance.wishes:
        raise ValidationError(
            "Rien à affecter\u00a0: aucune candidature à décider ne demande un siège libre de cet appel. "
            "Vérifiez que les dossiers sont complets et que les fiches des personnes sont choisies.",
            code="nothing",
        )
    solved = solve(material.instance, seconds=seconds)
    summaries = summarise(Questions(material.instance, solved))
    with transaction.atomic():
        proposal = AssignmentProposal.objects.create(
            call=call,
            weights=asdict(used),
            status=ProposalStatus.OPTIMAL if solved.proven else ProposalStatus.BOUNDED,
            objective=solved.objective,
            bound=solved.bound,
            prices=dict(solved.prices),
            data_digest=material.digest,
            computed_at=timezone.now(),
            computed_by=account(by),
        )
        ProposalLine.objects.bulk_create(
            [
                ProposalLine(
                    proposal=proposal,
                    wish_id=int(summary.line.wish),
                    seat_id=int(summary.line.seat),
                    points=summary.line.points,
                    reasons=[asdict(reason) for reason in summary.reasons],
                    rivals=summary.rivals,
                    least_loss=summary.least_loss,
                )
                for summary in summaries
            ],
            batch_size=500,
        )
        journal.record("assignmentproposal.compute", target=proposal, by=by, lines=len(summaries), objective=solved.objective)
    return proposal


def accept_lines(*, lines: Collection[ProposalLine], reason: str, by: Any, today: date, confirmed: bool = False) -> list[Refused]:
    """Take lines of a proposal as decisions, with one reason written by the person who takes them; return those that could not be.

    The other wishes stay to be decided one by one (`selectors.proposals.suggested_refusals` offers reasons).
    """
    decisions = [Decision(wish=line.wish, outcome=WishState.RETAINED, seat=line.seat, reason=reason, confirmed=confirmed) for line in lines]
    return decide_many(decisions=decisions, by=by, today=today)
