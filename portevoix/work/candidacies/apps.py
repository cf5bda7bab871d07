"""Application configuration."""

from django.apps import AppConfig


class CandidaciesConfig(AppConfig):
    name = "portevoix.work.candidacies"
    label = "candidacies"
    verbose_name = "Candidatures"
