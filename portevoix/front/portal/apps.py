"""Application configuration."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "portevoix.front.portal"
    label = "portal"
    verbose_name = "Portail"
