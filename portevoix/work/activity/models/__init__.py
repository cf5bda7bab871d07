"""The tables of the activity."""

from portevoix.work.activity.models.claims import ExpenseClaim, ExpenseLine, Receipt
from portevoix.work.activity.models.journal import JournalEntry
from portevoix.work.activity.models.leave import PresenceCertificate, RepresentationLeave
from portevoix.work.activity.models.scales import ExpenseRate, PayerRule

__all__ = [
    "ExpenseClaim",
    "ExpenseLine",
    "ExpenseRate",
    "JournalEntry",
    "PayerRule",
    "PresenceCertificate",
    "Receipt",
    "RepresentationLeave",
]
