"""Application configuration."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "portevoix.base.core"
    label = "core"
    verbose_name = "Socle"
