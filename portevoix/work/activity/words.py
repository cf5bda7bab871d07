"""Amounts, hours and communes as the French write them."""

from decimal import Decimal

from portevoix.base.core.text import NBSP
from portevoix.register.directory.models import Body


def euros(amount: Decimal) -> str:
    """« 1 047,20 € »."""
    whole, _, rest = f"{amount:,.2f}".partition(".")
    return f"{whole.replace(',', NBSP)},{rest}{NBSP}€"


def body_choice(body: Body) -> tuple[str, str]:
    """Return a body as a choice: « Commission des usagers, hôpital de Hautepierre, Strasbourg »."""
    name, kind = body.readable_name, body.body_type.name
    town = f", {body.town}" if body.town and body.town not in name else ""
    return str(body.pk), f"{kind[:1].upper()}{kind[1:]}, {name}{town}"
