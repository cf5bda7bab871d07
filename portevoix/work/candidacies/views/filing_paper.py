"""A paper file that an agent types in: the same pages, the same forms, the channel kept."""

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils import timezone

from portevoix.register.access.permissions import Permission, scope_for
from portevoix.register.access.views import ScopedActionView, ScopedView
from portevoix.work.candidacies.actions import filing
from portevoix.work.candidacies.enums import Channel
from portevoix.work.candidacies.forms.filing import PaperForm
from portevoix.work.candidacies.forms.managers import AssociationSearchForm
from portevoix.work.candidacies.selectors.filing import calls_for_paper, paper_drafts
from portevoix.work.candidacies.selectors.managers import association_by_number, association_choices, associations_named
from portevoix.work.candidacies.views import filing_start, filing_steps, filing_wishes
from portevoix.work.candidacies.views.filing_steps import PAPER

PAGE_SIZE = 20


class PaperFilesView(ScopedView):
    """The paper files that are being typed in, and the way to begin another."""

    permission = Permission.CANDIDACY_EXAMINE
    template_name = "candidacies/paper/list.html"

    def get_context_data(self, **kwargs):
        scope = scope_for(self.request.user, self.permission)
        return super().get_context_data(drafts=paper_drafts(scope), **kwargs)


class PaperStartView(ScopedActionView):
    """Begin a paper file: the association is found by its name, then the call is chosen."""

    permission = Permission.CANDIDACY_EXAMINE
    form_class = PaperForm
    template_name = "candidacies/paper/start.html"

    def association(self):
        return association_by_number(self.request.POST.get("association") or self.request.GET.get("association") or "")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"calls": calls_for_paper(scope_for(self.request.user, self.permission))}

    def perform(self, data):
        association = self.association()
        return filing.start(call=data["call"], association=association, by=self.request.user, at=timezone.now(), channel=Channel.PAPER)

    def form_valid(self, form):
        if self.association() is None:
            form.add_error(None, "Choisissez d’abord l’association.")
            return self.form_invalid(form)
        return super().form_valid(form)

    def get_success_url(self):
        return reverse("candidacies:paper_person", args=[self.result.pk])

    def get_context_data(self, **kwargs):
        search = AssociationSearchForm(self.request.GET)
        text = search.cleaned_data["q"] if search.is_valid() else ""
        found = Paginator(association_choices(associations_named(text)), PAGE_SIZE).get_page(self.request.GET.get("page")) if text else None
        return super().get_context_data(search=search, text=text, found=found, association=self.association(), **kwargs)


class PaperMixin:
    """The pages of the form, for an agent."""

    permission = Permission.CANDIDACY_EXAMINE
    family = PAPER


class PaperPersonView(PaperMixin, filing_steps.PersonView):
    """Step 1 of a paper file."""


class PaperSeatsView(PaperMixin, filing_wishes.SeatsView):
    """Step 2 of a paper file."""


class PaperBodyWishView(PaperMixin, filing_wishes.BodyWishView):
    """A wish on a body, in a paper file."""


class PaperDistanceWishView(PaperMixin, filing_wishes.DistanceWishView):
    """A wish around the home, in a paper file."""


class PaperDeclarationsView(PaperMixin, filing_steps.DeclarationsView):
    """Step 3 of a paper file."""


class PaperReviewView(PaperMixin, filing_steps.ReviewView):
    """Step 4 of a paper file: it counts from the day it arrived."""


class PaperSentView(PaperMixin, filing_steps.SentView):
    """What was recorded."""


class PaperPdfView(PaperMixin, filing_steps.PdfView):
    """A paper file as a PDF."""


class PaperDiscardView(PaperMixin, filing_start.DiscardView):
    """Erase a paper file that was typed in by mistake."""
