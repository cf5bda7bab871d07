"""What the form of an association reads: open calls, the bodies of a call around the home, the draft in a few lines."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from portevoix.base.core.distance import distance_km
from portevoix.base.core.periods import day_of
from portevoix.base.core.readable import readable_name
from portevoix.base.core.text import search_key
from portevoix.register.access.permissions import Permission, scope_for
from portevoix.register.directory.enums import AccreditationLevel, SeatQuality
from portevoix.register.directory.models import Association, Body, Commune, Seat
from portevoix.register.directory.scope import Scope
from portevoix.register.directory.selectors.accreditations import Standing, accreditation_at
from portevoix.register.directory.selectors.places import find_place
from portevoix.register.directory.selectors.rules import parameter_at
from portevoix.register.mandates.models import Mandate
from portevoix.work.candidacies.checks.file_rules import PIECES
from portevoix.work.candidacies.enums import AttachmentKind, CallState, CandidacyState, Channel
from portevoix.work.candidacies.models import Call, CallSeat, Candidacy, Wish
from portevoix.work.candidacies.selectors.calls import CallSeatRow, last_day, seats_of_call
from portevoix.work.candidacies.selectors.words import wish_kind

RADII = (10, 20, 30, 50, 100)  # kilometres for which the number of seats is told beforehand


def open_calls(at: datetime) -> QuerySet[Call]:
    """Return the calls that receive candidacies at `at`, the next to close first, those without closing last."""
    return Call.objects.receiving(at).order_by("closes_at", "pk")


def associations_of(user: Any) -> QuerySet[Association]:
    """Return the associations in whose name `user` may propose somebody, sections included, by name."""
    scope = scope_for(user, Permission.CANDIDACY_FILE)
    return Association.objects.visible_to(scope).filter(closed_on__isnull=True).select_related("parent").order_by("sort_key", "pk")


def drafts_of(user: Any, *, call: Call | None = None) -> QuerySet[Candidacy]:
    """Return the drafts of the associations of `user`, the latest begun first; those of `call` when it is given."""
    scope = scope_for(user, Permission.CANDIDACY_FILE)
    rows = Candidacy.objects.visible_to(scope).filter(state=CandidacyState.DRAFT).exclude(channel=Channel.PAPER)
    rows = rows.select_related("call", "association")
    return (rows.filter(call=call) if call else rows).order_by("-created_at", "-pk")


def paper_drafts(scope: Scope) -> QuerySet[Candidacy]:
    """Return the paper files that agents of `scope` are typing in, the oldest first."""
    rows = Candidacy.objects.visible_to(scope).filter(channel=Channel.PAPER, state=CandidacyState.DRAFT)
    return rows.select_related("call", "association", "created_by").order_by("created_at", "pk")


def calls_for_paper(scope: Scope) -> QuerySet[Call]:
    """Return the calls of `scope` for which a paper file may be typed in: open, or closed and still examined; the latest opened first."""
    return Call.objects.visible_to(scope).filter(state__in=[CallState.OPEN, CallState.CLOSED]).order_by("-opens_at", "-pk")


@dataclass(kw_only=True)
class Offer:
    """A body of a call with the seats that remain, by quality, and how far it is from the home (None: unknown, or no address)."""

    body_id: int
    name: str
    town: str
    department: str
    body_type: str
    km: float | None
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def seats(self) -> int:
        return sum(self.counts.values())

    @property
    def words(self) -> str:
        """« 1 siège de titulaire, 2 sièges de suppléant »."""
        shown = ((SeatQuality(quality), count) for quality, count in self.counts.items() if count)
        return ", ".join(f"{count}\u00a0siège{'s' if count > 1 else ''} de {quality.label}" for quality, count in shown)


def offers(call: Call, *, home: Commune | None, today: date) -> list[Offer]:
    """Return the bodies of `call` that have a seat left, the nearest to `home` first, then those without an address, by name."""
    found: dict[int, Offer] = {}
    for row in seats_of_call(call, today=today):
        if not row.remaining:
            continue
        offer = found.get(row.body_id)
        if offer is None:
            offer = found[row.body_id] = Offer(
                body_id=row.body_id,
                name=readable_name(row.body_name, row.town),
                town=row.town,
                department=row.department_name,
                body_type=row.body_type_name,
                km=_km(home, row),
            )
        offer.counts[row.quality] = offer.counts.get(row.quality, 0) + 1
    return sorted(found.values(), key=lambda offer: (offer.km is None, offer.km or 0.0, search_key(offer.name), offer.body_id))


def matching(found: list[Offer], text: str) -> list[Offer]:
    """Return the offers that have every word of `text` in their name, town, department or type, in the same order."""
    words = search_key(text).split()
    return [offer for offer in found if all(word in _key(offer) for word in words)]


def around(call: Call, text: str, *, today: date) -> tuple[Commune | None, list[Offer]]:
    """Return the commune that `text` names (a postcode too) and the bodies of `call` around it, the nearest first; nothing else."""
    place = find_place(text).found
    return (place, [offer for offer in offers(call, home=place, today=today) if offer.km is not None]) if place else (None, [])


def seats_within(call: Call, home: Commune | None, *, today: date, radii: Iterable[int] = RADII) -> list[tuple[int, int]]:
    """Return (kilometres, number of seats that remain within that distance of `home`); nothing when the home is not placed."""
    if home is None or home.latitude is None:
        return []
    placed = [(offer.km, offer.seats) for offer in offers(call, home=home, today=today) if offer.km is not None]
    return [(radius, sum(seats for km, seats in placed if km <= radius)) for radius in radii]


def qualities_of(call: Call, body: Body) -> list[SeatQuality]:
    """Return the qualities of the seats that `body` has in `call`, in the order of every list."""
    known = set(CallSeat.objects.filter(call=call, seat__body=body).values_list("seat__quality", flat=True))
    return [quality for quality in SeatQuality if quality in known]


def body_of_call(call: Call, number: int) -> Body | None:
    """Return the body of this number when it has a seat in `call`, else None."""
    bodies = Body.objects.filter(seats__call_seats__call=call).select_related("body_type", "facility", "department")
    return bodies.filter(pk=number).first()


def seat_of_call(call: Call, number: int) -> Seat | None:
    """Return the seat of this number when it is in `call`, else None."""
    return Seat.objects.filter(pk=number, call_seats__call=call).select_related("body__body_type").first()


def pieces_asked(*, today: date) -> list[AttachmentKind]:
    """Return the pieces without which the agency will ask for more, by the dated settings (`checks.file_rules`)."""
    return [kind for code, kind in PIECES.items() if parameter_at(code, today, default=0) == 1]


@dataclass(frozen=True, kw_only=True)
class WishLine:
    """A wish as the form shows it; km: from the home; seats: how many remain today for this wish."""

    wish: Wish
    km: float | None
    seats: int

    @property
    def quality(self) -> str:
        return self.wish.get_quality_display().capitalize() if self.wish.quality else "Sans préférence"

    @property
    def kind(self) -> str:
        """Kind of the tag of the wish's state."""
        return wish_kind(self.wish.state)


def wish_lines(candidacy: Candidacy, *, today: date) -> list[WishLine]:
    """Return the wishes of a candidacy in order, with distances and what is left."""
    wishes = list(candidacy.wishes.select_related("body__body_type", "body__facility", "body__department", "seat").order_by("rank", "pk"))
    if not wishes:
        return []
    known = {offer.body_id: offer for offer in offers(candidacy.call, home=candidacy.home, today=today)}
    return [WishLine(wish=wish, km=_km_of_wish(wish, candidacy), seats=_left(wish, known)) for wish in wishes]


def _left(wish: Wish, known: dict[int, Offer]) -> int:
    if wish.body_id is None:
        return sum(offer.seats for offer in known.values() if offer.km is not None and offer.km <= wish.within_km)
    offer = known.get(wish.body_id)
    if offer is None:
        return 0
    return offer.counts.get(wish.quality, 0) if wish.quality else offer.seats


def _km_of_wish(wish: Wish, candidacy: Candidacy) -> float | None:
    facility = wish.body.facility if wish.body_id else None
    home = candidacy.home
    if facility is None or facility.latitude is None or home is None or home.latitude is None:
        return None
    return distance_km(home.latitude, home.longitude, facility.latitude, facility.longitude)


@dataclass(frozen=True, kw_only=True)
class FileSummary:
    """« Votre dossier »: what stands beside each page of the form."""

    candidacy: Candidacy
    standing: Standing | None
    until: date | None

    @property
    def accreditation_kind(self) -> str:
        """Kind of the tag: done, progress or error."""
        return "error" if self.standing is None else "progress" if self.standing.tolerated else "done"

    @property
    def accreditation_label(self) -> str:
        if self.standing is None:
            return "À vérifier"
        return "Renouvellement en cours" if self.standing.tolerated else "Valide"

    @property
    def accreditation_level(self) -> str:
        return AccreditationLevel(self.standing.accreditation.level).label if self.standing else ""


def summary(candidacy: Candidacy, *, at: datetime) -> FileSummary:
    """Return what is told of the draft beside its form at `at`."""
    standing = accreditation_at(candidacy.association, day_of(at), region=candidacy.call.region)
    return FileSummary(candidacy=candidacy, standing=standing, until=last_day(candidacy.call))


def renewals(viewer: Any, *, at: datetime) -> dict[int, Call]:
    """Return the call to which the holder of each mandate that `viewer` sees may be proposed again, by mandate: those who sit."""
    later = Mandate.objects.filter(seat=OuterRef("seat"), period__startswith__gt=OuterRef("period__startswith"))
    rows = Mandate.objects.visible_to(viewer).filter(period__startswith__lte=day_of(at), end_reason="", association__isnull=False)
    rows = rows.filter(~Exists(later), seat__call_seats__call__in=Call.objects.receiving(at)).distinct()
    return renewal_calls(rows, at=at)


def renewal_calls(mandates: Iterable[Mandate], *, at: datetime) -> dict[int, Call]:
    """Return the call to which the holder of each mandate may be proposed again, by mandate: the one that closes first has its seat."""
    seats = {mandate.seat_id: mandate.pk for mandate in mandates}
    rows = CallSeat.objects.filter(seat__in=seats, call__in=Call.objects.receiving(at)).select_related("call")
    found: dict[int, Call] = {}
    for row in rows.order_by("call__closes_at", "call", "pk"):
        found.setdefault(seats[row.seat_id], row.call)
    return found


def draft_for(mandate: Mandate, call: Call) -> Candidacy | None:
    """Return the draft already begun to renew this mandate in `call`, if any."""
    renewed = Wish.objects.filter(candidacy=OuterRef("pk"), body=mandate.body_id, renewal=True)
    rows = Candidacy.objects.filter(call=call, person=mandate.person_id, association=mandate.association_id, state=CandidacyState.DRAFT)
    return rows.filter(Exists(renewed)).order_by("pk").first()


def _km(home: Commune | None, row: CallSeatRow) -> float | None:
    if home is None or home.latitude is None or row.latitude is None:
        return None
    return distance_km(home.latitude, home.longitude, row.latitude, row.longitude)


def _key(offer: Offer) -> str:
    return search_key(f"{offer.name} {offer.town} {offer.department} {offer.body_type}")
