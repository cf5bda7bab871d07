"""The steps of an import, from the file laid down to the file undone."""

from portevoix.register.access.permissions import Permission
from portevoix.register.imports.enums import RunState as S
from portevoix.register.workflow.engine import Step, Workflow

IMPORT_RUN = Workflow(
    code="import_run",
    title="Import d’un classeur",
    states=dict(S.choices),
    owners={S.UPLOADED: "agency", S.CHECKED: "agency", S.APPLIED: "agency", S.UNDONE: None, S.FAILED: None},
    steps=(
        Step(
            name="check",
            label="Vérifier",
            sources=frozenset({S.UPLOADED, S.CHECKED}),
            target=S.CHECKED,
            permission=Permission.IMPORT_RUN,
        ),
        Step(
            name="fail",
            label="Refuser le fichier",
            sources=frozenset({S.UPLOADED, S.CHECKED}),
            target=S.FAILED,
            permission=Permission.IMPORT_RUN,
        ),
        Step(name="apply", label="Appliquer", sources=frozenset({S.CHECKED}), target=S.APPLIED, permission=Permission.IMPORT_RUN),
        Step(name="undo", label="Annuler l’import", sources=frozenset({S.APPLIED}), target=S.UNDONE, permission=Permission.IMPORT_RUN),
    ),
)
