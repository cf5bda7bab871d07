"""The links of the header about calls."""

from portevoix.base.ui.navigation import Audience, NavItem, registry
from portevoix.register.access.permissions import Permission, permissions_of

registry.register(
    NavItem(label="Appels", url_name="candidacies:public_calls", order=4, audience=Audience.PUBLIC),
    NavItem(
        label="Appels",
        url_name="candidacies:calls",
        order=22,
        audience=Audience.WORK,
        visible=lambda request: Permission.CALL_VIEW in permissions_of(request.user),
    ),
)
