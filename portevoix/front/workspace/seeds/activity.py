"""The activity of the demonstration: journals of Odile Wernert and of a hundred others, claims and certificates in every state."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from django.utils import timezone

from portevoix.base.accounts.models import User
from portevoix.base.core.numbering import next_number
from portevoix.front.workspace.seeds.story import HAUTEPIERRE
from portevoix.register.directory.models import Body, Commune, Person, Territory
from portevoix.register.mandates.models import Mandate
from portevoix.work.activity.actions import claims, leave
from portevoix.work.activity.enums import ActivityKind as K
from portevoix.work.activity.enums import LeavePortion, Means, SignatoryFunction
from portevoix.work.activity.models import ExpenseClaim, JournalEntry
from portevoix.work.activity.selectors.claims import Way

OTHERS = 110
BY_CAR = Way(means=Means.CAR, fiscal_power=5, leaves=time(13), returns=time(18))
HOME = "Obernai"
REMARKS = {
    K.PREPARATION: ("Lecture des plaintes du trimestre", "Lecture du projet des usagers", "Préparation de la réunion"),
    K.USER: ("Rencontre d’une famille avec le médiateur", "Question sur l’accès au dossier"),
    K.MEETING: ("", "Réunion de la commission"),
    K.COMPLAINTS: ("", "Huit réclamations lues"),
    K.EXCHANGE: ("Groupe d’échange des représentants",),
    K.DUTY_HOURS: ("Permanence dans le hall",),
    K.COURSE: ("", "Analyser les plaintes"),
    K.EVENT: ("Stand à la journée européenne des droits en santé",),
}
# how often each kind is written, and how long it takes, in minutes
HABITS = {
    K.MEETING: (6, (90, 120, 150)),
    K.PREPARATION: (6, (45, 60, 120)),
    K.COMPLAINTS: (3, (60, 90)),
    K.USER: (3, (30, 60, 90)),
    K.DUTY_HOURS: (2, (120, 180)),
    K.COURSE: (1, (360, 420)),
    K.EXCHANGE: (1, (150, 180)),
    K.EVENT: (1, (180, 240)),
}
TRAVELS = frozenset({K.MEETING, K.USER, K.DUTY_HOURS, K.COURSE, K.EXCHANGE, K.EVENT})


@dataclass(frozen=True, kw_only=True)
class Cast:
    """Who plays: the representative, her account, the secretariat that pays her."""

    person: Person
    account: User
    secretariat: User


def build(today: date, rng: Random, region: Territory, users: dict[str, User]) -> None:
    """Write the journals, the claims and the leave, as if they had been written before `today`."""
    _others(today, rng, region)
    odile = Person.objects.get(user=users["odile.wernert"])
    if odile.home is None:
        odile.home = Commune.objects.filter(name=HOME, department__parent=region).first()
        odile.save(update_fields=["home"])
    cast = Cast(person=odile, account=users["odile.wernert"], secretariat=users["secretariat.hautepierre"])
    body = Body.objects.filter(facility__finess_et=HAUTEPIERRE, mandates__person=odile).order_by("pk").first()
    _own_journal(today, rng, odile, body)
    _own_claims(today, cast, body)
    _own_leave(today, cast, body)
    _received(today, rng, cast, body)


def _others(today: date, rng: Random, region: Territory) -> None:
    """Write the journals of about a hundred people, of this year and the one before."""
    rows = Mandate.objects.filter(body__region=region, person__user__isnull=True).active_at(today).order_by("pk")
    bodies: dict[int, list[int]] = {}
    for person, body in rows.values_list("person", "body"):
        bodies.setdefault(person, []).append(body)
    chosen = rng.sample(sorted(bodies), min(OTHERS, len(bodies)))
    JournalEntry.objects.bulk_create(
        _line(rng, today, person, rng.choice([*bodies[person], None])) for person in chosen for _ in range(rng.randint(3, 14))
    )


def _line(rng: Random, today: date, person: int, body: int | None) -> JournalEntry:
    kind = rng.choices(list(HABITS), weights=[weight for weight, _ in HABITS.values()])[0]
    return JournalEntry(
        person_id=person,
        kind=kind,
        body_id=body,
        day=today - timedelta(days=rng.randint(1, 500)),
        minutes=rng.choice(HABITS[kind][1]),
        kilometres=rng.randrange(6, 120, 2) if kind in TRAVELS and body else 0,
        remarks=rng.choice(REMARKS[kind]),
    )


def _own_journal(today: date, rng: Random, person: Person, body: Body) -> None:
    """Write what Odile Wernert did without travelling, and the meetings that follow one another."""
    lines = []
    for days in range(4, 330, 13):
        kind = rng.choice((K.PREPARATION, K.COMPLAINTS, K.PREPARATION, K.USER))
        facts = {"minutes": rng.choice(HABITS[kind][1]), "remarks": rng.choice(REMARKS[kind])}
        lines.append(JournalEntry(person=person, kind=kind, body=body, day=today - timedelta(days=days), **facts))
    JournalEntry.objects.bulk_create(lines)


def _own_claims(today: date, cast: Cast, body: Body) -> None:
    """Claim four journeys, one after the other: paid, sent back, sent, being prepared; two more are left to ask."""
    for days, outcome in ((200, "paid"), (120, "returned"), (60, "sent"), (31, "draft")):
        _journey(today, days, cast.person, body)
        claim = claims.start_claim(person=cast.person, body=body, way=BY_CAR, by=cast.account, today=today)
        for line in claim.lines.all():
            claims.change_line(line=line, by=cast.account, meals=1 if days == 120 else 0)
        if outcome != "draft":
            claims.send(claim=claim, online=True, by=cast.account, at=_at(today, days - 3))
        if outcome == "paid":
            claims.settle(claim=claim, by=cast.secretariat)
        if outcome == "returned":
            claims.send_back(claim=claim, reason="Il manque le ticket du repas.", by=cast.secretariat)
    for days in (16, 9):
        _journey(today, days, cast.person, body)


def _own_leave(today: date, cast: Cast, body: Body) -> None:
    """Note a day with its certificate, one whose certificate is asked, one to come."""
    past = [_working(today - timedelta(days=days)) for days in (120, 60)]
    for day in past:
        row = leave.add_leave(person=cast.person, body=body, day=day, portion=LeavePortion.AFTERNOON, by=cast.account, today=today)
        asked = leave.ask_presence(leave=row, starts=time(14), ends=time(16, 30), by=cast.account, today=today)
        if day == past[0]:
            signs = {"function": SignatoryFunction.SECRETARY, "signatory": "Isabelle Perrin"}
            facts = {"starts": time(14), "ends": time(16, 30), **signs}
            leave.issue_presence(presence=asked, by=cast.secretariat, at=_at(today, 55), **facts)
    coming = _working(today + timedelta(days=30))
    leave.add_leave(person=cast.person, body=body, day=coming, portion=LeavePortion.DAY, by=cast.account, today=today)


def _received(today: date, rng: Random, cast: Cast, body: Body) -> None:
    """Let a colleague of the commission send a claim: the secretariat has two to pay."""
    mandate = Mandate.objects.filter(body=body).active_at(today).exclude(person=cast.person).order_by("pk").first()
    if mandate is None:
        return
    town = Commune.objects.filter(name="Sélestat", department=body.department).first() or cast.person.home
    original = ExpenseClaim.objects.filter(person=cast.person, state="sent").get()
    line = original.lines.get()
    entry = _journey(today, 61, mandate.person, body)
    claim = ExpenseClaim.objects.create(
        person=mandate.person,
        body=body,
        payer=original.payer,
        payer_name=original.payer_name,
        state=original.state,
        channel=original.channel,
        number=f"F-{today.year}-{next_number('expense_claim', today.year):04}",
        total=14,
        sent_at=_at(today, 50),
    )
    claim.lines.create(
        entry=entry,
        person=mandate.person,
        day=entry.day,
        origin=town,
        destination=line.destination,
        leaves=time(12, 30),
        returns=time(17, 45),
        means="public",
        tickets=14,
        kilometres=rng.randint(80, 96),
        **dict.fromkeys(("kilometre_amount", "meal_amount", "night_amount"), 0),
    )


def _journey(today: date, days: int, person: Person, body: Body) -> JournalEntry:
    day = _working(today - timedelta(days=days))
    return JournalEntry.objects.create(person=person, kind=K.MEETING, body=body, day=day, minutes=120, kilometres=14)


def _working(day: date) -> date:
    """Return the day, or the Monday after a weekend."""
    return day + timedelta(days=max(0, 7 - day.weekday())) if day.weekday() > 4 else day


def _at(today: date, days: int) -> datetime:
    return timezone.make_aware(datetime.combine(today - timedelta(days=days), time(10)))
