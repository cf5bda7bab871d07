"""The letters that France Assos Santé sends by hand: the people of the list on screen, ticked, then confirmed."""

from django.contrib import messages
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from portevoix.base.ui.components.words import number_fr
from portevoix.base.ui.query import with_params
from portevoix.register.access.permissions import Permission, scope_for
from portevoix.register.access.views import ScopedActionView
from portevoix.work.training.actions.duty_reminders import remind_by_hand
from portevoix.work.training.enums import ReminderKind
from portevoix.work.training.forms.duty import PeopleForm
from portevoix.work.training.forms.radar import RadarFilterForm
from portevoix.work.training.selectors.radar import figures, matching, read_rows
from portevoix.work.training.selectors.reminders import reminders_by_hand

MOST = 100  # people of one sending: what somebody can read before confirming


class RemindView(ScopedActionView):
    """Who would get which letter, who would not and why; the sending is asked for twice."""

    permission = Permission.TRAINING_MANAGE
    form_class = PeopleForm
    template_name = "training/duty/remind.html"

    @cached_property
    def today(self):
        return timezone.localdate()

    @cached_property
    def offered(self):
        """The letters that may leave, and the refusals, for the people of the filters."""
        scope = scope_for(self.request.user, self.permission)
        criteria = RadarFilterForm(self.request.GET, found=figures(scope, at=self.today)).criteria()
        people = [duty.person for duty in matching(scope, at=self.today, criteria=criteria)]
        able, refused = reminders_by_hand(scope, people=people, today=self.today)
        return able[:MOST], refused, max(0, len(able) - MOST)

    @cached_property
    def choices(self):
        able, _, _ = self.offered
        rows = read_rows(duty for duty, _ in able)
        return [
            (str(row.duty.person), f"{row.person.sorted_name}\u00a0: {ReminderKind(kind).label}")
            for row, (_, kind) in zip(rows, able, strict=True)
        ]

    def get_initial(self):
        return {"people": [key for key, _ in self.choices]}

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"choices": self.choices}

    def form_valid(self, form):
        if "confirme" in self.request.POST:
            return super().form_valid(form)
        chosen = form.cleaned_data["people"]
        words = [words for key, words in self.choices if key in set(chosen)]
        return self.render_to_response(self.get_context_data(form=form, chosen=chosen, letters=words))

    def perform(self, data):
        return remind_by_hand(people=[int(key) for key in data["people"]], by=self.request.user, today=self.today)

    def get_success_url(self):
        count = self.result
        messages.success(self.request, f"{number_fr(count)}\u00a0rappel{'s' if count > 1 else ''} part{'ent' if count > 1 else ''}.")
        return reverse("training:radar") + with_params(self.request.GET)

    def get_context_data(self, **kwargs):
        _, refused, left = self.offered
        names = {row.duty.person: row.person for row in read_rows(one.duty for one in refused[:MOST])}
        told = [(names[one.duty.person], one.words) for one in refused[:MOST]]
        back = reverse("training:radar") + with_params(self.request.GET)
        return super().get_context_data(refused=told, more_refused=len(refused) - len(told), left=left, most=MOST, back=back, **kwargs)
