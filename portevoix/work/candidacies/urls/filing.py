"""The pages by which associations propose people, those of the person, and the paper files that agents type in."""

from django.urls import path

from portevoix.work.candidacies.views import (
    filing_files,
    filing_links,
    filing_managers,
    filing_own,
    filing_paper,
    filing_start,
    filing_steps,
    filing_wishes,
    sharing,
)

FILE, PAPER = "espace/proposer/dossier/<int:pk>/", "espace/candidatures/papier/<int:pk>/"
OURS, MINE, SHARED = "espace/nos-candidatures/", "espace/mes-candidatures/", "espace/candidatures-partagees/"

urlpatterns = [
    # the signed link
    path("appels/<slug:number>/proposer/", filing_links.propose, name="propose"),
    path("lien/<str:token>/", filing_links.open_link, name="link"),
    path("demander-l-acces/", filing_links.ask_for_access, name="ask_access"),
    path("demander-l-acces/recu/", filing_links.access_asked, name="access_asked"),
    # the form
    path("espace/proposer/", filing_start.OpenCallsView.as_view(), name="propose_home"),
    path("espace/proposer/<slug:number>/", filing_start.StartView.as_view(), name="propose_start"),
    path("espace/proposer/renouveler/<int:pk>/", filing_start.RenewView.as_view(), name="renew"),
    path(f"{FILE}personne/", filing_steps.PersonView.as_view(), name="file_person"),
    path(f"{FILE}sieges/", filing_wishes.SeatsView.as_view(), name="file_seats"),
    path(f"{FILE}sieges/instance/", filing_wishes.BodyWishView.as_view(), name="file_add_wish"),
    path(f"{FILE}sieges/instance/<int:wish>/", filing_wishes.BodyWishView.as_view(), name="file_change_wish"),
    path(f"{FILE}sieges/distance/", filing_wishes.DistanceWishView.as_view(), name="file_add_distance"),
    path(f"{FILE}sieges/distance/<int:wish>/", filing_wishes.DistanceWishView.as_view(), name="file_change_distance"),
    path(f"{FILE}declarations/", filing_steps.DeclarationsView.as_view(), name="file_declarations"),
    path(f"{FILE}envoi/", filing_steps.ReviewView.as_view(), name="file_review"),
    path(f"{FILE}envoyee/", filing_steps.SentView.as_view(), name="file_sent"),
    path(f"{FILE}dossier.pdf", filing_steps.PdfView.as_view(), name="file_pdf"),
    path(f"{FILE}supprimer/", filing_start.DiscardView.as_view(), name="file_discard"),
    # the files of an association
    path(OURS, filing_files.OurCandidaciesView.as_view(), name="our_candidacies"),
    path(f"{OURS}<int:pk>/", filing_files.CandidacyView.as_view(), name="candidacy"),
    path(f"{OURS}<int:pk>/completer/", filing_files.AnswerView.as_view(), name="answer"),
    path(f"{OURS}<int:pk>/reprendre/", filing_files.TakeBackView.as_view(), name="take_back"),
    path(f"{OURS}<int:pk>/retirer/", filing_files.WithdrawView.as_view(), name="withdraw"),
    path(f"{OURS}<int:pk>/autre-siege/<int:seat>/", filing_files.OtherSeatView.as_view(), name="other_seat"),
    path(f"{OURS}<int:pk>/dossier.pdf", filing_files.PdfView.as_view(), name="our_pdf"),
    path(f"{OURS}<int:pk>/pieces/<int:piece>/", filing_files.PieceView.as_view(), name="our_piece"),
    path(f"{OURS}<int:pk>/accord-de-lecture/", sharing.ReadingConsentView.as_view(), name="reading_consent"),
    # those that France Assos Santé reads
    path(SHARED, sharing.SharedCandidaciesView.as_view(), name="shared_candidacies"),
    path(f"{SHARED}<int:pk>/", sharing.SharedCandidacyView.as_view(), name="shared_candidacy"),
    # the managers of an association
    path("espace/nos-gestionnaires/", filing_managers.ManagersView.as_view(), name="managers"),
    path("espace/nos-gestionnaires/<int:pk>/retirer/", filing_managers.WithdrawManagerView.as_view(), name="withdraw_manager"),
    path("espace/nos-gestionnaires/demandes/<int:pk>/", filing_managers.AnswerRequestView.as_view(), name="answer_request"),
    path("espace/demandes-d-acces/", filing_managers.AccessRequestsView.as_view(), name="access_requests"),
    path("espace/demandes-d-acces/<int:pk>/", filing_managers.AnswerAccessView.as_view(), name="answer_access"),
    # the person
    path(MINE, filing_own.MyCandidaciesView.as_view(), name="my_candidacies"),
    path(f"{MINE}<int:pk>/", filing_own.MyCandidacyView.as_view(), name="my_candidacy"),
    path(f"{MINE}<int:pk>/autre-siege/<int:seat>/", filing_own.MyOtherSeatView.as_view(), name="my_other_seat"),
    path(f"{MINE}<int:pk>/dossier.pdf", filing_own.MyPdfView.as_view(), name="my_pdf"),
    path(f"{MINE}<int:pk>/accords/", filing_own.MyConsentView.as_view(), name="my_consent"),
    path(f"{MINE}<int:pk>/retirer/", filing_own.MyWithdrawView.as_view(), name="my_withdraw"),
    # paper
    path("espace/candidatures/papier/", filing_paper.PaperFilesView.as_view(), name="paper_files"),
    path("espace/candidatures/papier/nouveau/", filing_paper.PaperStartView.as_view(), name="paper_start"),
    path(f"{PAPER}personne/", filing_paper.PaperPersonView.as_view(), name="paper_person"),
    path(f"{PAPER}sieges/", filing_paper.PaperSeatsView.as_view(), name="paper_seats"),
    path(f"{PAPER}sieges/instance/", filing_paper.PaperBodyWishView.as_view(), name="paper_add_wish"),
    path(f"{PAPER}sieges/instance/<int:wish>/", filing_paper.PaperBodyWishView.as_view(), name="paper_change_wish"),
    path(f"{PAPER}sieges/distance/", filing_paper.PaperDistanceWishView.as_view(), name="paper_add_distance"),
    path(f"{PAPER}sieges/distance/<int:wish>/", filing_paper.PaperDistanceWishView.as_view(), name="paper_change_distance"),
    path(f"{PAPER}declarations/", filing_paper.PaperDeclarationsView.as_view(), name="paper_declarations"),
    path(f"{PAPER}envoi/", filing_paper.PaperReviewView.as_view(), name="paper_review"),
    path(f"{PAPER}envoyee/", filing_paper.PaperSentView.as_view(), name="paper_sent"),
    path(f"{PAPER}dossier.pdf", filing_paper.PaperPdfView.as_view(), name="paper_pdf"),
    path(f"{PAPER}supprimer/", filing_paper.PaperDiscardView.as_view(), name="paper_discard"),
]
