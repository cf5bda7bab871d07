"""Forms of those who answer."""

from django import forms

from portevoix.base.ui.forms import Form
from portevoix.register.directory.models import Association
from portevoix.work.outreach.enums import ClosingReason, HandOverState, NoteKind
from portevoix.work.outreach.workflow import ACTIVE

ALL, OPEN = "toutes", "ouvertes"
NOT_CHOSEN = {ClosingReason.WITHDRAWN, ClosingReason.LAPSED}  # noted by the program


class FollowFilterForm(Form):
    """Which hand-overs are listed."""

    e = forms.ChoiceField(label="État", required=False)
    a = forms.ChoiceField(label="Destinataire", required=False)
    r = forms.BooleanField(label="En retard seulement", required=False)

    def __init__(self, *args, recipients: list[tuple[int, str]], **kwargs):
        super().__init__(*args, **kwargs)
        states = [(code, label.capitalize()) for code, label in HandOverState.choices]
        self.fields["e"].choices = [("", "Demandes ouvertes"), (ALL, "Tous les états"), *states]
        self.fields["a"].choices = [("", "Tous"), *((str(code), name) for code, name in recipients)]

    def states(self) -> frozenset[str]:
        """Return the states asked for."""
        asked = self.cleaned_data["e"]
        return frozenset(HandOverState.values) if asked == ALL else frozenset({asked}) if asked else ACTIVE


class NoteForm(Form):
    kind = forms.ChoiceField(label="Ce que vous avez fait", choices=[(code, label.capitalize()) for code, label in NoteKind.choices])


class CloseForm(Form):
    reason = forms.ChoiceField(
        label="Motif",
        widget=forms.RadioSelect,
        choices=[(code, label.capitalize()) for code, label in ClosingReason.choices if code not in NOT_CHOSEN],
    )


class OfferForm(Form):
    """To whom else; the person agrees by a link, or agreed by voice."""

    DELEGATION = "delegation"
    recipient = forms.ChoiceField(label="Nouveau destinataire")
    by_word = forms.BooleanField(
        label="La personne a donné son accord de vive voix pour ce destinataire",
        required=False,
        help_text="Sans cette case, elle reçoit un courriel et répond elle-même.",
    )

    def __init__(self, *args, associations: list[Association], **kwargs):
        super().__init__(*args, **kwargs)
        self.known = {one.code: one for one in associations}
        named = [(one.code, one.name) for one in associations]
        self.fields["recipient"].choices = [("", "Choisissez"), (self.DELEGATION, "France Assos Santé, délégation régionale"), *named]

    def clean_recipient(self) -> Association | None:
        """Return the association, None for the delegation."""
        return self.known.get(self.cleaned_data["recipient"])
