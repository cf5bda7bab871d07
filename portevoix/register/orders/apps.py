"""Application configuration."""

from importlib import import_module

from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "portevoix.register.orders"
    label = "orders"
    verbose_name = "Arrêtés"

    def ready(self):
        """Declare what the public check page says of a certificate whose mandate changed."""
        import_module(f"{self.name}.selectors.certificates")
