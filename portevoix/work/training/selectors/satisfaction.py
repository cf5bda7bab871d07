"""What people thought of the sessions: who may still answer; the results, once nobody may answer any more and enough people did."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core import signing
from django.db.models import Avg, Count, Q, QuerySet

from portevoix.base.core.periods import day_of
from portevoix.register.directory.scope import scope_of
from portevoix.register.directory.selectors.rules import parameter_at
from portevoix.work.training.enums import EnrolmentState, SessionState
from portevoix.work.training.models import Course, Enrolment, SatisfactionAnswer, Session

SALT = "portevoix.training-opinion"
DAYS = ("training-opinion-days", 30)
LEAST = ("small-cell", 5)
FOLLOWED = (EnrolmentState.ATTENDED, EnrolmentState.PARTIAL)
GRADES = {
    "useful": "Cette formation est utile pour mon mandat",
    "clear": "Les explications sont claires",
    "welcome": "L’accueil est bon",
    "recommend": "Je conseille cette formation",
}
SCALE = {4: "Tout à fait", 3: "Plutôt", 2: "Plutôt pas", 1: "Pas du tout"}
GOOD = 3


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question over all the answers. counts: by grade in words, the best first. share: of grades 3 and 4, in per cent. mean: of 4."""

    label: str
    counts: list[tuple[str, int]]
    share: int
    mean: float


@dataclass(frozen=True, kw_only=True)
class Results:
    """The answers of a session, or of a course. n: None while it must not be told. remarks: in an order drawn at each reading.

    open_until: the last day on which somebody may still answer; results come after. least: how many answers are needed.
    """

    n: int | None
    asked: int
    questions: list[Question]
    remarks: list[str]
    least: int
    open_until: date | None = None


def sign_opinion(enrolment: Enrolment) -> str:
    """Return the signed text of the link to the questionnaire of one enrolment."""
    return signing.dumps({"o": enrolment.pk}, salt=SALT)


def enrolment_of_opinion(token: str) -> Enrolment | None:
    """Return the enrolment whose questionnaire the link opens; None for a forged link."""
    try:
        content = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return Enrolment.objects.select_related("session__course", "session__commune__department").filter(pk=content["o"]).first()


def last_day_of_answers(session: Session) -> date | None:
    """Return the last day on which the questionnaire of a session is open; None while its sheet is not closed."""
    if session.state != SessionState.DONE or session.sheet_closed_at is None:
        return None
    closed = day_of(session.sheet_closed_at)
    return closed + timedelta(days=parameter_at(DAYS[0], closed, default=DAYS[1]))


def may_answer(enrolment: Enrolment, *, today: date) -> bool:
    """Tell whether somebody may give their opinion on `today`: they followed a closed session, lately, and did not yet."""
    last = last_day_of_answers(enrolment.session)
    return enrolment.state in FOLLOWED and not enrolment.opinion_given and last is not None and today <= last


def asked_today(today: date) -> QuerySet[Session]:
    """Return the sessions whose people may be asked their opinion on `today`: closed before today, not too long ago."""
    longest = today - timedelta(days=parameter_at(DAYS[0], today, default=DAYS[1]))
    rows = Session.objects.filter(state=SessionState.DONE, sheet_closed_at__date__lt=today, sheet_closed_at__date__gte=longest)
    return rows.select_related("course", "region").prefetch_related("half_days").order_by("pk")


def results_of_session(session: Session, *, today: date) -> Results:
    """Return the results of a session: nothing while people may still answer, so that no answer is told by a difference."""
    last = last_day_of_answers(session)
    asked = session.enrolments.filter(state__in=FOLLOWED).count()
    least = parameter_at(LEAST[0], today, default=LEAST[1])
    if last is None or today <= last:
        return Results(n=None, asked=asked, questions=[], remarks=[], least=least, open_until=last)
    return _results(SatisfactionAnswer.objects.filter(session=session), asked=asked, least=least)


def results_by_course(viewer: Any, *, today: date) -> list[tuple[Course, Results]]:
    """Return the results of each course, over the sessions of the scope of `viewer` whose questionnaire is closed."""
    scope, least = scope_of(viewer), parameter_at(LEAST[0], today, default=LEAST[1])
    closed = [one.pk for one in Session.objects.visible_to(scope).filter(state=SessionState.DONE) if last_day_of_answers(one) < today]
    found = []
    for course in Course.objects.filter(sessions__in=closed).distinct().order_by("sort_key", "pk"):
        of_course = Q(session__in=closed, session__course=course)
        asked = Enrolment.objects.filter(of_course, state__in=FOLLOWED).count()
        found.append((course, _results(SatisfactionAnswer.objects.filter(of_course), asked=asked, least=least, remarks=False)))
    return found


def _results(answers: QuerySet[SatisfactionAnswer], *, asked: int, least: int, remarks: bool = True) -> Results:
    counted = {f"{name}_{grade}": Count("pk", filter=Q(**{name: grade})) for name in GRADES for grade in SCALE}
    figures = answers.aggregate(n=Count("pk"), **counted, **{f"{name}_mean": Avg(name) for name in GRADES})
    n = figures["n"]
    if n < least:
        return Results(n=None, asked=asked, questions=[], remarks=[], least=least)
    questions = [
        Question(
            label=label,
            counts=[(words, figures[f"{name}_{grade}"]) for grade, words in SCALE.items()],
            share=round(100 * sum(figures[f"{name}_{grade}"] for grade in SCALE if grade >= GOOD) / n),
            mean=round(float(figures[f"{name}_mean"]), 1),
        )
        for name, label in GRADES.items()
    ]
    said = list(answers.exclude(remark="").order_by("?").values_list("remark", flat=True)) if remarks else []
    return Results(n=n, asked=asked, questions=questions, remarks=said, least=least)
