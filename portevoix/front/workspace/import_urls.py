"""The pages under `/espace/imports/`."""

from django.urls import path

from portevoix.front.workspace.views import import_doubts, imports

urlpatterns = [
    path("", imports.ImportsView.as_view(), name="imports"),
    path("nouveau/", imports.UploadView.as_view(), name="import_upload"),
    path("doutes/", import_doubts.DoubtsView.as_view(), name="import_doubts"),
    path("doutes/<int:pk>/", import_doubts.DoubtView.as_view(), name="import_doubt"),
    path("<int:pk>/", imports.RunView.as_view(), name="import_run"),
    path("<int:pk>/colonnes/", imports.ColumnsView.as_view(), name="import_columns"),
    path("<int:pk>/verifier/", imports.CheckView.as_view(), name="import_check"),
    path("<int:pk>/appliquer/", imports.ApplyView.as_view(), name="import_apply"),
    path("<int:pk>/annuler/", imports.UndoView.as_view(), name="import_undo"),
    path("<int:pk>/erreurs/", imports.ProblemsView.as_view(), name="import_problems"),
    path("<int:pk>/erreurs.csv", imports.ProblemsFileView.as_view(), {"format": "csv"}, name="import_problems_csv"),
    path("<int:pk>/erreurs.xlsx", imports.ProblemsFileView.as_view(), {"format": "xlsx"}, name="import_problems_xlsx"),
    path("<int:pk>/rapport.json", imports.ReportView.as_view(), name="import_report"),
]
