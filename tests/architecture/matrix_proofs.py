"""Who may open the pages of certificates, badges, calendars, opinions and practice groups."""

from tests.architecture.matrix_line import Line
from tests.architecture.matrix_training import DELEGATION, ELSEWHERE, ENROLLED, EVERYBODY, GONE, NOBODY, OF_THE_REGION, OURS, OWN, OWN_ROW

CERTIFIED = "302 403 403 404 200 200 200 404 403 403"
UNSIGNED = "302 403 403 404 404 404 404 404 403 403"  # the platform of the tests has no key
FIGURES = "302 200 403 200 200 403 403 403 403 403"
AT = "espace/formations/"


def _about(path: str, here: str, about: str, *, elsewhere: str = ELSEWHERE) -> tuple[Line, ...]:
    return (Line(path, here, about), Line(path, elsewhere, f"{about}_elsewhere"))


LINES = (
    *_about(f"{AT}<int:pk>/attestations/", OF_THE_REGION, "training_session"),
    *_about(f"{AT}<int:pk>/attestations/delivrer/", OF_THE_REGION, "training_session"),
    *_about(f"{AT}<int:pk>/attestations/rouvrir/", OF_THE_REGION, "training_session"),
    *_about(f"{AT}attestations/<int:pk>/annuler/", ENROLLED, "certificate"),
    *_about(f"{AT}attestations/<int:pk>/attestation.pdf", CERTIFIED, "certificate"),
    *_about(f"{AT}attestations/<int:pk>/badge.json", CERTIFIED, "certificate"),
    *_about(f"{AT}attestations/<int:pk>/badge.jwt", UNSIGNED, "certificate"),
    Line("espace/ma-formation/attestations/", OWN),
    Line("espace/nos-formations/attestations/", OURS),
    *_about("badges/emetteurs/<str:region>.json", EVERYBODY, "region_code", elsewhere=GONE),
    *_about("badges/formations/<slug:code>.json", EVERYBODY, "course_code", elsewhere=GONE),
    Line("badges/annulations.json", EVERYBODY),
    Line("badges/cles.json", EVERYBODY),
    *_about("formations/sessions/<int:pk>/agenda.ics", EVERYBODY, "announced_session", elsewhere=GONE),
    *_about("espace/ma-formation/inscriptions/<int:pk>/agenda.ics", OWN_ROW, "enrolment", elsewhere=NOBODY),
    *_about("agenda/<str:token>.ics", EVERYBODY, "calendar_token", elsewhere=GONE),
    Line("espace/mon-agenda/", OWN),
    Line("espace/mon-agenda/creer/", OWN),
    Line("espace/mon-agenda/revoquer/", OWN),
    *_about("formations/avis/<str:token>/", EVERYBODY, "opinion_token", elsewhere=GONE),
    *_about("espace/ma-formation/inscriptions/<int:pk>/avis/", OWN_ROW, "enrolment", elsewhere=NOBODY),
    Line(f"{AT}avis/", DELEGATION),
    *_about(f"{AT}<int:pk>/avis/", OF_THE_REGION, "training_session"),
    Line("espace/groupes/", DELEGATION),
    Line("espace/groupes/apercu/", FIGURES),
    Line("espace/groupes/nouveau/", DELEGATION),
    *_about("espace/groupes/<int:pk>/", OF_THE_REGION, "practice_group"),
    *_about("espace/groupes/<int:pk>/modifier/", OF_THE_REGION, "practice_group"),
    *_about("espace/groupes/<int:pk>/clore/", OF_THE_REGION, "practice_group"),
    *_about("espace/groupes/<int:pk>/membres/ajouter/", OF_THE_REGION, "practice_group"),
    *_about("espace/groupes/<int:pk>/rencontres/ajouter/", OF_THE_REGION, "practice_group"),
    *_about("espace/groupes/membres/<int:pk>/retirer/", OF_THE_REGION, "group_member"),
    *_about("espace/groupes/rencontres/<int:pk>/annuler/", OF_THE_REGION, "group_meeting"),
    Line("espace/ma-formation/groupes/", OWN),
)
