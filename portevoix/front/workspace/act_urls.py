"""The pages where agents act, under `/espace/`."""

from django.urls import path

from portevoix.front.workspace.views import body_acts, designation, mandates

urlpatterns = [
    path("instances/<int:pk>/mandats/nouveau/", designation.DesignateView.as_view(), name="designate"),
    path("instances/<int:pk>/sieges/nouveau/", body_acts.AddSeatView.as_view(), name="add_seat"),
    path("instances/<int:pk>/clore/", body_acts.CloseBodyView.as_view(), name="close_body"),
    path("instances/<int:pk>/rouvrir/", body_acts.ReopenBodyView.as_view(), name="reopen_body"),
    path("sieges/<int:pk>/fermer/", body_acts.CloseSeatView.as_view(), name="close_seat"),
    path("sieges/<int:pk>/rouvrir/", body_acts.ReopenSeatView.as_view(), name="reopen_seat"),
    path("mandats/<int:pk>/", mandates.MandateView.as_view(), name="mandate"),
    path("mandats/<int:pk>/terminer/", mandates.EndMandateView.as_view(), name="end_mandate"),
    path("mandats/<int:pk>/corriger-la-fin/", mandates.CorrectEndView.as_view(), name="correct_end"),
    path("mandats/<int:pk>/prolonger/", mandates.ExtendView.as_view(), name="extend_mandate"),
    path("mandats/<int:pk>/annoncer-un-depart/", mandates.AnnounceDepartureView.as_view(), name="announce_departure"),
    path("mandats/<int:pk>/retirer-l-annonce/", mandates.WithdrawDepartureView.as_view(), name="withdraw_departure"),
    path("mandats/<int:pk>/changer-de-siege/", mandates.SwitchSeatView.as_view(), name="switch_seat"),
    path("mandats/<int:pk>/retirer/", mandates.RemoveMandateView.as_view(), name="remove_mandate"),
]
