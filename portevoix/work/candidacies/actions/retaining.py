"""May this wish be given this seat? The hard rules, asked again when the decision is written, under the lock of the seat."""

from collections.abc import Collection
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError

from portevoix.base.core.periods import contains
from portevoix.register.directory.models import Seat
from portevoix.work.candidacies.checks.facts import Dossier
from portevoix.work.candidacies.checks.reading import blocking, results_of
from portevoix.work.candidacies.enums import WishState
from portevoix.work.candidacies.models import Wish


@dataclass
class Given:
    """What is retained already, read under the lock of the seats.

    seats: seat → wish and number of its file. places: person and body → wish.
    """

    seats: dict[int, tuple[int, str]] = field(default_factory=dict)
    places: dict[tuple[int, int], int] = field(default_factory=dict)

    def add(self, wish: Wish, seat: Seat, dossier: Dossier) -> None:
        """Count a seat that has just been given."""
        self.seats[seat.pk] = (wish.pk, dossier.candidacy.number)
        self.places[dossier.candidacy.person_id, seat.body_id] = wish.pk


def lock_seats(seats: Collection[Seat], *, people: Collection[int]) -> Given:
    """Lock `seats` in one order and return what is retained of them, and of the bodies where `people` are retained."""
    list(Seat.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=[seat.pk for seat in seats]).order_by("pk"))
    retained = Wish.objects.filter(state=WishState.RETAINED)
    of_seats = retained.filter(seat__in=[seat.pk for seat in seats]).values_list("seat", "pk", "candidacy__number")
    of_people = retained.filter(candidacy__person__in=people).values_list("candidacy__person", "seat__body", "pk")
    return Given(
        seats={seat: (wish, number) for seat, wish, number in of_seats},
        places={(person, body): wish for person, body, wish in of_people},
    )


def ensure_retainable(dossier: Dossier, wish: Wish, seat: Seat, given: Given) -> None:
    """Raise `ValidationError` (field `seat`, or none) unless `wish` may be given `seat`.

    The seat is in the call, answers the wish, is open on the planned day and given to nobody; no check stops the file or the wish;
    the person has no other seat of the body, in this call or in another file.
    """
    offered = dossier.call.by_seat.get(seat.pk)
    if offered is None:
        raise ValidationError({"seat": "Ce siège n’est pas dans l’appel."})
    if seat.pk not in {one.seat.pk for one in dossier.wished_seats(wish)}:
        raise ValidationError({"seat": "Ce siège ne répond pas à ce vœu\u00a0: autre instance, autre qualité ou trop loin."})
    if not offered.free:
        raise ValidationError({"seat": "Ce siège n’est pas à pourvoir à la date prévue\u00a0: il est occupé ou fermé."})
    other, number = given.seats.get(seat.pk, (wish.pk, ""))
    if other != wish.pk:
        raise ValidationError({"seat": f"Ce siège est déjà attribué (dossier {number}). Choisissez un autre siège."})
    stops = blocking(results_of(dossier), wish=wish)
    if stops:
        raise ValidationError([f"{stop.label}\u00a0: {stop.sentence}" for stop in stops])
    if given.places.get((dossier.candidacy.person_id, seat.body_id), wish.pk) != wish.pk:
        raise ValidationError({"seat": "Cette personne est déjà retenue pour un autre siège de cette instance."})
    held = [mandate for mandate in dossier.mandates if mandate.body_id == seat.body_id and contains(mandate.period, dossier.call.planned)]
    if held and not wish.renewal:
        raise ValidationError({"seat": "Cette personne siège déjà dans cette instance à la date prévue."})
