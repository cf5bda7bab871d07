"""Pages with one form that does one thing to one row: facts, form, and for the grave ones a confirmation that says what will follow."""

from typing import Any, ClassVar

from django.utils import timezone

from portevoix.base.ui.forms import Form
from portevoix.register.access.rehearsal import mark_of, rehearse, unchanged
from portevoix.register.access.views import ScopedActionView

Lines = list[tuple[str, Any]]


class ActView(ScopedActionView):
    """Does `act(data)` on the row of the address, when the row is still as it was on the page that was sent.

    title, button: what is done, in the infinitive. trail(): the path to the page. back(): where « Ne rien changer » leads.
    facts(): what the row says, as (label, value). warnings(): sentences to read before.
    """

    abstract = True
    form_class = Form
    template_name = "access/acts/act.html"
    title: ClassVar[str] = ""
    button: ClassVar[str] = ""

    def act(self, data: dict) -> Any:
        """Call the one action."""
        raise NotImplementedError

    def back(self) -> str:
        raise NotImplementedError

    def trail(self) -> list[tuple[str, str]]:
        raise NotImplementedError

    def facts(self) -> Lines:
        return []

    def warnings(self) -> list[str]:
        return []

    def perform(self, data):
        with unchanged(self.object, mark=self.request.POST.get("vu", "")):
            return self.act(data)

    def get_success_url(self):
        return self.back()

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"today": timezone.localdate()}

    def get_context_data(self, **kwargs):
        shown = {
            "title": self.title,
            "button": self.button,
            "back": self.back(),
            "trail": self.trail(),
            "facts": self.facts(),
            "warnings": self.warnings(),
            "mark": mark_of(self.object),
        }
        return super().get_context_data(**{**shown, **kwargs})


class ConfirmedActView(ActView):
    """The same in two steps: the act is rehearsed and taken back, the page says what it would do, then it is done.

    consequences(result, data): (label, value) lines read on the confirmation; `result` is what the rehearsed act returned.
    """

    abstract = True
    question: ClassVar[str] = ""
    confirm_template: ClassVar[str] = "access/acts/confirm.html"

    def consequences(self, result: Any, data: dict) -> Lines:
        raise NotImplementedError

    def cautions(self, result: Any, data: dict) -> list[str]:
        """Return sentences to read before confirming."""
        return []

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"button": "Continuer", **kwargs})

    def form_valid(self, form):
        if "confirme" in self.request.POST:
            return super().form_valid(form)
        if "modifier" in self.request.POST:
            return self.render_to_response(self.get_context_data(form=form))
        data = form.cleaned_data
        try:
            lines, cautions = rehearse(lambda: self._rehearsed(data))
        except self.refusals as refusal:
            return self.refused(form, refusal)
        context = self.get_context_data(
            form=form,
            lines=lines,
            cautions=cautions,
            kept=_kept(form),
            question=self.question,
            button=self.button,
            mark=self.request.POST.get("vu", ""),
        )
        return self.response_class(request=self.request, template=self.confirm_template, context=context)

    def _rehearsed(self, data):
        result = self.perform(data)
        return self.consequences(result, data), self.cautions(result, data)


def _kept(form) -> list[tuple[str, str]]:
    """Return what the form said, for the hidden fields of the confirmation."""
    return [(form.add_prefix(name), value) for name in form.fields for value in form.data.getlist(form.add_prefix(name))]
