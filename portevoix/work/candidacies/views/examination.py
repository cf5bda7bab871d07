"""Acts of the examination, one page each."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from portevoix.base.ui.forms import Form
from portevoix.base.ui.screened import ConfirmsText
from portevoix.register.access.acts import ActView
from portevoix.register.access.permissions import Permission
from portevoix.register.directory.selectors.rules import parameter_at
from portevoix.register.workflow.engine import StepRefused
from portevoix.work.candidacies.actions import examination
from portevoix.work.candidacies.actions.marks import mark_of
from portevoix.work.candidacies.checks.likeness import likely_people
from portevoix.work.candidacies.forms.desk import AssessmentForm, PersonForm, PiecesForm, ReasonForm
from portevoix.work.candidacies.models import Candidacy
from portevoix.work.candidacies.selectors.wish_words import asked
from portevoix.work.candidacies.views.desk import READING, sheet_url


class FileActView(ConfirmsText, ActView):
    """An act on one file, held to the file as it was read; a text that seems to name somebody asks to be confirmed."""

    abstract = True
    permission = Permission.CANDIDACY_EXAMINE
    model = Candidacy
    refusals = (*ActView.refusals, StepRefused)

    def get_rows(self):
        return super().get_rows().select_related(*READING)

    @property
    def file(self) -> Candidacy:
        return self.object

    @property
    def seen(self) -> str:
        """The mark of the file when the page was read."""
        return self.request.POST.get("vu", "")

    def perform(self, data):
        return self.act(data)

    def back(self):
        return sheet_url(self.file)

    def trail(self):
        return [("Candidatures", reverse("candidacies:candidacies")), (str(self.file), self.back())]

    def facts(self):
        wishes = list(self.file.wishes.select_related("body").order_by("rank"))
        return [
            ("Personne", self.file.full_name),
            ("Association", self.file.association.name),
            ("Vœux" if len(wishes) > 1 else "Vœu", "\u00a0; ".join(asked(wish) for wish in wishes)),
        ]

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"mark": mark_of(self.file), **kwargs})


class AskPiecesView(FileActView):
    form_class = PiecesForm
    title = "Demander des pièces"
    button = "Envoyer la demande"
    success_message = "La demande est partie. Le dossier est entre les mains de l’association."

    def get_initial(self):
        today = timezone.localdate()
        days = parameter_at(examination.PIECES_DELAY, today, default=examination.DEFAULT_DAYS)
        missing = [
            check.sentence for check in examination.checks_of(self.file, day=today) if check.check.code == "complete" and check.failed
        ]
        return {"items": "\n".join(missing), "due_on": today + timedelta(days=days)}

    def warnings(self):
        return ["L’association reçoit ce texte tel quel, par courriel."]

    def act(self, data):
        return examination.ask_pieces(
            candidacy=self.file,
            items=data["items"],
            due_on=data["due_on"],
            by=self.request.user,
            today=timezone.localdate(),
            confirmed=self.confirmed,
            seen=self.seen,
        )


class RecordAnswerView(FileActView):
    form_class = Form
    title = "Enregistrer les pièces reçues"
    button = "Les pièces sont arrivées"
    success_message = "Le dossier est de nouveau à vérifier."

    def warnings(self):
        return ["À utiliser quand les pièces arrivent par la poste ou par courriel."]

    def act(self, data):
        return examination.record_answer(candidacy=self.file, by=self.request.user, seen=self.seen)


class AcceptView(FileActView):
    form_class = Form
    title = "Déclarer le dossier complet"
    button = "Déclarer complet et demander l’avis"
    success_message = "Le dossier est complet. La délégation départementale est prévenue."

    def act(self, data):
        return examination.accept(candidacy=self.file, by=self.request.user, today=timezone.localdate(), seen=self.seen)


class AssessView(FileActView):
    permission = Permission.CANDIDACY_ASSESS
    form_class = AssessmentForm
    title = "Donner l’avis de la délégation"
    button = "Enregistrer l’avis"
    success_message = "L’avis est enregistré."

    def get_initial(self):
        given = self.file.assessments.first()
        return {"value": given.value, "comment": given.comment} if given else {}

    def act(self, data):
        return examination.assess(
            candidacy=self.file,
            value=data["value"],
            comment=data["comment"],
            by=self.request.user,
            confirmed=self.confirmed,
            seen=self.seen,
        )


class GoOnView(FileActView):
    form_class = Form
    title = "Passer à la décision sans attendre l’avis"
    button = "Passer à la décision"
    success_message = "Le dossier est à décider."

    def warnings(self):
        return ["La délégation pourra encore donner son avis tant que la décision n’est pas prise."]

    def act(self, data):
        return examination.go_on(candidacy=self.file, by=self.request.user, seen=self.seen)


class LinkPersonView(FileActView):
    form_class = PersonForm
    title = "Choisir la fiche de la personne"
    button = "Enregistrer ce choix"
    success_message = "La fiche est choisie."

    def get_form_kwargs(self):
        records = [(one.person, f"{one.person}, {', '.join(one.evidence)}") for one in likely_people(self.file)]
        if self.file.person and all(record.pk != self.file.person_id for record, _ in records):
            records.insert(0, (self.file.person, f"{self.file.person}, fiche choisie aujourd’hui"))
        return super().get_form_kwargs() | {"records": records}

    def get_initial(self):
        return {"person": str(self.file.person_id)} if self.file.person_id else {}

    def warnings(self):
        return ["Personne n’est réuni sans vous. Deux homonymes sont deux fiches."]

    def act(self, data):
        return examination.link_person(
            candidacy=self.file, person=data["person"], by=self.request.user, today=timezone.localdate(), seen=self.seen
        )


class WaiveView(FileActView):
    form_class = ReasonForm
    title = "Écarter une vérification"
    button = "Écarter cette vérification"
    success_message = "La vérification est écartée. Le motif reste au dossier."

    def facts(self):
        found = [check for check in examination.checks_of(self.file, day=timezone.localdate()) if check.key == self.kwargs["key"]]
        return [*super().facts(), *((check.label, check.sentence) for check in found)]

    def act(self, data):
        return examination.waive_check(
            candidacy=self.file,
            key=self.kwargs["key"],
            reason=data["reason"],
            by=self.request.user,
            today=timezone.localdate(),
            confirmed=self.confirmed,
        )


class RestoreCheckView(FileActView):
    form_class = Form
    title = "Rétablir une vérification"
    button = "Rétablir"
    success_message = "La vérification compte de nouveau."

    def act(self, data):
        waiver = self.file.waivers.filter(code=self.kwargs["key"]).first()
        if waiver:
            examination.restore_check(waiver=waiver, by=self.request.user)


class RecordWithdrawalView(FileActView):
    form_class = Form
    title = "Enregistrer un retrait"
    button = "Retirer la candidature"
    success_message = "La candidature est retirée. L’association et la personne en ont la trace."

    def warnings(self):
        return ["À utiliser quand l’association ou la personne l’a demandé autrement qu’ici. Les sièges redeviennent libres."]

    def act(self, data):
        return examination.record_withdrawal(candidacy=self.file, by=self.request.user, seen=self.seen)
