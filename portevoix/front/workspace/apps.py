"""Application configuration."""

from django.apps import AppConfig


class WorkspaceConfig(AppConfig):
    name = "portevoix.front.workspace"
    label = "workspace"
    verbose_name = "Espace de travail"

    def ready(self):
        """Put the links of the workspace in the header, once the models that they need are loaded."""
        from portevoix.base.ui.navigation import registry  # noqa: PLC0415
        from portevoix.front.workspace import menu  # noqa: PLC0415

        registry.register(*menu.ITEMS)
        registry.identify_with(menu.identity)
