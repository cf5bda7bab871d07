"""Application configuration."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "portevoix.base.ui"
    label = "ui"
    verbose_name = "Interface"
