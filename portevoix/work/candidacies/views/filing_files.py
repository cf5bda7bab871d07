"""« Nos candidatures » : the list, the sheet of a file, its pieces, the answer to the agency, the withdrawal."""

from typing import ClassVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from portevoix.base.documents.responses import large_asked, pdf_response
from portevoix.base.files.responses import download
from portevoix.base.ui.forms import Form
from portevoix.base.ui.tables import Table
from portevoix.register.access.permissions import Permission
from portevoix.register.access.views import ScopedActionView, ScopedListView, ScopedView
from portevoix.register.workflow.engine import StepRefused
from portevoix.work.candidacies.actions import filing, pieces
from portevoix.work.candidacies.actions.repositioning import accept_other_seat
from portevoix.work.candidacies.enums import CandidacyState, Channel
from portevoix.work.candidacies.forms.files import FilesFilterForm
from portevoix.work.candidacies.forms.filing import PieceForm
from portevoix.work.candidacies.models import Candidacy
from portevoix.work.candidacies.selectors.calls import last_day
from portevoix.work.candidacies.selectors.file_pdf import file_pdf
from portevoix.work.candidacies.selectors.files import FileRow, calls_of, our_candidacies, standing, timeline, waiting_requests_of
from portevoix.work.candidacies.selectors.filing import seat_of_call, wish_lines
from portevoix.work.candidacies.selectors.repositioning import seats_left
from portevoix.work.candidacies.selectors.sharing import reading_consents
from portevoix.work.candidacies.selectors.taking_back import why_kept
from portevoix.work.candidacies.selectors.words import answers_of
from portevoix.work.candidacies.tables.filing import FILES
from portevoix.work.candidacies.workflow import CANDIDACY

PAGE_SIZE = 25


class OurCandidaciesView(ScopedListView):
    """All the candidacies of our association: state, who holds each and since when, what is asked of us."""

    permission = Permission.CANDIDACY_FILE
    template_name = "candidacies/files/list.html"
    paginate_by = PAGE_SIZE

    def get_queryset(self):
        self.filters = FilesFilterForm(self.request.GET, calls=calls_of(self.request.user))
        return our_candidacies(self.request.user, **self.filters.criteria())

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        today = timezone.localdate()
        rows = [FileRow(candidacy=candidacy, standing=standing(candidacy, today=today)) for candidacy in context["page_obj"]]
        context["table"] = Table(caption="Nos candidatures", columns=FILES, rows=rows)
        context["filters"], context["filtered"] = self.filters, any(self.request.GET.get(name) for name in self.filters.fields)
        return context


class CandidacyPage(ScopedView):
    """What the pages of one candidacy share, for the association."""

    abstract = True
    permission = Permission.CANDIDACY_FILE
    model = Candidacy

    def get_rows(self):
        return super().get_rows().select_related("call__region", "association__parent", "home__department", "person")

    def sheet(self) -> str:
        return reverse("candidacies:candidacy", args=[self.object.pk])

    def get_context_data(self, **kwargs):
        return super().get_context_data(standing=standing(self.object, today=timezone.localdate()), back=self.sheet(), **kwargs)


class CandidacyView(CandidacyPage):
    """The sheet of one file: where it stands, what was asked, decided and joined, and everything that one may do."""

    template_name = "candidacies/files/candidacy.html"

    def get_context_data(self, **kwargs):
        candidacy = self.object
        acts = {step.name for step in CANDIDACY.available(candidacy, by=self.request.user)}
        return super().get_context_data(
            wishes=wish_lines(candidacy, today=timezone.localdate()),
            passages=timeline(candidacy),
            asked=waiting_requests_of(candidacy),
            pieces=candidacy.attachments.select_related("file").order_by("added_at", "pk"),
            answers=answers_of(candidacy),
            reading=reading_consents(candidacy),
            until=last_day(candidacy.call),
            receives=candidacy.call.receives(timezone.now()),
            offered=seats_left(candidacy, today=timezone.localdate()) if "reposition" in acts else [],
            typed_here=candidacy.channel != Channel.PAPER,
            draft=candidacy.state == CandidacyState.DRAFT,
            may_take_back="take_back" in acts and not why_kept(candidacy, call=candidacy.call, at=timezone.now()),
            acts=acts,
            **kwargs,
        )


class PieceView(CandidacyPage):
    """One file of a candidacy, given back."""

    def get(self, request, *args, **kwargs):
        piece = self.object.attachments.select_related("file").filter(pk=self.kwargs["piece"]).first()
        if piece is None:
            raise Http404
        return download(piece.file)


class PdfView(CandidacyPage):
    """The whole file as a PDF, drawn now; in large characters when asked."""

    def get(self, request, *args, **kwargs):
        content = file_pdf(self.object, at=timezone.now(), large=large_asked(request))
        return pdf_response(content, f"{self.object.number or 'brouillon'}.pdf")


class AnswerView(CandidacyPage, ScopedActionView):
    """Answer a request of pieces: join them one by one, then send the file back."""

    form_class = PieceForm
    template_name = "candidacies/files/answer.html"
    refusals = (ValidationError, StepRefused)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"prefix": "piece"}

    def get(self, request, *args, **kwargs):
        return self.closed() or super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        return self.closed() or super().post(request, *args, **kwargs)

    def closed(self):
        """Return the way to the sheet when nothing is asked any more."""
        if self.object.state == CandidacyState.INCOMPLETE:
            return None
        messages.info(self.request, "Rien n’est demandé sur ce dossier en ce moment.")
        return redirect(self.sheet())

    def perform(self, data):
        if "oter" in self.request.POST:
            piece = self.object.attachments.filter(pk=self.request.POST["oter"]).first()
            return pieces.detach(piece=piece, by=self.request.user) if piece else None
        if data.get("file"):
            pieces.attach(candidacy=self.object, kind=data["kind"], upload=data["file"], by=self.request.user)
        if "renvoyer" in self.request.POST:
            filing.answer(candidacy=self.object, by=self.request.user)
            messages.success(self.request, "Le dossier est renvoyé à l’agence, avec ce qui était demandé.")
            return None
        if not data.get("file"):
            raise ValidationError({"file": "Choisissez un fichier PDF, JPEG ou PNG."})
        messages.success(self.request, "La pièce est jointe. Renvoyez le dossier quand tout y est.")
        return None

    def get_success_url(self):
        return self.sheet() if "renvoyer" in self.request.POST else reverse("candidacies:answer", args=[self.object.pk])

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            asked=waiting_requests_of(self.object),
            pieces=self.object.attachments.select_related("file").order_by("added_at", "pk"),
            typed_here=self.object.channel != Channel.PAPER,
            person_url=reverse("candidacies:file_person", args=[self.object.pk]),
            declarations_url=reverse("candidacies:file_declarations", args=[self.object.pk]),
            **kwargs,
        )


class SeatAcceptance:
    """Accept a seat that was offered after a refusal: one page to confirm, no new file. oneself: by the person."""

    form_class = Form
    template_name = "candidacies/files/other_seat.html"
    refusals = (ValidationError, StepRefused)
    oneself: ClassVar[bool] = False
    list_label: ClassVar[str] = "Nos candidatures"
    list_name: ClassVar[str] = "candidacies:our_candidacies"

    def left(self):
        """Return the seat of the address among those that are offered today; 404 for any other."""
        offered = seats_left(self.object, today=timezone.localdate())
        found = next((left for left in offered if left.seat.pk == self.kwargs["seat"]), None)
        if found is None:
            raise Http404
        return found

    def perform(self, data):
        seat = seat_of_call(self.object.call, self.kwargs["seat"])
        if seat is None:
            raise Http404
        today = timezone.localdate()
        return accept_other_seat(candidacy=self.object, seat=seat, by=self.request.user, today=today, oneself=self.oneself)

    def get_success_url(self):
        messages.success(self.request, "Le siège est accepté\u00a0: l’agence décide maintenant, sans nouveau dossier.")
        return self.sheet()

    def get_context_data(self, **kwargs):
        seat = seat_of_call(self.object.call, self.kwargs["seat"])
        failed = kwargs.get("form") is not None and kwargs["form"].is_bound
        trail = {"list_label": self.list_label, "list_url": reverse(self.list_name)}
        return super().get_context_data(seat=seat, left=None if failed else self.left(), **trail, **kwargs)


class OtherSeatView(SeatAcceptance, CandidacyPage, ScopedActionView):
    """By the association."""


class TakeBackView(CandidacyPage, ScopedActionView):
    """Make a draft again of a file that nobody has begun to examine, after a question that says what follows."""

    form_class = Form
    template_name = "candidacies/files/take_back.html"
    refusals = (StepRefused,)

    def get(self, request, *args, **kwargs):
        refusal = why_kept(self.object, call=self.object.call, at=timezone.now())
        if refusal:
            messages.warning(request, refusal)
            return redirect(self.sheet())
        return super().get(request, *args, **kwargs)

    def perform(self, data):
        return filing.take_back(candidacy=self.object, by=self.request.user, at=timezone.now())

    def get_success_url(self):
        messages.success(self.request, "Le dossier est de nouveau un brouillon. Corrigez-le, puis renvoyez-le.")
        return reverse("candidacies:file_person", args=[self.object.pk])

    def get_context_data(self, **kwargs):
        return super().get_context_data(until=last_day(self.object.call), **kwargs)


class WithdrawView(CandidacyPage, ScopedActionView):
    """Withdraw a candidacy that was sent, after a question that says what follows."""

    form_class = Form
    template_name = "candidacies/files/withdraw.html"
    refusals = (StepRefused,)
    success_message = "La candidature est retirée."

    def perform(self, data):
        return filing.withdraw(candidacy=self.object, by=self.request.user)

    def get_success_url(self):
        return self.sheet()
