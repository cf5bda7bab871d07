"""Application configuration."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "portevoix.base.accounts"
    label = "accounts"
    verbose_name = "Comptes"
