"""« Demandes sur les données » : what people ask about their data, with the clock, and the answers."""

from django.urls import reverse
from django.utils import timezone

from portevoix.base.core.screening import ensure_screened
from portevoix.base.ui.screened import ConfirmsText
from portevoix.front.workspace.forms.my_data import AnswerForm
from portevoix.register.access.permissions import Permission, can
from portevoix.register.access.views import ScopedActionView, ScopedListView
from portevoix.register.directory.actions.consents import answer_request
from portevoix.register.directory.models import DataRequest
from portevoix.register.directory.selectors.consents import requests_answered, requests_to_answer

A_PAGE = 50


class RequestsView(ScopedListView):
    """The requests of the people of one's part of the register: those that wait, the most urgent first; then those answered."""

    permission = Permission.DATA_REQUEST_VIEW
    template_name = "workspace/data_requests/list.html"
    paginate_by = A_PAGE

    def get_queryset(self):
        return requests_answered(self.scope()) if "repondues" in self.request.GET else requests_to_answer(self.scope())

    def get_context_data(self, **kwargs):
        today = timezone.localdate()
        context = super().get_context_data(**kwargs)
        return {
            **context,
            "lines": [(row, row.days_left(today)) for row in context["page_obj"]],
            "answered": "repondues" in self.request.GET,
            "waiting": "repondues" not in self.request.GET,
            "answered_url": f"{self.request.path}?repondues",
            "may_answer": can(self.request.user, Permission.DATA_REQUEST_ANSWER),
        }


class AnswerView(ConfirmsText, ScopedActionView):
    """One request: what was asked, until when, and the answer."""

    permission = Permission.DATA_REQUEST_ANSWER
    model = DataRequest
    form_class = AnswerForm
    template_name = "workspace/data_requests/answer.html"
    success_message = "La réponse est enregistrée. La personne la lit dans «\u00a0Mes données\u00a0»."

    def get_rows(self):
        return super().get_rows().select_related("person", "answered_by")

    def perform(self, data):
        ensure_screened(data["answer"], confirmed=self.confirmed, known=[self.object.person.last_name, self.object.person.first_name])
        return answer_request(request=self.object, outcome=data["outcome"], answer=data["answer"], by=self.request.user)

    def get_success_url(self):
        return reverse("workspace:data_requests")

    def get_context_data(self, **kwargs):
        return super().get_context_data(data_request=self.object, days_left=self.object.days_left(timezone.localdate()), **kwargs)
