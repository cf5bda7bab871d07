"""Maps: areas in five steps with their value, and the plan of places around a point."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from portevoix.base.ui.charts.common import DataTable, Mark, finding
from portevoix.base.ui.components.words import NBSP, distance_fr, number_fr, percent_fr

MAP_WIDTH, NAME_HEIGHT, VALUE_HEIGHT, LONGEST_LINE = 440, 14, 20, 8
DARK_STEPS = (3, 4)  # steps that carry the light text; see the tests of contrast
PLAN_RADIUS = 142  # of the outer ring, on 300 units


@dataclass(frozen=True)
class Label:
    text: str
    x: int
    y: int


@dataclass(frozen=True, kw_only=True)
class Area:
    """Contour of one area: SVG path in the units of its file, lines of its name and place of its value on the drawing."""

    code: str
    name: str
    path: str
    label: Sequence[Label]
    value_at: tuple[int, int]


@dataclass(frozen=True, kw_only=True)
class Contours:
    """The areas of one map; `scale` brings the paths of the file to the width of the drawing."""

    width: int
    height: int
    scale: str
    source: str
    areas: Sequence[Area]


def contours(data: Mapping[str, Any]) -> Contours:
    """Return the areas of a contours file: `width`, `height`, `source`, `shapes` (code, name, path, and x, y: the middle of the area)."""
    scale = MAP_WIDTH / data["width"]
    areas = [_area(shape, scale) for shape in data["shapes"]]
    return Contours(width=MAP_WIDTH, height=round(data["height"] * scale), scale=f"{scale:.4f}", source=data["source"], areas=areas)


def _area(shape, scale):
    lines = _lines(shape["name"])
    x = round(shape["x"] * scale)
    top = round(shape["y"] * scale - (len(lines) * NAME_HEIGHT + VALUE_HEIGHT) / 2) + 11
    label = [Label(text, x, top + row * NAME_HEIGHT) for row, text in enumerate(lines)]
    value_at = (x, top + (len(lines) - 1) * NAME_HEIGHT + VALUE_HEIGHT)
    return Area(code=shape["code"], name=shape["name"], path=shape["path"], label=label, value_at=value_at)


def _lines(name):
    """Cut a long name after the hyphen that is nearest to its middle."""
    hyphens = [place for place, char in enumerate(name) if char == "-"]
    if len(name) <= LONGEST_LINE or not hyphens:
        return [name]
    cut = min(hyphens, key=lambda place: abs(place + 1 - len(name) / 2)) + 1
    return [name[:cut], name[cut:]]


@dataclass(frozen=True)
class DrawnArea:
    area: Area
    css: str
    light: bool
    text: str


@dataclass(frozen=True, kw_only=True)
class Choropleth:
    """A map ready for `{% choropleth %}`: all the areas are drawn first, then all the words."""

    id: str
    title: str
    description: str
    width: int
    height: int
    scale: str
    source: str
    key: Sequence[Mark]
    areas: list[DrawnArea]
    named: bool
    table: DataTable


def choropleth(
    *,
    id: str,
    title: str,
    description: str,
    shapes: Contours,
    shares: Mapping[str, float | None],
    bounds: Sequence[float],
    table: DataTable,
    decimals: int = 0,
    named: bool = True,
) -> Choropleth:
    """Return a map of shares (0 to 1) by code of area, in `len(bounds) + 1` steps, five at most.

    An area without share is drawn in the first step with « – ». `table`: the same figures, and those behind them.
    `named` false: no words on the map (too many areas, as for the whole country).
    """
    if len(bounds) > 4 or list(bounds) != sorted(bounds):
        raise ValueError("four growing bounds at most")
    drawn = []
    for area in shapes.areas:
        share = shares.get(area.code)
        step = 0 if share is None else sum(share >= bound for bound in bounds)
        drawn.append(DrawnArea(area, f"m{step}", step in DARK_STEPS, "–" if share is None else percent_fr(share, decimals)))
    return Choropleth(
        id=id,
        title=title,
        description=finding(description),
        width=shapes.width,
        height=shapes.height,
        scale=shapes.scale,
        source=shapes.source,
        named=named,
        key=_key(bounds),
        areas=drawn,
        table=table,
    )


def _key(bounds):
    words = [number_fr(bound * 100, 1).removesuffix(",0") for bound in bounds]
    labels = [f"moins de {words[0]}{NBSP}%"]
    labels += [f"{low} à {high}{NBSP}%" for low, high in pairwise(words)]
    labels.append(f"{words[-1]}{NBSP}% et plus")
    return [Mark(label=label, css=f"m{step}") for step, label in enumerate(labels)]


@dataclass(frozen=True)
class Place:
    """A place to put on the plan: kilometres to the east and to the north of the centre; negative towards west and south."""

    number: int
    east: float
    north: float


@dataclass(frozen=True)
class Dot:
    number: int
    x: int
    y: int


@dataclass(frozen=True)
class Ring:
    radius: int
    label: str
    label_y: int


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A plan ready for `{% plan %}`; the numbered list beside it is its table."""

    id: str
    title: str
    description: str
    rings: list[Ring]
    dots: list[Dot]


def plan(*, id: str, title: str, description: str, places: Sequence[Place], reach: float) -> Plan:
    """Return the plan of places up to `reach` kilometres around a point, north above.

    Distances grow more slowly towards the edge (square root), so that what is near does not pile up in the centre.
    """
    rings = []
    for part in (1, 0.5, 1 / 6):
        radius = round(PLAN_RADIUS * math.sqrt(part))
        rings.append(Ring(radius, distance_fr(reach * part), 150 + radius - 6))
    dots = []
    for place in places:
        distance = math.hypot(place.east, place.north)
        radius = PLAN_RADIUS * math.sqrt(min(1, distance / reach)) if reach else 0
        unit = radius / distance if distance else 0
        dots.append(Dot(place.number, round(150 + place.east * unit), round(150 - place.north * unit)))
    return Plan(id=id, title=title, description=finding(description), rings=rings, dots=dots)
