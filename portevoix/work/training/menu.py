"""The links of the header about the training."""

from portevoix.base.ui.navigation import Audience, Group, NavItem, registry
from portevoix.register.access.permissions import Permission, permissions_of


def _item(label: str, url_name: str, order: int, permission: Permission, *, audience: Audience = Audience.WORK) -> NavItem:
    return NavItem(
        label=label,
        url_name=f"training:{url_name}",
        order=order,
        audience=audience,
        group=Group.TRAINING,
        visible=lambda request: permission in permissions_of(request.user),
    )


def _reads_figures_only(request) -> bool:
    held = permissions_of(request.user)
    return Permission.TRAINING_FIGURES in held and Permission.TRAINING_MANAGE not in held


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
        visible=_reads_figures_only,
    ),
    _item("Formation de base", "radar", 34, Permission.TRAINING_FIGURES),
    _item("Formation de base", "our_duties", 18, Permission.TRAINING_ENROL),
)
