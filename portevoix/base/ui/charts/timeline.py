"""The seats of a body in time: one line a seat, its mandates, its vacancies, today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from portevoix.base.ui.charts.common import Mark, finding

WIDTH, LEFT, LINE, TOP = 1000, 92, 53, 38
CHARACTER = 7.9  # mean width of a letter at 15 px bold, in units of the drawing
STYLES = {"current": ("t", "on bo"), "past": ("fu", "bo"), "vacant": ("vv", "on-v")}
KEY = (
    Mark(label="mandat en cours", css="t"),
    Mark(label="mandat terminé", css="fu"),
    Mark(label="siège vacant", css="vv"),
)


@dataclass(frozen=True, kw_only=True)
class Span:
    """One mandate or vacancy. kind: current, past, vacant. first and last: days included, None: beyond the drawing."""

    kind: str
    label: str
    first: date | None
    last: date | None


@dataclass(frozen=True, kw_only=True)
class Track:
    """One seat: « Titulaire 1 » and what happened on it."""

    label: str
    spans: Sequence[Span]


@dataclass(frozen=True)
class DrawnSpan:
    x: int
    y: int
    width: int
    height: int
    css: str
    text: str
    text_css: str
    text_x: int
    text_y: int


@dataclass(frozen=True)
class DrawnTrack:
    label: str
    text_y: int
    spans: list[DrawnSpan]


@dataclass(frozen=True)
class YearMark:
    year: int
    x: int


@dataclass(frozen=True, kw_only=True)
class Timeline:
    """A drawing ready for `{% timeline %}`; the table of the mandates stands under it."""

    id: str
    title: str
    description: str
    height: int
    years: list[YearMark]
    tracks: list[DrawnTrack]
    now_x: int | None
    now_label: str
    key: Sequence[Mark] = KEY


def timeline(
    *,
    id: str,
    title: str,
    description: str,
    tracks: Sequence[Track],
    start: date,
    end: date,
    now: date | None,
    now_label: str = "aujourd’hui",
) -> Timeline:
    """Return the drawing of `tracks` from `start` to `end` (excluded); `now` outside these days is not marked."""
    if end <= start:
        raise ValueError("the timeline ends before it starts")
    place = _Scale(start, end)
    drawn = []
    for row, track in enumerate(tracks):
        top = TOP + row * LINE
        spans = [found for span in track.spans if (found := _span(span, top, place, now)) is not None]
        drawn.append(DrawnTrack(track.label, top + 26, spans))
    first_days = [date(year, 1, 1) for year in range(start.year, end.year + 1)]
    years = [YearMark(day.year, place.x(day)) for day in first_days if start <= day < end]
    return Timeline(
        id=id,
        title=title,
        description=finding(description),
        height=TOP + len(tracks) * LINE + 18,
        years=years,
        tracks=drawn,
        now_x=place.x(now) if now and start <= now < end else None,
        now_label=now_label,
    )


class _Scale:
    def __init__(self, start, end):
        self.start, self.end = start, end
        self.unit = (WIDTH - 8 - LEFT) / (end - start).days

    def x(self, day):
        inside = min(max(day, self.start), self.end)
        return round(LEFT + (inside - self.start).days * self.unit)


def _span(span, top, place, now):
    css, text_css = STYLES[span.kind]
    if (span.last and span.last < place.start) or (span.first and span.first >= place.end):
        return None
    left = place.x(span.first or place.start) + 2
    right = place.x(span.last or place.end) - 1
    text_x = _text_place(span.label, left, right, place.x(now) if now else None)
    vacant = span.kind == "vacant"
    return DrawnSpan(
        x=left,
        y=top + 5 if vacant else top,
        width=max(3, right - left),
        height=30 if vacant else 40,
        css=css,
        text=span.label if text_x is not None else "",
        text_css=text_css,
        text_x=text_x or 0,
        text_y=top + 26,
    )


def _text_place(label, left, right, now):
    """Return where the words start: in the span, clear of the line of today if they can be; None when they do not fit."""
    length = len(label) * CHARACTER
    room = right - 7 - length
    start = left + 9
    if start > room:
        return None
    if now is not None and start - 4 < now < start + length + 4 and now + 9 <= room:
        return now + 9
    return start
