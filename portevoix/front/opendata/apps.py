"""Application configuration."""

from django.apps import AppConfig


class OpendataConfig(AppConfig):
    name = "portevoix.front.opendata"
    label = "opendata"
    verbose_name = "Données ouvertes"
