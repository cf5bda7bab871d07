"""Application configuration."""

from django.apps import AppConfig


class WorkspaceConfig(AppConfig):
    name = "portevoix.front.workspace"
    label = "workspace"
    verbose_name = "Espace de travail"
