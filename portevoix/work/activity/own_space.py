"""What the journal says in « Mon espace »: the time and the kilometres of the year, the last lines, what may be asked back."""

from collections.abc import Mapping
from datetime import date

from django.db.models import Count, F, Sum, Window
from django.db.models.functions import RowNumber
from django.urls import reverse

from portevoix.base.core.french_dates import date_fr
from portevoix.register.access.own_space import Act, Asked, Figures, Line, Part, parts
from portevoix.work.activity.durations import duration_fr
from portevoix.work.activity.enums import ActivityKind
from portevoix.work.activity.models import JournalEntry, RepresentationLeave
from portevoix.work.activity.selectors.leave import LeaveYear, leave_days

SHOWN = 3
KM = "\u00a0km"


def activity(asked: Asked) -> Mapping[int, Part]:
    """Return the journal of each person, and what is left of their leave when they take some: five statements."""
    people = list(asked.people)
    mine = JournalEntry.objects.filter(person__in=people)
    year = mine.of_year(asked.today.year).values("person").annotate(minutes=Sum("minutes"), km=Sum("kilometres")).order_by()
    totals = {row["person"]: (row["minutes"], row["km"]) for row in year}
    to_claim = mine.filter(kilometres__gt=0, expense_lines__isnull=True).values("person").annotate(journeys=Count("pk")).order_by()
    journeys = dict(to_claim.values_list("person", "journeys"))
    lines = _last_lines(mine)
    left = _leave_left(people, asked.today)
    urls = {name: reverse(f"activity:{name}") for name in ("journal", "claims", "leaves")}
    return {
        pk: Part(
            activity=Figures(
                words=_words(totals.get(pk), asked.today),
                lines=tuple(_line(one) for one in lines.get(pk, ())),
                links=_links(urls, journeys.get(pk, 0), left.get(pk, "")),
                add=Act(label="Ajouter une ligne au journal", url=urls["journal"]),
            )
        )
        for pk in people
    }


def _leave_left(people: list[int], today: date) -> dict[int, str]:
    """Return what is left of the leave of the year, in words, for those who noted some."""
    taken: dict[int, int] = {}
    for leave in RepresentationLeave.objects.filter(person__in=people).of_year(today.year):
        taken[leave.person_id] = taken.get(leave.person_id, 0) + leave.half_days
    days = leave_days(today) if taken else 0
    return {pk: LeaveYear(allowed=2 * days, taken=count).left_words for pk, count in taken.items()}


def _last_lines(mine) -> dict[int, list[JournalEntry]]:
    place = Window(RowNumber(), partition_by=F("person"), order_by=[F("day").desc(), F("pk").desc()])
    found: dict[int, list[JournalEntry]] = {}
    for row in mine.annotate(place=place).filter(place__lte=SHOWN).select_related("body").order_by("person", "place"):
        found.setdefault(row.person_id, []).append(row)
    return found


def _links(urls: Mapping[str, str], journeys: int, left: str) -> tuple[Act, ...]:
    claims = f"Demander mes frais ({journeys}\u00a0trajet{'s' if journeys > 1 else ''})" if journeys else "Mes frais"
    leave = f"Mes congés (il reste {left})" if left else "Lettre pour l’employeur"
    return (
        Act(label="Tout mon journal", url=urls["journal"]),
        Act(label=claims, url=urls["claims"]),
        Act(label=leave, url=urls["leaves"]),
    )


def _words(total: tuple[int, int] | None, today: date) -> str:
    if total is None:
        return f"Aucune ligne en {today.year}. Rien n’est obligatoire. Vous seul lisez votre journal."
    minutes, kilometres = total
    driven = f" et {kilometres}{KM}" if kilometres else ""
    return f"{duration_fr(minutes)}{driven} depuis janvier. Vous seul lisez vos remarques."


def _line(entry: JournalEntry) -> Line:
    driven = f"{entry.kilometres}{KM}" if entry.kilometres else ""
    where = entry.body.readable_name if entry.body else ""
    text = ", ".join(part for part in (date_fr(entry.day), duration_fr(entry.minutes), driven, where) if part)
    return Line(title=ActivityKind(entry.kind).label.capitalize(), text=text)


parts.register("activity", activity)
