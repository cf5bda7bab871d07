"""The addresses that exist in the demonstration only."""

from django.urls import include, path

urlpatterns = [path("demo/", include("portevoix.front.workspace.demo_urls"))]
