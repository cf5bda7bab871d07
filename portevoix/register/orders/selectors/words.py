"""The words for a body, a seat, a quality and a person, in the acts and on the papers."""

from portevoix.base.core.text import NBSP
from portevoix.register.directory.enums import Civility, SeatQuality
from portevoix.register.directory.models import Body, Person, Seat

QUALITIES = {
    (SeatQuality.TITULAR, Civility.MRS): "représentante titulaire des usagers",
    (SeatQuality.TITULAR, Civility.MR): "représentant titulaire des usagers",
    (SeatQuality.SUBSTITUTE, Civility.MRS): "représentante suppléante des usagers",
    (SeatQuality.SUBSTITUTE, Civility.MR): "représentant suppléant des usagers",
    (SeatQuality.MEMBER, Civility.MRS): "représentante des usagers",
    (SeatQuality.MEMBER, Civility.MR): "représentant des usagers",
}
NEUTRAL = {
    SeatQuality.TITULAR: "membre titulaire, au titre des usagers",
    SeatQuality.SUBSTITUTE: "membre suppléant, au titre des usagers",
    SeatQuality.MEMBER: "membre, au titre des usagers",
}


def body_words(body: Body) -> str:
    """« Commission des usagers, centre hospitalier de Colmar, Colmar »."""
    kind = body.body_type.name[:1].upper() + body.body_type.name[1:]
    name = body.readable_name
    place = "" if name.lower().startswith(body.body_type.name.lower()) else f"{kind}, "
    return f"{place}{name}{f', {body.town}' if body.town else ''}"


def quality_words(quality: str, civility: str) -> str:
    """Return the quality in which somebody sits, agreed with the person; epicene when nothing is known."""
    known = QUALITIES.get((SeatQuality(quality), Civility(civility)))
    return known or NEUTRAL[SeatQuality(quality)]


def place_words(body: Body) -> str:
    """« Centre hospitalier de Colmar, Colmar (68) »."""
    town = f", {body.town}" if body.town else ""
    return f"{body.readable_name}{town} ({body.department.code})" if body.department_id else f"{body.readable_name}{town}"


def seat_words(seat: Seat, person: Person) -> str:
    """« Titulaire 1 », « Suppléante 2 »: the quality agrees with the person."""
    feminine = seat.quality == SeatQuality.SUBSTITUTE and person.civility == Civility.MRS
    label = seat.label.replace(" ", NBSP, 1)
    return label.replace("Suppléant", "Suppléante", 1) if feminine else label


def person_words(person: Person) -> str:
    """« Madame WERNERT Odile »: names in orders are written last name first."""
    civility = Civility(person.civility)
    before = f"{civility.label} " if civility != Civility.NONE else ""
    return f"{before}{person.sorted_name}"
