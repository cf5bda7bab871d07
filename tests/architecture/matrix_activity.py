"""Who may open the pages of the activity: the journal, the expenses, the leave, the figures."""

from tests.architecture.matrix_line import Line

OWN = "302 403 403 403 403 403 200 403 403 403"
OWN_ROW = "302 404 404 404 404 404 200 404 404 404"
NOBODY = "302 404 404 404 404 404 404 404 404 404"

LINES = (
    Line("espace/mon-journal/", OWN),
    Line("espace/mon-journal/journal.csv", OWN),
    Line("espace/mon-journal/<int:pk>/", OWN_ROW, "journal_entry"),
    Line("espace/mon-journal/<int:pk>/", NOBODY, "journal_entry_elsewhere"),
    Line("espace/mon-journal/<int:pk>/supprimer/", OWN_ROW, "journal_entry"),
    Line("espace/mon-journal/<int:pk>/supprimer/", NOBODY, "journal_entry_elsewhere"),
)
