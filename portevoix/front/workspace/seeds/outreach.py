"""« Devenir représentant » in the demonstration: testimonies under fictional first names, people to answer in each state, numbers."""

from datetime import date, datetime, time, timedelta
from random import Random

from django.utils import timezone

from portevoix.base.accounts.models import User
from portevoix.base.core.periods import period
from portevoix.front.workspace.seeds.names import NameBook
from portevoix.register.directory.models import Association, Commune, Person, Territory
from portevoix.work.outreach.actions.hand_overs import consent_words
from portevoix.work.outreach.enums import ClosingReason, FunnelStep, NoteKind
from portevoix.work.outreach.enums import HandOverState as S
from portevoix.work.outreach.models import DailyCount, HandOver, HandOverNote, OnwardOffer, Testimony

SAID = (
    ("Monique", "siège dans un hôpital de Moselle", "J’avais peur de ne rien comprendre. À la première réunion, on m’a tout expliqué. "
     "Six mois après, les repas étaient servis à une heure normale : c’était notre demande."),
    ("Jean-Marie", "siège dans une clinique du Bas-Rhin", "Je lis les plaintes, sans les noms. On cherche ensemble ce qui peut changer. "
     "Je ne suis pas médecin, et c’est très bien ainsi."),
    ("Fatima", "siège à la caisse d’assurance maladie", "Je travaille encore. Mon employeur me libère grâce au congé de représentation. "
     "Je me sens utile."),
)  # fmt: skip
LOST = ("Paulette", "siégeait dans les Vosges", "Je prépare ce texte avec France Assos Santé.")
# state, days since it was asked, days since the last step, to the delegation
STORY = (
    (S.RECEIVED, 2, 2, False),
    (S.RECEIVED, 21, 21, False),
    (S.RECEIVED, 4, 4, True),
    (S.RECEIVED, 1, 1, True),
    (S.CONTACTED, 18, 9, False),
    (S.CONTACTED, 110, 80, False),
    (S.MEMBER, 70, 30, False),
    (S.MEMBER, 64, 12, True),
    (S.PROPOSED, 120, 25, False),
    (S.DESIGNATED, 260, 40, False),
    (S.CLOSED, 90, 60, False),
    (S.CLOSED, 200, 160, True),
)
MESSAGES = ("", "Je suis à la retraite depuis un an et j’ai du temps.", "Le mardi me convient bien.", "")
SHARES = (100, 42, 39, 37, 36, 35, 33, 32, 30, 1.9, 1.6, 0.9, 0.6, 0.4, 0.5)  # of the pages opened, by step


def build(today: date, rng: Random, region: Territory, users: dict[str, User]) -> None:
    """Write the testimonies, the people and the numbers of the last year."""
    _testimonies(today)
    _people(today, rng, region, users)
    _numbers(today, rng)


def _testimonies(today: date) -> None:
    for rank, (first_name, sits, text) in enumerate(SAID, start=1):
        Testimony.objects.create(
            rank=rank,
            first_name=first_name,
            sits=sits,
            text=text.replace(" :", "\u00a0:"),
            consent_on=today - timedelta(days=40 + rank),
            consent_source=f"classeur des accords, n°\u00a0{rank}",
            shown=period(today - timedelta(days=30)),
        )
    Testimony.objects.create(rank=len(SAID) + 1, first_name=LOST[0], sits=LOST[1], text=LOST[2])


def _people(today: date, rng: Random, region: Territory, users: dict[str, User]) -> None:
    names = NameBook(rng, set(Person.objects.values_list("first_name", "last_name")))
    communes = list(Commune.objects.filter(department__parent=region, population__gt=8000).order_by("code"))
    held = [Association.objects.get(code__iexact=code) for code in ("UFC", "UNAFAM")]
    for index, (state, asked, last, to_delegation) in enumerate(STORY):
        name, home = names.draw(rng.randint(1950, 1985)), rng.choice(communes)
        association = None if to_delegation else held[index % 2]
        by = users["helene.burger"] if to_delegation else users["bernard.jacquot" if index % 2 == 0 else "sylvie.hoffer"]
        row = HandOver.objects.create(
            state=state,
            state_changed_at=_at(today, last, 11),
            name=f"{name.first} {name.last}",
            email=name.email if index % 3 else "",
            phone=f"06{rng.randint(0, 99_999_999):08}",
            message=rng.choice(MESSAGES),
            answers={"temps": "some", "association": "no", "instances": ["CDU"], "moments": ["days"]},
            home=home,
            department=home.department,
            region=region,
            association=association,
            consent=consent_words(association, region),
            asked_at=_at(today, asked, 9),
            received_at=_at(today, asked, 9),
            recipient_reminded_on=today - timedelta(days=10) if state == S.RECEIVED and asked > 10 else None,
            delegation_reminded_on=today - timedelta(days=5) if state == S.RECEIVED and asked > 15 else None,
            closing_reason="" if state != S.CLOSED else (ClosingReason.CHANGED_MIND, ClosingReason.NO_SEAT)[index % 2],
        )
        if state != S.RECEIVED:
            kinds = (NoteKind.NO_ANSWER, NoteKind.CALLED) if asked > 60 else (NoteKind.CALLED,)
            for offset, kind in enumerate(kinds):
                HandOverNote.objects.create(hand_over=row, kind=kind, noted_at=_at(today, asked - 3 - offset * 2, 15), noted_by=by)
        if state == S.CONTACTED and asked < 60 and row.email:
            OnwardOffer.objects.create(hand_over=row, association=held[(index + 1) % 2], offered_at=_at(today, 2, 10), offered_by=by)


def _numbers(today: date, rng: Random) -> None:
    rows = []
    for days in range(330):
        pages = rng.randint(4, 22)
        for step, share in zip(FunnelStep, SHARES, strict=True):
            number = sum(rng.random() * 100 < share for _ in range(pages)) if share < 100 else pages
            if number:
                rows.append(DailyCount(day=today - timedelta(days=days), step=step, count=number))
    DailyCount.objects.bulk_create(rows)


def _at(today: date, days: int, hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(today - timedelta(days=max(days, 0)), time(hour)))
