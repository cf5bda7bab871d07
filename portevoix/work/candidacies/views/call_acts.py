"""What is done to a call: edit, open, close, reopen, extend, cancel, end the decisions, publish; its seats; its documents."""

from django.urls import reverse
from django.utils import timezone

from portevoix.base.core.french_dates import date_fr
from portevoix.base.files.responses import download
from portevoix.base.ui.forms import Form
from portevoix.register.access.acts import ActView, ConfirmedActView
from portevoix.register.access.permissions import Permission
from portevoix.register.access.views import ScopedView, denied
from portevoix.register.directory.models import Seat
from portevoix.register.workflow.engine import StepRefused
from portevoix.work.candidacies.actions import call_documents, call_steps, calls
from portevoix.work.candidacies.forms.calls import AddSeatForm, DocumentForm, EditForm, FindBodyForm, LaterForm, ReasonForm, day_end
from portevoix.work.candidacies.models import Call, CallDocument, CallSeat
from portevoix.work.candidacies.permissions import may_manage
from portevoix.work.candidacies.selectors.calls import last_day, seats_to_add


class CallAct(ActView):
    """An act on one call, by whoever manages all of it; leads back to its sheet."""

    abstract = True
    permission = Permission.CALL_MANAGE
    model = Call
    refusals = (*ActView.refusals, StepRefused)

    @property
    def call(self) -> Call:
        return self.object

    def get_rows(self):
        return super().get_rows().select_related("region")

    def check_permission(self):
        super().check_permission()
        if self.permission == Permission.CALL_MANAGE and not may_manage(self.request.user, self.call):
            raise denied(self.request.user, self.permission)

    def back(self):
        return reverse("candidacies:call", args=[self.call.pk])

    def trail(self):
        return [("Appels", reverse("candidacies:calls")), (self.call.number, self.back())]

    def facts(self):
        last = last_day(self.call)
        window = f"du {date_fr(timezone.localdate(self.call.opens_at))} au {date_fr(last)}" if last else "sans date de clôture"
        return [("Appel", f"{self.call.number}, {self.call.title}"), ("Candidatures", window)]


class ConfirmedCallAct(ConfirmedActView, CallAct):
    """The same in two steps."""

    abstract = True


class EditCallView(CallAct):
    """Change what the call says of itself."""

    form_class = EditForm
    title = "Modifier l’appel"
    button = "Enregistrer"
    success_message = "L’appel est modifié."

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"call": self.object}

    def get_initial(self):
        call = self.object
        kept = {name: getattr(call, name) for name in ("title", "introduction", "help_email", "decision_expected_on")}
        return kept | {"opens_on": timezone.localdate(call.opens_at), "last_on": last_day(call)}

    def act(self, data):
        form = self.get_form()
        form.is_valid()
        return calls.edit_call(call=self.object, by=self.request.user, **form.changes())


class OpenCallView(ConfirmedCallAct):
    """Open the call to the associations."""

    title = "Ouvrir l’appel"
    question = "Ouvrir cet appel\u00a0?"
    button = "Ouvrir l’appel"
    success_message = "L’appel est ouvert. Sa page est publique, et les associations concernées sont prévenues."

    def warnings(self):
        return ["La page de l’appel devient publique et la liste des sièges est fixée. Le nombre de messages est dit à la page suivante."]

    def act(self, data):
        return call_steps.open_call(call=self.object, by=self.request.user, at=timezone.now())

    def consequences(self, result, data):
        seats = self.object.call_seats.count()
        told = f"{result.told}\u00a0message{'s' if result.told > 1 else ''}" if result.told else "aucun message, faute d’adresse connue"
        return [*self.facts(), ("Sièges", str(seats)), ("Annonce aux associations concernées", told), ("Page publique", "visible de tous")]


class CloseCallView(ConfirmedCallAct):
    """Close the call before its day, or a permanent call."""

    title = "Clore l’appel"
    question = "Clore cet appel\u00a0?"
    button = "Clore l’appel"
    success_message = "L’appel est clos. Les brouillons non envoyés sont clos aussi, et leurs auteurs sont prévenus."

    def act(self, data):
        return call_steps.close_call(call=self.object, by=self.request.user, at=timezone.now())

    def consequences(self, result, data):
        return [*self.facts(), ("Candidatures reçues à partir de maintenant", "aucune"), ("Brouillons non envoyés, clos", str(result))]


class ReopenCallView(ConfirmedCallAct):
    """Receive candidacies again."""

    form_class = LaterForm
    title = "Rouvrir l’appel"
    question = "Rouvrir cet appel\u00a0?"
    button = "Rouvrir l’appel"
    success_message = "L’appel est rouvert, et les brouillons clos à la clôture avec lui. Leurs auteurs sont prévenus."

    def warnings(self):
        return [
            "Les brouillons que la clôture avait clos sont rouverts, et leurs auteurs prévenus. Leur nombre est dit à la page suivante."
        ]

    def act(self, data):
        return call_steps.reopen_call(
            call=self.object, closes_at=day_end(data["last_on"]), reason=data["reason"], by=self.request.user, at=timezone.now()
        )

    def consequences(self, result, data):
        kept = [("Brouillons laissés clos", f"{result.replaced}, remplacés par un dossier plus récent de la même association")]
        return [
            *self.facts()[:1],
            ("Candidatures reçues", f"jusqu’au {date_fr(data['last_on'])} inclus"),
            ("Brouillons rouverts", str(result.revived)),
            *(kept if result.replaced else []),
            ("Pourquoi", data["reason"]),
        ]


class ExtendCallView(CallAct):
    """Give more time."""

    form_class = LaterForm
    title = "Prolonger l’appel"
    button = "Prolonger l’appel"
    success_message = "L’appel est prolongé. Les rappels partiront avant la nouvelle clôture."

    def act(self, data):
        return call_steps.extend_call(
            call=self.object, closes_at=day_end(data["last_on"]), reason=data["reason"], by=self.request.user, at=timezone.now()
        )


class CancelCallView(ConfirmedCallAct):
    """Give up a call that was never opened."""

    form_class = ReasonForm
    title = "Annuler l’appel"
    question = "Annuler cet appel\u00a0?"
    button = "Annuler l’appel"
    success_message = "L’appel est annulé."

    def act(self, data):
        return call_steps.cancel_call(call=self.object, reason=data["reason"], by=self.request.user)

    def consequences(self, result, data):
        return [*self.facts(), ("Son numéro", "gardé, il ne sert à aucun autre appel"), ("Pourquoi", data["reason"])]


class FinishDecisionsView(ConfirmedCallAct):
    """Say that every candidacy is decided."""

    permission = Permission.CANDIDACY_DECIDE
    title = "Terminer les décisions"
    question = "Terminer les décisions de cet appel\u00a0?"
    button = "Terminer les décisions"
    success_message = "Les décisions sont terminées. Le bilan chiffré est public, sans aucun nom."

    def act(self, data):
        return call_steps.finish_decisions(call=self.object, by=self.request.user)

    def consequences(self, result, data):
        return [*self.facts(), ("Page publique", "le bilan chiffré s’affiche, sans aucun nom")]


class PublishCallView(ConfirmedCallAct):
    """Publish the results."""

    title = "Publier les résultats"
    question = "Publier les résultats de cet appel\u00a0?"
    button = "Publier les résultats"
    success_message = "Les résultats sont publiés."

    def act(self, data):
        return call_steps.publish_call(call=self.object, by=self.request.user)

    def consequences(self, result, data):
        names = "le nom de chaque personne désignée qui est d’accord\u00a0; «\u00a0représentant désigné\u00a0» pour les autres"
        return [*self.facts(), ("Page publique", names)]


class RefreshSeatsView(ConfirmedCallAct):
    """Make the list of seats again."""

    title = "Actualiser la liste des sièges"
    question = "Actualiser la liste des sièges\u00a0?"
    button = "Actualiser la liste"
    success_message = "La liste des sièges est actualisée."

    def warnings(self):
        return ["Les sièges pourvus quittent la liste, les nouveaux sièges vacants y entrent. Vos ajouts et vos retraits sont gardés."]

    def act(self, data):
        return calls.refresh_seats(call=self.object, by=self.request.user, today=timezone.localdate())

    def consequences(self, result, data):
        return [*self.facts(), ("Sièges qui entrent", str(len(result.joined))), ("Sièges qui quittent la liste", str(len(result.left)))]


class AddSeatView(CallAct):
    """Put one seat in the list by hand: look for its body, then choose the seat."""

    form_class = AddSeatForm
    template_name = "candidacies/calls/add_seat.html"
    title = "Ajouter un siège"
    button = "Ajouter le siège"
    success_message = "Le siège est ajouté à l’appel."

    def found(self):
        """Return the seats that the search finds."""
        text = self.request.GET.get("cherche", "").strip()[:80]
        if not text:
            return Seat.objects.visible_to(self.request.user).none()
        return seats_to_add(self.object, text, viewer=self.request.user, at=timezone.localdate())

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"seats": self.found()}

    def get_context_data(self, **kwargs):
        search = FindBodyForm(self.request.GET if "cherche" in self.request.GET else None)
        return super().get_context_data(search=search, searched="cherche" in self.request.GET, found=self.found().exists(), **kwargs)

    def act(self, data):
        return calls.add_seat(call=self.object, seat=data["seat"], reason=data["reason"], by=self.request.user, today=timezone.localdate())


class OfCallAct(CallAct):
    """An act on something that a call holds."""

    abstract = True

    @property
    def call(self):
        return self.object.call

    def get_rows(self):
        return self.model.objects.visible_to(self.request.user).select_related("call__region")


class RemoveSeatView(OfCallAct):
    """Take one seat out of the list."""

    model = CallSeat
    context_object_name = "call_seat"
    form_class = ReasonForm
    title = "Retirer un siège de l’appel"
    button = "Retirer le siège"
    success_message = "Le siège est retiré de l’appel."

    def get_rows(self):
        return super().get_rows().select_related("seat__body")

    def facts(self):
        return [*super().facts(), ("Siège", f"{self.object.seat.label}, {self.object.seat.body}")]

    def act(self, data):
        return calls.remove_seat(call=self.call, row=self.object, reason=data["reason"], by=self.request.user)


class AddDocumentView(CallAct):
    """Join a file to the call."""

    form_class = DocumentForm
    template_name = "candidacies/calls/add_document.html"
    title = "Joindre un document"
    button = "Joindre le document"
    success_message = "Le document est joint."

    def act(self, data):
        return call_documents.add_document(call=self.object, title=data["title"], upload=data["file"], by=self.request.user)


class RemoveDocumentView(ConfirmedActView, OfCallAct):
    """Take a file away."""

    model = CallDocument
    context_object_name = "document"
    form_class = Form
    title = "Retirer un document"
    question = "Retirer ce document\u00a0?"
    button = "Retirer le document"
    success_message = "Le document est retiré."

    def facts(self):
        return [*super().facts(), ("Document", self.object.title)]

    def get_success_url(self):
        return reverse("candidacies:call", args=[self.call_number])

    def act(self, data):
        self.call_number = self.call.pk
        return call_documents.remove_document(document=self.object, by=self.request.user)

    def consequences(self, result, data):
        return [*self.facts(), ("Fichier", "supprimé")]


class DocumentView(ScopedView):
    """Give a document of a call to an agent; the public page has its own door."""

    permission = Permission.CALL_VIEW
    model = CallDocument
    context_object_name = "document"

    def get_rows(self):
        return super().get_rows().select_related("call__region", "file")

    def get(self, request, *args, **kwargs):
        return download(self.object.file)
