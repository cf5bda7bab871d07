"""Application configuration."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class WorkspaceConfig(AppConfig):
    name = "portevoix.front.workspace"
    label = "workspace"
    verbose_name = "Espace de travail"

    def ready(self):
        """Load `menu`, which puts the links of the workspace in the header, once the models that it needs are loaded."""
        autodiscover_modules("menu")
