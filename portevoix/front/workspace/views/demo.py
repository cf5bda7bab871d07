"""The sign-in of the demonstration: one button a person, without code nor second factor."""

from django.contrib.auth import login
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from portevoix.register.access.selectors import demo_accounts, demo_user
from portevoix.register.access.views import page


@page(public=True)
@never_cache
def sign_in(request):
    """Show the fictional people; sign in as the one whose button was pressed."""
    if request.method != "POST":
        return render(request, "workspace/demo_sign_in.html", {"accounts": demo_accounts(today=timezone.localdate())})
    number = request.POST.get("compte", "")
    user = demo_user(int(number)) if number.isdecimal() else None
    if user is None:
        raise Http404
    login(request, user)
    return redirect("workspace:home")
