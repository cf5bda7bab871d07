"""Who may open the pages of the training: everybody the catalogue, France Assos Santé the sessions, each their own places."""

from tests.architecture.matrix_line import Line

EVERYBODY = "200 200 200 200 200 200 200 200 200 200"
GONE = "404 404 404 404 404 404 404 404 404 404"
DELEGATION = "302 403 403 403 200 403 403 403 403 403"
OF_THE_REGION = "302 403 403 404 200 404 404 404 403 403"
PRESSED = "302 403 403 404 405 404 404 404 403 403"
ELSEWHERE = "302 404 404 404 404 404 404 404 403 403"
ENROLLED = "302 403 403 404 200 403 403 404 403 403"
OWN = "302 403 403 403 403 403 200 403 403 403"
OWN_GONE = "302 403 403 403 403 403 404 403 403 403"
OWN_ROW = "302 404 404 404 404 404 200 404 404 404"
NOBODY = "302 404 404 404 404 404 404 404 404 404"
OURS = "302 403 403 403 403 200 403 403 403 403"
OURS_GONE = "302 403 403 403 403 404 403 403 403 403"
OUR_ROW = "302 403 403 404 403 200 403 404 403 403"
AT = "espace/formations/"


def _about(path: str, here: str, about: str, *, elsewhere: str = ELSEWHERE) -> tuple[Line, ...]:
    return (Line(path, here, about), Line(path, elsewhere, f"{about}_elsewhere"))


LINES = (
    Line("formations/", EVERYBODY),
    *_about("formations/<slug:code>/", EVERYBODY, "course_code", elsewhere=GONE),
    *_about("formations/sessions/<int:pk>/", EVERYBODY, "announced_session", elsewhere=GONE),
    *_about("formations/place/<str:token>/", EVERYBODY, "place_token", elsewhere=GONE),
    Line(AT, DELEGATION),
    Line(f"{AT}liste.csv", DELEGATION),
    Line(f"{AT}liste.xlsx", DELEGATION),
    Line(f"{AT}liste.ods", DELEGATION),
    Line(f"{AT}nouvelle/", DELEGATION),
    Line(f"{AT}catalogue/", DELEGATION),
    Line(f"{AT}catalogue/liste.csv", DELEGATION),
    Line(f"{AT}catalogue/liste.xlsx", DELEGATION),
    Line(f"{AT}catalogue/liste.ods", DELEGATION),
    Line(f"{AT}catalogue/nouvelle/", DELEGATION),
    *_about(f"{AT}catalogue/<int:pk>/modifier/", OF_THE_REGION, "training_course"),
    *_about(f"{AT}catalogue/<int:pk>/retirer/", OF_THE_REGION, "training_course"),
    *_about(f"{AT}<int:pk>/", OF_THE_REGION, "training_session"),
    *_about(f"{AT}<int:pk>/modifier/", OF_THE_REGION, "training_session"),
    *_about(f"{AT}<int:pk>/ouvrir/", OF_THE_REGION, "training_session"),
    *_about(f"{AT}<int:pk>/confirmer/", OF_THE_REGION, "training_session"),
    *_about(f"{AT}<int:pk>/annuler/", OF_THE_REGION, "training_session"),
    *_about(f"{AT}<int:pk>/inscrire/", OF_THE_REGION, "training_session"),
    *_about(f"{AT}<int:pk>/inscrits/", PRESSED, "training_session"),
    *_about(f"{AT}<int:pk>/presences/<int:half_day>/", OF_THE_REGION, "training_sheet"),
    *_about(f"{AT}<int:pk>/feuille-de-presence/", OF_THE_REGION, "training_session"),
    *_about(f"{AT}<int:pk>/clore-les-presences/", OF_THE_REGION, "training_session"),
    *_about(f"{AT}<int:pk>/rouvrir-les-presences/", OF_THE_REGION, "training_session"),
    *_about(f"{AT}inscriptions/<int:pk>/annuler/", ENROLLED, "enrolment"),
    *_about(f"{AT}inscriptions/<int:pk>/confirmer/", ENROLLED, "enrolment"),
    *_about(f"{AT}inscriptions/<int:pk>/besoins/", ENROLLED, "enrolment"),
    Line("espace/ma-formation/", OWN),
    *_about("espace/ma-formation/sessions/<int:session>/inscription/", OWN, "announced_session", elsewhere=OWN_GONE),
    *_about("espace/ma-formation/inscriptions/<int:pk>/annuler/", OWN_ROW, "enrolment", elsewhere=NOBODY),
    *_about("espace/ma-formation/inscriptions/<int:pk>/place/", OWN_ROW, "enrolment", elsewhere=NOBODY),
    *_about("espace/ma-formation/inscriptions/<int:pk>/besoins/", OWN_ROW, "enrolment", elsewhere=NOBODY),
    Line("espace/nos-formations/", OURS),
    *_about("espace/nos-formations/sessions/<int:session>/inscrire/", OURS, "announced_session", elsewhere=OURS_GONE),
    *_about("espace/nos-formations/inscriptions/<int:pk>/annuler/", OUR_ROW, "enrolment"),
    *_about("espace/nos-formations/inscriptions/<int:pk>/place/", OUR_ROW, "enrolment"),
)
