"""Pages of an association, under `/espace/nos-formations/`."""

from django.urls import path

from portevoix.work.training.views import association

urlpatterns = [
    path("", association.OurTrainingView.as_view(), name="our_training"),
    path("sessions/<int:session>/inscrire/", association.EnrolOursView.as_view(), name="enrol_ours"),
    path("inscriptions/<int:pk>/annuler/", association.CancelOursView.as_view(), name="cancel_ours"),
    path("inscriptions/<int:pk>/place/", association.AcceptOursView.as_view(), name="accept_ours"),
]
