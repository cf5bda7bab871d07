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


LINES = (
    Line("devenir-representant/", EVERYBODY),
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
