"""The steps of a call, of a candidacy and of a wish. Each state has one owner."""

from portevoix.register.access.permissions import Permission as P
from portevoix.register.workflow.engine import Step, Workflow
from portevoix.work.candidacies.enums import CallState as C
from portevoix.work.candidacies.enums import CandidacyState as S
from portevoix.work.candidacies.enums import WishState as W

AGENCY, ASSOCIATION, DELEGATION, SIGNATORY = "agency", "association", "delegation", "signatory"

CALL = Workflow(
    code="call",
    title="Appel à candidatures",
    states=dict(C.choices),
    owners={C.DRAFT: AGENCY, C.OPEN: ASSOCIATION, C.CLOSED: AGENCY, C.DECIDED: AGENCY, C.PUBLISHED: None, C.CANCELLED: None},
    steps=(
        Step(name="open", label="Ouvrir l’appel", sources={C.DRAFT}, target=C.OPEN, permission=P.CALL_MANAGE),
        Step(name="close", label="Clore l’appel", sources={C.OPEN}, target=C.CLOSED, permission=P.CALL_MANAGE),
        Step(name="reopen", label="Rouvrir l’appel", sources={C.CLOSED}, target=C.OPEN, permission=P.CALL_MANAGE),
        Step(name="decide", label="Terminer les décisions", sources={C.CLOSED}, target=C.DECIDED, permission=P.CANDIDACY_DECIDE),
        Step(name="publish", label="Publier les résultats", sources={C.DECIDED}, target=C.PUBLISHED, permission=P.CALL_MANAGE),
        Step(name="cancel", label="Annuler l’appel", sources={C.DRAFT}, target=C.CANCELLED, permission=P.CALL_MANAGE),
    ),
)

SENT = frozenset({S.SUBMITTED, S.INCOMPLETE, S.UNDER_REVIEW, S.TO_DECIDE})
DECIDED = frozenset({S.AWAITING_ORDER, S.WAITING_LIST, S.NOT_SELECTED})
OPEN_TO_WITHDRAWAL = frozenset({S.DRAFT, S.AWAITING_ORDER, S.WAITING_LIST}) | SENT

CANDIDACY = Workflow(
    code="candidacy",
    title="Candidature",
    states=dict(S.choices),
    owners={
        S.DRAFT: ASSOCIATION,
        S.SUBMITTED: AGENCY,
        S.INCOMPLETE: ASSOCIATION,
        S.UNDER_REVIEW: DELEGATION,
        S.TO_DECIDE: AGENCY,
        S.AWAITING_ORDER: SIGNATORY,
        S.WAITING_LIST: AGENCY,
        S.NOT_SELECTED: ASSOCIATION,  # it may accept one of the seats that remain
        S.DESIGNATED: None,
        S.WITHDRAWN: None,
        S.LAPSED: AGENCY,  # it may open the call again, which brings the draft back; it never reads it
    },
    steps=(
        Step(name="submit", label="Envoyer la candidature", sources={S.DRAFT}, target=S.SUBMITTED, permission=P.CANDIDACY_FILE),
        Step(name="record", label="Enregistrer le dossier papier", sources={S.DRAFT}, target=S.SUBMITTED, permission=P.CANDIDACY_EXAMINE),
        Step(name="take_back", label="Reprendre le dossier", sources={S.SUBMITTED}, target=S.DRAFT, permission=P.CANDIDACY_FILE),
        Step(
            name="ask_pieces",
            label="Demander des pièces",
            sources={S.SUBMITTED, S.UNDER_REVIEW, S.TO_DECIDE},
            target=S.INCOMPLETE,
            permission=P.CANDIDACY_EXAMINE,
        ),
        Step(name="answer", label="Renvoyer le dossier complété", sources={S.INCOMPLETE}, target=S.SUBMITTED, permission=P.CANDIDACY_FILE),
        Step(
            name="record_answer",
            label="Enregistrer les pièces reçues",
            sources={S.INCOMPLETE},
            target=S.SUBMITTED,
            permission=P.CANDIDACY_EXAMINE,
        ),
        Step(
            name="accept",
            label="Déclarer le dossier complet et demander l’avis",
            sources={S.SUBMITTED},
            target=S.UNDER_REVIEW,
            permission=P.CANDIDACY_EXAMINE,
        ),
        Step(name="assess", label="Donner l’avis", sources={S.UNDER_REVIEW}, target=S.TO_DECIDE, permission=P.CANDIDACY_ASSESS),
        Step(
            name="go_on",
            label="Passer à la décision sans attendre l’avis",
            sources={S.UNDER_REVIEW},
            target=S.TO_DECIDE,
            permission=P.CANDIDACY_EXAMINE,
        ),
        Step(name="select", label="Retenir", sources={S.TO_DECIDE}, target=S.AWAITING_ORDER, permission=P.CANDIDACY_DECIDE),
        Step(
            name="put_on_list",
            label="Mettre sur liste d’attente",
            sources={S.TO_DECIDE},
            target=S.WAITING_LIST,
            permission=P.CANDIDACY_DECIDE,
        ),
        Step(name="refuse", label="Ne pas retenir", sources={S.TO_DECIDE}, target=S.NOT_SELECTED, permission=P.CANDIDACY_DECIDE),
        Step(name="reopen", label="Reprendre la décision", sources=DECIDED, target=S.TO_DECIDE, permission=P.CANDIDACY_DECIDE),
        Step(name="designate", label="Désigner par l’arrêté", sources={S.AWAITING_ORDER}, target=S.DESIGNATED, permission=P.ORDER_SIGN),
        Step(
            name="reposition",
            label="Accepter un autre siège",
            sources={S.NOT_SELECTED, S.WAITING_LIST},
            target=S.TO_DECIDE,
            permission=P.CANDIDACY_FILE,
        ),
        Step(
            name="reposition_oneself",
            label="Accepter un autre siège",
            sources={S.NOT_SELECTED, S.WAITING_LIST},
            target=S.TO_DECIDE,
            permission=P.CANDIDACY_OWN,
        ),
        Step(name="withdraw", label="Retirer la candidature", sources=OPEN_TO_WITHDRAWAL, target=S.WITHDRAWN, permission=P.CANDIDACY_FILE),
        Step(name="withdraw_oneself", label="Me retirer", sources=OPEN_TO_WITHDRAWAL, target=S.WITHDRAWN, permission=P.CANDIDACY_OWN),
        Step(
            name="record_withdrawal",
            label="Enregistrer un retrait",
            sources=OPEN_TO_WITHDRAWAL,
            target=S.WITHDRAWN,
            permission=P.CANDIDACY_EXAMINE,
        ),
        Step(name="lapse", label="Clore le brouillon", sources={S.DRAFT}, target=S.LAPSED, permission=P.CALL_MANAGE),
        Step(name="revive", label="Rouvrir le brouillon", sources={S.LAPSED}, target=S.DRAFT, permission=P.CALL_MANAGE),
    ),
)

UNDECIDED = frozenset({W.PENDING, W.WAITING_LIST})

WISH = Workflow(
    code="wish",
    title="Vœu",
    states=dict(W.choices),
    owners={
        W.PENDING: AGENCY,
        W.RETAINED: SIGNATORY,
        W.WAITING_LIST: AGENCY,
        W.NOT_RETAINED: AGENCY,
        W.DESIGNATED: None,
        W.WITHDRAWN: None,
    },
    steps=(
        Step(name="retain", label="Retenir ce vœu", sources=UNDECIDED, target=W.RETAINED, permission=P.CANDIDACY_DECIDE),
        Step(name="refuse", label="Ne pas retenir ce vœu", sources=UNDECIDED, target=W.NOT_RETAINED, permission=P.CANDIDACY_DECIDE),
        Step(
            name="put_on_list",
            label="Mettre sur liste d’attente",
            sources={W.PENDING},
            target=W.WAITING_LIST,
            permission=P.CANDIDACY_DECIDE,
        ),
        Step(
            name="undo",
            label="Revenir sur la décision",
            sources={W.RETAINED, W.NOT_RETAINED, W.WAITING_LIST},
            target=W.PENDING,
            permission=P.CANDIDACY_DECIDE,
        ),
        Step(name="designate", label="Désigner par l’arrêté", sources={W.RETAINED}, target=W.DESIGNATED, permission=P.ORDER_SIGN),
        Step(name="withdraw", label="Retirer ce vœu", sources=UNDECIDED | {W.RETAINED}, target=W.WITHDRAWN, permission=P.CANDIDACY_FILE),
        Step(
            name="withdraw_oneself",
            label="Retirer ce vœu",
            sources=UNDECIDED | {W.RETAINED},
            target=W.WITHDRAWN,
            permission=P.CANDIDACY_OWN,
        ),
        Step(
            name="record_withdrawal",
            label="Enregistrer un retrait",
            sources=UNDECIDED | {W.RETAINED},
            target=W.WITHDRAWN,
            permission=P.CANDIDACY_EXAMINE,
        ),
    ),
)
