"""The steps of a session, of an enrolment and of an equivalence. Each state has one owner; France Assos Santé may reopen what it closed."""

from portevoix.register.access.permissions import Permission as P
from portevoix.register.workflow.engine import Step, Workflow
from portevoix.work.training.enums import EnrolmentState as E
from portevoix.work.training.enums import EquivalenceState as Q
from portevoix.work.training.enums import SessionState as S

DELEGATION, PERSON = "france_assos_sante", "person"

SESSION = Workflow(
    code="training_session",
    title="Session de formation",
    states=dict(S.choices),
    owners={S.DRAFT: DELEGATION, S.OPEN: DELEGATION, S.CONFIRMED: DELEGATION, S.CANCELLED: None, S.DONE: DELEGATION},
    steps=(
        Step(name="open", label="Ouvrir les inscriptions", sources={S.DRAFT}, target=S.OPEN, permission=P.TRAINING_MANAGE),
        Step(name="confirm", label="Confirmer la session", sources={S.OPEN}, target=S.CONFIRMED, permission=P.TRAINING_MANAGE),
        Step(
            name="cancel",
            label="Annuler la session",
            sources={S.DRAFT, S.OPEN, S.CONFIRMED},
            target=S.CANCELLED,
            permission=P.TRAINING_MANAGE,
        ),
        Step(name="close_sheet", label="Clore les présences", sources={S.OPEN, S.CONFIRMED}, target=S.DONE, permission=P.TRAINING_MANAGE),
        Step(name="reopen_sheet", label="Rouvrir les présences", sources={S.DONE}, target=S.CONFIRMED, permission=P.TRAINING_MANAGE),
    ),
)

HOLDING = frozenset({E.REGISTERED, E.OFFERED})  # takes a place
ACTIVE = HOLDING | {E.WAITING}
OUTCOMES = frozenset({E.ATTENDED, E.PARTIAL, E.ABSENT})


def _by_each(name: str, label: str, *, sources: frozenset, target: str) -> tuple[Step, ...]:
    """Return the same step for the person, the association and France Assos Santé: `x`, `x_by_association`, `x_by_delegation`."""
    return (
        Step(name=name, label=label, sources=sources, target=target, permission=P.TRAINING_OWN),
        Step(name=f"{name}_by_association", label=label, sources=sources, target=target, permission=P.TRAINING_ENROL),
        Step(name=f"{name}_by_delegation", label=label, sources=sources, target=target, permission=P.TRAINING_MANAGE),
    )


ENROLMENT = Workflow(
    code="enrolment",
    title="Inscription à une session",
    states=dict(E.choices),
    owners={
        E.WAITING: DELEGATION,
        E.OFFERED: PERSON,
        E.REGISTERED: PERSON,
        E.CANCELLED: None,
        E.EXPIRED: None,
        E.ATTENDED: DELEGATION,
        E.PARTIAL: DELEGATION,
        E.ABSENT: DELEGATION,
    },
    steps=(
        *_by_each("register", "Inscrire", sources=frozenset({E.WAITING}), target=E.REGISTERED),
        *_by_each("accept", "Confirmer la place", sources=frozenset({E.OFFERED}), target=E.REGISTERED),
        *_by_each("cancel", "Annuler l’inscription", sources=ACTIVE, target=E.CANCELLED),
        Step(name="offer", label="Proposer la place", sources={E.WAITING}, target=E.OFFERED, permission=P.TRAINING_MANAGE),
        Step(name="expire", label="Passer à la personne suivante", sources={E.OFFERED}, target=E.EXPIRED, permission=P.TRAINING_MANAGE),
        Step(name="attend", label="Noter la présence entière", sources={E.REGISTERED}, target=E.ATTENDED, permission=P.TRAINING_MANAGE),
        Step(
            name="attend_partly",
            label="Noter une présence en partie",
            sources={E.REGISTERED},
            target=E.PARTIAL,
            permission=P.TRAINING_MANAGE,
        ),
        Step(name="miss", label="Noter l’absence", sources={E.REGISTERED}, target=E.ABSENT, permission=P.TRAINING_MANAGE),
        Step(name="reopen", label="Revenir sur la présence", sources=OUTCOMES, target=E.REGISTERED, permission=P.TRAINING_MANAGE),
    ),
)

EQUIVALENCE = Workflow(
    code="equivalence",
    title="Équivalence de la formation de base",
    states=dict(Q.choices),
    owners={Q.ASKED: DELEGATION, Q.GRANTED: DELEGATION, Q.REFUSED: DELEGATION},
    steps=(
        Step(name="grant", label="Accorder l’équivalence", sources={Q.ASKED}, target=Q.GRANTED, permission=P.TRAINING_MANAGE),
        Step(name="refuse", label="Refuser l’équivalence", sources={Q.ASKED}, target=Q.REFUSED, permission=P.TRAINING_MANAGE),
        Step(name="undo", label="Revenir sur la décision", sources={Q.GRANTED, Q.REFUSED}, target=Q.ASKED, permission=P.TRAINING_MANAGE),
    ),
)
