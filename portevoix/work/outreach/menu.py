"""The links of the header about engagement."""

from portevoix.base.ui.navigation import Audience, Group, NavItem, registry
from portevoix.register.access.permissions import Permission, having

registry.register(
    NavItem(label="M’engager", url_name="outreach:become", order=2, audience=Audience.PUBLIC),
    NavItem(
        label="Devenir représentant",
        url_name="outreach:home",
        order=40,
        audience=Audience.WORK,
        group=Group.PEOPLE,
        visible=having(Permission.OUTREACH_MANAGE),
    ),
    NavItem(
        label="Demandes reçues",
        url_name="outreach:received_list",
        order=18,
        audience=Audience.WORK,
        group=Group.PEOPLE,
        visible=having(Permission.OUTREACH_ANSWER),
    ),
)
