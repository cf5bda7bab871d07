"""Those who answer: an association for the people sent to it, the delegation for all of its region. The same pages, two rights."""

from functools import cached_property
from typing import ClassVar

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from portevoix.base.core.table_files import TableFormat
from portevoix.base.ui.downloads import columns_file
from portevoix.base.ui.errors import BadInput
from portevoix.base.ui.tables import Table
from portevoix.register.access.acts import ActView
from portevoix.register.access.permissions import Permission
from portevoix.register.access.views import ScopedListView, ScopedView
from portevoix.register.workflow.engine import StepRefused
from portevoix.work.outreach.actions import hand_overs as actions
from portevoix.work.outreach.enums import ClosingReason, NoteKind
from portevoix.work.outreach.forms.following import CloseForm, FollowFilterForm, NoteForm, OfferForm
from portevoix.work.outreach.models import HandOver
from portevoix.work.outreach.selectors import hand_overs, orientation
from portevoix.work.outreach.tables import FOLLOWED, OURS
from portevoix.work.outreach.workflow import BY_DELEGATION, HAND_OVER

PAGE_SIZE = 25
PRESSES = ("answer", "join", "propose", "designate", "reopen")  # steps that need nothing more than a press


class OfAssociation:
    """The pages of an association."""

    permission = Permission.OUTREACH_ANSWER
    suffix: ClassVar[str] = ""
    sheet_name, list_name, list_title = "received", "received_list", "Demandes reçues"
    columns = OURS


class OfDelegation:
    """The pages of France Assos Santé."""

    permission = Permission.OUTREACH_MANAGE
    suffix: ClassVar[str] = BY_DELEGATION
    sheet_name, list_name, list_title = "followed", "followed_list", "Personnes à rappeler"
    columns = FOLLOWED


class ListPage(ScopedListView):
    """Those to answer, the most pressing first."""

    abstract = True
    template_name = "outreach/following/list.html"
    paginate_by = PAGE_SIZE

    def get_queryset(self):
        recipients = hand_overs.recipients_in(self.scope()) if self.suffix else []
        self.form = FollowFilterForm(self.request.GET, recipients=recipients)
        if not self.form.is_valid():
            raise BadInput("Ce filtre n’est pas compris.", hint="Choisissez une valeur dans la liste.")
        asked = self.form.cleaned_data
        return hand_overs.listed(
            self.scope(),
            states=self.form.states(),
            at=timezone.localtime(),
            late=asked["r"],
            association=int(asked["a"]) if asked["a"] else None,
        )

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        lines = hand_overs.lines(context["page_obj"], today=timezone.localdate())
        return context | {
            "title": self.list_title,
            "by_delegation": bool(self.suffix),
            "filters": self.form,
            "narrowed": any(self.form.cleaned_data.values()),
            "total": context["paginator"].count,
            "waiting": hand_overs.waiting_in(self.scope(), at=timezone.localtime()),
            "table": Table(caption=self.list_title, columns=self.columns, rows=lines),
            "formats": list(TableFormat),
        }


class ReceivedListView(OfAssociation, ListPage):
    """For an association."""


class FollowedListView(OfDelegation, ListPage):
    """For the delegation."""


class FollowedFileView(OfDelegation, ListPage):
    """The same list as a file, without any name."""

    def get(self, request, *args, **kwargs):
        today = timezone.localdate()
        lines, name = hand_overs.lines(list(self.get_queryset()), today=today), f"mises-en-relation-{today.isoformat()}"
        return columns_file(kwargs["format"], columns=FOLLOWED, rows=lines, title="Mises en relation", name=name)


class Followed(ScopedView):
    """What the pages about one hand-over share."""

    abstract = True
    model = HandOver

    def get_rows(self):
        return super().get_rows().select_related(*hand_overs.READING)

    def back(self) -> str:
        return reverse(f"outreach:{self.sheet_name}", args=[self.object.pk])

    def trail(self) -> list[tuple[str, str]]:
        return [(self.list_title, reverse(f"outreach:{self.list_name}")), (self.object.name or str(self.object), self.back())]


class SheetPage(Followed):
    """How to reach the person, what was sent, what was done, what may be done."""

    abstract = True
    template_name = "outreach/following/sheet.html"

    def get_context_data(self, **kwargs):
        open_steps = {step.name.removesuffix(BY_DELEGATION): step for step in HAND_OVER.available(self.object, by=self.request.user)}
        allowed = {} if self.object.erased_on else open_steps
        return super().get_context_data(
            sheet=hand_overs.sheet_of(self.object, today=timezone.localdate()),
            label_of_row=f"Demande n°\u00a0{self.object.pk}",
            trail=self.trail()[:1],
            presses=[(name, allowed[name].label) for name in PRESSES if name in allowed],
            active="close" in allowed,
            note_form=NoteForm(),
            names={name: f"outreach:{self.sheet_name}_{name}" for name in ("step", "note", "close", "offer")},
            **kwargs,
        )


class ReceivedView(OfAssociation, SheetPage):
    """For an association."""


class FollowedView(OfDelegation, SheetPage):
    """For the delegation."""


class PressPage(Followed):
    """One press of a button on the sheet: POST only."""

    abstract = True
    http_method_names = ("post",)

    def post(self, request, *args, **kwargs):
        try:
            self.press()
        except StepRefused as refusal:
            messages.error(request, str(refusal))
        return redirect(self.back())

    def press(self) -> None:
        raise NotImplementedError


class StepPage(PressPage):
    """A step that needs nothing more: `etape` says which."""

    abstract = True

    def press(self):
        name = self.request.POST.get("etape", "")
        if name not in PRESSES:
            raise StepRefused("Cette étape n’existe pas. Choisissez un bouton de la page.")
        actions.take_step(row=self.object, name=name + self.suffix, by=self.request.user, at=timezone.now())
        messages.success(self.request, "C’est noté.")


class NotePage(PressPage):
    """Something was done for the person."""

    abstract = True

    def press(self):
        form = NoteForm(self.request.POST)
        if not form.is_valid():
            raise StepRefused("Choisissez dans la liste ce que vous avez fait.")
        actions.note(row=self.object, kind=NoteKind(form.cleaned_data["kind"]), by=self.request.user, at=timezone.now())
        messages.success(self.request, "Le suivi est noté.")


class ClosePage(Followed, ActView):
    """It ends without a designation, with a reason from a list."""

    abstract = True
    form_class = CloseForm
    title, button = "Clore la demande", "Clore la demande"
    success_message = "La demande est close."
    refusals = (*ActView.refusals, StepRefused)

    def facts(self):
        return [("Personne", self.object.name)]

    def act(self, data):
        return actions.take_step(
            row=self.object, name=f"close{self.suffix}", by=self.request.user, at=timezone.now(), reason=ClosingReason(data["reason"])
        )


class OfferPage(Followed, ActView):
    """To another recipient, with a new consent."""

    abstract = True
    form_class = OfferForm
    title, button = "Transmettre à quelqu’un d’autre", "Proposer ce destinataire"
    success_message = "C’est noté. Sans accord de vive voix, la personne reçoit un courriel."
    refusals = (*ActView.refusals, StepRefused)

    @cached_property
    def associations(self):
        return orientation.recipients_for(self.object, day=timezone.localdate())

    def get_form_kwargs(self):
        return {name: value for name, value in super().get_form_kwargs().items() if name != "today"} | {"associations": self.associations}

    def facts(self):
        return [("Personne", self.object.name), ("Aujourd’hui entre les mains de", hand_overs.recipient_name(self.object.association))]

    def warnings(self):
        return ["Rien n’est transmis sans l’accord de la personne pour ce destinataire."]

    def act(self, data):
        return actions.offer(
            row=self.object, association=data["recipient"], by_word=data["by_word"], by=self.request.user, at=timezone.now()
        )

    def get_success_url(self):
        return reverse(f"outreach:{self.list_name}")


class ReceivedStepView(OfAssociation, StepPage):
    """For an association."""


class FollowedStepView(OfDelegation, StepPage):
    """For the delegation."""


class ReceivedNoteView(OfAssociation, NotePage):
    """For an association."""


class FollowedNoteView(OfDelegation, NotePage):
    """For the delegation."""


class ReceivedCloseView(OfAssociation, ClosePage):
    """For an association."""


class FollowedCloseView(OfDelegation, ClosePage):
    """For the delegation."""


class ReceivedOfferView(OfAssociation, OfferPage):
    """For an association."""


class FollowedOfferView(OfDelegation, OfferPage):
    """For the delegation."""
