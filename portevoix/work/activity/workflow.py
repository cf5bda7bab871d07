"""The steps of a claim of expenses and of a certificate of presence. Each state has one owner."""

from portevoix.register.access.permissions import Permission as P
from portevoix.register.workflow.engine import Step, Workflow
from portevoix.work.activity.enums import ClaimState as C
from portevoix.work.activity.enums import PresenceState as S

PERSON, PAYER = "person", "payer"
EDITABLE = frozenset({C.DRAFT, C.RETURNED})

CLAIM = Workflow(
    code="expense_claim",
    title="État de frais",
    states=dict(C.choices),
    owners={C.DRAFT: PERSON, C.SENT: PAYER, C.RETURNED: PERSON, C.SETTLED: None},
    steps=(
        Step(name="send", label="Envoyer l’état de frais", sources=EDITABLE, target=C.SENT, permission=P.ACTIVITY_OWN),
        Step(name="take_back", label="Reprendre l’état de frais", sources={C.SENT}, target=C.DRAFT, permission=P.ACTIVITY_OWN),
        Step(name="settle_oneself", label="Noter que c’est payé", sources={C.SENT}, target=C.SETTLED, permission=P.ACTIVITY_OWN),
        Step(name="settle", label="Noter que c’est payé", sources={C.SENT}, target=C.SETTLED, permission=P.EXPENSE_VIEW),
        Step(name="send_back", label="Renvoyer à la personne", sources={C.SENT}, target=C.RETURNED, permission=P.EXPENSE_VIEW),
    ),
)

PRESENCE = Workflow(
    code="presence_certificate",
    title="Attestation de présence",
    states=dict(S.choices),
    owners={S.ASKED: PAYER, S.ISSUED: None, S.REFUSED: PERSON},
    steps=(
        Step(name="issue", label="Délivrer l’attestation", sources={S.ASKED}, target=S.ISSUED, permission=P.EXPENSE_VIEW),
        Step(name="refuse", label="Ne pas délivrer", sources={S.ASKED}, target=S.REFUSED, permission=P.EXPENSE_VIEW),
        Step(name="ask_again", label="Demander de nouveau", sources={S.REFUSED}, target=S.ASKED, permission=P.ACTIVITY_OWN),
    ),
)
