"""A wish in words, the same on every page and in every message."""

from portevoix.register.directory.enums import SeatQuality
from portevoix.work.candidacies.models import Wish


def asked(wish: Wish) -> str:
    """« Hôpital de Hautepierre, titulaire », « tout siège à moins de 30 km du domicile »."""
    if wish.body is None:
        kind = f"siège de {SeatQuality(wish.quality).label}" if wish.quality else "siège"
        return f"tout {kind} à moins de {wish.within_km}\u00a0km du domicile"
    quality = SeatQuality(wish.quality).label if wish.quality else "sans préférence de siège"
    return f"{wish.body.readable_name}, {quality}"


def given(wish: Wish) -> str:
    """« Hôpital de Hautepierre, titulaire 1 », the seat that was given; empty before."""
    return f"{wish.seat.body.readable_name}, {wish.seat.label.lower()}" if wish.seat else ""
