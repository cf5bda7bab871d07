"""The columns that a human corrected once, used again for the workbooks with the same titles."""

import json

from portevoix.register.imports.models import ColumnMapping
from portevoix.register.imports.reading.mapping import Mapping


def with_remembered(given: Mapping | None) -> Mapping | None:
    """Return the mapping `given`, completed by those remembered; a mapping written by hand, by titles, is used alone."""
    if given is not None and given.by_title:
        return given
    tables = list(ColumnMapping.objects.order_by("signature").values_list("columns", flat=True))
    if not tables:
        return given
    remembered = Mapping.from_json(json.dumps({"tables": tables}))
    if given is None:
        return remembered
    own = {table.signature for table in given.tables}
    return Mapping(given.tables + tuple(table for table in remembered.tables if table.signature not in own))
