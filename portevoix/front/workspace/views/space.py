"""« Mon espace »: one page for a representative, the same on paper, and what they say of the end of a mandate."""

from django.urls import reverse
from django.utils import timezone

from portevoix.front.workspace.composition import Space
from portevoix.front.workspace.forms.my_data import WISHES, WishForm
from portevoix.front.workspace.own_space import YES
from portevoix.front.workspace.selectors_own import data_summary, own_person, space_of
from portevoix.register.access.permissions import Permission
from portevoix.register.access.views import ScopedActionView, ScopedView
from portevoix.register.mandates.actions.renewal_wishes import say_wish
from portevoix.register.mandates.models import Mandate
from portevoix.register.mandates.selectors.mandates import last_day


class OwnSpaceView(ScopedView):
    """What both pages read."""

    abstract = True
    permission = Permission.OWN_MANDATES

    def get_context_data(self, **kwargs):
        person = own_person(self.request.user)
        space: Space | None = space_of(person, at=timezone.now()) if person else None
        return super().get_context_data(space=space, **kwargs)


class MySpaceView(OwnSpaceView):
    """« Mon espace » : what is expected of me, where I sit, my training, my journal, my data."""

    template_name = "workspace/space/my_space.html"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        lines = data_summary(context["space"].person) if context["space"] else []
        return {**context, "data_lines": lines, "training_url": reverse("training:my_training")}


class PrintSpaceView(OwnSpaceView):
    """The same on one sheet of paper, in large characters."""

    template_name = "workspace/space/print.html"


class RenewalWishView(ScopedActionView):
    """« Je souhaite continuer » or « Je préfère arrêter », told to the association at once."""

    permission = Permission.OWN_MANDATES
    model = Mandate
    form_class = WishForm
    template_name = "workspace/space/wish.html"
    success_message = "C’est noté. Votre association le sait. Vous pouvez changer d’avis jusqu’à la fin du mandat."

    def get_rows(self):
        return (
            super()
            .get_rows()
            .select_related("body__body_type", "seat", "association__parent", "person", "body__region", "body__department")
        )

    def perform(self, data):
        return say_wish(
            mandate=self.object,
            continues=data["continues"] == YES,
            by=self.request.user,
            today=timezone.localdate(),
            path=reverse("workspace:association_mandates"),
        )

    def get_success_url(self):
        return reverse("workspace:my_space")

    def get_context_data(self, **kwargs):
        return super().get_context_data(end=last_day(self.object.period), wishes=WISHES, **kwargs)
