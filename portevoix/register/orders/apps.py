"""Application configuration."""

from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "portevoix.register.orders"
    label = "orders"
    verbose_name = "Arrêtés"
