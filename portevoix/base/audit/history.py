"""Row history: every insert, update and delete of a tracked table is kept by database triggers, append-only."""

import pghistory
import pghistory.models
from django.db import models


class HistoryEvent(pghistory.models.Event):
    """Base of the event tables: 64-bit numbers (the library's own are 32-bit)."""

    pgh_id = models.BigAutoField(primary_key=True)

    class Meta:
        abstract = True


def track(*, exclude: tuple[str, ...] = ()):
    """Decorate a model so that the history of its rows is kept as `<Model>Event`; `exclude` names generated columns.

    The event's `pgh_obj` points to the row without a constraint; the row reaches its events as `history`.
    """

    def decorate(model):
        return pghistory.track(
            pghistory.InsertEvent(),
            pghistory.UpdateEvent(),
            pghistory.DeleteEvent(),
            append_only=True,
            base_model=HistoryEvent,
            model_name=f"{model.__name__}Event",
            obj_field=pghistory.ObjForeignKey(related_name="history", related_query_name="history"),
            exclude=list(exclude),
        )(model)

    return decorate
