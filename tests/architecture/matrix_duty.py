"""Who may open the pages about the duty of the basic training."""

from tests.architecture.matrix_line import Line

FIGURES = "302 200 403 200 200 403 403 403 403 403"
NAMES = "302 403 403 403 200 403 403 403 403 403"
MANAGED, MANAGED_ELSEWHERE = "302 403 403 403 200 403 403 403 403 403", "302 404 404 404 404 404 404 404 403 403"
OWN = "302 403 403 403 403 403 200 403 403 403"
OURS = "302 403 403 403 403 200 403 403 403 403"

DUTY = (
    Line("espace/formation-de-base/", FIGURES),
    *(Line(f"espace/formation-de-base/liste.{form}", NAMES) for form in ("csv", "xlsx", "ods")),
    Line("espace/formation-de-base/rappels/", NAMES),
    Line("espace/formation-de-base/lieux/", NAMES),
    Line("espace/formation-de-base/equivalences/", NAMES),
    *(
        Line(f"espace/formation-de-base/equivalences/<int:pk>/{page}", answers, about)
        for page in ("", "accorder/", "refuser/", "revenir/", "attestation/")
        for answers, about in ((MANAGED, "equivalence"), (MANAGED_ELSEWHERE, "equivalence_elsewhere"))
    ),
    Line("espace/indicateurs/", FIGURES),
    *(Line(f"espace/indicateurs/liste.{form}", FIGURES) for form in ("csv", "xlsx", "ods")),
    Line("espace/ma-formation/equivalence/", OWN),
    Line("espace/nos-formations/formation-de-base/", OURS),
    *(Line(f"espace/nos-formations/formation-de-base/liste.{form}", OURS) for form in ("csv", "xlsx", "ods")),
)
