"""Who may open which page of « Devenir représentant »: the lines of `matrix` about them, in the same columns."""

from tests.architecture.matrix import Line

EVERYBODY = "200 200 200 200 200 200 200 200 200 200"
NOBODY = "404 404 404 404 404 404 404 404 404 404"
DELEGATION = "302 403 403 403 200 403 403 403 403 403"
PRESSED = "302 403 403 403 405 403 403 403 403 403"
AT = "espace/devenir-representant/"


def _shared(path: str, answers: str, about: str) -> tuple[Line, Line]:
    """A page about a row that every region shares: the same answers for the row of elsewhere."""
    return Line(path, answers, about), Line(path, answers, f"{about}_elsewhere")


def _shelf(where: str, about: str) -> tuple[Line, ...]:
    return (
        Line(f"{AT}{where}/", DELEGATION),
        Line(f"{AT}{where}/ajouter/", DELEGATION),
        *_shared(f"{AT}{where}/<int:pk>/", DELEGATION, about),
        *_shared(f"{AT}{where}/<int:pk>/mettre-en-ligne/", DELEGATION, about),
        *_shared(f"{AT}{where}/<int:pk>/retirer/", PRESSED, about),
        *_shared(f"{AT}{where}/<int:pk>/deplacer/", PRESSED, about),
    )


BEGIN_AGAIN = "302 302 302 302 302 302 302 302 302 302"
RECEIVED = "302 403 403 403 403 200 403 403 403 403"
OURS = "302 403 403 404 403 200 404 404 403 403"
OURS_ELSEWHERE = "302 404 404 404 404 404 404 404 403 403"
FOLLOWED = "302 403 403 404 200 403 404 404 403 403"
FILES = ("csv", "xlsx", "ods")


def _followed(at: str, answers: str, elsewhere: str) -> tuple[Line, ...]:
    """The pages about one person to answer: here, and in another region."""
    pressed = answers.replace("200", "405")
    pages = (("", answers), ("etape/", pressed), ("suivi/", pressed), ("clore/", answers), ("transmettre/", answers))
    return tuple(
        line
        for page, here in pages
        for line in (Line(f"{at}<int:pk>/{page}", here, "hand_over"), Line(f"{at}<int:pk>/{page}", elsewhere, "hand_over_elsewhere"))
    )


LINES = (
    Line("devenir-representant/", EVERYBODY),
    Line("devenir-representant/orientation/", EVERYBODY),
    Line("devenir-representant/orientation/<slug:name>/", EVERYBODY, "first_question"),
    Line("devenir-representant/orientation/<slug:name>/", NOBODY, "first_question_elsewhere"),
    Line("devenir-representant/orientation/resultat/", BEGIN_AGAIN),
    Line("devenir-representant/mise-en-relation/", BEGIN_AGAIN),
    Line("devenir-representant/ma-demande/<str:token>/", EVERYBODY, "request_token"),
    Line("devenir-representant/ma-demande/<str:token>/", NOBODY, "request_token_elsewhere"),
    Line("devenir-representant/accord/<str:token>/", EVERYBODY, "offer_token"),
    Line("devenir-representant/accord/<str:token>/", NOBODY, "offer_token_elsewhere"),
    Line("espace/demandes-recues/", RECEIVED),
    *_followed("espace/demandes-recues/", OURS, OURS_ELSEWHERE),
    Line(f"{AT}demandes/", DELEGATION),
    *(Line(f"{AT}demandes/liste.{form}", DELEGATION) for form in FILES),
    *_followed(f"{AT}demandes/", FOLLOWED, OURS_ELSEWHERE),
    Line(f"{AT}chiffres/", DELEGATION),
    *(Line(f"{AT}chiffres/etapes.{form}", DELEGATION) for form in FILES),
    Line("ressources/", EVERYBODY),
    Line("ressources/<int:pk>/fichier/", EVERYBODY, "shown_file"),
    Line("ressources/<int:pk>/fichier/", NOBODY, "shown_file_elsewhere"),
    Line(AT, DELEGATION),
    *_shelf("textes", "page_item"),
    *_shelf("temoignages", "testimony"),
    *_shared(f"{AT}temoignages/<int:pk>/supprimer/", DELEGATION, "testimony"),
    *_shelf("ressources", "resource"),
    Line(f"{AT}associations/", DELEGATION),
    *_shared(f"{AT}associations/<int:pk>/", DELEGATION, "association"),
)
