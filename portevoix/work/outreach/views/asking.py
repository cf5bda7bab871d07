"""The person asks to be called back, sees the request, withdraws it, agrees to another recipient. No account is needed."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone

from portevoix.base.accounts.limits import client_key, enforce
from portevoix.base.core.screening import CODE as SCREENED
from portevoix.register.access.views import page
from portevoix.work.outreach import answers, links
from portevoix.work.outreach.actions import hand_overs as actions
from portevoix.work.outreach.forms.orientation import HandOverForm
from portevoix.work.outreach.selectors import hand_overs, orientation
from portevoix.work.outreach.selectors.hand_overs import recipient_name
from portevoix.work.outreach.views.orientation import wanted_of, with_answers

LIMIT = "hand_over"
TOO_MANY = "Plusieurs demandes sont parties d’ici en peu de temps."
PERSON = ("name", "email", "phone", "message")


@page(public=True)
def hand_over(request):
    """Name, how to be reached, and the consent that names who will read it."""
    token = request.POST.get("r") or request.GET.get("r", "")
    given = answers.read(token)
    wanted = wanted_of(given)
    if wanted is None:
        return redirect("outreach:start")
    code = request.POST.get("a") or request.GET.get("a", "")
    association = orientation.recipient(code, home=wanted.home, day=timezone.localdate()) if code else None
    if code and association is None:
        raise Http404
    consent = actions.consent_words(association, wanted.home.department.parent)
    form = HandOverForm(request.POST if request.method == "POST" else None, consent=consent)
    held = {name: given[name] for name in answers.HELD}
    if request.method == "POST" and form.is_valid():
        row = _asked(request, form, held, wanted, association)
        if row is not None:
            messages.success(request, "Votre demande est transmise.")
            return redirect(links.request_path(row))
    context = {
        "form": form,
        "token": token,
        "code": code,
        "recipient": recipient_name(association),
        "told": hand_overs.answers_in_words(held),
        "home": wanted.home,
        "back": with_answers("result", token),
    }
    return render(request, "outreach/asking/hand_over.html", context)


def _asked(request, form, held, wanted, association):
    """Return the request that was made, None when the text must be confirmed first."""
    now = timezone.now()
    enforce(LIMIT, client_key(request), at=now, message=TOO_MANY)
    person = {name: form.cleaned_data[name] for name in PERSON}
    confirmed = bool(request.POST.get("confirmed"))
    try:
        return actions.ask(person=person, answers=held, home=wanted.home, association=association, at=now, confirmed=confirmed)
    except ValidationError as refusal:
        if getattr(refusal, "code", "") == SCREENED:
            form.offer_confirmation()
        form.add_error("message" if getattr(refusal, "code", "") == SCREENED else None, refusal.messages)
        return None


@page(public=True)
def my_request(request, token: str):
    """Where the request stands, for whoever holds the link; the button withdraws it."""
    row = hand_overs.request_of(links.read_link(token, salt=links.SALT_REQUEST))
    if row is None:
        raise Http404
    if request.method == "POST":
        actions.withdraw(row=row, at=timezone.now())
        messages.success(request, "Votre demande est retirée. Tout ce que vous aviez écrit est effacé.")
        return redirect(request.path)
    line = hand_overs.sheet_of(row, today=timezone.localdate()).line
    return render(request, "outreach/asking/request.html", {"row": row, "line": line})


@page(public=True)
def my_offer(request, token: str):
    """Another recipient is offered: yes or no."""
    offer = hand_overs.offer_of(links.read_link(token, salt=links.SALT_OFFER))
    if offer is None:
        raise Http404
    row, refused = offer.hand_over, ""
    if request.method == "POST":
        try:
            actions.answer_offer(offer=offer, agreed="oui" in request.POST, at=timezone.now())
        except ValidationError as refusal:
            refused = refusal.messages[0]
        else:
            return redirect(links.request_path(row))
    waiting = offer.agreed is None and not row.erased_on
    context = {
        "offer": offer,
        "row": row,
        "waiting": waiting and not refused,
        "recipient": recipient_name(offer.association),
        "present": recipient_name(row.association),
        "consent": actions.consent_words(offer.association, row.region),
        "request_path": links.request_path(row),
    }
    return render(request, "outreach/asking/offer.html", context)
