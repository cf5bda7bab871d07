"""Application configuration."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class WorkspaceConfig(AppConfig):
    name = "portevoix.front.workspace"
    label = "workspace"
    verbose_name = "Espace de travail"

    def ready(self):
        """Load `menu` (links of the header), `own_space` (what each package says in « Mon espace ») and `calendars` (dates of mandates)."""
        autodiscover_modules("menu", "own_space", "calendars")
