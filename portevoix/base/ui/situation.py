"""« Situation au » : the day that a page is asked for, read from its address."""

from datetime import date

from django.http import QueryDict

from portevoix.base.core.french_dates import DateError, parse_date
from portevoix.base.ui.errors import BadInput

PARAMETER = "au"
HINT = "Écrivez par exemple 2027-09-01, 1er septembre 2027, ou dans 9\u00a0mois."


def day_asked(query: QueryDict, *, today: date, name: str = PARAMETER) -> date:
    """Return the day that `?au=` names, in ISO or in any French way; `today` when it says nothing.

    Raises `BadInput` (400 page that explains) when it is not a date.
    """
    return optional_day(query, today=today, name=name) or today


def optional_day(query: QueryDict, *, today: date, name: str) -> date | None:
    """Return the day that the parameter names, None when it is absent or empty. Raises `BadInput` as `day_asked`."""
    text = query.get(name, "").strip()
    if not text:
        return None
    try:
        return parse_date(text, today=today)
    except DateError as error:
        raise BadInput(f"«\u00a0{text[:60]}\u00a0» n’est pas une date. {error.message}", hint=HINT) from error
