"""Lists whose page was cut by a selector: how many rows there are, and which page is on screen."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.utils.functional import cached_property

from portevoix.base.ui.errors import BadInput

LONGEST = 6  # digits of a page number


class CutPage(Paginator):
    """Tells the pagination component how many rows there are, without reading them. rows: those of page `number`, nothing else."""

    def __init__(self, rows: Sequence[Any], *, size: int, total: int, number: int):
        super().__init__(rows, size)
        self.total, self.number = total, number

    @cached_property
    def count(self):
        return self.total

    def current(self) -> Page:
        """Return the page on screen, with its rows."""
        return self._get_page(self.object_list, self.number, self)


def page_number(query: QueryDict) -> int:
    """Return the page that the address asks for, 1 by default; raise `BadInput` when it is not a number."""
    text = query.get("page", "1")
    if not text.isdecimal() or len(text) > LONGEST:
        raise BadInput("Cette page de la liste n’existe pas.", hint="Revenez à la première page.")
    return int(text)
