"""Application configuration."""

from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    name = "portevoix.register.workflow"
    label = "workflow"
    verbose_name = "Circuits"
