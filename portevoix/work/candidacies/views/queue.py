"""« Ce qui m’attend »: what the account holds, the late ones first."""

from django.urls import reverse
from django.utils import timezone

from portevoix.base.core.french_dates import date_fr
from portevoix.base.ui.errors import BadInput
from portevoix.base.ui.paging import CutPage, page_number
from portevoix.base.ui.tables import Table
from portevoix.register.access.permissions import Permission, can
from portevoix.register.access.views import ScopedView
from portevoix.work.candidacies.forms.desk import QueueFilterForm
from portevoix.work.candidacies.models import Call
from portevoix.work.candidacies.selectors.queue import Criteria, waiting_files
from portevoix.work.candidacies.selectors.tasks import Task, TaskKind, waiting_tasks
from portevoix.work.candidacies.tables.desk import QUEUE


class QueueView(ScopedView):
    """The files and the tasks of the account; everybody who signs in has the page, most representatives find it empty."""

    signed_in = True
    template_name = "candidacies/desk/queue.html"
    size = 25

    def get_context_data(self, **kwargs):
        user, query, now = self.request.user, self.request.GET, timezone.now()
        form = QueueFilterForm(query)
        if not form.is_valid():
            raise BadInput("Ce filtre n’est pas compris.", hint="Choisissez une valeur dans la liste.")
        asked = form.cleaned_data
        criteria = Criteria(state=asked["e"], text=asked["q"], late=asked["r"])
        files = waiting_files(user, today=timezone.localdate(now), criteria=criteria, page=page_number(query), per_page=self.size)
        form.limit_to(files.states)
        return super().get_context_data(
            filters=form,
            files=files,
            table=Table(caption="Dossiers qui m’attendent", columns=QUEUE, rows=files.files),
            page=CutPage(files.files, size=self.size, total=files.total, number=files.page).current(),
            tasks=[(task, _words(task), _hint(task), _address(task, user)) for task in waiting_tasks(user, at=now)],
            narrowed=any(asked.values()),
            waiting=sum(files.states.values()),
            **kwargs,
        )


def _words(task: Task) -> str:
    target = f"{task.target.number}, {task.target}" if isinstance(task.target, Call) else str(task.target)
    if task.kind == TaskKind.ANSWER_REQUEST:
        return f"{task.kind}\u00a0: {task.target.name}, {task.target.association}"
    if task.kind == TaskKind.ACCEPT_SEAT:
        return f"{task.kind}\u00a0: {target}, {task.target.full_name}"
    return f"{task.kind}\u00a0: {target}"


COUNTED = {
    TaskKind.WRITE_ORDER: ("personne retenue", "personnes retenues"),
    TaskKind.FINISH_CALL: ("dossier encore à décider", "dossiers encore à décider"),
    TaskKind.PREPARE_ORDER: ("désignation ou fin de mandat", "désignations ou fins de mandat"),
    TaskKind.SIGN_ORDER: ("désignation ou fin de mandat", "désignations ou fins de mandat"),
    TaskKind.PUBLISH_ORDER: ("désignation ou fin de mandat", "désignations ou fins de mandat"),
    TaskKind.ACCEPT_SEAT: ("siège proposé", "sièges proposés"),
}


def _hint(task: Task) -> str:
    """« 8 personnes retenues · depuis le 10 novembre 2026 · avant le 2 décembre 2026 »."""
    words = []
    if task.count and task.kind in COUNTED:
        words.append(f"{task.count}\u00a0{COUNTED[task.kind][task.count > 1]}")
    if task.since:
        words.append(f"depuis le {date_fr(timezone.localdate(task.since))}")
    if task.due:
        words.append(f"avant le {date_fr(task.due)}")
    return " · ".join(words)


ADDRESSES = {
    TaskKind.WRITE_ORDER: "candidacies:call_order",
    TaskKind.FINISH_CALL: "candidacies:call",
    TaskKind.CLOSE_CALL: "candidacies:call",
    TaskKind.PUBLISH_CALL: "candidacies:call",
    TaskKind.PREPARE_ORDER: "orders:order",
    TaskKind.SIGN_ORDER: "orders:order",
    TaskKind.PUBLISH_ORDER: "orders:order",
}


def _address(task: Task, user) -> str:
    if task.kind == TaskKind.ANSWER_REQUEST:
        name = "candidacies:answer_access" if can(user, Permission.ASSOCIATION_MANAGE) else "candidacies:answer_request"
        return reverse(name, args=[task.target.pk])
    if task.kind == TaskKind.ACCEPT_SEAT:
        name = "candidacies:candidacy" if can(user, Permission.CANDIDACY_FILE, task.target) else "candidacies:my_candidacy"
        return reverse(name, args=[task.target.pk])
    return reverse(ADDRESSES[task.kind], args=[task.target.pk])
