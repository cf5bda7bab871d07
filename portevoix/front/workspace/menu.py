"""The links of the header for signed-in people, and how it presents them."""

from django.http import HttpRequest

from portevoix.base.ui.navigation import Audience, Group, Identity, NavItem, registry
from portevoix.register.access.permissions import ROLES, having
from portevoix.register.access.permissions import Permission as P
from portevoix.register.access.scopes import active_assignments


def _item(label, url_name, order, permission, group=Group.ALONE):
    return NavItem(label=label, url_name=url_name, order=order, audience=Audience.WORK, group=group, visible=having(permission))


ITEMS = (
    _item("Sièges", "workspace:seats", 10, P.REGISTER_VIEW, Group.SEATS),
    _item("Échéances", "workspace:forecast", 20, P.REGISTER_VIEW, Group.SEATS),
    _item("Nos mandats", "workspace:association_mandates", 10, P.OWN_ASSOCIATION),
    _item("Mon espace", "workspace:my_space", 5, P.OWN_MANDATES),
    _item("Mes mandats", "workspace:my_mandates", 10, P.OWN_MANDATES),
    _item("Mes données", "workspace:my_data", 50, P.OWN_MANDATES),
    NavItem(label="Mon agenda", url_name="workspace:my_calendar", order=30, audience=Audience.ACCOUNT, visible=having(P.OWN_MANDATES)),
    _item("Associations", "workspace:associations", 30, P.ASSOCIATION_VIEW, Group.SEATS),
    _item("Fédérations", "workspace:federations", 40, P.REGISTER_EXPORT, Group.SEATS),
    _item("Indicateurs", "workspace:indicators", 45, P.TRAINING_FIGURES),
    _item("Règles", "workspace:body_types", 50, P.BODY_TYPE_MANAGE, Group.ADMINISTRATION),
    _item("Imports", "workspace:imports", 60, P.IMPORT_RUN, Group.ADMINISTRATION),
    _item("Demandes sur les données", "workspace:data_requests", 62, P.DATA_REQUEST_ANSWER, Group.ADMINISTRATION),
    NavItem(  # who does not answer them administers nothing else: a heading of one link would stand alone
        label="Demandes sur les données",
        url_name="workspace:data_requests",
        order=62,
        audience=Audience.WORK,
        group=Group.PEOPLE,
        visible=having(P.DATA_REQUEST_VIEW, without=P.DATA_REQUEST_ANSWER),
    ),
    _item("Messages", "workspace:messages", 65, P.MESSAGE_VIEW, Group.ADMINISTRATION),
    _item("Droits", "workspace:roles", 70, P.ROLE_MANAGE, Group.ADMINISTRATION),
    _item("Journal", "workspace:journal", 80, P.AUDIT_VIEW, Group.ADMINISTRATION),
)


def identity(request: HttpRequest) -> Identity:
    """Name the account and its first role: « Claire MULLER · ARS, siège »."""
    names = [ROLES[a.role].name for a in active_assignments(request.user) if a.role in ROLES]
    return Identity(name=str(request.user), role=names[0] if names else "")


registry.register(*ITEMS)
registry.identify_with(identity)
