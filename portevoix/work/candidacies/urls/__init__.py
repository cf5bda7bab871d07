"""The pages about calls and candidacies: one module for agents' calls, one for the public pages, and so on."""

from django.urls import include, path

from portevoix.work.candidacies.urls import desk
from portevoix.work.candidacies.views import queue

app_name = "candidacies"
urlpatterns = [
    path("appels/", include("portevoix.work.candidacies.urls.public")),
    path("espace/appels/", include("portevoix.work.candidacies.urls.calls")),
    path("espace/appels/", include("portevoix.work.candidacies.urls.exchange")),
    path("", include("portevoix.work.candidacies.urls.filing")),
    path("espace/ce-qui-m-attend/", queue.QueueView.as_view(), name="queue"),
    path("espace/candidatures/", include("portevoix.work.candidacies.urls.desk")),
    path("espace/appels/", include(desk.of_calls)),
]
