"""Tables of the calls and candidacies."""

from portevoix.work.candidacies.models.calls import Call, CallDocument, CallReminder, CallSeat
from portevoix.work.candidacies.models.candidacies import Attachment, Candidacy, ManagerRequest, Wish
from portevoix.work.candidacies.models.examination import (
    Assessment,
    AssignmentProposal,
    CheckWaiver,
    Passage,
    PieceRequest,
    ProposalLine,
)
from portevoix.work.candidacies.models.exchange import ExchangeImport
from portevoix.work.candidacies.models.sharing import ReadingConsent

__all__ = [
    "Assessment",
    "AssignmentProposal",
    "Attachment",
    "Call",
    "CallDocument",
    "CallReminder",
    "CallSeat",
    "Candidacy",
    "CheckWaiver",
    "ExchangeImport",
    "ManagerRequest",
    "Passage",
    "PieceRequest",
    "ProposalLine",
    "ReadingConsent",
    "Wish",
]
