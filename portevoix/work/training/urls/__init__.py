"""The pages of the package, at their place under the root: one module a reader."""

from django.urls import include, path

app_name = "training"
urlpatterns = [
    path("formations/", include("portevoix.work.training.urls.public")),
    path("espace/formations/", include("portevoix.work.training.urls.sessions")),
    path("espace/ma-formation/", include("portevoix.work.training.urls.own")),
    path("espace/nos-formations/", include("portevoix.work.training.urls.association")),
    path("espace/", include("portevoix.work.training.urls.duty")),
    path("", include("portevoix.work.training.urls.proofs")),
]
