"""Whom a signed order designates, with the file that proposed them, or without one when the agency wrote the line itself."""

from collections.abc import Iterable
from dataclasses import dataclass

from portevoix.register.directory.models import Association, Commune, Territory
from portevoix.register.orders.enums import LineEffect
from portevoix.register.orders.models import OrderLine
from portevoix.register.orders.selectors.values import agency_name
from portevoix.work.candidacies.models import Candidacy, Wish

NO_FILE = "hors appel"  # what the texts say in the place of a file and of a call
LINE = ("order__region", "mandate", "person__home", "association__parent", "seat__body__body_type", "seat__body__facility")
FILE = ("candidacy__call__region", "candidacy__association__parent", "candidacy__created_by", "candidacy__home")


@dataclass(frozen=True, kw_only=True)
class Designated:
    """One designated person. What the file says comes before what the register knows."""

    line: OrderLine
    file: Candidacy | None

    @property
    def full_name(self) -> str:
        return self.file.full_name if self.file else str(self.line.person)

    @property
    def civility(self) -> str:
        return self.file.civility if self.file else self.line.person.civility

    @property
    def email(self) -> str:
        return self.file.email if self.file else self.line.person.email

    @property
    def home(self) -> Commune | None:
        return self.file.home if self.file else self.line.person.home

    @property
    def association(self) -> Association | None:
        return self.file.association if self.file else self.line.association

    @property
    def proposed_by(self) -> str:
        """Who proposed the person: the association, or the agency for a seat that no association fills."""
        return self.association.name if self.association else agency_name(self.region)

    @property
    def region(self) -> Territory:
        return self.line.order.region

    @property
    def number(self) -> str:
        return self.file.number if self.file else NO_FILE

    @property
    def call_title(self) -> str:
        return self.file.call.title if self.file else NO_FILE


def designated_by(lines: Iterable[OrderLine]) -> list[Designated]:
    """Return whom these signed lines designate, in the order of the lines."""
    begun = OrderLine.objects.filter(pk__in=[line.pk for line in lines], effect=LineEffect.DESIGNATE)
    rows = list(begun.select_related(*LINE).order_by("rank", "pk"))
    wishes = Wish.objects.filter(order_line__in=rows).select_related(*FILE)
    file_of = {wish.order_line_id: wish.candidacy for wish in wishes}
    return [Designated(line=row, file=file_of.get(row.pk)) for row in rows]
