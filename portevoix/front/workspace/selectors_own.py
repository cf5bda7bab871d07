"""What the pages of the person read: who they are, their space, who sees what, their peers."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from portevoix.base.notifications.selectors import is_suppressed
from portevoix.front.workspace.composition import Space, compose, seat_quality
from portevoix.front.workspace.notifications import FAMILY
from portevoix.register.access.permissions import LABELS, Permission, scope_for
from portevoix.register.access.selectors import Viewer, who_can_see
from portevoix.register.directory.enums import ConsentPurpose, SeatQuality
from portevoix.register.directory.models import Body, Person
from portevoix.register.directory.selectors.consents import Standing, agreeing, standings
from portevoix.register.mandates.models import Mandate
from portevoix.register.orders.selectors.certificates import names_by_law
from portevoix.work.candidacies.selectors.sharing import is_read_by_delegation
from portevoix.work.training.selectors.groups import group_names

UNNAMED = "Une autre personne"
OF_MY_BODIES, OF_MY_GROUPS = "les membres de vos instances", "les membres de vos groupes d’échange"
KEEPS_GROUPS = "France Assos Santé, qui tient vos groupes d’échange"


def own_person(user) -> Person | None:
    """Return the person that an account is; None for an account that is nobody."""
    persons = scope_for(user, Permission.OWN_MANDATES).persons
    return Person.objects.filter(pk__in=persons).select_related("home__department", "user").order_by("pk").first()


def space_of(person: Person, *, at: datetime) -> Space:
    """Return the space of one person at the moment `at`."""
    return compose([person], at=at)[person.pk]


def own_standings(person: Person) -> list[Standing]:
    """Return where somebody stands for each purpose; the Monday e-mail leaves unless the address refused it, by the e-mail or here."""
    found = []
    for one in standings(person):
        if one.purpose == ConsentPurpose.MONDAY_MAIL:
            refused = bool(person.email) and is_suppressed(person.email, FAMILY)
            one = Standing(purpose=one.purpose, granted=not refused, since=one.since, answers=one.answers)
        found.append(one)
    return found


def data_summary(person: Person) -> list[tuple[str, str]]:
    """Return the three lines of the side column."""
    agreed = {one.purpose for one in standings(person) if one.granted}
    name = "public, avec votre accord" if ConsentPurpose.NAME in agreed else "non public"
    groups = (ConsentPurpose.GROUPS, "aux membres de vos groupes d’échange")
    email = _given(agreed, (ConsentPurpose.EMAIL_PEERS, "aux membres de vos instances"), groups)
    phone = _given(agreed, (ConsentPurpose.PHONE_FAS, "à France Assos Santé"), groups)
    return [("Mon nom", name), ("Mon courriel", email), ("Mon téléphone", phone)]


def _given(agreed: Collection[str], *readers: tuple[ConsentPurpose, str]) -> str:
    """Say to whom something is given, or that it is not given to the first of `readers`."""
    given = [words for purpose, words in readers if purpose in agreed]
    return f"donné {' et '.join(given)}" if given else f"non donné {readers[0][1]}"


@dataclass(frozen=True, kw_only=True)
class Seen:
    """One datum and everybody who sees it; nobody but the person when `by` is empty."""

    what: str
    value: str
    by: tuple[str, ...]


def who_sees_what(person: Person, *, today: date) -> list[Seen]:
    """Return the exact table: each datum, its value, and who sees it on `today`, from the rules that open the pages."""
    viewers = who_can_see(person, today=today)
    agreed = {one.purpose for one in standings(person) if one.granted}
    public = {purpose: ("tout le monde",) if purpose in agreed else () for purpose in (ConsentPurpose.NAME, ConsentPurpose.ASSOCIATION)}
    peers = (OF_MY_BODIES,) if ConsentPurpose.EMAIL_PEERS in agreed else ()
    groups = group_names(person, today=today)
    of_groups = (OF_MY_GROUPS, KEEPS_GROUPS) if groups else ()
    reached = of_groups if ConsentPurpose.GROUPS in agreed else ()
    called = _having(viewers, Permission.PERSON_PHONE_VIEW)
    if ConsentPurpose.PHONE_FAS in agreed:
        called = _having(viewers, Permission.PERSON_CONTACT_VIEW)
    shared = (Permission.CANDIDACY_SHARED,) if is_read_by_delegation(person) else ()
    names = _having(viewers, Permission.MANDATE_VIEW, Permission.PERSON_VIEW, Permission.OWN_ASSOCIATION)
    return [
        Seen(what="Nom et prénom", value=str(person), by=(*public[ConsentPurpose.NAME], *of_groups, *names)),
        Seen(what="Association", value="celle de vos mandats", by=(*public[ConsentPurpose.ASSOCIATION], *names)),
        Seen(what="Mandats", value="vos sièges et leurs dates", by=names),
        Seen(
            what="Courriel", value=person.email or "non renseigné", by=(*peers, *reached, *_having(viewers, Permission.PERSON_CONTACT_VIEW))
        ),
        Seen(what="Téléphone", value=person.phone or "non renseigné", by=(*reached, *called)),
        Seen(what="Commune", value=person.home.name if person.home else "non renseignée", by=()),
        Seen(
            what="Candidatures",
            value="le dossier envoyé par votre association",
            by=_having(viewers, Permission.CANDIDACY_VIEW, Permission.CANDIDACY_FILE, *shared),
        ),
        Seen(
            what="Formations",
            value="vos inscriptions et vos présences",
            by=_having(viewers, Permission.TRAINING_VIEW, Permission.TRAINING_ENROL),
        ),
        Seen(what="Groupes d’échange", value=", ".join(groups) or "aucun", by=of_groups),
        Seen(what="États de frais envoyés", value="les trajets et les montants", by=_having(viewers, Permission.EXPENSE_VIEW)),
        Seen(what="Journal", value="votre temps, vos trajets, vos remarques", by=()),
    ]


def _having(viewers: list[Viewer], *permissions: Permission) -> tuple[str, ...]:
    words = {LABELS[permission] for permission in permissions}
    return tuple(f"{one.role} ({one.place})" for one in viewers if words & set(one.acts))


@dataclass(frozen=True, kw_only=True)
class Peer:
    """Somebody of the same body. email: with their consent only. pair: the substitute of a titular, or the reverse."""

    name: str
    quality: str
    email: str
    pair: bool


@dataclass(frozen=True, kw_only=True)
class BodyPeers:
    """One of my bodies: my seat, the others, my pair first, and what helps to sit there."""

    body: Body
    quality: str
    peers: tuple[Peer, ...]


def peers_of(person: Person, *, at: date) -> list[BodyPeers]:
    """Return the bodies where somebody sits on `at` with the other members, the pair first; a number of statements that does not grow."""
    mine = list(Mandate.objects.active_at(at).filter(person=person).select_related("seat", "body__body_type", "body__facility", "person"))
    others = (
        Mandate.objects.active_at(at)
        .filter(body__in=[mandate.body_id for mandate in mine])
        .exclude(person=person)
        .select_related("seat", "person")
        .order_by("seat__quality", "seat__rank", "pk")
    )
    by_body: dict[int, list[Mandate]] = {}
    for mandate in others:
        by_body.setdefault(mandate.body_id, []).append(mandate)
    giving = agreeing([mandate.person_id for rows in by_body.values() for mandate in rows], ConsentPurpose.EMAIL_PEERS)
    return [_body_peers(own, by_body.get(own.body_id, []), giving, at) for own in sorted(mine, key=lambda one: (one.body.sort_key, one.pk))]


def _body_peers(own: Mandate, others: list[Mandate], giving: Collection[int], at: date) -> BodyPeers:
    named = names_by_law(own.body, at)
    peers = [
        Peer(
            name=str(one.person) if named or one.person.name_published or one.person_id in giving else UNNAMED,
            quality=seat_quality(one),
            email=one.person.email if one.person_id in giving else "",
            pair=_pair(own, one),
        )
        for one in others
    ]
    return BodyPeers(body=own.body, quality=seat_quality(own), peers=tuple(sorted(peers, key=lambda peer: not peer.pair)))


def _pair(own: Mandate, other: Mandate) -> bool:
    """A titular and the substitute of the same rank."""
    qualities = {own.seat.quality, other.seat.quality}
    return qualities == {SeatQuality.TITULAR, SeatQuality.SUBSTITUTE} and own.seat.rank == other.seat.rank
