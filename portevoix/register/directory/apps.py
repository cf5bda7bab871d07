"""Application configuration."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "portevoix.register.directory"
    label = "directory"
    verbose_name = "Annuaire"
