"""Addresses of the same page with one thing changed: sorting, page, date; everything else is kept."""

from collections.abc import Collection

from django.http import QueryDict


def with_params(query: QueryDict, **changes: str | int | None) -> str:
    """Return « ?… » with the given parameters replaced, those set to None removed. Any change but `page` goes back to page 1."""
    copy = query.copy()
    if "page" not in changes and changes:
        copy.pop("page", None)
    for name, value in changes.items():
        copy.pop(name, None)
        if value is not None:
            copy[name] = str(value)
    return f"?{copy.urlencode()}"


def hidden_pairs(query: QueryDict, *, without: Collection[str] = (), only: Collection[str] | None = None) -> list[tuple[str, str]]:
    """Return the (name, value) pairs that a GET form must carry to keep the rest of the address."""
    return [(name, value) for name, values in query.lists() if name not in without and (only is None or name in only) for value in values]
