"""Application configuration."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "portevoix.register.imports"
    label = "imports"
    verbose_name = "Imports"
