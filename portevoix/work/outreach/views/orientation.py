"""Six questions, then what fits. The answers travel in the address; only numbers a day are kept."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from portevoix.base.ui.errors import BadInput
from portevoix.register.access.views import page
from portevoix.register.directory.selectors.places import find_place
from portevoix.work.outreach import answers
from portevoix.work.outreach.actions.counting import count
from portevoix.work.outreach.enums import FunnelStep, Membership, Moment, TimeGiven
from portevoix.work.outreach.forms.orientation import FORMS, NameForm
from portevoix.work.outreach.selectors import orientation
from portevoix.work.outreach.selectors.orientation import MOST_FOUND, MOST_SEATS, Wanted

COUNTED = dict(
    zip(
        answers.QUESTIONS,
        (FunnelStep.HOME, FunnelStep.TIME, FunnelStep.THEMES, FunnelStep.MEMBERSHIP, FunnelStep.KINDS, FunnelStep.MOMENTS),
        strict=True,
    )
)


def with_answers(url_name: str, token: str, *args: object, **more: str) -> str:
    """Return the address of a page of the orientation, with the answers."""
    return f"{reverse(f'outreach:{url_name}', args=args)}?{urlencode({'r': token, **more})}"


@page(public=True)
def start(request):
    """What will be asked, what is done with it; the button begins."""
    if request.method == "POST":
        count(step=FunnelStep.BEGUN, today=timezone.localdate())
        return redirect("outreach:question", answers.QUESTIONS[0])
    return render(request, "outreach/orientation/start.html")


@page(public=True)
def question(request, name: str):
    """One question; the answer goes into the address of the next page."""
    if name not in FORMS:
        raise Http404
    token = request.POST.get("r") or request.GET.get("r", "")
    given = answers.read(token)
    missing = answers.first_missing(given, before=name)
    if missing:
        return redirect(with_answers("question", token, missing) if given else reverse("outreach:question", args=[missing]))
    form = _form(name, request.POST if request.method == "POST" else None, given)
    if request.method == "POST" and form.is_valid():
        return redirect(_next(name, given | {name: form.answer()}))
    number = answers.QUESTIONS.index(name)
    before = answers.QUESTIONS[number - 1] if number else None
    context = {
        "form": form,
        "token": token,
        "number": number + 1,
        "total": len(answers.QUESTIONS),
        "back": with_answers("question", token, before) if before else reverse("outreach:start"),
    }
    return render(request, "outreach/orientation/question.html", context)


def _form(name, data, given):
    more = {"kinds": orientation.kinds_offered()} if name == "instances" else {}
    initial = {}
    if name in given:
        initial = {"q": find_place("", code=given[name]).found} if name == "commune" else {"value": given[name]}
        if name == "commune":
            initial = {"q": f"{initial['q'].postcodes[0]} {initial['q'].name}"} if initial["q"] and initial["q"].postcodes else {}
    return FORMS[name](data, initial=initial, **more)


def _next(name, given):
    today, token = timezone.localdate(), answers.sign(given)
    count(step=COUNTED[name], today=today)
    missing = answers.first_missing(given)
    if missing is None:
        count(step=FunnelStep.RESULT, today=today)
        return with_answers("result", token)
    return with_answers("question", token, missing)


@page(public=True)
def result(request):
    """Associations that fit and why, seats empty near home, and the way to be called back."""
    token = request.GET.get("r", "")
    given = answers.read(token)
    wanted = wanted_of(given)
    if wanted is None:
        return redirect("outreach:start")
    names = NameForm(request.GET)
    if not names.is_valid():
        raise BadInput("La recherche est trop longue.", hint="Écrivez le nom ou le sigle de l’association.")
    today, text = timezone.localdate(), names.cleaned_data["q"]
    found = orientation.fits(wanted, day=today)
    near = orientation.seats_near(wanted, day=today)
    context = {
        "home": wanted.home,
        "token": token,
        "member": given["association"] != Membership.NO,
        "few": given["temps"] in (TimeGiven.FEW, TimeGiven.SOME),
        "employed": Moment.EMPLOYED in given["moments"],
        "names": names,
        "named": orientation.accredited_named(text, home=wanted.home, day=today),
        "text": text,
        "fits": [(fit, with_answers("hand_over", token, a=fit.association.code)) for fit in found[:MOST_FOUND]],
        "more": max(0, len(found) - MOST_FOUND),
        "on_subject": orientation.answers_the_subjects(found, wanted),
        "near": near,
        "seats": near.results[:MOST_SEATS] or [],
        "territorial": near.territorial[:MOST_SEATS],
        "delegation_url": with_answers("hand_over", token),
        "back": with_answers("question", token, answers.QUESTIONS[-1]),
    }
    return render(request, "outreach/orientation/result.html", context)


def wanted_of(given: dict) -> Wanted | None:
    """Return what the answers ask for; None unless all six are there and the commune is known."""
    if answers.first_missing(given) is not None:
        return None
    home = find_place("", code=given["commune"]).found
    if home is None:
        return None
    return Wanted(home=home, themes=frozenset(given["sujets"]), kinds=frozenset(given["instances"]))
