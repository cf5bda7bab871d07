"""The steps of a hand-over. Each state has one owner: the association to which it was sent, or the delegation."""

from portevoix.register.access.permissions import Permission as P
from portevoix.register.workflow.engine import Step, Workflow
from portevoix.work.outreach.enums import HandOverState as S

RECIPIENT = "recipient"
ACTIVE = frozenset({S.RECEIVED, S.CONTACTED, S.MEMBER, S.PROPOSED})
BY_DELEGATION = "_by_delegation"


def _by_each(name: str, label: str, *, sources: frozenset, target: str) -> tuple[Step, ...]:
    """Return the same step for the association (`x`) and for France Assos Santé (`x_by_delegation`)."""
    return (
        Step(name=name, label=label, sources=sources, target=target, permission=P.OUTREACH_ANSWER),
        Step(name=name + BY_DELEGATION, label=label, sources=sources, target=target, permission=P.OUTREACH_MANAGE),
    )


HAND_OVER = Workflow(
    code="hand_over",
    title="Mise en relation",
    states=dict(S.choices),
    owners={state: None if state == S.DESIGNATED else RECIPIENT for state in S},
    steps=(
        *_by_each("answer", "Noter que la personne est jointe", sources=frozenset({S.RECEIVED}), target=S.CONTACTED),
        *_by_each("join", "Noter l’adhésion", sources=frozenset({S.RECEIVED, S.CONTACTED}), target=S.MEMBER),
        *_by_each("propose", "Noter que la personne est proposée", sources=frozenset({S.CONTACTED, S.MEMBER}), target=S.PROPOSED),
        *_by_each("designate", "Noter la désignation", sources=frozenset({S.PROPOSED}), target=S.DESIGNATED),
        *_by_each("close", "Clore la demande", sources=ACTIVE, target=S.CLOSED),
        *_by_each("reopen", "Rouvrir la demande", sources=frozenset({S.CLOSED}), target=S.CONTACTED),
        *_by_each("hand_on", "Transmettre à un autre destinataire", sources=ACTIVE, target=S.RECEIVED),
        Step(name="withdraw", label="Retirer la demande", sources=ACTIVE, target=S.CLOSED, permission=P.OUTREACH_ANSWER),
        Step(name="lapse", label="Clore une demande sans nouvelle", sources=ACTIVE, target=S.CLOSED, permission=P.OUTREACH_MANAGE),
    ),
)
