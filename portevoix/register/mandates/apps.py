"""Application configuration."""

from django.apps import AppConfig


class MandatesConfig(AppConfig):
    name = "portevoix.register.mandates"
    label = "mandates"
    verbose_name = "Mandats"
