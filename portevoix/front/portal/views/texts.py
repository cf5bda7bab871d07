"""Pages of text: rights, what each body does, associations, and the pages of the footer."""

from datetime import date

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from portevoix.base.ui import accessibility
from portevoix.base.ui.errors import BadInput
from portevoix.base.ui.situation import day_asked
from portevoix.front.portal.forms import AssociationSearchForm
from portevoix.front.portal.pages import remembered_page
from portevoix.front.portal.selectors import processings, references
from portevoix.register.access.views import page

PAGE_SIZE = 30


@remembered_page
@page(public=True)
def rights(request):
    """« Mes droits et recours » : whom to turn to, situation by situation."""
    return render(request, "portal/rights.html", {"situations": references.recourses()})


@page(public=True)
def engage(request):
    """The former address of « Devenir représentant »."""
    return redirect("outreach:become", permanent=True)


@remembered_page
@page(public=True)
def body_types(request):
    """All the types of bodies, in plain words."""
    at = day_asked(request.GET, today=timezone.localdate())
    shown = references.types_shown(at=at)
    founding = [row for row in shown if row.kind.code in references.FOUNDING]
    others = [row for row in shown if row.kind.code not in references.FOUNDING]
    return render(request, "portal/body_types.html", {"at": at, "founding": founding, "others": others})


@remembered_page
@page(public=True)
def body_type(request, code: str):
    """One type of body: what it does, who designates, how long, by which text, since when."""
    at = day_asked(request.GET, today=timezone.localdate())
    kind = get_object_or_404(references.body_types(), code=code)
    rules = list(references.type_rules(kind))
    current = next((rule for rule in rules if at in rule.period), None)
    context = {"at": at, "kind": kind, "rule": current, "others": [rule for rule in rules if rule != current]}
    return render(request, "portal/body_type.html", context)


@remembered_page
@page(public=True)
def associations(request):
    """The accredited associations, with the level and the end of their accreditation."""
    at = day_asked(request.GET, today=timezone.localdate())
    form = AssociationSearchForm(request.GET)
    if not form.is_valid():
        raise BadInput("La recherche est trop longue.", hint="Écrivez le nom ou le sigle de l’association.")
    text = form.cleaned_data["q"]
    results = Paginator(references.accredited_associations(text, at=at), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "portal/associations.html", {"at": at, "form": form, "text": text, "results": results})


@remembered_page
@page(public=True)
def sitemap(request):
    """« Plan du site »."""
    return render(request, "portal/sitemap.html")


@remembered_page
@page(public=True)
def legal(request):
    """« Mentions légales »."""
    return render(request, "portal/legal.html")


@remembered_page
@page(public=True)
def privacy(request):
    """« Données personnelles » : rendered from the register of processings."""
    return render(request, "portal/privacy.html", {"processings": processings.processings(), "tables": processings.declared_tables()})


@remembered_page
@page(public=True)
def accessibility_statement(request):
    """« Accessibilité » : the declaration, rendered from its data; its state is that of the last human audit."""
    data = accessibility.declaration()
    audit = accessibility.last_audit(data)
    today = timezone.localdate()
    context = {
        "data": data,
        "audit": audit,
        "state": accessibility.conformity(audit, today=today),
        "mention": accessibility.mention(today=today),
        "established": date.fromisoformat(data["declaration_etablie_le"]),
    }
    return render(request, "portal/accessibility.html", context)
