"""What is done to a session and to an enrolment by France Assos Santé."""

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from portevoix.base.ui.screened import ConfirmsText
from portevoix.register.access.acts import ActView, ConfirmedActView
from portevoix.register.access.permissions import Permission
from portevoix.register.workflow.engine import StepRefused
from portevoix.work.training.actions import attendance, needs, sessions
from portevoix.work.training.actions.enrolments import accept_place, cancel_enrolment, enrol_many
from portevoix.work.training.enums import EnrolmentChannel, EnrolmentState
from portevoix.work.training.forms.enrolments import EnrolPeopleForm, FindPersonForm, NeedForm
from portevoix.work.training.forms.sessions import CancelForm
from portevoix.work.training.models import Enrolment, Session
from portevoix.work.training.selectors.enrolments import need_of, people_named
from portevoix.work.training.selectors.sessions import other_dates, session_with_figures, with_figures
from portevoix.work.training.selectors.words import days_words, place_words


class SessionAct(ActView):
    """An act on one session; leads back to its sheet."""

    abstract = True
    permission = Permission.TRAINING_MANAGE
    model = Session
    refusals = (ValidationError, StepRefused)

    @property
    def session(self) -> Session:
        return self.object

    def get_rows(self):
        return with_figures(super().get_rows())

    def back(self):
        return reverse("training:session", args=[self.session.pk])

    def trail(self):
        return [("Formations", reverse("training:sessions")), (self.session.course.title, self.back())]

    def facts(self):
        session = self.session
        return [("Formation", session.course.title), ("Dates", days_words(session)), ("Lieu", place_words(session))]


class ConfirmedSessionAct(ConfirmedActView, SessionAct):
    """The same in two steps."""

    abstract = True


class OpenSessionView(ConfirmedSessionAct):
    title = "Ouvrir les inscriptions"
    question = "Ouvrir les inscriptions à cette session\u00a0?"
    button = "Ouvrir les inscriptions"
    success_message = "Les inscriptions sont ouvertes. La page de la session est publique."

    def act(self, data):
        return sessions.open_session(session=self.object, by=self.request.user, at=timezone.now())

    def consequences(self, result, data):
        return [*self.facts(), ("Page publique", "visible de tous, sans aucun nom d’inscrit"), ("Places", str(self.object.seats))]


class ConfirmSessionView(ConfirmedSessionAct):
    title = "Confirmer la session"
    question = "Confirmer que cette session a lieu\u00a0?"
    button = "Confirmer la session"
    success_message = "La session est confirmée. Les personnes inscrites sont prévenues."

    def act(self, data):
        return sessions.confirm_session(session=self.object, by=self.request.user, at=timezone.now())

    def cautions(self, result, data):
        if self.object.taken >= self.object.minimum:
            return []
        return [f"{self.object.taken} places prises, pour un minimum de {self.object.minimum}."]

    def consequences(self, result, data):
        return [*self.facts(), ("Personnes prévenues", str(result))]


class CancelSessionView(ConfirmedSessionAct):
    form_class = CancelForm
    title = "Annuler la session"
    question = "Annuler cette session\u00a0?"
    button = "Annuler la session"
    success_message = "La session est annulée. Chaque personne inscrite est prévenue, avec les autres dates."

    def act(self, data):
        return sessions.cancel_session(session=self.object, reason=data["reason"], by=self.request.user, at=timezone.now())

    def consequences(self, result, data):
        left = other_dates(self.object, today=timezone.localdate())
        dates = ", ".join(days_words(one) for one in left[:3]) or "aucune pour le moment"
        return [*self.facts(), ("Personnes prévenues", str(result.told)), ("Autres dates proposées", dates)]


class CloseSheetView(ConfirmedSessionAct):
    title = "Clore les présences"
    question = "Clore les présences de cette session\u00a0?"
    button = "Clore les présences"
    success_message = "Les présences sont closes. Les attestations peuvent être remises."

    def act(self, data):
        return attendance.close_sheet(session=self.object, by=self.request.user, at=timezone.now())

    def consequences(self, result, data):
        words = {
            EnrolmentState.ATTENDED: "Formation suivie en entier",
            EnrolmentState.PARTIAL: "Suivie en partie",
            EnrolmentState.ABSENT: "Absences",
        }
        return [*self.facts(), *((label, str(result.get(state, 0))) for state, label in words.items())]


class ReopenSheetView(ConfirmedSessionAct):
    title = "Rouvrir les présences"
    question = "Rouvrir les présences de cette session\u00a0?"
    button = "Rouvrir les présences"
    success_message = "Les présences sont rouvertes. Corrigez-les, puis choisissez à nouveau «\u00a0Clore les présences\u00a0»."

    def act(self, data):
        return attendance.reopen_sheet(session=self.object, by=self.request.user)

    def consequences(self, result, data):
        return [*self.facts(), ("Personnes à nouveau inscrites", str(result))]


class EnrolSomebodyView(SessionAct):
    """Enrol people by hand: look for them by name, then tick them."""

    form_class = EnrolPeopleForm
    template_name = "training/enrolments/enrol.html"
    title = "Inscrire une personne"
    button = "Inscrire"
    success_message = "L’inscription est enregistrée, et la personne est prévenue."

    @property
    def text(self) -> str:
        return self.request.GET.get("q", "").strip()[:80]

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {
            "session": self.object,
            "people": people_named(self.request.user, self.text, session=self.object),
        }

    def get_context_data(self, **kwargs):
        search = FindPersonForm(self.request.GET) if self.text else FindPersonForm()
        found = people_named(self.request.user, self.text, session=self.object).exists()
        return super().get_context_data(search=search, text=self.text, found=found, **kwargs)

    def act(self, data):
        return enrol_many(
            session=self.object,
            people=list(data["people"]),
            channel=EnrolmentChannel.DELEGATION,
            by=self.request.user,
            at=timezone.now(),
            remote=data.get("how") == "a-distance",
        )


class EnrolmentAct(SessionAct):
    """An act on one enrolment."""

    abstract = True
    model = Enrolment

    @property
    def session(self) -> Session:
        return session_with_figures(self.object.session)

    def get_rows(self):
        rows = self.model.objects.visible_to(self.request.user)
        return rows.select_related("person", "session__region", "session__course", "association")

    def facts(self):
        return [("Personne", str(self.object.person)), *super().facts()]


class CancelEnrolmentView(EnrolmentAct):
    title = "Annuler une inscription"
    button = "Annuler l’inscription"
    success_message = "L’inscription est annulée. La place est proposée à la personne suivante."

    def warnings(self):
        return ["La personne est prévenue, avec les autres dates."]

    def act(self, data):
        return cancel_enrolment(enrolment=self.object, by=self.request.user, at=timezone.now())


class AcceptForSomebodyView(EnrolmentAct):
    title = "Confirmer la place d’une personne"
    button = "Confirmer la place"
    success_message = "La place est confirmée, et la personne est prévenue."

    def act(self, data):
        return accept_place(enrolment=self.object, by=self.request.user, at=timezone.now())


class NeedOfSomebodyView(ConfirmsText, EnrolmentAct):
    """What somebody said by telephone that they need."""

    form_class = NeedForm
    title = "Besoins d’accueil"
    button = "Enregistrer"
    success_message = "Les besoins d’accueil sont enregistrés."

    def warnings(self):
        return ["Ces besoins sont gardés à part et supprimés après la session. N’écrivez rien sur la santé de la personne."]

    def get_initial(self):
        return need_of(self.object)

    def act(self, data):
        return needs.save_need(
            enrolment=self.object, kinds=data["kinds"], remark=data["remark"], by=self.request.user, confirmed=self.confirmed
        )
