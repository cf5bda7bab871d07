"""The page of the links « ne plus recevoir » in the e-mails."""

from django.urls import path

from portevoix.base.notifications import views

urlpatterns = [path("messages/desinscription/<str:token>/", views.unsubscribe, name="unsubscribe")]
