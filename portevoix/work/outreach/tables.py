"""Columns of the lists of those who answer."""

from django.urls import reverse

from portevoix.base.core.periods import day_of
from portevoix.base.ui.tables import Column
from portevoix.work.outreach.selectors.hand_overs import Line


def _columns(page: str, *, with_recipient: bool) -> tuple[Column, ...]:
    recipient = (Column(key="destinataire", label="Transmise à", getter="recipient"),) if with_recipient else ()
    return (
        Column(
            key="personne",
            label="Personne",
            getter=lambda line: line.row.name or f"Demande n°\u00a0{line.row.pk}, effacée",
            header=True,
            url=lambda line: reverse(f"outreach:{page}", args=[line.row.pk]),
            detail=_place,
            export=False,
        ),
        Column(key="numero", label="Numéro", getter="row.pk", on_page=False),
        Column(key="departement", label="Département", getter="row.department.name", on_page=False),
        *recipient,
        Column(key="recue", label="Reçue le", getter=lambda line: day_of(line.row.received_at)),
        Column(key="etat", label="État", getter=lambda line: line.row.get_state_display(), template="outreach/following/_state.html"),
        Column(key="avant", label="À faire avant", getter="due", template="outreach/following/_due.html"),
        Column(key="motif", label="Motif", getter=lambda line: line.row.get_closing_reason_display(), on_page=False),
    )


def _place(line: Line) -> str:
    home = line.row.home
    return f"{home.name} ({line.row.department.name})" if home else line.row.department.name


OURS = _columns("received", with_recipient=False)
FOLLOWED = _columns("followed", with_recipient=True)
