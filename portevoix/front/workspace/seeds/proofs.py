"""After the sessions of the demonstration: the certificates of one, opinions, equivalences, practice groups with their dates."""

from datetime import date, time, timedelta
from random import Random

from portevoix.base.accounts.models import User
from portevoix.base.core.periods import period
from portevoix.register.directory.enums import ConsentChannel, ConsentPurpose
from portevoix.register.directory.models import Commune, Consent, Person, Territory
from portevoix.register.mandates.models import Mandate
from portevoix.work.training.actions.certificates import issue_certificates
from portevoix.work.training.actions.equivalences import declare, grant, refuse
from portevoix.work.training.enums import DutyState, EnrolmentState, SessionState
from portevoix.work.training.models import Enrolment, GroupMeeting, GroupMember, PracticeGroup, SatisfactionAnswer, Session
from portevoix.work.training.selectors.certificates import Signatory
from portevoix.work.training.selectors.duty import duties

ODILE = ("Odile", "Wernert")
FOLLOWED = (EnrolmentState.ATTENDED, EnrolmentState.PARTIAL)
ANSWERED = 0.7
REMARKS = (
    "Les exemples venaient de vraies commissions, c’était précieux.",
    "Un peu plus de temps pour les questions.",
    "J’ai trouvé des appuis près de chez moi.",
    "La salle était difficile à trouver.",
)
GROUPS = (
    ("Groupe d’échange du Bas-Rhin", "67", "Catherine Ritter", "Strasbourg", 8, (-70, 16, 79)),
    ("Groupe d’échange de Moselle", "57", "Jean-Marc Vogel", "Metz", 6, (-40, 30)),
    ("Groupe d’échange de la Marne", "51", "Aline Petit", "Reims", 4, ()),
)
RULES = "Ce qui se dit dans le groupe reste dans le groupe. Chacun parle à son tour. On ne nomme jamais un patient."


def build(today: date, rng: Random, region: Territory, agent: User) -> None:
    """Issue the certificates of the session that Odile Wernert followed, answer the questionnaires, gather three groups."""
    _certify(region, agent)
    _answer(rng)
    _followed_elsewhere(today, rng, region, agent)
    for name, code, facilitator, town, count, days in GROUPS:
        _gather(today, rng, region, name=name, code=code, facilitator=facilitator, town=town, count=count, days=days)


def _certify(region: Territory, agent: User) -> None:
    mine = Enrolment.objects.filter(person__first_name=ODILE[0], person__last_name=ODILE[1], state=EnrolmentState.ATTENDED).first()
    if mine is None:
        return
    signatory = Signatory(
        name=agent.get_full_name(), quality=f"Pour la délégation régionale, France Assos Santé {region.name}", place="Strasbourg"
    )
    issue_certificates(session=mine.session, signatory=signatory, by=agent, at=mine.session.sheet_closed_at + timedelta(days=1))


def _answer(rng: Random) -> None:
    answers = []
    for session in Session.objects.filter(state=SessionState.DONE).order_by("pk"):
        rows = [row for row in session.enrolments.filter(state__in=FOLLOWED).order_by("pk") if rng.random() < ANSWERED]
        Enrolment.objects.filter(pk__in=[row.pk for row in rows]).update(opinion_given=True)
        for _ in rows:
            grades = {name: rng.choice((4, 4, 4, 3, 3, 2)) for name in ("useful", "clear", "welcome", "recommend")}
            answers.append(SatisfactionAnswer(session=session, remark=rng.choice(REMARKS) if rng.random() < 0.2 else "", **grades))
    rng.shuffle(answers)
    SatisfactionAnswer.objects.bulk_create(answers)


def _followed_elsewhere(today: date, rng: Random, region: Territory, agent: User) -> None:
    """Three people say that they followed the basic training elsewhere; two others had their answer."""
    late = [one.person for one in duties(agent.scope, at=today) if one.state == DutyState.OVERDUE]
    people = list(Person.objects.filter(pk__in=rng.sample(late, min(len(late), 5))).order_by("pk"))
    rows = [
        declare(person=person, done_on=today - timedelta(days=rng.randint(400, 2000)), origin="déclaré dans une candidature", by=agent)
        for person in people
    ]
    if len(rows) == 5:
        grant(equivalence=rows[3], by=agent)
        refuse(equivalence=rows[4], reason="L’attestation dit une demi-journée. La formation de base en compte quatre.", by=agent)


def _gather(today: date, rng: Random, region: Territory, *, name: str, code: str, facilitator: str, town: str, count: int, days) -> None:
    department = Territory.objects.get(code=code, parent=region)
    sitting = Mandate.objects.active_at(today).filter(body__department=department).values("person")
    people = list(Person.objects.filter(pk__in=sitting).order_by("pk"))
    odile = [one for one in people if (one.first_name, one.last_name) == ODILE]
    others = [one for one in people if one not in odile]
    members = [*odile, *rng.sample(others, min(len(others), count - len(odile)))]
    began = today - timedelta(days=200)
    group = PracticeGroup.objects.create(
        name=name, region=region, department=department, facilitator=facilitator, rules=RULES, active=period(began)
    )
    GroupMember.objects.bulk_create(GroupMember(group=group, person=person, period=period(began)) for person in members)
    Consent.objects.bulk_create(  # one member in two says how to be reached
        Consent(person=person, purpose=ConsentPurpose.GROUPS, granted=True, channel=ConsentChannel.PAPER) for person in members[::2]
    )
    commune = Commune.objects.filter(name=town, department=department).first()
    GroupMeeting.objects.bulk_create(
        GroupMeeting(
            group=group,
            day=today + timedelta(days=day),
            starts=time(14),
            ends=time(16, 30),
            place="Maison des associations",
            commune=commune,
        )
        for day in days
    )
