"""Public pages: the catalogue of a year, a course with its coming dates, a session; the link that confirms an offered place."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from portevoix.base.audit.actors import Program
from portevoix.base.ui.errors import BadInput
from portevoix.register.access.permissions import Permission, can
from portevoix.register.access.views import page
from portevoix.register.workflow.engine import StepRefused
from portevoix.work.training.actions.enrolments import accept_place, cancel_enrolment
from portevoix.work.training.enums import EnrolmentState, SessionState
from portevoix.work.training.selectors import catalogue as selectors
from portevoix.work.training.selectors.offers import last_day_of_offer, offer_of
from portevoix.work.training.selectors.sessions import (
    announced_session,
    coming_sessions,
    other_dates,
    session_with_figures,
    takes_registrations,
)

READER = Program("place_link")
LONGEST_YEAR = 4


@page(public=True)
def catalogue(request):
    """The catalogue of a year, by family."""
    today = timezone.localdate()
    years = selectors.catalogue_years(today)
    year, family = _year(request, today), request.GET.get("famille", "")
    known = list(selectors.families())
    if family and family not in {one.code for one in known}:
        raise BadInput("Cette famille de formations n’existe pas.", hint="Choisissez une famille au-dessus de la liste.")
    context = {
        "year": year,
        "family": family,
        "years": [(one, f"?annee={one}" + (f"&famille={family}" if family else ""), one == year) for one in years],
        "families": [("Toutes", f"?annee={year}", not family)]
        + [(one.name, f"?annee={year}&famille={one.code}", one.code == family) for one in known],
        "groups": selectors.catalogue(year, family=family),
        "coming": list(coming_sessions(today=today)[:5]),
    }
    return render(request, "training/public/catalogue.html", context)


def _year(request, today) -> int:
    text = request.GET.get("annee") or str(today.year)
    if not text.isdecimal() or len(text) != LONGEST_YEAR:
        raise BadInput("Cette année n’est pas comprise.", hint="Choisissez une année au-dessus de la liste.")
    return int(text)


@page(public=True)
def course(request, code: str):
    """A course: what one learns, for whom, and its coming dates."""
    found, today = selectors.course_of_code(code), timezone.localdate()
    if found is None:
        raise Http404
    sessions = list(coming_sessions(today=today, course=found))
    return render(
        request,
        "training/public/course.html",
        {"course": found, "objectives": found.objectives.splitlines(), "sessions": sessions, "types": list(found.body_types.all())},
    )


@page(public=True)
def session(request, pk: int):
    """A session: where, when, the places left; nobody is named."""
    found, today = announced_session(pk), timezone.localdate()
    if found is None:
        raise Http404
    cancelled = found.state == SessionState.CANCELLED
    context = {
        "session": found,
        "open": takes_registrations(found, today=today),
        "others": other_dates(found, today=today)[:3] if cancelled else [],
        "enrols": can(request.user, Permission.TRAINING_ENROL),
        "manages": can(request.user, Permission.TRAINING_MANAGE, found),
    }
    return render(request, "training/public/session.html", context)


@never_cache
@page(public=True)
def place(request, token: str):
    """The page of an offered place: GET says until when, a button confirms it, another leaves it. The link is enough."""
    row = offer_of(token)
    if row is None:
        raise Http404
    if request.method == "POST":
        try:
            _answer(request, row)
        except StepRefused as refusal:
            messages.error(request, str(refusal))
        return redirect(request.path)
    shown = session_with_figures(row.session)
    in_time = row.state == EnrolmentState.OFFERED and row.offer_expires_at > timezone.now()
    context = {"enrolment": row, "session": shown, "in_time": in_time, "until": last_day_of_offer(row)}
    return render(request, "training/public/place.html", context)


def _answer(request, row) -> None:
    now = timezone.now()
    if "laisser" in request.POST:
        cancel_enrolment(enrolment=row, by=READER, at=now)
    else:
        accept_place(enrolment=row, by=READER, at=now)
