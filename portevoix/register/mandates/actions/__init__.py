"""What is written about mandates: keyword-only, `by=`, in one transaction, in the journal; refusals are French sentences."""

from portevoix.register.mandates.actions.bodies import close_body, reopen_body
from portevoix.register.mandates.actions.contacts import forget_contacts
from portevoix.register.mandates.actions.designations import (
    BY_RULE,
    Designation,
    create_mandate,
    create_mandates,
    extend_mandate,
    remove_mandate,
    switch_seat,
)
from portevoix.register.mandates.actions.endings import announce_departure, correct_end, end_mandate, withdraw_departure
from portevoix.register.mandates.actions.merge import merge_people, unmerge_people

__all__ = [
    "BY_RULE",
    "Designation",
    "announce_departure",
    "close_body",
    "correct_end",
    "create_mandate",
    "create_mandates",
    "end_mandate",
    "extend_mandate",
    "forget_contacts",
    "merge_people",
    "remove_mandate",
    "reopen_body",
    "switch_seat",
    "unmerge_people",
    "withdraw_departure",
]
