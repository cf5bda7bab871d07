"""The pages under `/espace/`; each family of pages adds its lines."""

from django.urls import path

from portevoix.front.workspace.views import home

app_name = "workspace"
urlpatterns = [
    path("", home.home, name="home"),
]
