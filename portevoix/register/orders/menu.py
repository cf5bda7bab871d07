"""The link of the orders in the header."""

from portevoix.base.ui.navigation import Audience, Group, NavItem, registry
from portevoix.register.access.permissions import Permission, having

registry.register(
    NavItem(
        label="Arrêtés",
        url_name="orders:orders",
        order=25,
        audience=Audience.WORK,
        group=Group.ORDERS,
        visible=having(Permission.ORDER_VIEW),
    )
)
