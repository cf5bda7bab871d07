"""The pages about calls and candidacies: one module for agents' calls, one for the public pages, and so on."""

from django.urls import include, path

app_name = "candidacies"
urlpatterns = [
    path("appels/", include("portevoix.work.candidacies.urls.public")),
    path("espace/appels/", include("portevoix.work.candidacies.urls.calls")),
    path("", include("portevoix.work.candidacies.urls.filing")),
]
