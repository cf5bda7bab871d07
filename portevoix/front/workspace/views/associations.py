"""Associations: the accreditation of each, when it ends, and the mandates that rest on it."""

from django import forms
from django.core.paginator import Paginator
from django.utils import timezone

from portevoix.base.ui.errors import BadInput
from portevoix.base.ui.forms import Form
from portevoix.base.ui.situation import day_asked
from portevoix.base.ui.tables import Column, Table
from portevoix.front.workspace import selectors
from portevoix.front.workspace.tables import ASSOCIATIONS, PERSON_IN_MANDATES
from portevoix.register.access.permissions import Permission, can, scope_for
from portevoix.register.access.views import ScopedView
from portevoix.register.directory.models import Association
from portevoix.register.mandates.selectors.associations import (
    accreditations_ending,
    horizons_of,
    mandates_of_association,
    mandates_to_close,
    stakes,
)

PAGE_SIZE = 50


class SearchForm(Form):
    q = forms.CharField(label="Nom ou sigle", required=False, max_length=80, widget=forms.TextInput(attrs={"type": "search"}))


class AssociationsView(ScopedView):
    """All the accredited associations: first those whose accreditation asks for a gesture, then the list."""

    permission = Permission.ASSOCIATION_VIEW
    template_name = "workspace/associations/list.html"

    def get_context_data(self, **kwargs):
        today = timezone.localdate()
        at = day_asked(self.request.GET, today=today)
        form = SearchForm(self.request.GET)
        if not form.is_valid():
            raise BadInput("La recherche est trop longue.", hint="Écrivez le nom ou le sigle de l’association.")
        scope = scope_for(self.request.user, self.permission)
        found = selectors.associations_with_counts(scope, at=at, text=form.cleaned_data["q"])
        page = Paginator(found, PAGE_SIZE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            at=at,
            today=today,
            filters=form,
            may_manage=can(self.request.user, Permission.ASSOCIATION_MANAGE),
            ending=accreditations_ending(scope, at=at),
            page=page,
            table=Table(caption="Associations", columns=ASSOCIATIONS, rows=page.object_list),
            **kwargs,
        )


class AssociationView(ScopedView):
    """The page of one association (or section): horizon of the accreditation, mandates at stake, all its mandates."""

    permission = Permission.ASSOCIATION_VIEW
    model = Association
    template_name = "workspace/associations/association.html"
    columns: tuple[Column, ...] = PERSON_IN_MANDATES

    def get_rows(self):
        return super().get_rows().select_related("parent", "department")

    def get_context_data(self, **kwargs):
        association, user, today = self.object, self.request.user, timezone.localdate()
        at = day_asked(self.request.GET, today=today)
        names = scope_for(user, Permission.MANDATE_VIEW)
        return super().get_context_data(
            at=at,
            today=today,
            named=can(user, Permission.MANDATE_VIEW),
            may_manage=can(user, Permission.ASSOCIATION_MANAGE, association),
            accreditations=selectors.accreditations_of(association),
            **association_context(association, names, at=at, columns=self.columns, number=self.request.GET.get("page")),
            **kwargs,
        )


def association_context(association, viewer, *, at, columns, number="1") -> dict:
    """Return what the pages of an association show, for agents and for its own managers."""
    rows = mandates_of_association(association, viewer, at=at)
    page = Paginator(rows, PAGE_SIZE).get_page(number)
    return {
        "horizons": horizons_of(association, at=at),
        "at_stake": len(stakes(viewer, at=at, association=association)),
        "to_close": mandates_to_close(association, viewer, at=at),
        "sitting": sum(row.sits for row in rows),
        "soon": [row for row in rows if row.sits and row.last_day and 0 <= (row.last_day - at).days <= 274],
        "table": Table(caption="Mandats, ceux en cours d’abord", columns=columns, rows=page.object_list),
        "page": page,
        "total": len(rows),
        "sections": association.sections.order_by("sort_key", "pk"),
        "aliases": association.aliases.order_by("sort_key", "pk"),
    }
