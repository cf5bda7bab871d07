"""Which page each account sees first."""

from portevoix.register.access.permissions import Permission as P

# The first permission of the list that the account has decides; one line for each family of pages, as they land.
FIRST_SCREENS: tuple[tuple[P, str], ...] = (
    (P.ROLE_MANAGE, "workspace:roles"),
    (P.REGISTER_VIEW, "workspace:seats"),
    (P.OWN_ASSOCIATION, "workspace:association_mandates"),
    (P.OWN_MANDATES, "workspace:my_space"),
)


def first_screen(permissions: frozenset[P]) -> str | None:
    """Return the URL name of the first screen for somebody who has `permissions`; None without any right."""
    return next((name for permission, name in FIRST_SCREENS if permission in permissions), None)
