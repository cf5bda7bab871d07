"""Pages of a representative, under `/espace/ma-formation/`."""

from django.urls import path

from portevoix.work.training.views import own

urlpatterns = [
    path("", own.MyTrainingView.as_view(), name="my_training"),
    path("sessions/<int:session>/inscription/", own.RegisterView.as_view(), name="register"),
    path("inscriptions/<int:pk>/annuler/", own.CancelMineView.as_view(), name="cancel_mine"),
    path("inscriptions/<int:pk>/place/", own.AcceptMineView.as_view(), name="accept_mine"),
    path("inscriptions/<int:pk>/besoins/", own.MyNeedsView.as_view(), name="my_needs"),
]
