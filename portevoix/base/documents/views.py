"""The public check of a document: its code, then what was issued, and whether a file is that very document."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from portevoix.base.accounts.limits import client_key, enforce
from portevoix.base.core.gates import public
from portevoix.base.core.text import NBSP
from portevoix.base.documents.codes import read_code
from portevoix.base.documents.forms import CodeForm, FileForm
from portevoix.base.documents.selectors import document_of_code, is_the_document
from portevoix.base.documents.since import since_then

LIMIT = "check_document"
SAME = f"Ce fichier est bien le document émis{NBSP}: pas un signe n’a changé."
OTHER = "Ce fichier n’est pas le document émis. Il a été modifié, enregistré à nouveau, ou c’est un autre document."


@public
@require_safe
def verify(request):
    """Ask for the code; lead to its document."""
    form = CodeForm(request.GET if "code" in request.GET else None)
    if form.is_bound and form.is_valid():
        return redirect("documents:document", code=form.cleaned_data["code"])
    return render(request, "documents/verify.html", {"form": form})


@public
@require_http_methods(["GET", "HEAD", "POST"])
def document(request, code: str):
    """What was issued under a code; POST compares a file, which is not kept."""
    enforce(LIMIT, client_key(request), at=timezone.now())
    found = document_of_code(code)
    if found is None:
        return render(request, "documents/unknown.html", {"code": read_code(code), "form": CodeForm()}, status=404)
    if code != found.code:
        return redirect("documents:document", code=found.code)
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    if form.is_bound and form.is_valid():
        same = is_the_document(found, form.cleaned_data["file"])
        (messages.success if same else messages.error)(request, SAME if same else OTHER)
        return redirect("documents:document", code=found.code)
    since = since_then(found, timezone.localdate())
    return render(request, "documents/document.html", {"document": found, "form": form, "since": since})
