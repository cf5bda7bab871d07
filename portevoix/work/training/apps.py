"""Application configuration."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class TrainingConfig(AppConfig):
    name = "portevoix.work.training"
    label = "training"
    verbose_name = "Formation"

    def ready(self):
        """Load what the package declares to others: links of the header, texts of messages, indicators, what it does after others' acts."""
        autodiscover_modules("menu", "notifications", "indicators", "receivers", "calendars")
