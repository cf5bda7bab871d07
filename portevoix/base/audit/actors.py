"""Who acts: an account, or a named program."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Program:
    """A command or a task that acts without a signed-in account, for example `Program("import_seats")`."""

    name: str
    pk: None = None
    is_authenticated: bool = True

    def __str__(self) -> str:
        return f"programme {self.name}"


def account(by: Any) -> Any:
    """Return the account to write beside a date: `by` itself, None when a program acts."""
    return by if by.pk else None


type_of_actor = Any  # an accounts.User (audit is below accounts) or a Program
