"""Application configuration."""

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "portevoix.base.indicators"
    label = "indicators"
    verbose_name = "Indicateurs"
