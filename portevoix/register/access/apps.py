"""Application configuration."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "portevoix.register.access"
    label = "access"
    verbose_name = "Droits d’accès"
