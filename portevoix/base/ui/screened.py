"""A form whose text seems to name somebody comes back with a box: the writer who knows better ticks it."""

from django import forms

from portevoix.base.core.screening import CODE as SCREENED
from portevoix.base.ui.forms import Form

CONFIRMED = "Je confirme que ce texte ne dit rien de la santé ni de l’identité de quelqu’un d’autre"


class TextForm(Form):
    """A form whose free text is screened: the box to confirm appears when something was found."""

    def offer_confirmation(self) -> None:
        """Add the box that lets the writer keep the text."""
        self.fields["confirmed"] = forms.BooleanField(label=CONFIRMED, required=False)


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
