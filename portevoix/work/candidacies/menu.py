"""The links of the header about calls and candidacies."""

from portevoix.base.ui.navigation import Audience, Group, NavItem, registry
from portevoix.register.access.permissions import Permission, having, permissions_of


def _item(label: str, url_name: str, order: int, permission: Permission, *, audience: Audience = Audience.WORK) -> NavItem:
    return NavItem(
        label=label,
        url_name=f"candidacies:{url_name}",
        order=order,
        audience=audience,
        group=Group.CALLS,
        visible=having(permission),
    )


# who may hold a file, or an order to sign
HOLDERS = frozenset(
    {
        Permission.CANDIDACY_EXAMINE,
        Permission.CANDIDACY_ASSESS,
        Permission.CANDIDACY_DECIDE,
        Permission.CANDIDACY_FILE,
        Permission.CANDIDACY_OWN,
        Permission.ORDER_SIGN,
    }
)

registry.register(
    NavItem(label="Appels", url_name="candidacies:public_calls", order=4, audience=Audience.PUBLIC),
    _item("Appels", "calls", 22, Permission.CALL_VIEW),
    _item("Candidatures", "our_candidacies", 12, Permission.CANDIDACY_FILE),
    _item("Appels ouverts", "propose_home", 14, Permission.CANDIDACY_FILE),
    _item("Qui peut proposer", "managers", 16, Permission.CANDIDACY_FILE, audience=Audience.ACCOUNT),
    _item("Mes candidatures", "my_candidacies", 12, Permission.CANDIDACY_OWN),
    _item("Candidatures", "candidacies", 24, Permission.CANDIDACY_VIEW),
    _item("Candidatures partagées", "shared_candidacies", 24, Permission.CANDIDACY_SHARED),
    NavItem(
        label="Ce qui m’attend",
        url_name="candidacies:queue",
        order=5,
        audience=Audience.WORK,
        visible=lambda request: bool(permissions_of(request.user) & HOLDERS),
    ),
)
