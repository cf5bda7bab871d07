"""Application configuration."""

from importlib import import_module

from django.apps import AppConfig

from portevoix.base.ui.navigation import Audience, NavItem, registry

MENU = (("Mon compte", "account_home"), ("Sécurité", "mfa_index"), ("Appareils connectés", "usersessions_list"))


class AccountsConfig(AppConfig):
    name = "portevoix.base.accounts"
    label = "accounts"
    verbose_name = "Comptes"

    def ready(self):
        items = (NavItem(label=label, url_name=name, order=order, audience=Audience.ACCOUNT) for order, (label, name) in enumerate(MENU))
        registry.register(*items)
        import_module("portevoix.base.accounts.receivers")  # connects the receivers, once every model is there
