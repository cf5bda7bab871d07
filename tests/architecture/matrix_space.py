"""Who may open which page of the person, and of the requests about data: the lines of `matrix` about them, in the same columns."""

from tests.architecture.matrix import Line

OWN = "302 403 403 403 403 403 200 403 403 403"
PRESSED = "302 403 403 403 403 403 302 403 403 403"
AT = "espace/mes-donnees/"
REQUESTS = "espace/demandes-donnees/"

LINES = (
    Line("espace/mon-espace/", OWN),
    Line("espace/mon-espace/imprimer/", OWN),
    Line("espace/mes-collegues/", OWN),
    Line("espace/mes-mandats/<int:pk>/souhait/", "302 403 403 403 403 403 200 403 403 403", "mandate"),
    Line("espace/mes-mandats/<int:pk>/souhait/", "302 404 404 404 404 404 404 404 403 403", "mandate_elsewhere"),
    Line(AT, OWN),
    Line(f"{AT}accord/", PRESSED),
    Line(f"{AT}commune/", OWN),
    Line(f"{AT}telephone/", OWN),
    Line(f"{AT}adresse/", OWN),
    Line(f"{AT}adresse/<str:token>/", OWN, "email_token"),
    Line(f"{AT}adresse/<str:token>/", OWN, "email_token_elsewhere"),
    Line(f"{AT}demander/", OWN),
    Line(f"{AT}telecharger/", PRESSED),
    Line(REQUESTS, "302 200 403 403 200 403 403 403 403 403"),
    Line(f"{REQUESTS}<int:pk>/", "302 200 403 403 403 403 403 403 403 403", "data_request"),
    Line(f"{REQUESTS}<int:pk>/", "302 404 404 404 404 404 404 404 403 403", "data_request_elsewhere"),
)
