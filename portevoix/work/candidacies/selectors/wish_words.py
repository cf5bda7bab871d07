"""A wish in words, the same on every page and in every message."""

from portevoix.register.directory.enums import SeatQuality
from portevoix.register.orders.selectors.words import body_words
from portevoix.work.candidacies.models import Wish


def around_home(wish: Wish, *, what: str = "siège") -> str:
    """« tout siège à moins de 30 km du domicile »."""
    return f"tout {what} à moins de {wish.within_km}\u00a0km du domicile"


def asked(wish: Wish) -> str:
    """« Hôpital de Hautepierre, titulaire »: for a reader who knows the call."""
    if wish.body is None:
        return around_home(wish, what=f"siège de {SeatQuality(wish.quality).label}" if wish.quality else "siège")
    quality = SeatQuality(wish.quality).label if wish.quality else "sans préférence de siège"
    return f"{wish.body.readable_name}, {quality}"


def asked_in_full(wish: Wish) -> str:
    """The same with the kind of body: for a message that is read alone."""
    place = around_home(wish) if wish.body is None else body_words(wish.body)
    return f"{place}, {wish.get_quality_display()}" if wish.quality else place


def given(wish: Wish) -> str:
    """« Hôpital de Hautepierre, titulaire 1 », the seat that was given; empty before."""
    return f"{wish.seat.body.readable_name}, {wish.seat.label.lower()}" if wish.seat else ""
