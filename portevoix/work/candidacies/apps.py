"""Application configuration."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CandidaciesConfig(AppConfig):
    name = "portevoix.work.candidacies"
    label = "candidacies"
    verbose_name = "Candidatures"

    def ready(self):
        """Load `menu`, which puts the links of the package in the header, and `receivers`, which follow the signed orders."""
        autodiscover_modules("menu", "receivers")
