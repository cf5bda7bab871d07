"""Decide of a wish, and come back on a decision."""

from django.http import Http404
from django.utils import timezone
from django.utils.functional import cached_property

from portevoix.base.ui.forms import Form
from portevoix.register.access.permissions import Permission
from portevoix.work.candidacies.actions import decisions
from portevoix.work.candidacies.forms.desk import DecisionForm
from portevoix.work.candidacies.selectors.deciding import choice_for
from portevoix.work.candidacies.selectors.wish_words import asked, given
from portevoix.work.candidacies.views.examination import FileActView


class WishActView(FileActView):
    """An act on one wish of a file."""

    abstract = True
    permission = Permission.CANDIDACY_DECIDE

    @cached_property
    def wish(self):
        found = self.file.wishes.select_related("candidacy__call", "body", "seat__body").filter(rank=self.kwargs["rank"]).first()
        if found is None:
            raise Http404
        return found

    def facts(self):
        opinion = self.file.assessments.first()
        return [
            ("Personne", self.file.full_name),
            ("Association", self.file.association.name),
            (f"Vœu {self.wish.rank}", asked(self.wish)),
            ("Avis de la délégation", _opinion(opinion)),
        ]


class DecideWishView(WishActView):
    """Retain the wish on a seat, put it on the list, or not retain it; always with a reason."""

    form_class = DecisionForm
    template_name = "candidacies/desk/decide.html"
    title = "Décider d’un vœu"
    button = "Enregistrer la décision"
    success_message = "La décision est enregistrée. Elle peut être reprise tant que l’arrêté n’est pas signé."

    @cached_property
    def choice(self):
        return choice_for(self.wish, day=timezone.localdate())

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"seats": self.choice.free, "proposed": self.choice.proposed is not None}

    def get_initial(self):
        seat = self.choice.proposed.seat if self.choice.proposed else None
        seat = seat or (self.choice.free[0][0] if len(self.choice.free) == 1 else None)
        return {"seat": str(seat.pk)} if seat else {}

    def act(self, data):
        decision = decisions.Decision(
            wish=self.wish,
            outcome=data["outcome"],
            reason=data["reason"],
            seat=data["seat"],
            refusal_reason=data["refusal_reason"],
            deviation=data.get("deviation", ""),
            seen=self.seen,
            confirmed=self.confirmed,
        )
        return decisions.decide_wish(decision=decision, by=self.request.user, today=timezone.localdate())

    def get_context_data(self, **kwargs):
        return super().get_context_data(choice=self.choice, wish=self.wish, candidacy=self.file, **kwargs)


class UndoDecisionView(WishActView):
    """Take a decision back, until the order is signed."""

    form_class = Form
    title = "Revenir sur la décision"
    button = "Reprendre la décision"
    success_message = "La décision est reprise\u00a0: ce vœu est de nouveau à décider."

    def facts(self):
        decided = [("Décision", self.wish.get_state_display().capitalize())]
        return [*super().facts(), *decided, *([("Siège", given(self.wish))] if self.wish.seat else [])]

    def warnings(self):
        return ["Si un projet d’arrêté porte ce siège, la ligne en sort."] if self.wish.order_line_id else []

    def act(self, data):
        return decisions.undo_decision(wish=self.wish, by=self.request.user, seen=self.seen)


def _opinion(opinion) -> str:
    if opinion is None:
        return "pas encore donné"
    value = opinion.get_value_display()
    return f"{value}\u00a0: {opinion.comment}" if opinion.comment else value
