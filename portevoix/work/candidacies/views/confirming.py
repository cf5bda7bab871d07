"""A form whose text seems to name somebody comes back with a box: the writer who knows better ticks it."""

from portevoix.base.core.screening import CODE as SCREENED
from portevoix.work.candidacies.forms.desk import TextForm


class ConfirmsText:
    """Before the page of a form (`ScopedActionView`): offers the box when the action found something, and reads it."""

    @property
    def confirmed(self) -> bool:
        """Whether the writer keeps a text that seems to name somebody."""
        return bool(self.request.POST.get("confirmed"))

    def refused(self, form, refusal):
        if getattr(refusal, "code", "") == SCREENED and isinstance(form, TextForm):
            form.offer_confirmation()
        return super().refused(form, refusal)
