"""The indicators of the training (dossier §4.3), for the register of indicators."""

from collections import defaultdict
from collections.abc import Iterable
from statistics import median
from typing import Any

from django.db.models import Avg, Count, F, Max, Q, QuerySet

from portevoix.base.indicators.registry import Indicator, Reference, Span, Unit, Value, register
from portevoix.register.directory.scope import scope_of
from portevoix.work.training.enums import DutyState, EnrolmentState, SessionState
from portevoix.work.training.models import Enrolment, SatisfactionAnswer, Session
from portevoix.work.training.selectors.duty import Duty, duties
from portevoix.work.training.selectors.radar import REGION_WIDE, department_names

FOUNDING = "ARS Grand Est et France Assos Santé, page « Devenir représentant des usagers »\u00a0: chiffres nationaux"
BOUND = "personnes dont le premier mandat a commencé depuis le 1er juillet 2016 et dont un mandat court à la fin de la période"


def _share(people: Iterable[Duty], good) -> Value:
    rows = list(people)
    return Value(value=100 * sum(map(good, rows)) / len(rows) if rows else None, n=len(rows))


def in_time(scope: Any, span: Span) -> Value:
    """Share of those whose delay ended during the span and who followed the training before."""
    ended = [one for one in duties(scope, at=span.last) if one.due_on is not None and span.first <= one.due_on <= span.last]
    return _share(ended, lambda one: one.in_time)


def median_days(scope: Any, span: Span) -> Value:
    """Days from the first mandate to the training, for those who followed it during the span, after their designation."""
    followed = [one for one in duties(scope, at=span.last) if one.done_on and max(span.first, one.first_on) <= one.done_on]
    days = [(one.done_on - one.first_on).days for one in followed]
    return Value(value=float(median(days)) if days else None, n=len(days))


def coverage(scope: Any, span: Span) -> Value:
    """Share of the people bound who followed the training, whole and by department."""
    found, names = duties(scope, at=span.last), department_names()
    by_department = defaultdict(list)
    for one in found:
        by_department[one.department].append(one)
    parts = [(names.get(code, REGION_WIDE), _share(rows, _done)) for code, rows in sorted(by_department.items())]
    whole = _share(found, _done)
    return Value(value=whole.value, n=whole.n, parts=tuple(parts))


def _done(one: Duty) -> bool:
    return one.state == DutyState.DONE


def held(scope: Any, span: Span) -> QuerySet[Session]:
    """Return the sessions that are over, whose sheet is closed, and whose last day is in the span."""
    limits, rows = scope_of(scope), Session.objects.filter(state=SessionState.DONE)
    if not limits.everything:
        rows = rows.filter(Q(region__code__in=limits.regions) | Q(commune__department__code__in=limits.departments))
    return rows.annotate(last=Max("half_days__day")).filter(last__range=(span.first, span.last))


def sessions_held(scope: Any, span: Span) -> Value:
    count = held(scope, span).count()
    return Value(value=float(count), n=count, personal=False)


def people_trained(scope: Any, span: Span) -> Value:
    rows = Enrolment.objects.filter(session__in=held(scope, span).values("pk"), state=EnrolmentState.ATTENDED)
    count = rows.aggregate(people=Count("person", distinct=True))["people"]
    return Value(value=float(count), n=count)


def satisfaction(scope: Any, span: Span) -> Value:
    """Mean of the four grades of all the answers."""
    rows = SatisfactionAnswer.objects.filter(session__in=held(scope, span).values("pk"))
    found = rows.aggregate(mean=Avg((F("useful") + F("clear") + F("welcome") + F("recommend")) / 4.0), n=Count("pk"))
    return Value(value=float(found["mean"]) if found["n"] else None, n=found["n"])


register(
    Indicator(
        code="training.in_time",
        name="Formation de base suivie dans le délai",
        definition="Part des personnes qui ont suivi la formation de base avant la fin de leur délai, parmi celles dont le délai "
        "a pris fin pendant la période. Une équivalence accordée compte.",
        unit=Unit.PERCENT,
        perimeter=BOUND,
        compute=in_time,
    )
)
register(
    Indicator(
        code="training.median_days",
        name="Délai médian, de la désignation à la formation",
        definition="Nombre de jours entre le début du premier mandat et la formation de base, tel que la moitié des personnes ont attendu "
        "moins\u00a0; pour celles qui l’ont suivie pendant la période, après leur désignation.",
        unit=Unit.DAYS,
        perimeter=BOUND,
        compute=median_days,
    )
)
register(
    Indicator(
        code="training.coverage",
        name="Personnes formées, par département",
        definition="Part des personnes concernées qui ont suivi la formation de base, à la fin de la période. Le département est celui où "
        "la personne siège depuis le plus longtemps.",
        unit=Unit.PERCENT,
        perimeter=BOUND,
        compute=coverage,
    )
)
register(
    Indicator(
        code="training.sessions",
        name="Sessions tenues",
        definition="Nombre de sessions dont les présences sont closes et dont le dernier jour est dans la période, toutes formations.",
        unit=Unit.COUNT,
        perimeter="sessions de la région\u00a0; d’un département\u00a0: celles qui s’y tiennent",
        compute=sessions_held,
        reference=Reference(words="500\u00a0formations dans le pays", source=FOUNDING),
    )
)
register(
    Indicator(
        code="training.people",
        name="Personnes formées",
        definition="Nombre de personnes qui ont suivi en entier au moins une formation, toutes formations, chacune comptée une fois.",
        unit=Unit.COUNT,
        perimeter="sessions tenues pendant la période",
        compute=people_trained,
        reference=Reference(words="2\u00a0000\u00a0représentants formés dans le pays", source=FOUNDING),
    )
)
register(
    Indicator(
        code="training.satisfaction",
        name="Satisfaction",
        definition="Moyenne des quatre notes du questionnaire anonyme, de 1 à 4, pour les sessions tenues pendant la période.",
        unit=Unit.GRADE,
        perimeter="réponses aux questionnaires",
        compute=satisfaction,
    )
)
