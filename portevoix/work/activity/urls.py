"""The pages of the package, at their place under the root."""

from django.urls import path

from portevoix.base.core.table_files import TableFormat
from portevoix.work.activity.views import claims, journal, leave, presences, received, year

app_name = "activity"
JOURNAL, MINE, RECEIVED = "espace/mon-journal/", "espace/mes-frais/", "espace/frais-recus/"
LEAVE, PRESENCE = "espace/mes-conges/", f"{RECEIVED}attestations/<int:pk>/"
CLAIM, THEIRS = f"{MINE}<int:pk>/", f"{RECEIVED}<int:pk>/"

urlpatterns = [
    path(JOURNAL, journal.JournalView.as_view(), name="journal"),
    path(f"{JOURNAL}journal.csv", journal.JournalFileView.as_view(), name="journal_file"),
    path(f"{JOURNAL}<int:pk>/", journal.ChangeEntryView.as_view(), name="entry"),
    path(f"{JOURNAL}<int:pk>/supprimer/", journal.DeleteEntryView.as_view(), name="entry_delete"),
    # expenses of the person
    path(MINE, claims.ClaimsView.as_view(), name="claims"),
    path(f"{MINE}nouveau/", claims.StartView.as_view(), name="claim_start"),
    path(CLAIM, claims.ClaimView.as_view(), name="claim"),
    path(f"{CLAIM}etat-de-frais.pdf", claims.ClaimPdfView.as_view(), name="claim_pdf"),
    path(f"{CLAIM}trajets/<int:line>/", claims.LineView.as_view(), name="claim_line"),
    path(f"{CLAIM}trajets/<int:line>/retirer/", claims.RemoveLineView.as_view(), name="claim_line_remove"),
    path(f"{CLAIM}justificatifs/", claims.AddReceiptView.as_view(), name="claim_receipts"),
    path(f"{CLAIM}justificatifs/<int:receipt>/", claims.ReceiptView.as_view(), name="claim_receipt"),
    path(f"{CLAIM}envoyer/", claims.SendView.as_view(), name="claim_send"),
    path(f"{CLAIM}reprendre/", claims.TakeBackView.as_view(), name="claim_take_back"),
    path(f"{CLAIM}paye/", claims.PaidView.as_view(), name="claim_paid"),
    path(f"{CLAIM}supprimer/", claims.DiscardView.as_view(), name="claim_discard"),
    # expenses that a facility received
    path(RECEIVED, received.ReceivedView.as_view(), name="received"),
    *(
        path(f"{RECEIVED}liste.{form}", received.ReceivedFileView.as_view(), {"format": form.value}, name=f"received_{form}")
        for form in TableFormat
    ),
    path(THEIRS, received.ReceivedClaimView.as_view(), name="received_claim"),
    path(f"{THEIRS}etat-de-frais.pdf", received.ReceivedPdfView.as_view(), name="received_pdf"),
    path(f"{THEIRS}justificatifs/<int:receipt>/", received.ReceivedReceiptView.as_view(), name="received_receipt"),
    path(f"{THEIRS}paye/", received.SettleView.as_view(), name="received_settle"),
    path(f"{THEIRS}renvoyer/", received.SendBackView.as_view(), name="received_send_back"),
    # leave, and the certificates of presence
    path(LEAVE, leave.LeavesView.as_view(), name="leaves"),
    path(f"{LEAVE}<int:pk>/", leave.LeaveView.as_view(), name="leave"),
    path(f"{LEAVE}<int:pk>/lettre/", leave.LetterView.as_view(), name="leave_letter"),
    path(f"{LEAVE}<int:pk>/demander-l-attestation/", leave.AskPresenceView.as_view(), name="leave_ask_presence"),
    path(f"{LEAVE}<int:pk>/attestation-a-signer.pdf", leave.BlankPresenceView.as_view(), name="leave_blank"),
    path(f"{LEAVE}<int:pk>/attestation.pdf", leave.IssuedPresenceView.as_view(), name="leave_presence"),
    path(f"{LEAVE}<int:pk>/supprimer/", leave.DeleteLeaveView.as_view(), name="leave_delete"),
    path(PRESENCE, presences.PresenceView.as_view(), name="presence"),
    path(f"{PRESENCE}refuser/", presences.RefusePresenceView.as_view(), name="presence_refuse"),
    path(f"{PRESENCE}attestation.pdf", presences.PresenceFileView.as_view(), name="presence_file"),
    # the year, the figures
    path("espace/mon-annee/", year.YearView.as_view(), name="year"),
    path("espace/mon-annee/mon-annee.pdf", year.YearPdfView.as_view(), name="year_pdf"),
    path("espace/activite/", year.RegionFiguresView.as_view(), name="figures"),
    path("espace/activite/association/", year.AssociationFiguresView.as_view(), name="association_figures"),
]
