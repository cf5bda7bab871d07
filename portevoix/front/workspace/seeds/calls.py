"""The calls of the demonstration: one half-way with files in every state, one open, one in preparation, one whose results are published."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from django.core.files.base import ContentFile

from portevoix.base.accounts.models import User
from portevoix.base.core.distance import distance_km
from portevoix.base.core.french_dates import date_fr
from portevoix.base.core.numbering import next_number
from portevoix.base.documents.engine import render
from portevoix.base.documents.shapes import LetterData
from portevoix.base.files.actions import store
from portevoix.base.files.enums import FileKind
from portevoix.base.files.models import StoredFile
from portevoix.front.workspace.seeds import outcomes
from portevoix.front.workspace.seeds.names import Name, NameBook
from portevoix.register.directory.models import Association, Commune, Person, Seat, Territory
from portevoix.register.mandates.models import Mandate
from portevoix.register.orders.actions import record_publication
from portevoix.register.orders.models import OrderLine
from portevoix.work.candidacies.actions.calls import draft_call
from portevoix.work.candidacies.enums import (
    AssessmentValue,
    AttachmentKind,
    CallMode,
    CallState,
    Channel,
    RefusalReason,
    WishState,
)
from portevoix.work.candidacies.enums import CandidacyState as S
from portevoix.work.candidacies.models import Assessment, Attachment, Call, Candidacy, Passage, PieceRequest, ReadingConsent, Wish
from portevoix.work.candidacies.selectors.perimeter import Perimeter

# how many files in each state, in the call that is being examined
EXAMINED = {
    S.LAPSED: 3,
    S.WITHDRAWN: 2,
    S.SUBMITTED: 8,
    S.INCOMPLETE: 5,
    S.UNDER_REVIEW: 11,
    S.TO_DECIDE: 19,
    S.AWAITING_ORDER: 12,
    S.WAITING_LIST: 3,
    S.NOT_SELECTED: 6,
}
OPEN = {S.DRAFT: 3, S.SUBMITTED: 5, S.UNDER_REVIEW: 2}
FINISHED = {S.WITHDRAWN: 3, S.AWAITING_ORDER: 7, S.NOT_SELECTED: 9}
FIRST_ORDER = 3  # how many of those whom the call half-way retains a first order designates already
SIGNED_AGO, RESULTS_SIGNED_AGO, RESULTS_AGO = (timedelta(days=days) for days in (3, 64, 55))
SENT_PATH = (S.DRAFT, S.SUBMITTED, S.UNDER_REVIEW, S.TO_DECIDE)
PATHS = {
    S.DRAFT: (S.DRAFT,),
    S.LAPSED: (S.DRAFT, S.LAPSED),
    S.WITHDRAWN: (S.DRAFT, S.SUBMITTED, S.WITHDRAWN),
    S.SUBMITTED: SENT_PATH[:2],
    S.INCOMPLETE: (*SENT_PATH[:2], S.INCOMPLETE),
    S.UNDER_REVIEW: SENT_PATH[:3],
    S.TO_DECIDE: SENT_PATH,
    **{state: (*SENT_PATH, state) for state in (S.AWAITING_ORDER, S.WAITING_LIST, S.NOT_SELECTED)},
}
WISHED = {S.AWAITING_ORDER: WishState.RETAINED, S.WAITING_LIST: WishState.WAITING_LIST, S.NOT_SELECTED: WishState.NOT_RETAINED}
MOTIVATIONS = (
    "Je tiens une permanence d’accueil depuis quatre ans et je veux porter ce que les usagers me disent.",
    "J’ai suivi le travail de la commission comme suppléant et je souhaite continuer.",
    "Mon association reçoit beaucoup de familles de ce secteur ; leur parole n’arrive pas jusqu’à l’établissement.",
    "Retraitée de l’enseignement, je dispose de temps et je lis volontiers des dossiers.",
)
OCCUPATIONS = ("enseignante, retraitée", "agent de maîtrise, retraité", "comptable", "assistante sociale, retraitée", "sans profession")
REASONS = (
    "Le siège revient à une personne déjà formée, qui connaît l’établissement.",
    "Deux associations différentes doivent siéger comme titulaires.",
)


@dataclass(frozen=True)
class Window:
    """A call of the story: days before (or after) today."""

    title: str
    departments: frozenset[str]
    opened: int
    closes: int
    state: CallState
    counts: dict[S, int]
    introduction: str = ""


PAST = Window(
    title="Sièges vacants de Meurthe-et-Moselle",
    departments=frozenset({"54"}),
    opened=-160,
    closes=-115,
    state=CallState.PUBLISHED,
    counts=FINISHED,
    introduction="L’agence cherche des représentants des usagers pour les commissions des usagers de Meurthe-et-Moselle.",
)
CALLS = (
    Window(
        title="Sièges vacants du Bas-Rhin et du Haut-Rhin",
        departments=frozenset({"67", "68"}),
        opened=-63,
        closes=-12,
        state=CallState.CLOSED,
        counts=EXAMINED,
        introduction="L’agence cherche des représentants des usagers pour les commissions des usagers des deux départements d’Alsace.",
    ),
    Window(
        title="Sièges vacants de la Moselle",
        departments=frozenset({"57"}),
        opened=-20,
        closes=25,
        state=CallState.OPEN,
        counts=OPEN,
        introduction="L’agence cherche des représentants des usagers pour les commissions des usagers de Moselle.",
    ),
    Window(
        title="Sièges vacants de la Haute-Marne et de la Meuse",
        departments=frozenset({"52", "55"}),
        opened=6,
        closes=51,
        state=CallState.DRAFT,
        counts={},
    ),
)


def build_past(today: date, rng: Random, region: Territory, users: dict[str, User]) -> None:
    """Write the call whose results are published: its order takes a number before those of the other orders of the story."""
    agent = users["claire.muller"]
    names = NameBook(rng, set(Person.objects.values_list("first_name", "last_name")))
    left_out = _held_after(today - RESULTS_SIGNED_AGO)
    call = _Story(PAST, today, rng, names, agent, _letter(today, agent)).write(region, users, left_out=left_out)
    order = outcomes.sign_first(call, call.candidacies.count(), on=today - RESULTS_SIGNED_AGO, users=users)
    on = today - RESULTS_AGO
    record_publication(order=order, reference=f"RAA n°\u00a044-{on.year}-096", on=on, by=agent, today=on)


def build(today: date, rng: Random, region: Territory, users: dict[str, User]) -> None:
    """Write the calls and their files, as if they had been filed, examined and decided before `today`."""
    agent = users["claire.muller"]
    letter = _letter(today, agent)
    names = NameBook(rng, set(Person.objects.values_list("first_name", "last_name")))
    for window in CALLS:
        left_out = _in_orders() | _held_after(today - SIGNED_AGO)
        call = _Story(window, today, rng, names, agent, letter).write(region, users, left_out=left_out)
        if window.state == CallState.CLOSED:
            outcomes.propose_odile(call)
            outcomes.sign_first(call, FIRST_ORDER, on=today - SIGNED_AGO, users=users)


def _in_orders() -> frozenset[int]:
    """Return the seats that an order of the story already gives."""
    return frozenset(OrderLine.objects.values_list("seat", flat=True))


def _held_after(day: date) -> frozenset[int]:
    """Return the seats that somebody held after `day`: no order signed on it gives them."""
    return frozenset(Mandate.objects.filter(period__endswith__gt=day).values_list("seat", flat=True))


def _letter(today: date, agent: User) -> StoredFile:
    """Keep one fictional letter of an association: every file of the story has it."""
    data = LetterData(
        sender=["Association de la démonstration"],
        recipient=["AGENCE RÉGIONALE DE SANTÉ GRAND EST", "3 BOULEVARD JOFFRE", "54000 NANCY"],
        place_and_date=f"Strasbourg, le {date_fr(today - timedelta(days=60))}",
        object="Proposition d’une représentante ou d’un représentant des usagers",
        salutation="Madame, Monsieur,",
        paragraphs=["Notre association propose la personne nommée dans le dossier joint. Cette lettre est fictive."],
        closing=["Nous vous prions d’agréer nos salutations distinguées."],
    )
    sent = outcomes.at(today - timedelta(days=60), 9)
    pdf = render("letter", data, title="Lettre de l’association", timestamp=sent)
    return store(upload=ContentFile(pdf, "lettre-de-l-association.pdf"), by=agent, kinds={FileKind.PDF})


class _Story:
    """One call and its files."""

    def __init__(self, window: Window, today: date, rng: Random, names: NameBook, agent: User, letter: StoredFile):
        self.window, self.today, self.rng, self.names, self.agent, self.letter = window, today, rng, names, agent, letter
        self.given: set[int] = set()

    def write(self, region: Territory, users: dict[str, User], *, left_out: frozenset[int]) -> Call:
        window = self.window
        call = draft_call(
            title=window.title,
            mode=CallMode.CAMPAIGN,
            region=region,
            perimeter=Perimeter(departments=window.departments, body_types=frozenset({"CDU"}), left_out=left_out),
            opens_at=self._at(window.opened, 8),
            closes_at=self._at(window.closes, 0),
            decision_expected_on=self.today + timedelta(days=max(window.closes, 0) + 21),
            introduction=window.introduction,
            help_email="democratie-sanitaire@exemple.fr",
            by=self.agent,
            today=self.today,
        )
        drafted = self._at(min(window.opened - 3, -1), 15)
        Call.objects.filter(pk=call.pk).update(state=window.state, state_changed_at=self._changed(), drafted_at=drafted)
        call.refresh_from_db()
        self.call, self.seats = call, self._seats(call)
        self.communes = list(
            Commune.objects.filter(department__code__in=window.departments, latitude__isnull=False, population__gt=4000).order_by("code")
        )
        associations = self._associations()
        manager = users["bernard.jacquot"]
        for index, state in enumerate(self._states()):
            self._file(state, associations[index % len(associations)], manager)
        return call

    def _changed(self) -> datetime:
        """Return when the call came to its state."""
        if self.window.state == CallState.PUBLISHED:
            return outcomes.at(self.today - RESULTS_AGO, 11)
        days = {CallState.CLOSED: self.window.closes, CallState.DRAFT: -1}.get(self.window.state, self.window.opened)
        return self._at(days, 8)

    def _states(self) -> Iterator[S]:
        for state, count in self.window.counts.items():
            yield from [state] * count

    def _at(self, days: int, hour: int) -> datetime:
        return outcomes.at(self.today + timedelta(days=days), hour)

    def _seats(self, call: Call) -> dict[int, list[Seat]]:
        rows = (
            Seat.objects.filter(call_seats__call=call)
            .select_related("body__facility", "body__department")
            .order_by("body", "quality", "rank")
        )
        found: dict[int, list[Seat]] = {}
        for seat in rows:
            if seat.body.facility and seat.body.facility.latitude is not None:
                found.setdefault(seat.body_id, []).append(seat)
        return found

    def _associations(self) -> list[Association]:
        """Sections of the departments first, as they are drawn; a federation without section files in its own name."""
        rows = Association.objects.filter(department__code__in=self.window.departments, parent__isnull=False).order_by("code")
        own = Association.objects.filter(parent__isnull=True, accreditations__isnull=False, code__in=["LIEN", "HEPAT", "AFA"]).distinct()
        found = [*rows, *own.order_by("code")]
        self.rng.shuffle(found)
        ufc = [row for row in rows if row.code.startswith("ufc")]
        return [*ufc, *(row for row in found if row not in ufc)]

    def _file(self, state: S, association: Association, manager: User) -> None:
        name, home = self.names.draw(self.rng.randint(1945, 1968)), self.rng.choice(self.communes)
        days = self._days(state)
        sent = self._at(days[1], 10) if len(days) > 1 and state != S.LAPSED else None
        file = Candidacy.objects.create(
            call=self.call,
            association=association,
            state=state,
            state_changed_at=self._at(days[-1], 11),
            number=f"C-{self.today.year}-{next_number('candidacy', self.today.year):04}" if sent else "",
            channel=Channel.PAPER if state == S.SUBMITTED and self.rng.random() < 0.2 else Channel.ONLINE,
            home=home,
            created_at=self._at(days[0], 9),
            created_by=manager,
            submitted_at=sent,
            submitted_by=manager if sent else None,
            **self._answers(name, association, state),
        )
        bodies = self._near(home, free=state == S.AWAITING_ORDER)
        self._wishes(file, bodies, state, self._at(days[-1], 11))
        file.departments = sorted({home.department.code} | {self.seats[pk][0].body.department.code for pk in bodies})
        file.save(update_fields=["departments"])
        Passage.objects.bulk_create(
            Passage(
                candidacy=file,
                state=step,
                entered_at=self._at(day, 11 if step == state else 10),
                entered_by=manager if step in (S.DRAFT, S.SUBMITTED) else self.agent,
            )
            for step, day in zip(PATHS[state], days, strict=True)
        )
        self._examination(file, state, days)
        if sent and association.code.startswith("unafam"):  # one federation shares its files with France Assos Santé
            ReadingConsent.objects.create(candidacy=file, given_at=sent, given_by=manager)

    def _days(self, state: S) -> list[int]:
        """Return a day for each state of the path, in order, the last one before today, and before its order if one is signed."""
        end = min(self.window.closes - 1, -1)
        start = self.rng.randint(self.window.opened + 1, max(end - 12, self.window.opened + 2))
        if state == S.LAPSED:
            return [start, self.window.closes]
        days = [start, min(start + self.rng.randint(0, 9), end)]
        latest = self._latest(state)
        room = max((latest - days[1]) // 3, 1)
        while len(days) < len(PATHS[state]):
            days.append(min(days[-1] + self.rng.randint(1, room), latest))
        return days[: len(PATHS[state])]

    def _latest(self, state: S) -> int:
        if self.window.state == CallState.PUBLISHED:
            return -RESULTS_SIGNED_AGO.days - 1
        return -SIGNED_AGO.days - 1 if state in WISHED else -1

    def _answers(self, name: Name, association: Association, state: S) -> dict:
        full = state not in (S.DRAFT, S.LAPSED)
        return {
            "civility": name.civility,
            "last_name": name.last,
            "first_name": name.first,
            "email": name.email,
            "phone": f"06 39 98 {self.rng.randint(0, 99):02} {self.rng.randint(0, 99):02}",
            "occupation": self.rng.choice(OCCUPATIONS),
            "member_since": self.today - timedelta(days=self.rng.randint(400, 4000)),
            "motivation": self.rng.choice(MOTIVATIONS),
            "accepts_other_seat": self.rng.random() < 0.7,
            "max_distance_km": 40,
            "no_tie_declared": full and state != S.INCOMPLETE,
            "course_promised": full,
            "charter_accepted": full,
            "person_informed": full,
            "name_publishable": self.rng.random() < 0.8,
            "signed_by_name": "Andrée Keller" if full else "",
            "signed_by_function": "présidente" if full else "",
            "association_email": association.email or f"{association.code.lower()}@exemple.fr",
        }

    def _near(self, home: Commune, *, free: bool) -> list[int]:
        """Return the bodies nearest to `home`; free: those that still have a seat to give."""

        def away(pk):
            facility = self.seats[pk][0].body.facility
            return distance_km(home.latitude, home.longitude, facility.latitude, facility.longitude)

        open_ones = [pk for pk, seats in self.seats.items() if not free or any(seat.pk not in self.given for seat in seats)]
        return sorted(open_ones, key=lambda pk: (away(pk), pk))[: self.rng.choice((1, 2, 2, 3))]

    def _wishes(self, file: Candidacy, bodies: list[int], state: S, moment: datetime) -> None:
        decided = state in WISHED
        free = [seat for pk in bodies for seat in self.seats[pk] if seat.pk not in self.given]
        given = free[0] if state == S.AWAITING_ORDER and free else None
        self.given |= {given.pk} if given else set()
        for rank, pk in enumerate(bodies, start=1):
            retained = given is not None and given.body_id == pk
            outcome = WISHED[state] if decided and (retained or state != S.AWAITING_ORDER) else WishState.PENDING
            if decided and state == S.AWAITING_ORDER and not retained:
                outcome = WishState.NOT_RETAINED
            Wish.objects.create(
                candidacy=file,
                rank=rank,
                body_id=pk,
                quality=given.quality if retained else self.rng.choice((*sorted({seat.quality for seat in self.seats[pk]}), "")),
                state=outcome,
                state_changed_at=moment,
                seat=given if retained else None,
                **self._decision(outcome, retained, moment),
            )

    def _decision(self, outcome: WishState, retained: bool, moment: datetime) -> dict:
        if outcome == WishState.PENDING:
            return {}
        reason = "Adhérente engagée, proche de l’établissement, avis favorable." if retained else self.rng.choice(REASONS)
        refused = {"refusal_reason": RefusalReason.SEAT_GIVEN} if outcome == WishState.NOT_RETAINED else {}
        return {"reason": reason, "decided_at": moment, "decided_by": self.agent, **refused}

    def _examination(self, file: Candidacy, state: S, days: list[int]) -> None:
        if state not in (S.DRAFT, S.LAPSED, S.INCOMPLETE):
            kind = AttachmentKind.ASSOCIATION_LETTER
            Attachment.objects.create(candidacy=file, kind=kind, file=self.letter, added_at=file.submitted_at, added_by=self.agent)
        if state == S.INCOMPLETE:
            PieceRequest.objects.create(
                candidacy=file,
                items="Déclaration de la personne : aucun lien avec l’établissement.",
                due_on=self.today + timedelta(days=self.rng.randint(-4, 12)),
                asked_at=self._at(days[-1], 11),
                asked_by=self.agent,
            )
        if state in (S.TO_DECIDE, *WISHED):
            value = self.rng.choice((AssessmentValue.FAVOURABLE, AssessmentValue.FAVOURABLE, AssessmentValue.RESERVED))
            comment = "" if value == AssessmentValue.FAVOURABLE else "L’association tient déjà un siège de cette commission."
            Assessment.objects.create(candidacy=file, value=value, comment=comment, given_at=self._at(days[3], 10), given_by=self.agent)
        if state in WISHED or (state == S.TO_DECIDE and self.rng.random() < 0.8):
            file.person = Person.objects.create(
                civility=file.civility,
                last_name=file.last_name,
                first_name=file.first_name,
                email=file.email,
                source="données de démonstration, fictives",
                source_date=self.today,
            )
            file.save(update_fields=["person"])
