"""The attendance sheet on paper: who is expected, with a box to sign for each half-day."""

from datetime import datetime

from portevoix.base.core.french_dates import date_fr, hour_fr
from portevoix.base.core.periods import day_of
from portevoix.base.documents.engine import render
from portevoix.base.documents.shapes import AttendanceData, Table
from portevoix.work.training.models import HalfDay, Session
from portevoix.work.training.selectors.attendance import half_days_of, people_of_sheet
from portevoix.work.training.selectors.words import days_words, place_words

BOXES = 4  # half-days side by side
SPARE = 3  # rows left for people who come without having a place
CLOSING = "Arrivée tardive ou départ avant la fin\u00a0: écrire l’heure dans la case. La feuille signée est gardée par France Assos Santé."


def sheet_pdf(session: Session, *, at: datetime) -> bytes:
    """Return the PDF of the sheet of `session` (with its figures), by name, four half-days side by side at most."""
    names = [_name(row) for row in people_of_sheet(session)] + [""] * SPARE
    half_days = half_days_of(session)
    groups = [half_days[start : start + BOXES] for start in range(0, len(half_days), BOXES)]
    data = AttendanceData(
        authority=["France Assos Santé", session.region.name],
        title=f"Feuille de présence\u00a0: {session.course.title}",
        facts=[
            ("Dates", days_words(session)),
            ("Lieu", place_words(session)),
            *([("Animation", session.trainers)] if session.trainers else []),
        ],
        tables=[_table(group, names, alone=len(groups) == 1) for group in groups],
        closing=[CLOSING],
        updated=f"Imprimée le {date_fr(day_of(at))}",
    )
    return render("attendance", data, title=data.title, timestamp=at, author="France Assos Santé")


def _name(row) -> str:
    also = " (à distance)" if row.remote else ""
    return f"{row.person.sorted_name}{also}"


def _table(group: list[HalfDay], names: list[str], *, alone: bool) -> Table:
    return Table(
        columns=["Nom et prénom", *(f"{date_fr(one.day)}, {hour_fr(one.starts)} à {hour_fr(one.ends)}" for one in group)],
        rows=[[name, *[""] * len(group)] for name in names],
        caption="" if alone else f"Du {date_fr(group[0].day)} au {date_fr(group[-1].day)}",
        widths=[1.6, *[1.0] * len(group)],
        row_names=True,
    )
