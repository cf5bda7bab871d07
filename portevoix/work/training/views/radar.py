"""The radar of the basic training: figures for whoever follows the region, names for France Assos Santé, its people for an association."""

from typing import ClassVar

from django.template.loader import render_to_string
from django.utils import timezone

from portevoix.base.core.table_files import TableFormat
from portevoix.base.ui.downloads import columns_file
from portevoix.base.ui.paging import CutPage, page_number
from portevoix.base.ui.tables import Sort, Table
from portevoix.register.access.permissions import Permission, can, scope_for
from portevoix.register.access.views import ScopedView
from portevoix.register.directory.scope import Scope
from portevoix.register.mandates.selectors.revision import current_generation, remembered
from portevoix.work.training.charts import association_table, duty_chart
from portevoix.work.training.enums import DutyState
from portevoix.work.training.forms.radar import ASSOCIATIONS_SHOWN, RadarFilterForm
from portevoix.work.training.selectors.duty import duty_rule
from portevoix.work.training.selectors.equivalences import waiting
from portevoix.work.training.selectors.places import next_places
from portevoix.work.training.selectors.radar import PAGE, Figures, figures, matching, published_figures, radar, read_rows
from portevoix.work.training.tables.radar import OUR_DUTIES, RADAR

PLURALS = {
    DutyState.TO_PLAN: "sans place, dans le délai",
    DutyState.REGISTERED: "avec une place réservée",
    DutyState.OVERDUE: "en retard",
    DutyState.DONE: "ont suivi la formation",
}
CHIPS = ("", DutyState.OVERDUE, DutyState.REGISTERED, DutyState.DONE)


class RadarView(ScopedView):
    """One page: how many are bound, where, for which association; and the list for whoever may read the names."""

    permission = Permission.TRAINING_FIGURES
    template_name = "training/duty/radar.html"
    columns = RADAR
    plans: ClassVar[bool] = True  # beside the list, where to hold the next sessions

    def get_context_data(self, **kwargs):
        if not can(self.request.user, Permission.TRAINING_VIEW):
            return super().get_context_data(**_published(self.request.user, self.permission), **kwargs)
        named = self.named(scope_for(self.request.user, Permission.TRAINING_VIEW))
        asked = waiting(self.request.user)
        return super().get_context_data(
            may_manage=can(self.request.user, Permission.TRAINING_MANAGE),
            equivalence_words=f"Équivalences\u00a0: {asked} à décider" if asked else "Équivalences",
            **named,
            **kwargs,
        )

    def get_template_names(self):
        named = can(self.request.user, Permission.TRAINING_VIEW)
        return [self.template_name if named else "training/duty/figures.html"]

    def named(self, scope) -> dict:
        """Return what the page with names shows of the people of `scope`."""
        query, today = self.request.GET, timezone.localdate()
        found = figures(scope, at=today)
        form = RadarFilterForm(query, found=found)
        criteria = form.criteria()
        sort = Sort.read(query, self.columns, default="echeance")
        listed = radar(
            scope, at=today, criteria=criteria, sort=sort.column.sort[0], backwards=sort.descending, page=page_number(query), size=PAGE
        )
        table = Table(
            caption=f"Formation de base\u00a0: {form.title.lower()}", columns=self.columns, rows=listed.rows, sort=sort, query=query
        )
        rail_key = ("duty rail", scope, today, self.request.path)
        return {
            "rule": duty_rule(today),
            "filters": form,
            "found": found,
            "table": table,
            "total": listed.total,
            "page": CutPage(listed.rows, size=PAGE, total=listed.total, number=listed.number).current(),
            "rail": remembered(current_generation(), rail_key, lambda: self.rail(found, scope), size=3000),
            "formats": list(TableFormat),
            **{f"is_{code or 'open'}": form.cleaned_data["e"] == code and not criteria.reach for code in CHIPS},
        }

    def rail(self, found: Figures, scope: Scope) -> str:
        """Return what stands beside the list, drawn again when something changes."""
        here = self.request.path
        context = {
            "places": next_places(scope, at=timezone.localdate()) if self.plans else [],
            "chart": duty_chart(found.departments, whole=_finding(found), url_of=lambda code: f"{here}?e=tous&d={code}#liste"),
            "associations": association_table(found.associations, url_of=lambda pk: f"{here}?e=tous&a={pk}#liste", most=ASSOCIATIONS_SHOWN),
            "more": max(0, len(found.associations) - ASSOCIATIONS_SHOWN),
        }
        return render_to_string("training/duty/_rail.html", context)


class OurDutiesView(RadarView):
    """The same for the people who sit for one's association."""

    permission = Permission.TRAINING_ENROL
    template_name = "training/duty/ours.html"
    columns = OUR_DUTIES
    plans = False

    def get_context_data(self, **kwargs):
        return ScopedView.get_context_data(self, **self.named(scope_for(self.request.user, self.permission)), **kwargs)

    def get_template_names(self):
        return [self.template_name]


class RadarFileView(ScopedView):
    """The list as a file: same filters, same order."""

    permission = Permission.TRAINING_VIEW
    columns = RADAR

    def get(self, request, *args, **kwargs):
        today, scope = timezone.localdate(), scope_for(request.user, self.permission)
        criteria = RadarFilterForm(request.GET, found=figures(scope, at=today)).criteria()
        found = read_rows(matching(scope, at=today, criteria=criteria))
        name = f"formation-de-base-{today.isoformat()}"
        return columns_file(kwargs["format"], columns=self.columns, rows=found, title="Formation de base", name=name)


class OurDutiesFileView(RadarFileView):
    permission = Permission.TRAINING_ENROL
    columns = OUR_DUTIES


def _published(user, permission) -> dict:
    today = timezone.localdate()
    told = published_figures(scope_for(user, permission), at=today)
    words = "Les effectifs de chaque état, sans aucun nom. Les valeurs sont dans le tableau qui suit."
    cells = [(told.whole.shown[state], PLURALS[state]) for state in DutyState if state in told.whole.shown]
    return {"rule": duty_rule(today), "told": told, "cells": cells, "chart": duty_chart(told.departments, whole=words)}


def _finding(found: Figures) -> str:
    whole = found.whole
    return (
        f"{whole.done_percent}\u00a0% des personnes concernées ont suivi la formation de base, {whole.overdue} sont en retard. "
        "Les valeurs sont dans le tableau qui suit."
    )
