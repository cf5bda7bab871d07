"""Application configuration."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "portevoix.base.files"
    label = "files"
    verbose_name = "Fichiers"
