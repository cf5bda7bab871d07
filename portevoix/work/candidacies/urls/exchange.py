"""Exchange of files with Démarche Numérique, under `/espace/appels/`."""

from django.urls import path

from portevoix.work.candidacies.views import archives, exchange

urlpatterns = [
    path("<int:pk>/dossiers/", archives.CallArchiveView.as_view(), name="export_call_files"),
    path("candidatures/<int:pk>/dossier/", archives.CandidacyArchiveView.as_view(), name="export_candidacy"),
    path("<int:pk>/importer/", exchange.LayDownView.as_view(), name="lay_down_exchange"),
    path("imports/<int:pk>/", exchange.ExchangeView.as_view(), name="exchange"),
    path("imports/<int:pk>/colonnes/", exchange.ExchangeColumnsView.as_view(), name="exchange_columns"),
    path("imports/<int:pk>/appliquer/", exchange.ApplyExchangeView.as_view(), name="apply_exchange"),
    path("imports/<int:pk>/annuler/", exchange.UndoExchangeView.as_view(), name="undo_exchange"),
]
