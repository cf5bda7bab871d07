"""Application configuration."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "portevoix.base.audit"
    label = "audit"
    verbose_name = "Journal"
