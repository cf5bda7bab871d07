"""« Mon année » for the person; the figures for France Assos Santé and the association."""

from django.utils import timezone

from portevoix.base.documents.responses import large_asked, pdf_response
from portevoix.base.ui.errors import BadInput
from portevoix.register.access.permissions import Permission, scope_for
from portevoix.register.access.views import ScopedView
from portevoix.register.directory.scope import NOTHING
from portevoix.work.activity.selectors.figures import association_figures, figure_years, region_figures
from portevoix.work.activity.selectors.journal import years_of
from portevoix.work.activity.selectors.year import year_pdf, year_statement
from portevoix.work.activity.views.own import OwnPage, year_links


class YearView(OwnPage):
    """The statement of a year."""

    template_name = "activity/year.html"

    def get_context_data(self, **kwargs):
        year = self.year()
        return super().get_context_data(
            statement=year_statement(self.person, year=year, today=self.today),
            year=year,
            years=year_links("activity:year", {year, self.today.year, *years_of(self.person)}, year),
            **kwargs,
        )


class YearPdfView(OwnPage):
    """The statement as a PDF; in large characters when asked."""

    def get(self, request, *args, **kwargs):
        year = self.year()
        return pdf_response(year_pdf(self.person, year=year, at=timezone.now(), large=large_asked(request)), f"mon-annee-{year}.pdf")


class RegionFiguresView(ScopedView):
    """The activity of the region in figures."""

    permission = Permission.ACTIVITY_FIGURES
    template_name = "activity/figures.html"

    def figures(self, scope, year, today):
        return region_figures(scope, year=year, today=today)

    def get_context_data(self, **kwargs):
        today = timezone.localdate()
        years = figure_years(today)
        text = self.request.GET.get("annee") or str(today.year)
        if not text.isdecimal() or int(text) not in years:
            raise BadInput("Cette année n’a pas de chiffres.", hint="Choisissez une année dans la page.")
        scope = scope_for(self.request.user, self.permission)
        return super().get_context_data(
            figures=self.figures(scope, int(text), today) if scope != NOTHING else None,
            years=year_links(f"activity:{self.request.resolver_match.url_name}", years, int(text)),
            of_an_association=self.permission != Permission.ACTIVITY_FIGURES,
            **kwargs,
        )


class AssociationFiguresView(RegionFiguresView):
    """The activity of the people of one's association, in one total."""

    permission = Permission.OWN_ASSOCIATION

    def figures(self, scope, year, today):
        return association_figures(scope, year=year, today=today)
