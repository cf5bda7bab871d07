"""Agents' pages about candidacies, under `/espace/candidatures/`."""

from django.urls import path

from portevoix.base.core.table_files import TableFormat
from portevoix.work.candidacies.views import assignment, deciding, desk, examination

urlpatterns = [
    path("", desk.CandidaciesView.as_view(), name="candidacies"),
    *(
        path(f"liste.{form}", desk.CandidaciesFileView.as_view(), {"format": form.value}, name=f"candidacies_{form}")
        for form in TableFormat
    ),
    path("<int:pk>/", desk.CandidacyView.as_view(), name="sheet"),
    path("<int:pk>/pieces/<int:attachment>/", desk.AttachmentView.as_view(), name="attachment"),
    path("<int:pk>/demander-des-pieces/", examination.AskPiecesView.as_view(), name="ask_pieces"),
    path("<int:pk>/pieces-recues/", examination.RecordAnswerView.as_view(), name="record_answer"),
    path("<int:pk>/complet/", examination.AcceptView.as_view(), name="accept"),
    path("<int:pk>/avis/", examination.AssessView.as_view(), name="assess"),
    path("<int:pk>/sans-avis/", examination.GoOnView.as_view(), name="go_on"),
    path("<int:pk>/fiche/", examination.LinkPersonView.as_view(), name="link_person"),
    path("<int:pk>/verifications/<str:key>/ecarter/", examination.WaiveView.as_view(), name="waive_check"),
    path("<int:pk>/verifications/<str:key>/retablir/", examination.RestoreCheckView.as_view(), name="restore_check"),
    path("<int:pk>/voeux/<int:rank>/decider/", deciding.DecideWishView.as_view(), name="decide_wish"),
    path("<int:pk>/voeux/<int:rank>/revenir/", deciding.UndoDecisionView.as_view(), name="undo_decision"),
    path("<int:pk>/retrait/", examination.RecordWithdrawalView.as_view(), name="record_withdrawal"),
]

# about a whole call, under `/espace/appels/`
of_calls = [
    path("<int:pk>/affectation/", assignment.ProposalView.as_view(), name="proposal"),
    path("<int:pk>/affectation/calculer/", assignment.ComputeView.as_view(), name="compute_proposal"),
    path("<int:pk>/affectation/sieges/<int:seat>/", assignment.LineView.as_view(), name="proposal_seat"),
    path("<int:pk>/affectation/refus/", assignment.RefusalsView.as_view(), name="suggested_refusals"),
    path("<int:pk>/arrete/", assignment.OrderView.as_view(), name="call_order"),
]
