"""Application configuration."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "portevoix.base.documents"
    label = "documents"
    verbose_name = "Documents"
