"""The link of the orders in the header."""

from portevoix.base.ui.navigation import Audience, Group, NavItem, registry
from portevoix.register.access.permissions import Permission, permissions_of


def _sees_orders(request) -> bool:
    return Permission.ORDER_VIEW in permissions_of(request.user)


registry.register(
    NavItem(label="Arrêtés", url_name="orders:orders", order=25, audience=Audience.WORK, group=Group.ORDERS, visible=_sees_orders)
)
