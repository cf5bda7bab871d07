"""The steps that the register itself knows: to say whether one goes on, to give one's commune."""

from collections.abc import Mapping
from datetime import timedelta

from django.urls import reverse

from portevoix.base.core.french_dates import date_fr
from portevoix.base.core.periods import last_day
from portevoix.front.workspace.composition import READ, seat_quality
from portevoix.register.access.own_space import Act, Asked, Part, Rank, Step, parts
from portevoix.register.mandates.models import Mandate
from portevoix.register.mandates.selectors.renewal_wishes import WishWindow, last_wishes, wish_window

YES, NO = "oui", "non"


def steps(asked: Asked) -> Mapping[int, Part]:
    """Return the steps of the register for each person: three statements."""
    found: dict[int, list[Step]] = {pk: [] for pk in asked.people}
    running = Mandate.objects.active_at(asked.today).filter(person__in=list(asked.people), departure_on__isnull=True, end_reason="")
    window = wish_window(asked.today)
    soon = running.filter(period__endswith__lte=asked.today + timedelta(days=window.first + 1))
    rows = list(
        soon.select_related("seat", "body", "association").only(*READ, "association__name", "association__acronym").order_by("period", "pk")
    )
    said = last_wishes([mandate.pk for mandate in rows])
    for mandate in rows:
        if mandate.pk not in said and window.asks(last_day(mandate.period), today=asked.today):
            mandate.person = asked.people[mandate.person_id]
            found[mandate.person_id].append(_renewal(mandate, window, asked))
    for pk, person in asked.people.items():
        if person.home_id is None:
            found[pk].append(_home())
    return {pk: Part(steps=tuple(list_of_steps)) for pk, list_of_steps in found.items() if list_of_steps}


def _renewal(mandate: Mandate, window: WishWindow, asked: Asked) -> Step:
    end = last_day(mandate.period)
    before = window.expected(end, today=asked.today)
    who = f"Votre association, {mandate.association.short_name}, le saura" if mandate.association else "L’agence le saura"
    url, where = reverse("workspace:renewal_wish", args=[mandate.pk]), f", {mandate.body.readable_name}"
    return Step(
        rank=Rank.RENEWAL,
        title=f"Votre mandat de {seat_quality(mandate)} se termine le {date_fr(end)}.",
        text=f"{mandate.body.readable_name}. Voulez-vous continuer\u00a0? Dites-le avant le {date_fr(before)}. {who} tout de suite.",
        acts=(
            Act(label="Je souhaite continuer", url=url, post=True, values=(("continues", YES),), hidden=where),
            Act(label="Je préfère arrêter", url=url, post=True, values=(("continues", NO),), hidden=where),
        ),
        before=end,
    )


def _home() -> Step:
    return Step(
        rank=Rank.HOME,
        title="Dites-nous dans quelle commune vous habitez.",
        text="Nous vous montrerons les formations près de chez vous. Votre commune n’est jamais publiée.",
        acts=(Act(label="Donner ma commune", url=reverse("workspace:my_home")),),
    )


parts.register("register", steps)
