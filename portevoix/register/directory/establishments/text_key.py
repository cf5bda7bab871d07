"""The form in which two names of establishments are compared."""

from portevoix.base.core.text import search_key


def name_key(name: str) -> str:
    """Return the name without case, accents, punctuation and repeated spaces: a difference of writing is not a new name."""
    return search_key(name)
