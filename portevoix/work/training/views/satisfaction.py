"""The questionnaire after a session, and its results for France Assos Santé."""

from functools import cached_property

from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from portevoix.base.ui.screened import ConfirmsText
from portevoix.register.access.permissions import Permission, scope_for
from portevoix.register.access.views import ScopedActionView, ScopedView
from portevoix.register.workflow.engine import StepRefused
from portevoix.work.training.actions.satisfaction import answer
from portevoix.work.training.forms.satisfaction import OpinionForm
from portevoix.work.training.models import Enrolment, Session
from portevoix.work.training.selectors import satisfaction as selectors


class OpinionPage(ConfirmsText, ScopedActionView):
    """Four questions and a remark."""

    abstract = True
    form_class = OpinionForm
    refusals = (*ScopedActionView.refusals, StepRefused)

    def enrolment(self) -> Enrolment:
        raise NotImplementedError

    def perform(self, data):
        grades = {name: data[name] for name in selectors.GRADES}
        return answer(enrolment=self.enrolment(), grades=grades, remark=data["remark"], at=timezone.now(), confirmed=self.confirmed)

    def get_context_data(self, **kwargs):
        row = self.enrolment()
        return super().get_context_data(
            session=row.session,
            open=selectors.may_answer(row, today=timezone.localdate()),
            given=row.opinion_given,
            last=selectors.last_day_of_answers(row.session),
            **kwargs,
        )


class MyOpinionView(OpinionPage):
    """From « Ma formation »."""

    permission = Permission.TRAINING_OWN
    model = Enrolment
    template_name = "training/satisfaction/own.html"
    success_message = "Merci. Votre réponse est enregistrée, sans votre nom."

    def get_rows(self):
        rows = super().get_rows().filter(person__in=scope_for(self.request.user, self.permission).persons)
        return rows.select_related("session__course", "session__region", "session__commune__department", "association")

    def enrolment(self):
        return self.object

    def get_success_url(self):
        return reverse("training:my_training")


class LinkedOpinionView(OpinionPage):
    """From the link of an e-mail, without signing in."""

    public = True
    template_name = "training/satisfaction/link.html"

    @cached_property
    def found(self):
        row = selectors.enrolment_of_opinion(self.kwargs["token"])
        if row is None:
            raise Http404
        return row

    def enrolment(self):
        return self.found

    def get(self, request, *args, **kwargs):
        response = super().get(request, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        return response

    def get_success_url(self):
        return reverse("training:opinion", args=[self.kwargs["token"]])


class SessionResultsView(ScopedView):
    """What people thought of a session."""

    permission = Permission.TRAINING_MANAGE
    model = Session
    template_name = "training/satisfaction/session.html"

    def get_rows(self):
        return super().get_rows().select_related("course", "region", "commune__department").prefetch_related("half_days")

    def get_context_data(self, **kwargs):
        results = selectors.results_of_session(self.object, today=timezone.localdate())
        return super().get_context_data(results=results, scale=list(selectors.SCALE.values()), **kwargs)


class ResultsView(ScopedView):
    """What people thought, course by course."""

    permission = Permission.TRAINING_MANAGE
    template_name = "training/satisfaction/courses.html"

    def get_context_data(self, **kwargs):
        scope = scope_for(self.request.user, self.permission)
        return super().get_context_data(rows=selectors.results_by_course(scope, today=timezone.localdate()), **kwargs)
