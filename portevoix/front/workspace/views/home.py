"""« Accueil » of the workspace: each role goes to its first screen."""

from django.shortcuts import redirect, render

from portevoix.front.workspace.first_screen import first_screen
from portevoix.register.access.permissions import permissions_of
from portevoix.register.access.views import page


@page(signed_in=True)
def home(request):
    """Lead to the first screen of the account's roles; say so when there is none."""
    url_name = first_screen(permissions_of(request.user))
    return redirect(url_name) if url_name else render(request, "workspace/no_role.html")
