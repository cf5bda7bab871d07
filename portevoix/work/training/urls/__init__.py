"""The pages of the package, at their place under the root."""

from django.urls import include, path

app_name = "training"
urlpatterns = [
    path("espace/", include("portevoix.work.training.urls.duty")),
]
