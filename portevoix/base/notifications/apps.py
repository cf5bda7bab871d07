"""Application configuration."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "portevoix.base.notifications"
    label = "notifications"
    verbose_name = "Messages"
