"""The links of the header about the training."""

from portevoix.base.ui.navigation import Audience, Group, NavItem, registry
from portevoix.register.access.permissions import Permission, having


def _item(label: str, url_name: str, order: int, permission: Permission, *, audience: Audience = Audience.WORK) -> NavItem:
    return NavItem(
        label=label,
        url_name=f"training:{url_name}",
        order=order,
        audience=audience,
        group=Group.TRAINING,
        visible=having(permission),
    )


registry.register(
    NavItem(label="Formations", url_name="training:catalogue", order=5, audience=Audience.PUBLIC),
    _item("Formations", "sessions", 15, Permission.TRAINING_VIEW),
    _item("Ma formation", "my_training", 14, Permission.TRAINING_OWN),
    _item("Formations", "our_training", 15, Permission.TRAINING_ENROL),
    _item("Groupes", "groups", 17, Permission.TRAINING_MANAGE),
    NavItem(
        label="Groupes",
        url_name="training:groups_overview",
        order=17,
        audience=Audience.WORK,
        group=Group.TRAINING,
        visible=having(Permission.TRAINING_FIGURES, without=Permission.TRAINING_MANAGE),
    ),
    _item("Formation de base", "radar", 34, Permission.TRAINING_FIGURES),
    _item("Formation de base", "our_duties", 18, Permission.TRAINING_ENROL),
)
