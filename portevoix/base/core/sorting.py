"""French order and accent-free search, without ICU: a generated column over an immutable SQL function (migration core.0001)."""

from django.db import models


class SortKey(models.Func):
    """SQL `pv_sort_key(text)`: lower case, no accent, œ → oe, anything that is neither letter nor digit → one space."""

    function = "pv_sort_key"
    output_field = models.TextField()


def sort_key_field(*names: str) -> models.GeneratedField:
    """Return a stored generated column with the sort key of the given text columns, in that order."""
    return models.GeneratedField(expression=SortKey(_joined(names)), output_field=models.TextField(), db_persist=True)


def _joined(names):
    expression = models.F(names[0])
    for name in names[1:]:
        expression = Concatenated(expression, models.F(name))
    return expression


class Concatenated(models.Func):
    """SQL `a || ' ' || b`: immutable, unlike CONCAT."""

    template = "(%(expressions)s)"
    arg_joiner = " || ' ' || "
    output_field = models.TextField()
