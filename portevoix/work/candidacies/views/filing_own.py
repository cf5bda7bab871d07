"""« Mes candidatures » : what a person follows of the files that associations sent about them."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from portevoix.base.documents.responses import large_asked, pdf_response
from portevoix.base.ui.forms import Form
from portevoix.register.access.permissions import Permission
from portevoix.register.access.views import ScopedActionView, ScopedView
from portevoix.register.workflow.engine import StepRefused
from portevoix.work.candidacies.actions import filing
from portevoix.work.candidacies.forms.files import ConsentForm
from portevoix.work.candidacies.models import Candidacy
from portevoix.work.candidacies.selectors.file_pdf import file_pdf
from portevoix.work.candidacies.selectors.files import own_candidacies, standing, timeline
from portevoix.work.candidacies.selectors.filing import wish_lines
from portevoix.work.candidacies.selectors.repositioning import seats_left
from portevoix.work.candidacies.selectors.words import answers_of
from portevoix.work.candidacies.views.filing_files import SeatAcceptance
from portevoix.work.candidacies.workflow import CANDIDACY


class MyCandidaciesView(ScopedView):
    """The files sent about me."""

    permission = Permission.CANDIDACY_OWN
    template_name = "candidacies/own/list.html"

    def get_context_data(self, **kwargs):
        today = timezone.localdate()
        rows = [(candidacy, standing(candidacy, today=today)) for candidacy in own_candidacies(self.request.user)]
        return super().get_context_data(rows=rows, **kwargs)


class MyFilePage(ScopedView):
    """What the pages of one of my files share."""

    abstract = True
    permission = Permission.CANDIDACY_OWN
    model = Candidacy

    def get_rows(self):
        return super().get_rows().filter(submitted_at__isnull=False).select_related("call__region", "association__parent", "home", "person")

    def sheet(self) -> str:
        return reverse("candidacies:my_candidacy", args=[self.object.pk])

    def get_context_data(self, **kwargs):
        return super().get_context_data(standing=standing(self.object, today=timezone.localdate()), back=self.sheet(), **kwargs)


class MyCandidacyView(MyFilePage):
    """One of my files: where it stands, what was decided and why."""

    template_name = "candidacies/own/candidacy.html"

    def get_context_data(self, **kwargs):
        candidacy = self.object
        acts = {step.name for step in CANDIDACY.available(candidacy, by=self.request.user)}
        return super().get_context_data(
            offered=seats_left(candidacy, today=timezone.localdate()) if "reposition_oneself" in acts else [],
            wishes=wish_lines(candidacy, today=timezone.localdate()),
            passages=timeline(candidacy),
            answers=answers_of(candidacy),
            consent=ConsentForm(initial={name: getattr(candidacy, name) for name in filing.CONSENT_FIELDS}),
            mark=filing.step_mark(candidacy, filing.CONSENT_FIELDS),
            acts=acts,
            **kwargs,
        )


class MyPdfView(MyFilePage):
    """My file as a PDF, drawn now; in large characters when asked."""

    def get(self, request, *args, **kwargs):
        content = file_pdf(self.object, at=timezone.now(), large=large_asked(request))
        return pdf_response(content, f"{self.object.number}.pdf")


class MyConsentView(MyFilePage):
    """POST only: what I accept to see published."""

    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        form = ConsentForm(request.POST)
        form.is_valid()
        filing.consent(candidacy=self.object, answers=form.cleaned_data, by=request.user)
        messages.success(request, "Vos accords sont enregistrés.")
        return redirect(self.sheet())


class MyOtherSeatView(SeatAcceptance, MyFilePage, ScopedActionView):
    """Accept for myself a seat that was offered."""

    oneself = True
    list_label, list_name = "Mes candidatures", "candidacies:my_candidacies"


class MyWithdrawView(MyFilePage, ScopedActionView):
    """Withdraw my own file, after a question."""

    form_class = Form
    template_name = "candidacies/own/withdraw.html"
    refusals = (StepRefused,)
    success_message = "Votre retrait est enregistré\u00a0; l’association et l’agence le voient."

    def perform(self, data):
        return filing.withdraw(candidacy=self.object, by=self.request.user, oneself=True)

    def get_success_url(self):
        return self.sheet()
