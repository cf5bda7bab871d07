"""Application configuration."""

from django.apps import AppConfig

from portevoix.base.ui.navigation import Audience, NavItem, registry


class PortalConfig(AppConfig):
    name = "portevoix.front.portal"
    label = "portal"
    verbose_name = "Portail"

    def ready(self):
        """Put the public links in the header."""
        links = (("Qui me représente", "portal:who"), ("Mes droits et recours", "portal:rights"), ("M’engager", "portal:engage"))
        links += (("Sièges à pourvoir", "portal:nearby"),)
        for order, (label, url_name) in enumerate(links):
            registry.register(NavItem(label=label, url_name=url_name, order=order, audience=Audience.PUBLIC))
