"""Certificates: issued for a session, revoked, read by who may have them."""

from django.urls import reverse
from django.utils import timezone

from portevoix.base.core import health
from portevoix.base.documents.responses import document_response
from portevoix.base.ui.forms import Form
from portevoix.base.ui.refresh import refreshed
from portevoix.register.access.acts import ActView, ConfirmedActView
from portevoix.register.access.permissions import Permission, permissions_of, scope_for
from portevoix.register.access.rehearsal import mark_of
from portevoix.register.access.views import ScopedListView, ScopedView, denied
from portevoix.register.workflow.engine import StepRefused
from portevoix.work.training.actions.certificates import reopen_and_revoke, revoke_certificate
from portevoix.work.training.forms.certificates import RevokeForm, SignatoryForm
from portevoix.work.training.models import Certificate, Session
from portevoix.work.training.selectors import certificates as selectors
from portevoix.work.training.selectors.badges import signing_key
from portevoix.work.training.selectors.certificates import Signatory
from portevoix.work.training.selectors.words import days_words, place_words
from portevoix.work.training.tasks import start_certificates

REFRESH_SECONDS = 4
READERS = (Permission.TRAINING_OWN, Permission.TRAINING_ENROL, Permission.TRAINING_MANAGE)


def session_trail(session: Session) -> list[tuple[str, str]]:
    """Return the path to the page of the certificates of a session."""
    return [
        ("Formations", reverse("training:sessions")),
        (session.course.title, reverse("training:session", args=[session.pk])),
        ("Attestations", reverse("training:certificates", args=[session.pk])),
    ]


class SessionCertificatesView(ScopedView):
    """Who has a certificate of a session, who waits for one, and how far the worker is."""

    permission = Permission.TRAINING_MANAGE
    model = Session
    template_name = "training/certificates/session.html"

    def get_rows(self):
        return super().get_rows().select_related("course", "region", "commune__department").prefetch_related("half_days")

    def get_context_data(self, **kwargs):
        session, request = self.object, selectors.request_of(self.object)
        lines = selectors.lines_of(session)
        waiting = request is not None and not request.closed
        return super().get_context_data(
            lines=lines,
            issued=sum(line.certificate is not None for line in lines),
            revoked=list(selectors.revoked(session)),
            request_made=request,
            waiting=waiting,
            silent=waiting and not health.living_workers(timezone.now()),
            refresh_seconds=REFRESH_SECONDS,
            days=days_words(session),
            where=place_words(session),
            mark=mark_of(session),
            **kwargs,
        )

    def get(self, request, *args, **kwargs):
        context = self.get_context_data()
        response = self.render_to_response(context)
        return refreshed(response, request, seconds=REFRESH_SECONDS) if context["waiting"] else response


class OfSession(ScopedView):
    """What the acts about the certificates of a session share."""

    abstract = True
    permission = Permission.TRAINING_MANAGE
    model = Session

    def get_rows(self):
        return super().get_rows().select_related("course", "region", "commune").prefetch_related("half_days")

    def back(self):
        return reverse("training:certificates", args=[self.object.pk])

    def trail(self):
        return session_trail(self.object)


class IssueView(OfSession, ActView):
    """Issue every certificate that the session still owes."""

    form_class = SignatoryForm
    title = "Délivrer les attestations"
    button = "Délivrer les attestations"
    refusals = (*ActView.refusals, StepRefused)

    def get_initial(self):
        session = self.object
        place = session.commune.name if session.commune else session.region.name
        return {
            "name": self.request.user.get_full_name(),
            "quality": f"Pour la délégation régionale, {selectors.OURS} {session.region.name}",
            "place": place,
        }

    def facts(self):
        count = selectors.due(self.object).count()
        return [
            ("Formation", self.object.course.title),
            ("Dates", days_words(self.object)),
            ("Attestations à délivrer", count),
        ]

    def act(self, data):
        return start_certificates(session=self.object, signatory=Signatory(**data), by=self.request.user)


class ReopenView(OfSession, ConfirmedActView):
    """Reopen the sheet: every certificate that it gave is revoked in the same act."""

    form_class = Form
    title = "Rouvrir la feuille et annuler les attestations"
    question = "Rouvrir la feuille et annuler ses attestations\u00a0?"
    refusals = (*ConfirmedActView.refusals, StepRefused)
    success_message = "La feuille est rouverte. Corrigez, puis «\u00a0Clore les présences\u00a0», et délivrez les attestations."

    def facts(self):
        return [("Formation", self.object.course.title), ("Dates", days_words(self.object))]

    def consequences(self, result, data):
        return [("Attestations annulées", result), ("Personnes prévenues", result)]

    def act(self, data):
        return reopen_and_revoke(session=self.object, by=self.request.user, at=timezone.now())

    def get_success_url(self):
        return reverse("training:session", args=[self.object.pk])


class RevokeView(ConfirmedActView):
    """Revoke one certificate."""

    permission = Permission.TRAINING_MANAGE
    model = Certificate
    form_class = RevokeForm
    title = "Annuler une attestation"
    question = "Annuler cette attestation\u00a0?"
    refusals = (*ConfirmedActView.refusals, StepRefused)
    success_message = "L’attestation est annulée et la personne est prévenue."

    def get_rows(self):
        return super().get_rows().select_related(*selectors.WITH_SESSION, "enrolment__person", "enrolment__association")

    def back(self):
        return reverse("training:certificates", args=[self.object.enrolment.session_id])

    def trail(self):
        return session_trail(self.object.enrolment.session)

    def facts(self):
        one = self.object
        return [("Attestation", one.number), ("Personne", one.enrolment.person), ("Formation", one.enrolment.session.course.title)]

    def consequences(self, result, data):
        return [
            ("Page de vérification", "elle dira que l’attestation est annulée, et pourquoi"),
            ("Personne", "elle reçoit un courriel"),
        ]

    def act(self, data):
        return revoke_certificate(certificate=self.object, reason=data["reason"], by=self.request.user, at=timezone.now())


class CertificatePage(ScopedView):
    """What the files of one certificate share: for the person, the association that enrolled them, France Assos Santé."""

    abstract = True
    signed_in = True
    model = Certificate

    def get_rows(self):
        return (
            super()
            .get_rows()
            .select_related(*selectors.WITH_SESSION, "enrolment__person__user")
            .prefetch_related("enrolment__session__half_days")
        )

    def check_permission(self):
        if not set(READERS) & permissions_of(self.request.user):
            raise denied(self.request.user, Permission.TRAINING_MANAGE)


class CertificateFileView(CertificatePage):
    """The certificate as it was issued; `?gros=1` in large characters."""

    def get(self, request, *args, **kwargs):
        return document_response(request, self.object.document)


class MyCertificatesView(ScopedView):
    """« Mes attestations »: those of the person, with the badge of each."""

    permission = Permission.TRAINING_OWN
    template_name = "training/certificates/own.html"

    def get_context_data(self, **kwargs):
        people = scope_for(self.request.user, self.permission).persons
        rows = [one for person in people for one in selectors.certificates_of(person)]
        return super().get_context_data(certificates=rows, signs=signing_key() is not None, **kwargs)


class OurCertificatesView(ScopedListView):
    """« Attestations » of the people of one's association."""

    permission = Permission.TRAINING_ENROL
    template_name = "training/certificates/association.html"
    paginate_by = 25
    context_object_name = "certificates"

    def get_queryset(self):
        return selectors.certificates_of_association(self.scope())
