"""Who may open the pages of the activity: the journal, the expenses, the leave, the figures."""

from tests.architecture.matrix_line import Line

OWN = "302 403 403 403 403 403 200 403 403 403"
OWN_ROW = "302 404 404 404 404 404 200 404 404 404"
OWN_POST = "302 404 404 404 404 404 405 404 404 404"
SITE_ROW = "302 404 404 404 404 404 404 200 404 404"
NOBODY = "302 404 404 404 404 404 404 404 404 404"

LINES = (
    Line("espace/mon-journal/", OWN),
    Line("espace/mon-journal/journal.csv", OWN),
    Line("espace/mon-journal/<int:pk>/", OWN_ROW, "journal_entry"),
    Line("espace/mon-journal/<int:pk>/", NOBODY, "journal_entry_elsewhere"),
    Line("espace/mon-journal/<int:pk>/supprimer/", OWN_ROW, "journal_entry"),
    Line("espace/mon-journal/<int:pk>/supprimer/", NOBODY, "journal_entry_elsewhere"),
    Line("espace/mes-frais/", OWN),
    Line("espace/mes-frais/nouveau/", "302 403 403 403 403 403 404 403 403 403"),
    Line("espace/mes-frais/<int:pk>/", OWN_ROW, "expense_claim"),
    Line("espace/mes-frais/<int:pk>/", NOBODY, "expense_claim_elsewhere"),
    Line("espace/mes-frais/<int:pk>/etat-de-frais.pdf", OWN_ROW, "expense_claim"),
    Line("espace/mes-frais/<int:pk>/etat-de-frais.pdf", NOBODY, "expense_claim_elsewhere"),
    Line("espace/mes-frais/<int:pk>/trajets/<int:line>/", OWN_ROW, "expense_line"),
    Line("espace/mes-frais/<int:pk>/trajets/<int:line>/", NOBODY, "expense_line_elsewhere"),
    Line("espace/mes-frais/<int:pk>/trajets/<int:line>/retirer/", OWN_POST, "expense_line"),
    Line("espace/mes-frais/<int:pk>/trajets/<int:line>/retirer/", NOBODY, "expense_line_elsewhere"),
    Line("espace/mes-frais/<int:pk>/justificatifs/<int:receipt>/", OWN_ROW, "expense_receipt"),
    Line("espace/mes-frais/<int:pk>/justificatifs/<int:receipt>/", NOBODY, "expense_receipt_elsewhere"),
    Line("espace/mes-frais/<int:pk>/justificatifs/", OWN_POST, "expense_claim"),
    Line("espace/mes-frais/<int:pk>/justificatifs/", NOBODY, "expense_claim_elsewhere"),
    Line("espace/mes-frais/<int:pk>/envoyer/", OWN_POST, "expense_claim"),
    Line("espace/mes-frais/<int:pk>/envoyer/", NOBODY, "expense_claim_elsewhere"),
    Line("espace/mes-frais/<int:pk>/reprendre/", OWN_POST, "expense_claim"),
    Line("espace/mes-frais/<int:pk>/reprendre/", NOBODY, "expense_claim_elsewhere"),
    Line("espace/mes-frais/<int:pk>/paye/", OWN_POST, "expense_claim"),
    Line("espace/mes-frais/<int:pk>/paye/", NOBODY, "expense_claim_elsewhere"),
    Line("espace/mes-frais/<int:pk>/supprimer/", OWN_POST, "expense_claim"),
    Line("espace/mes-frais/<int:pk>/supprimer/", NOBODY, "expense_claim_elsewhere"),
    Line("espace/frais-recus/", "302 403 403 403 403 403 403 200 403 403"),
    Line("espace/frais-recus/<int:pk>/", SITE_ROW, "sent_claim"),
    Line("espace/frais-recus/<int:pk>/", NOBODY, "sent_claim_elsewhere"),
    Line("espace/frais-recus/<int:pk>/etat-de-frais.pdf", SITE_ROW, "sent_claim"),
    Line("espace/frais-recus/<int:pk>/etat-de-frais.pdf", NOBODY, "sent_claim_elsewhere"),
    Line("espace/frais-recus/<int:pk>/paye/", SITE_ROW, "sent_claim"),
    Line("espace/frais-recus/<int:pk>/paye/", NOBODY, "sent_claim_elsewhere"),
    Line("espace/frais-recus/<int:pk>/renvoyer/", SITE_ROW, "sent_claim"),
    Line("espace/frais-recus/<int:pk>/renvoyer/", NOBODY, "sent_claim_elsewhere"),
    Line("espace/frais-recus/<int:pk>/justificatifs/<int:receipt>/", SITE_ROW, "sent_receipt"),
    Line("espace/frais-recus/<int:pk>/justificatifs/<int:receipt>/", NOBODY, "sent_receipt_elsewhere"),
    Line("espace/frais-recus/<int:pk>/", NOBODY, "expense_claim"),
    Line("espace/frais-recus/<int:pk>/", NOBODY, "expense_claim_elsewhere"),
)
