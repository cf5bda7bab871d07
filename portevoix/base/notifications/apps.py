"""Application configuration."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig, apps


class NotificationsConfig(AppConfig):
    name = "portevoix.base.notifications"
    label = "notifications"
    verbose_name = "Messages"

    def ready(self):
        """Load the texts that each package of ours declares in its module `notifications`; show the late messages on the health page."""
        for config in apps.get_app_configs():
            module = f"{config.name}.notifications"
            if config.name.startswith("portevoix.") and find_spec(module):
                import_module(module)
        import_module("portevoix.base.core.health").PARTS["courriels"] = import_module(f"{self.name}.selectors").sending_state
