"""The pages of the form that save a step: the person, the declarations and pieces, the review. The wishes are next door."""

from datetime import datetime, time
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from portevoix.base.documents.responses import large_asked, pdf_response
from portevoix.register.access.permissions import Permission
from portevoix.register.access.views import ScopedActionView, ScopedView
from portevoix.register.directory.selectors.places import commune_words
from portevoix.register.workflow.engine import StepRefused
from portevoix.work.candidacies.actions import filing, pieces, sharing
from portevoix.work.candidacies.enums import CandidacyState, Channel
from portevoix.work.candidacies.forms.filing import KEEP, DeclarationsForm, PersonForm, PieceForm, ReceivedForm
from portevoix.work.candidacies.models import Candidacy
from portevoix.work.candidacies.selectors import completeness
from portevoix.work.candidacies.selectors.completeness import TITLES, FormStep
from portevoix.work.candidacies.selectors.expected import expected_steps
from portevoix.work.candidacies.selectors.file_pdf import file_pdf
from portevoix.work.candidacies.selectors.filing import pieces_asked, summary, wish_lines
from portevoix.work.candidacies.selectors.sharing import reading_consent
from portevoix.work.candidacies.selectors.words import answers_of, shown

ONLINE, PAPER = "file", "paper"
READ = "+"  # ends the mark of a page that showed the consent as given
ROUTES = {FormStep.PERSON: "person", FormStep.SEATS: "seats", FormStep.DECLARATIONS: "declarations", FormStep.REVIEW: "review"}
KEPT = "Le brouillon est gardé. Vous le retrouvez ici, et par le lien reçu par courriel."


class FilePage(ScopedView):
    """A page about a file that is still open to changes. family: online (the association) or paper (the agency types it)."""

    abstract = True
    model = Candidacy
    permission = Permission.CANDIDACY_FILE
    family: ClassVar[str] = ONLINE
    step: ClassVar[FormStep]
    states: ClassVar[frozenset[str]] = filing.EDITABLE

    def get_rows(self):
        rows = super().get_rows().select_related("call__region", "association__parent", "home__department", "created_by")
        return rows.filter(channel=Channel.PAPER) if self.family == PAPER else rows.exclude(channel=Channel.PAPER)

    def dispatch(self, request, *args, **kwargs):
        response = super().dispatch(request, *args, **kwargs)
        add_never_cache_headers(response)  # the back button shows what is kept now, not what was there before
        return response

    def get(self, request, *args, **kwargs):
        return self.gone() or super().get(request, *args, **kwargs)

    def gone(self):
        """Return the way to the sheet of a file that may no longer be written, None while it may."""
        if self.object.state in self.states:
            return None
        messages.info(self.request, filing.LOCKED.format(state=self.object.get_state_display()))
        return redirect(self.sheet())

    def route(self, name: str, *args: Any) -> str:
        """Return the address of a page of this file, in its family."""
        return reverse(f"candidacies:{self.family}_{name}", args=[self.object.pk, *args])

    def sheet(self) -> str:
        """Return where « pour plus tard » and a file that was sent lead."""
        return reverse("candidacies:paper_files") if self.family == PAPER else reverse("candidacies:candidacy", args=[self.object.pk])

    def completing(self) -> str:
        """Return the page of what the agency asks for."""
        return self.sheet() if self.family == PAPER else reverse("candidacies:answer", args=[self.object.pk])

    def stepper(self) -> list[dict[str, Any]]:
        """Return the four steps: label, state, address and words."""
        lacking = {line.step for line in completeness.missing_answers(self.object)}
        return [self._step(step, lacking) for step in FormStep]

    def _step(self, step: FormStep, lacking: set[FormStep]) -> dict[str, Any]:
        number = list(FormStep).index(step) + 1
        if step == self.step:
            return {"label": TITLES[step], "state": "current", "url": "", "words": f"Étape en cours, {number} sur {len(FormStep)}"}
        done = step != FormStep.REVIEW and step not in lacking
        return {
            "label": TITLES[step],
            "state": "done" if done else "todo",
            "url": self.route(ROUTES[step]),
            "words": "Terminé" if done else "À faire",
        }

    def get_context_data(self, **kwargs):
        number = list(FormStep).index(self.step) + 1
        return super().get_context_data(
            steps=self.stepper(),
            step_number=number,
            step_title=TITLES[self.step],
            summary=summary(self.object, at=timezone.now()),
            paper=self.family == PAPER,
            person=self.object.full_name or "Nouvelle candidature",
            back=self.sheet(),
            begun=self.object.state == CandidacyState.DRAFT,
            discard_url=self.route("discard"),
            **kwargs,
        )


class SavedStep(FilePage, ScopedActionView):
    """A page whose form is saved at each sending, whole or not; then on to `following`."""

    abstract = True
    refusals = (ValidationError, StepRefused)
    fields: ClassVar[tuple[str, ...]]
    following: ClassVar[str]

    def get_form_kwargs(self):
        initial = {name: getattr(self.object, name) for name in self.fields}
        return super().get_form_kwargs() | {"initial": initial, "today": timezone.localdate(), "whole": KEEP not in self.request.POST}

    def post(self, request, *args, **kwargs):
        gone = self.gone()
        if gone is not None:
            return gone
        form = self.get_form()
        whole = form.is_valid()
        try:
            self.object = self.save(form)
        except filing.Stale as stale:
            form.add_error(None, stale)
            return self.render_to_response(self.get_context_data(form=form, stored=shown(stale.stored)))
        except self.refusals as refusal:
            return self.refused(form, refusal)
        return self.saved(form) if whole else self.form_invalid(form)

    def save(self, form) -> Candidacy:
        """Keep the answers of the form that were understood."""
        return filing.save_step(
            candidacy=self.object, fields=self.fields, answers=form.answers(), mark=self.request.POST.get("vu", ""), by=self.request.user
        )

    def saved(self, form):
        """Go on, or leave the draft for later; a file that the agency sent back returns to what it asks for."""
        if self.object.state == CandidacyState.INCOMPLETE:
            messages.success(self.request, "La réponse est enregistrée.")
            return redirect(self.completing())
        if KEEP in self.request.POST:
            messages.success(self.request, KEPT)
            return redirect(self.sheet())
        return redirect(self.route(self.following))

    def mark(self) -> str:
        """Return the mark of what the page shows."""
        return filing.step_mark(self.object, self.fields)

    def get_context_data(self, **kwargs):
        return super().get_context_data(mark=self.mark(), **kwargs)


class PersonView(SavedStep):
    """Step 1: the person."""

    step = FormStep.PERSON
    fields = filing.PERSON_FIELDS
    following = "seats"
    form_class = PersonForm
    template_name = "candidacies/filing/person.html"

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()
        kwargs["initial"]["home"] = commune_words(self.object.home)
        return kwargs | {"home": self.object.home}


class DeclarationsView(SavedStep):
    """Step 3: declarations, consents, signature, and the pieces."""

    step = FormStep.DECLARATIONS
    fields = filing.DECLARATION_FIELDS
    following = "review"
    form_class = DeclarationsForm
    template_name = "candidacies/filing/declarations.html"

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()
        whole = kwargs["whole"] and not {"joindre", "oter"} & set(self.request.POST)
        kwargs["initial"][sharing.ANSWER] = reading_consent(self.object) is not None
        return kwargs | {"whole": whole, "course_done": self.object.course_done_on is not None, "paper": self.family == PAPER}

    def mark(self):
        """The mark tells too what the page showed of the consent."""
        return f"{super().mark()}{READ if reading_consent(self.object) else ''}"

    def save(self, form):
        mark = self.request.POST.get("vu", "")
        return sharing.save_declarations(
            candidacy=self.object, answers=form.answers(), mark=mark.removesuffix(READ), read=mark.endswith(READ), by=self.request.user
        )

    def piece_form(self) -> PieceForm:
        """Return the form of the file, bound when something was sent."""
        data = (self.request.POST, self.request.FILES) if self.request.method == "POST" else ()
        return PieceForm(*data, prefix="piece")

    def saved(self, form):
        removed = self.request.POST.get("oter", "")
        piece = self.object.attachments.filter(pk=removed).first() if removed.isdecimal() else None
        if piece is not None:
            pieces.detach(piece=piece, by=self.request.user)
            messages.success(self.request, "La pièce est retirée.")
            return redirect(f"{self.route('declarations')}#pieces")
        if "joindre" in self.request.POST or self.request.FILES:
            return self.join(form)
        return super().saved(form)

    def join(self, form):
        """Join the file that was sent, then stay here, or go on when the person pressed another button."""
        joined = self.piece_form()
        if joined.is_valid() and not joined.cleaned_data.get("file"):
            joined.add_error("file", "Choisissez un fichier PDF, JPEG ou PNG.")
        if not joined.is_valid():
            return self.render_to_response(self.get_context_data(form=form, piece_form=joined))
        try:
            pieces.attach(candidacy=self.object, kind=joined.cleaned_data["kind"], upload=joined.cleaned_data["file"], by=self.request.user)
        except self.refusals as refusal:
            joined.add_error("file", refusal if isinstance(refusal, ValidationError) else str(refusal))
            return self.render_to_response(self.get_context_data(form=form, piece_form=joined))
        if "joindre" in self.request.POST:
            messages.success(self.request, "La pièce est jointe au dossier.")
            return redirect(f"{self.route('declarations')}#pieces")
        return super().saved(form)

    def get_context_data(self, **kwargs):
        kwargs.setdefault("piece_form", PieceForm(prefix="piece"))
        joined = self.object.attachments.select_related("file").order_by("added_at", "pk")
        kinds = {piece.kind for piece in joined}
        asked = [kind.label for kind in pieces_asked(today=timezone.localdate()) if kind not in kinds]
        return super().get_context_data(pieces=joined, asked=asked, forms=[kwargs.get("form"), kwargs["piece_form"]], **kwargs)


class ReviewView(FilePage, ScopedActionView):
    """Step 4: read everything again, then send; what is missing leads to its page."""

    step = FormStep.REVIEW
    states = frozenset({CandidacyState.DRAFT})
    refusals = (ValidationError, StepRefused)
    form_class = ReceivedForm
    template_name = "candidacies/filing/review.html"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"today": timezone.localdate(), "initial": {"received_on": timezone.localdate()}}

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        if self.family == ONLINE:
            del form.fields["received_on"]
        return form

    def post(self, request, *args, **kwargs):
        return self.gone() or super().post(request, *args, **kwargs)

    def perform(self, data):
        if self.family == PAPER:
            received_at = _noon(data["received_on"])
            return filing.record(candidacy=self.object, received_at=received_at, by=self.request.user, at=timezone.now())
        return filing.submit(candidacy=self.object, by=self.request.user, at=timezone.now())

    def get_success_url(self):
        return self.route("sent")

    def get_context_data(self, **kwargs):
        lacking = [(line.sentence, self._address(line)) for line in completeness.missing_answers(self.object)]
        now = timezone.now()
        return super().get_context_data(
            lacking=lacking,
            received=self.family == PAPER or self.object.call.receives(now),
            answers=answers_of(self.object),
            wishes=wish_lines(self.object, today=timezone.localdate(now)),
            pieces=self.object.attachments.select_related("file").order_by("added_at", "pk"),
            routes={name: self.route(name) for name in ("person", "seats", "declarations")},
            **kwargs,
        )

    def _address(self, line: completeness.Missing) -> str:
        page = self.route(ROUTES[line.step])
        return f"{page}#id_{line.field}" if line.field else page


class SentView(FilePage):
    """What was sent: the number to keep, what follows, what one may do next."""

    step = FormStep.REVIEW
    template_name = "candidacies/filing/sent.html"

    def gone(self):
        return redirect(self.route("review")) if self.object.state == CandidacyState.DRAFT else None

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            expected=expected_steps(self.object, today=timezone.localdate()), pdf_url=self.route("pdf"), **kwargs
        )


class PdfView(FilePage):
    """The whole file as a PDF, drawn now; in large characters when asked."""

    step = FormStep.REVIEW

    def gone(self):
        return None

    def get(self, request, *args, **kwargs):
        content = file_pdf(self.object, at=timezone.now(), large=large_asked(request))
        return pdf_response(content, f"{self.object.number or 'brouillon'}.pdf")


def _noon(day) -> datetime:
    """Return the middle of a day in Paris: a paper file counts for its day of arrival, whatever the hour."""
    return timezone.make_aware(datetime.combine(day, time(12)))
