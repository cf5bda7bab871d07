"""What everybody reads: « Devenir représentant » and the resources."""

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone

from portevoix.base.core.text import enumerate_fr
from portevoix.base.files.responses import download
from portevoix.base.ui.errors import BadInput
from portevoix.register.access.views import page
from portevoix.work.outreach.enums import FunnelStep
from portevoix.work.outreach.forms.pages import ResourceFilterForm
from portevoix.work.outreach.selectors import pages
from portevoix.work.outreach.views.counting import counted


@counted(FunnelStep.PAGE)
@page(public=True)
def become(request):
    """« Devenir représentant » : why, how, with what, questions, testimonies, and the way in."""
    return render(request, "outreach/become.html", {"page": pages.page_on(timezone.localdate())})


@page(public=True)
def resources(request):
    """Documents and pages by type of body."""
    today = timezone.localdate()
    form = ResourceFilterForm(request.GET, types=pages.types_with_resources(today))
    if not form.is_valid():
        raise BadInput("Cette instance n’a pas de ressource à elle.", hint="Choisissez une instance dans la liste.")
    rows = [
        (row, enumerate_fr(kind.name for kind in row.body_types.all()))
        for row in pages.resources_on(today, type_code=form.cleaned_data["t"])
    ]
    return render(request, "outreach/resources.html", {"form": form, "rows": rows})


@page(public=True)
def resource_file(request, pk: int):
    """The file of a resource that the public reads."""
    row = pages.public_resource(pk, timezone.localdate())
    if row is None or row.file is None:
        raise Http404
    return download(row.file)
