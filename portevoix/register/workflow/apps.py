"""Application configuration."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class WorkflowConfig(AppConfig):
    name = "portevoix.register.workflow"
    label = "workflow"
    verbose_name = "Circuits"

    def ready(self):
        autodiscover_modules("workflow")  # each package's table of steps enters the registry
