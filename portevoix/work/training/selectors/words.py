"""A session in words: its days, its hours, its place; the other dates that somebody may choose."""

from collections.abc import Collection, Sequence
from datetime import date

from portevoix.base.core.date_words import WEEKDAYS
from portevoix.base.core.french_dates import date_fr, hour_fr, period_fr
from portevoix.register.directory.models import Person
from portevoix.work.training.enums import SessionFormat
from portevoix.work.training.models import Course, HalfDay, Session
from portevoix.work.training.placement.days import Days, Rules
from portevoix.work.training.selectors.sessions import measured

DATES_SHOWN = 3


def days_words(session: Session) -> str:
    """Return « mardi 8 décembre 2026 », « mardi 8 et mercredi 9 décembre 2026 », « du 8 au 12 décembre 2026 », from the half-days."""
    return spread_words(sorted({one.day for one in session.half_days.all()})) or "dates à préciser"


def spread_words(days: Sequence[date]) -> str:
    """Return the same from days in their order; nothing without any."""
    if not days:
        return ""
    if len(days) == 1:
        return date_fr(days[0], weekday=True)
    same_month = (days[0].year, days[0].month) == (days[-1].year, days[-1].month)
    if len(days) == 2:
        year_and_month = "" if same_month else f" {date_fr(days[0], weekday=True).split(' ', 2)[2]}"
        return f"{' '.join(date_fr(days[0], weekday=True).split(' ')[:2])}{year_and_month} et {date_fr(days[1], weekday=True)}"
    return f"du {date_fr(days[0]).split(' ')[0]} au {date_fr(days[-1])}" if same_month else period_fr(days[0], days[-1])


def place_words(session: Session) -> str:
    """Return « Maison des associations, 1 place des Orphelins, Strasbourg (67) », or « à distance »."""
    if session.commune is None:
        return "à distance"
    town = f"{session.commune.name} ({session.commune.department.code})"
    also = " ou à distance" if session.format == SessionFormat.HYBRID else ""
    return ", ".join(part for part in (session.place, session.street, town) if part) + also


def hours_words(session: Session) -> str:
    """Return one line a half-day: « - mardi 8 décembre 2026, de 9 h 30 à 12 h 30 »."""
    return "\n".join(
        f"- {date_fr(one.day, weekday=True)}, de {hour_fr(one.starts)} à {hour_fr(one.ends)}" for one in session.half_days.all()
    )


def dates_words(sessions: Collection[Session], *, person: Person, today: date) -> str:
    """Return the nearest of `sessions` for somebody, one a line: « - 12 janvier 2027, Metz (57), environ 50 minutes de route… »."""
    near = sorted(measured(sessions, home=person.home, today=today), key=lambda one: (one.minutes is None, one.minutes or 0))
    lines = []
    for one in near[:DATES_SHOWN]:
        town = f"{one.session.commune.name} ({one.session.commune.department.code})" if one.session.commune else "à distance"
        lines.append("- " + ", ".join(part for part in (days_words(one.session), town, one.travel) if part))
    return "\n".join(lines)


def course_hours(course: Course) -> str:
    """Return « 14 h, 4 demi-journées »."""
    whole, part = divmod(course.hours, 1)
    hours = f"{int(whole)}\u00a0h" + (f"\u00a0{int(part * 60):02}" if part else "")
    return f"{hours}, {course.half_days}\u00a0demi-journée{'s' if course.half_days > 1 else ''}"


def half_day_words(half_day: HalfDay) -> str:
    """Return « 8 décembre 2026, 9 h 30 »."""
    return f"{date_fr(half_day.day)}, {hour_fr(half_day.starts)}"


def town_words(session: Session) -> str:
    """Return « Strasbourg (67) », or « à distance »."""
    return f"{session.commune.name} ({session.commune.department.code})" if session.commune else "à distance"


def left_words(session: Session) -> str:
    """Return « 3 places libres », « 1 place libre », « complet, 4 personnes attendent »; `session` with its figures."""
    if session.left > 0 and not session.waiting:
        return f"{session.left}\u00a0place{'s' if session.left > 1 else ''} libre{'s' if session.left > 1 else ''}"
    if not session.waiting:
        return "complet, liste d’attente ouverte"
    return f"complet, {session.waiting}\u00a0personne{'s' if session.waiting > 1 else ''} en attente"


def preferred_words(rules: Rules) -> str:
    """Return the preferred weekdays: « du mardi au jeudi », « le mardi »."""
    first, last = (WEEKDAYS[number - 1] for number in rules.preferred)
    return f"le {first}" if first == last else f"du {first} au {last}"


def reason_words(proposed: Days) -> str:
    """Return why these days: « Dernière date utile : la première échéance est le 15 janvier 2027, personne n’est formé en retard. »."""
    if not proposed.days:
        return "Aucune date libre dans l’année qui vient\u00a0: choisissez-la vous-même."
    unusual = "" if proposed.usual else " Aucun des jours préférés de la semaine n’est libre à temps."
    if proposed.late:
        people = f"{proposed.late}\u00a0personne{'s seront formées après leur' if proposed.late > 1 else ' sera formée après son'} échéance"
        return f"Première date possible\u00a0: {people}{_overdue_words(proposed)}.{unusual}"
    if proposed.due is None:
        return f"Première date possible\u00a0: aucune échéance n’est connue ici.{unusual}"
    return f"Dernière date utile\u00a0: la première échéance est le {date_fr(proposed.due)}, tout le monde est formé à temps.{unusual}"


def _overdue_words(proposed: Days) -> str:
    """Return how many of those are late whatever the days are."""
    if not proposed.overdue:
        return ""
    if proposed.overdue == proposed.late:
        return ", déjà passée"
    return f", dont {proposed.overdue} pour qui elle est déjà passée"


def group_words(name: str) -> str:
    """Return « Groupe d’échange : Bas-Rhin », or the name alone when it says already that it is a group."""
    return name if name.startswith("Groupe") else f"Groupe d’échange\u00a0: {name}"
