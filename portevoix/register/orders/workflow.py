"""The steps of an order: one person prepares, another signs (dossier §14.1, rule d)."""

from portevoix.register.access.permissions import Permission as P
from portevoix.register.orders.enums import OrderState as S
from portevoix.register.workflow.engine import Step, Workflow

ORDER = Workflow(
    code="designation_order",
    title="Arrêté de désignation",
    states=dict(S.choices),
    owners={S.DRAFT: "agency", S.PREPARED: "signatory", S.SIGNED: "agency", S.PUBLISHED: None, S.ABANDONED: None},
    steps=(
        Step(name="prepare", label="Soumettre à la signature", sources={S.DRAFT}, target=S.PREPARED, permission=P.ORDER_PREPARE),
        Step(name="send_back", label="Renvoyer en rédaction", sources={S.PREPARED}, target=S.DRAFT, permission=P.ORDER_SIGN),
        Step(name="take_back", label="Reprendre la rédaction", sources={S.PREPARED}, target=S.DRAFT, permission=P.ORDER_PREPARE),
        Step(name="sign", label="Signer", sources={S.PREPARED}, target=S.SIGNED, permission=P.ORDER_SIGN),
        Step(name="publish", label="Enregistrer la publication", sources={S.SIGNED}, target=S.PUBLISHED, permission=P.ORDER_PREPARE),
        Step(name="abandon", label="Abandonner", sources={S.DRAFT, S.PREPARED}, target=S.ABANDONED, permission=P.ORDER_PREPARE),
    ),
)
