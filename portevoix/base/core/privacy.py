"""What each table holds about people: declared on the model, read by the register of processings and by a test."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Privacy:
    """Declaration of one table.

    owner: who answers for the rows (French, shown in the register of processings).
    personal: whether a row says something about a person.
    retention: how long, and why (French; « à valider » where the delay is a proposal of ours).
    anonymise: what happens at the end of the delay (French); empty when the table holds nothing personal.
    """

    owner: str
    personal: bool
    retention: str
    anonymise: str = ""

    def __post_init__(self):
        if self.personal and not self.anonymise:
            raise ValueError("a table with personal data says how it is anonymised")
