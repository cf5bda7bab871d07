"""Step 2: the ranked wishes. A body is found by its town or name, without script; or any seat around the home."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import cached_property

from portevoix.register.access.views import ScopedActionView
from portevoix.register.directory.models import Body
from portevoix.register.workflow.engine import StepRefused
from portevoix.work.candidacies.actions import filing, wishes
from portevoix.work.candidacies.forms.filing import BodySearchForm, DistanceForm, OtherSeatForm, QualityForm
from portevoix.work.candidacies.models import Wish
from portevoix.work.candidacies.selectors.completeness import NO_WISH, FormStep
from portevoix.work.candidacies.selectors.filing import around, body_of_call, matching, offers, qualities_of, seats_within, wish_lines
from portevoix.work.candidacies.views.filing_steps import FilePage, SavedStep

PAGE_SIZE = 12
ORDERS = ("monter", "descendre", "retirer")
ADDING = {"instance": "add_wish", "distance": "add_distance"}


class SeatsView(SavedStep):
    """The list of the wishes, with what moves them; and another seat if none is retained."""

    step = FormStep.SEATS
    fields = filing.OTHER_SEAT_FIELDS
    following = "declarations"
    form_class = OtherSeatForm
    states = wishes.DRAFT_ONLY
    template_name = "candidacies/filing/seats.html"

    def saved(self, form):
        order = next((name for name in ORDERS if name in self.request.POST), None)
        if order is not None:
            return self.obey(order, form)
        adding = ADDING.get(self.request.POST.get("ajouter", ""))
        if adding is not None:
            return redirect(self.route(adding))
        if "brouillon" not in self.request.POST and not self.object.wishes.exists():
            form.add_error(None, NO_WISH.sentence)
            return self.form_invalid(form)
        return super().saved(form)

    def obey(self, order: str, form):
        """Move or remove one wish, then show the list again."""
        number = self.request.POST[order]
        wish = self.object.wishes.filter(pk=number).first() if number.isdecimal() else None
        if wish is None:
            messages.warning(self.request, wishes.CHANGED)
            return redirect(self.route("seats"))
        mark = self.request.POST.get("voeux", "")
        try:
            if order == "retirer":
                wishes.remove_wish(wish=wish, by=self.request.user, mark=mark)
            else:
                wishes.move_wish(wish=wish, up=order == "monter", by=self.request.user, mark=mark)
        except self.refusals as refusal:
            return self.refused(form, refusal)
        return redirect(f"{self.route('seats')}#voeux")

    def get_context_data(self, **kwargs):
        lines = wish_lines(self.object, today=timezone.localdate())
        return super().get_context_data(
            wishes=[(line, self._change(line.wish)) for line in lines],
            wishes_mark=wishes.wishes_mark(self.object),
            most=len(lines) >= wishes.MOST_WISHES,
            **kwargs,
        )

    def _change(self, wish: Wish) -> str:
        return self.route("change_wish" if wish.body_id else "change_distance", wish.pk)


class WishPage(FilePage, ScopedActionView):
    """A page that adds one wish, or changes the one of the address."""

    abstract = True
    step = FormStep.SEATS
    states = wishes.DRAFT_ONLY
    refusals = (ValidationError, StepRefused)

    @cached_property
    def wish(self) -> Wish | None:
        number = self.kwargs.get("wish")
        if number is None:
            return None
        found = self.object.wishes.select_related("body").filter(pk=number, body__isnull=self.about_distance).first()
        if found is None:
            raise Http404
        return found

    def post(self, request, *args, **kwargs):
        return self.gone() or super().post(request, *args, **kwargs)

    def write(self, **asked):
        """Add the wish, or change it."""
        if self.wish is None:
            return wishes.add_wish(candidacy=self.object, by=self.request.user, **asked)
        return wishes.change_wish(wish=self.wish, by=self.request.user, mark=self.request.POST.get("voeux", ""), **asked)

    def get_success_url(self):
        return f"{self.route('seats')}#voeux"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            wish=self.wish, wishes_mark=wishes.wishes_mark(self.object), seats_url=self.route("seats"), **kwargs
        )


class BodyWishView(WishPage):
    """A wish on a body: find it, then say which seat."""

    form_class = QualityForm
    template_name = "candidacies/filing/wish.html"
    about_distance = False

    @cached_property
    def chosen(self) -> Body | None:
        """The body that was chosen, when it has a seat in the call."""
        number = self.request.POST.get("instance") or self.request.GET.get("instance") or ""
        if not number and self.wish is not None and "q" not in self.request.GET:
            number = str(self.wish.body_id)
        return body_of_call(self.object.call, int(number)) if number.isdecimal() else None

    def get_form_kwargs(self):
        qualities = qualities_of(self.object.call, self.chosen) if self.chosen else []
        initial = {"quality": self.wish.quality} if self.wish else {"quality": qualities[0].value if qualities else ""}
        return super().get_form_kwargs() | {"qualities": qualities, "initial": initial}

    def perform(self, data):
        if self.chosen is None:
            raise ValidationError(wishes.NOT_IN_CALL)
        return self.write(body=self.chosen, quality=data["quality"])

    def get_context_data(self, **kwargs):
        search = BodySearchForm(self.request.GET)
        text = search.cleaned_data["q"] if search.is_valid() else ""
        today, call = timezone.localdate(), self.object.call
        known = offers(call, home=self.object.home, today=today)
        found, place = matching(known, text), None
        if text and not found:
            place, found = around(call, text, today=today)
        page = Paginator(found, PAGE_SIZE).get_page(self.request.GET.get("page"))
        chosen = self.chosen
        return super().get_context_data(
            search=search,
            text=text,
            place=place,
            page=page,
            chosen=chosen,
            offer=next((offer for offer in known if chosen and offer.body_id == chosen.pk), None),
            **kwargs,
        )


class DistanceWishView(WishPage):
    """A wish on any seat around the home."""

    form_class = DistanceForm
    template_name = "candidacies/filing/distance.html"
    about_distance = True

    def get_form_kwargs(self):
        initial = {"within_km": self.wish.within_km if self.wish else 30}
        return super().get_form_kwargs() | {"initial": initial}

    def perform(self, data):
        return self.write(within_km=data["within_km"])

    def get_context_data(self, **kwargs):
        form = kwargs.get("form") or self.get_form()
        today, call, home = timezone.localdate(), self.object.call, self.object.home
        counts = seats_within(call, home, today=today)
        asked = form.initial["within_km"] if not form.is_bound else form.cleaned_data.get("within_km")
        here = seats_within(call, home, today=today, radii=[asked])[0] if asked and counts else None
        return super().get_context_data(**{**kwargs, "form": form}, counts=counts, here=here, person_url=self.route("person"))
