"""The signed link: ask for it, open it, ask for access when nobody knows you."""

import logging
from smtplib import SMTPException

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from portevoix.base.accounts.actions import record_sign_in
from portevoix.base.accounts.limits import address_key, client_key, enforce, limited
from portevoix.register.access.permissions import Permission, can
from portevoix.register.access.views import page
from portevoix.work.candidacies.actions import links
from portevoix.work.candidacies.actions.links import LinkState
from portevoix.work.candidacies.actions.managers import ask_access
from portevoix.work.candidacies.forms.managers import AccessForm, AssociationSearchForm, LinkForm
from portevoix.work.candidacies.models import Call
from portevoix.work.candidacies.selectors.calls import last_day
from portevoix.work.candidacies.selectors.managers import association_by_number, association_choices, associations_named

logger = logging.getLogger("portevoix.security")
NOT_SENT = "Le courriel n’a pas pu partir. Recommencez dans quelques minutes\u00a0; si cela dure, appelez l’aide en bas de page."
TOO_MANY = "Plusieurs liens ont déjà été demandés pour cette adresse. Le dernier reçu est peut-être encore valable."
PAGE_SIZE = 20


@page(public=True)
def propose(request, number):
    """« Proposer une personne » for a call: the link leaves by e-mail; whoever is signed in goes on."""
    call = Call.objects.visible_to(request.user).public().filter(number=number).first()
    if call is None:
        raise Http404
    if can(request.user, Permission.CANDIDACY_FILE):
        return redirect("candidacies:propose_start", call.number)
    form = LinkForm(request.POST or None)
    context = {"call": call, "until": last_day(call), "receives": call.receives(timezone.now()), "form": form}
    if request.method == "POST" and form.is_valid():
        return _sent(request, form, call=call, context=context)
    return render(request, "candidacies/links/propose.html", context)


@never_cache
@page(public=True)
def open_link(request, token):
    """The page of a link: GET says what it is worth and changes nothing, the button signs in; another button asks for a new link."""
    now = timezone.now()
    link = links.read_link(token, at=now)
    call = Call.objects.visible_to(request.user).public().filter(pk=link.call).first() if link.call else None
    form = LinkForm(request.POST if "renouveler" in request.POST else None, initial={"email": link.email})
    context = {"link": link, "call": call, "form": form, "valid": link.state == LinkState.VALID, "state": link.state.value}
    if request.method != "POST":
        return render(request, "candidacies/links/link.html", context)
    enforce("link_ip", client_key(request), at=now)
    if "renouveler" in request.POST:
        if link.email:
            form = LinkForm({"email": link.email})
        return _sent(request, form, call=call, context=context, candidacy=link.candidacy) if form.is_valid() else _again(request, context)
    if link.state != LinkState.VALID:
        return render(request, "candidacies/links/link.html", context)
    if link.user is not None and links.needs_ordinary_sign_in(link.user):
        messages.info(request, "Votre compte est protégé\u00a0: connectez-vous comme d’habitude, vous arriverez au même endroit.")
        return redirect_to_login(links.destination(link, link.user))
    user = links.open_link(link=link, at=now)
    login(request, user)
    record_sign_in(user=user, method="link")
    return redirect(links.destination(link, user))


def _again(request, context):
    return render(request, "candidacies/links/link.html", context)


def _sent(request, form, *, call, context, candidacy=None):
    """Send the link and say the same thing whatever the address."""
    now, address = timezone.now(), form.cleaned_data["email"]
    enforce("link_ip", client_key(request), at=now)
    enforce("link_overall", "all", at=now)
    enforce("link_address", address_key(address), at=now, message=TOO_MANY)
    enforce("link_address_day", address_key(address), at=now, message=TOO_MANY)
    try:
        links.ask_for_link(email=address, call=call, at=now, candidacy=candidacy)
    except (SMTPException, OSError) as error:
        logger.error("mail not sent: %s", type(error).__name__)
        messages.error(request, NOT_SENT)
        return redirect(request.path)
    return render(request, "candidacies/links/sent.html", context | {"address": address, "days": links.days_of_validity(now)})


@page(public=True)
@limited("access_request")
def ask_for_access(request):
    """« Demander l’accès » : find the association, say who one is; a manager of it or the agency answers."""
    number = request.POST.get("association") or request.GET.get("association") or ""
    association = association_by_number(number)
    search = AssociationSearchForm(request.GET)
    text = search.cleaned_data["q"] if search.is_valid() else ""
    form = AccessForm(request.POST or None)
    if request.method == "POST" and association is not None and form.is_valid():
        data = form.cleaned_data
        ask_access(association=association, email=data["email"], name=data["name"], function=data["function"])
        return redirect("candidacies:access_asked")
    found = Paginator(association_choices(associations_named(text)), PAGE_SIZE).get_page(request.GET.get("page")) if text else None
    return render(
        request, "candidacies/links/access.html", {"association": association, "search": search, "text": text, "found": found, "form": form}
    )


@page(public=True)
def access_asked(request):
    """What follows a request of access: the same whatever is known of the person."""
    return render(request, "candidacies/links/access_asked.html")
