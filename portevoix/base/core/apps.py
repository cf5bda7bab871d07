"""Application configuration."""

from django.apps import AppConfig
from django.core.checks import Tags, register

from portevoix.base.core.checks import database_is_recent_enough
from portevoix.base.core.gates import every_view_says_who_may_enter


class CoreConfig(AppConfig):
    name = "portevoix.base.core"
    label = "core"
    verbose_name = "Socle"

    def ready(self):
        register(every_view_says_who_may_enter, "urls")
        register(database_is_recent_enough, Tags.database)
