"""The demonstration: sign-in with one button a person, without code nor second factor; the e-mails that were not sent."""

from django.contrib.auth import login
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portevoix.base.accounts.actions import record_sign_in
from portevoix.base.accounts.mailbox import letter_paths, read_letter
from portevoix.front.workspace.forms.messages import MailboxFilter
from portevoix.register.access.selectors import demo_accounts, demo_user
from portevoix.register.access.views import page

LETTERS_A_PAGE = 20


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
    record_sign_in(user=user, method="demo")
    return redirect("workspace:home")


@page(public=True)
@never_cache
@require_safe
def mailbox(request):
    """The e-mails that the demonstration would have sent, latest first."""
    filters = MailboxFilter(request.GET)
    recipient = filters.cleaned_data["q"] if filters.is_valid() else ""
    found = Paginator(letter_paths(recipient=recipient), LETTERS_A_PAGE).get_page(request.GET.get("page"))
    shown = [read_letter(path) for path in found.object_list]
    return render(request, "workspace/demo_mailbox.html", {"filters": filters, "page": found, "letters": shown})
