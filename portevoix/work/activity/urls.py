"""The pages of the package, at their place under the root."""

from django.urls import path

from portevoix.work.activity.views import journal

app_name = "activity"
JOURNAL = "espace/mon-journal/"

urlpatterns = [
    path(JOURNAL, journal.JournalView.as_view(), name="journal"),
    path(f"{JOURNAL}journal.csv", journal.JournalFileView.as_view(), name="journal_file"),
    path(f"{JOURNAL}<int:pk>/", journal.ChangeEntryView.as_view(), name="entry"),
    path(f"{JOURNAL}<int:pk>/supprimer/", journal.DeleteEntryView.as_view(), name="entry_delete"),
]
