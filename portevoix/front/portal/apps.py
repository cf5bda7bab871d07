"""Application configuration."""

from django.apps import AppConfig

from portevoix.base.ui.navigation import Audience, NavItem, registry


class PortalConfig(AppConfig):
    name = "portevoix.front.portal"
    label = "portal"
    verbose_name = "Portail"

    def ready(self):
        """Put the public links in the header."""
        links = (
            (0, "Qui me représente", "portal:who"),
            (1, "Mes droits et recours", "portal:rights"),
            (3, "Sièges à pourvoir", "portal:nearby"),
        )
        for order, label, url_name in links:
            registry.register(NavItem(label=label, url_name=url_name, order=order, audience=Audience.PUBLIC))
