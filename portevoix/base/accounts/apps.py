"""Application configuration."""

from importlib import import_module

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "portevoix.base.accounts"
    label = "accounts"
    verbose_name = "Comptes"

    def ready(self):
        import_module("portevoix.base.accounts.receivers")  # connects the receivers, once every model is there
