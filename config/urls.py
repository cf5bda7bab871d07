"""The URL table: one line a package, in the order of the floors."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("espace/", include("portevoix.front.workspace.urls")),
]
