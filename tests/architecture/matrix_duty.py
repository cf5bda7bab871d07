"""Who may open the pages about the duty of the basic training."""

from tests.architecture.matrix_line import Line

FIGURES = "302 200 403 200 200 403 403 403 403 403"
NAMES = "302 403 403 403 200 403 403 403 403 403"
OURS = "302 403 403 403 403 200 403 403 403 403"

DUTY = (
    Line("espace/formation-de-base/", FIGURES),
    *(Line(f"espace/formation-de-base/liste.{form}", NAMES) for form in ("csv", "xlsx", "ods")),
    Line("espace/nos-formations/formation-de-base/", OURS),
    *(Line(f"espace/nos-formations/formation-de-base/liste.{form}", OURS) for form in ("csv", "xlsx", "ods")),
)
