"""The links of the header about the activity."""

from portevoix.base.ui.navigation import Audience, Group, NavItem, registry
from portevoix.register.access.permissions import Permission, having


def _item(label: str, url_name: str, order: int, permission: Permission, group: Group = Group.ALONE) -> NavItem:
    return NavItem(
        label=label,
        url_name=f"activity:{url_name}",
        order=order,
        audience=Audience.WORK,
        group=group,
        visible=having(permission),
    )


registry.register(
    _item("Mon journal", "journal", 14, Permission.ACTIVITY_OWN, Group.ACTIVITY),
    _item("Mes frais", "claims", 15, Permission.ACTIVITY_OWN, Group.ACTIVITY),
    _item("Mes congés", "leaves", 16, Permission.ACTIVITY_OWN, Group.ACTIVITY),
    _item("Activité", "figures", 44, Permission.ACTIVITY_FIGURES, Group.PEOPLE),
    _item("Activité", "association_figures", 44, Permission.OWN_ASSOCIATION, Group.PEOPLE),
    _item("Frais reçus", "received", 32, Permission.EXPENSE_VIEW),
)
