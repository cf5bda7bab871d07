"""My account: who I am here, where I am signed in."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from portevoix.base.accounts import actions
from portevoix.base.accounts.selectors import devices, has_second_factor
from portevoix.base.accounts.wellknown import security_txt


@require_safe
def home(request):
    """Name, address, and the way to what protects the account."""
    places = devices(request.user, session_key=request.session.session_key, at=timezone.now())
    return render(request, "accounts/home.html", {"protected": has_second_factor(request.user), "places": len(places)})


@require_safe
def device_list(request):
    """Where the account is signed in."""
    places = devices(request.user, session_key=request.session.session_key, at=timezone.now())
    return render(request, "accounts/devices.html", {"devices": places})


@require_POST
def end_sessions(request):
    """Sign out elsewhere: from one place (`lieu`), or from all but this one."""
    place = request.POST.get("lieu", "")
    only = int(place) if place.isdecimal() else None
    count = actions.end_sessions(user=request.user, by=request.user, keep=request.session.session_key, only=only)
    messages.success(request, "Vous êtes déconnecté des autres appareils." if count else "Aucun autre appareil n’était connecté.")
    return redirect("usersessions_list")


@require_safe
def security_contact(request):
    """RFC 9116: whom to tell about a weakness."""
    return HttpResponse(security_txt(request, today=timezone.localdate()), content_type="text/plain; charset=utf-8")


@require_safe
def change_password(request):
    """The well-known address that password managers ask for; there is no password, so: what protects the account."""
    return redirect("mfa_index")
